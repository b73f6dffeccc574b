// The facts behind our row: takes what happens in the session and gives the model that is drawn.
// Holds no timer; what expires does so by the times it was given.
import type { HudHeard, HudKeyHint, HudMessage, HudModel } from '@codex-voice/overlay';
import type { DeviceEvent, ListenMode, SessionEvent, VoiceEvent } from '@codex-voice/protocol';
import type { ScreenState } from '@codex-voice/session';
import { HostGap } from './host-gap.ts';
import { ShownAgent } from './hud-agent.ts';
import { HudApprovals, settledMessage } from './hud-approvals.ts';
import { keyHints, wholeHint } from './hud-hints.ts';
import { HudMeter } from './hud-meter.ts';
import { HudNotices } from './hud-notices.ts';
import { current, DECIDING_MS, HEARD_MS } from './hud-times.ts';
import {
  failureText,
  modeWord,
  noticeText,
  problemNotice,
  restarted,
  shownDeviceState,
  type Telling,
  waitWords,
} from './hud-words.ts';
import type { KeyNames } from './key-names.ts';
import { OtherVoice } from './other-voice.ts';
import { SpokenText } from './spoken-text.ts';
import type { SessionWords } from './words/session-words.ts';

export interface HudStateOptions {
  readonly agentName: string;
  readonly keys: KeyNames;
  readonly voice: 'on' | 'off';
  readonly mode: ListenMode;
  /** What opens the microphone in `wake`. */
  readonly wakePhrase?: () => string | undefined;
  /** What confirms something risky that was approved by voice. */
  readonly secondWord?: () => string | undefined;
  readonly telling: Telling;
  /** Hears what this terminal itself has to say. */
  readonly onTold?: (message: HudMessage) => void;
}

type VoiceState = HudModel['voice']['state'];
type SessionVoiceState = Extract<SessionEvent, { type: 'voice-state' }>['state'];

export class HudState {
  readonly #options: HudStateOptions;
  readonly #agent: ShownAgent;
  #mode: ListenMode;
  #voiceState: VoiceState;
  #voiceReason: string | undefined;
  #openMs: number | undefined;
  readonly #meter = new HudMeter();
  #partial = '';
  #heard: { readonly heard: HudHeard; readonly untilMs: number } | undefined;
  #waitingFor: string | undefined;
  #queueLength = 0;
  readonly approvals = new HudApprovals();
  readonly #spoken = new SpokenText();
  #latencyMs: number | undefined;
  readonly notices = new HudNotices(() => wholeHint(this.#options.keys, this.#words.row.keys));
  readonly gap = new HostGap();
  #decidingUntilMs: number | undefined;
  #leaderWaits = false;
  readonly #otherVoice = new OtherVoice();

  constructor(options: HudStateOptions) {
    this.#options = options;
    this.#agent = new ShownAgent(options.agentName);
    this.#mode = options.mode;
    this.#voiceState = options.voice === 'on' ? 'starting' : 'off';
  }

  get mode(): ListenMode {
    return this.#mode;
  }

  /** The device is open, or about to be. */
  get isListening(): boolean {
    return ['opening', 'waiting', 'listening', 'hearing', 'deciding'].includes(this.#voiceState);
  }

  /** What is said just now is taken down. */
  get isHeard(): boolean {
    return this.isListening && this.#voiceState !== 'waiting';
  }

  /** What is said just now is taken down, or will be once there is a host again. */
  get willBeHeard(): boolean {
    return this.isHeard || this.gap.isToListen;
  }

  setAgentName(name: string): void {
    this.#agent.setName(name);
  }

  setLeaderWaits(waits: boolean): void {
    this.#leaderWaits = waits;
  }

  /** What the session tells its HUDs. */
  session(event: SessionEvent, nowMs: number): void {
    this.notices.session(event, { words: this.#words.row, nowMs });
    switch (event.type) {
      case 'opened':
        this.notices.withdraw(this.#words.row.hostGone);
        this.screen(event.screen);
        this.#agent.setRung(event.rung ?? 'plain');
        this.#mode = event.mode;
        this.#queue(event.queue.length);
        this.approvals.told({ open: event.approvals ?? [] }, nowMs);
        this.#voiceIs(event.voice, nowMs);
        if (event.listening) this.#voiceState = 'listening';
        return;
      case 'screen':
        this.screen(event.screen);
        return;
      case 'queue':
        this.#queue(event.entries.length);
        return;
      case 'approvals':
        this.approvals.told(event, nowMs);
        if (event.settled !== undefined)
          this.notice(settledMessage(event.settled, this.#words.row.approval), nowMs);
        return;
      case 'delivery':
        this.#delivery(event, nowMs);
        return;
      case 'voice':
        this.voice(event.event, nowMs);
        return;
      case 'voice-state':
        this.#voiceIs(event, nowMs);
        return;
      case 'mode':
        this.#mode = event.mode;
        return;
      case 'rung':
        if (this.#agent.setRung(event.rung) === 'lost')
          this.tell({ text: this.#words.row.typesNow(event.why), severity: 'warning' }, nowMs);
        return;
      case 'deciding':
        this.#stopped(nowMs);
        return;
      case 'listening-elsewhere': {
        const text = this.#words.row.listensElsewhere(event.sessionId);
        this.voice({ type: 'device', state: 'closed' }, nowMs);
        this.notice({ text, severity: 'info' }, nowMs);
        return;
      }
      case 'notice':
        this.notice({ ...event, text: noticeText(event, this.#words) }, nowMs);
        return;
      default:
      // What was asked of a terminal, and what panels show.
    }
  }

  screen(screen: ScreenState): void {
    this.#agent.screen(screen);
  }

  /** A notice of this terminal's own; told to whoever hears it instead of seeing it. */
  tell(message: HudMessage, nowMs: number): void {
    this.#options.onTold?.(message);
    this.notice(message, nowMs);
  }

  notice(message: HudMessage, nowMs: number): void {
    this.notices.told(message, nowMs);
  }

  #queue(length: number): void {
    this.#queueLength = length;
    if (length === 0) this.#waitingFor = undefined;
  }

  /** What became of a prompt. */
  #delivery(change: Extract<SessionEvent, { type: 'delivery' }>, nowMs: number): void {
    const { text } = change;
    switch (change.state) {
      case 'waiting':
        this.#waitingFor = change.what ?? waitWords(change.why, this.#words);
        this.#show({ text, verdict: 'waiting' }, nowMs);
        return;
      case 'composed':
        this.#waitingFor = undefined;
        this.#latencyMs = change.latencyMs;
        this.#show({ text, verdict: 'composed' }, nowMs);
        if (change.scratchRefused !== undefined) {
          const text = this.#words.row.notTakenBack(waitWords(change.scratchRefused, this.#words));
          this.notice({ text, severity: 'warning' }, nowMs);
        }
        return;
      case 'unconfirmed':
        this.#show({ text, verdict: 'unconfirmed' }, nowMs);
        this.notice({ text: this.#words.row.notConfirmed, severity: 'warning' }, nowMs);
        return;
      case 'sent':
        this.#show({ text, verdict: 'sent' }, nowMs);
        return;
      case 'dropped':
        this.#show({ text, verdict: change.why === 'scratched' ? 'scratched' : 'dropped' }, nowMs);
        return;
      case 'queued':
      case 'typing':
      case 'sending':
    }
  }

  /** What the voice process tells. */
  voice(event: VoiceEvent, nowMs: number): void {
    switch (event.type) {
      case 'ready':
        this.#voiceState = 'ready';
        return;
      case 'device':
        this.#device(event);
        if (event.detail !== undefined) {
          this.notice({ text: event.detail, severity: 'warning' }, nowMs);
        }
        return;
      case 'attention':
        this.#attention(event.to);
        return;
      case 'speaking':
        this.#spoken.told(event);
        return;
      case 'level':
        this.#meter.accept(event.rmsDb, nowMs);
        return;
      case 'speech-started':
        this.#voiceState = 'hearing';
        this.#partial = '';
        return;
      case 'partial':
        this.#partial = event.text;
        return;
      case 'speech-dropped':
        this.#settleVoice();
        return;
      case 'final':
        this.#settleVoice();
        this.#final(event, nowMs);
        return;
      case 'problem':
        this.notice(problemNotice(event), nowMs);
        return;
      case 'source-ended':
        this.#meter.rest();
    }
  }

  /** The person ended the recording: what was said is being decided. */
  #stopped(nowMs: number): void {
    if (this.#voiceState !== 'hearing') return;
    this.#voiceState = 'deciding';
    this.#decidingUntilMs = nowMs + DECIDING_MS;
  }

  /** The host is gone, and with it what it told; the next one is on its way. */
  hostLost(nowMs: number): void {
    if (this.willBeHeard) this.gap.lostWhileHeard();
    if (this.#voiceState !== 'off') this.#voiceState = 'starting';
    this.#meter.rest();
    this.#spoken.gone();
    this.#partial = '';
    this.tell({ text: this.#words.row.hostGone, severity: 'warning' }, nowMs);
  }

  /** When the model changes by time alone; undefined: never. */
  nextChangeMs(nowMs: number): number | undefined {
    const { untilMs } = this.notices;
    const moments = [untilMs, this.#heard?.untilMs, this.#decidingUntilMs].filter(
      (moment) => moment !== undefined && moment > nowMs,
    );
    return moments.length === 0 ? undefined : Math.min(...moments.map(Number));
  }

  model(nowMs: number): HudModel {
    const heard = current(this.#heard, nowMs)?.heard;
    const notice = this.notices.current(nowMs);
    const secondWord = this.#options.secondWord?.();
    const message = this.approvals.message(this.#words.row.approval, { secondWord, notice });
    const deciding = this.#decidingUntilMs !== undefined && nowMs < this.#decidingUntilMs;
    const wakePhrase = this.#options.wakePhrase?.();
    const state = this.#voiceState === 'deciding' && !deciding ? 'ready' : this.#voiceState;
    return {
      agent: this.#agent.model(this.#words),
      voice: {
        state: this.#spoken.over(state),
        ...modeWord(this.#mode, this.#words),
        ...(wakePhrase === undefined ? {} : { wakePhrase }),
        meter: this.#meter.meter,
        ...(this.#voiceReason === undefined ? {} : { reason: this.#voiceReason }),
        ...(this.#openMs === undefined ? {} : { microphoneOpenMs: this.#openMs }),
      },
      ...{ partial: this.#partial, queueLength: this.#queueLength, ...this.notices.shown },
      keyHints: this.#hints(),
      ...(this.#leaderWaits ? { leader: this.#options.keys.leader } : {}),
      ...(heard === undefined ? {} : { lastHeard: heard }),
      ...(message === undefined ? {} : { message }),
      ...(this.#waitingFor === undefined ? {} : { waitingFor: this.#waitingFor }),
      ...(this.#latencyMs === undefined ? {} : { lastLatencyMs: this.#latencyMs }),
    };
  }

  #device(event: DeviceEvent): void {
    switch (shownDeviceState(event)) {
      case 'opening':
        this.#voiceState = 'opening';
        return;
      case 'open':
        this.#voiceState = 'listening';
        this.#openMs = event.openMs;
        this.#voiceReason = undefined;
        return;
      case 'closed':
        this.#voiceState = 'ready';
        this.#meter.rest();
        this.#partial = '';
        return;
      case 'unavailable':
        this.#voiceState = 'unavailable';
        this.#voiceReason = this.#words.row.noMicrophone[event.reason ?? 'failed'];
        this.#partial = '';
    }
  }

  #attention(to: 'wake' | 'speech'): void {
    if (!this.isListening) return;
    this.#voiceState = to === 'wake' ? 'waiting' : 'listening';
    this.#meter.rest();
  }

  #final(event: Extract<VoiceEvent, { type: 'final' }>, nowMs: number): void {
    this.#partial = '';
    this.#latencyMs = undefined;
    const otherVoice = this.#otherVoice.accept(event);
    if (otherVoice === 'news')
      this.notice({ text: this.#words.row.otherVoice, severity: 'info' }, nowMs);
    if (event.verdict !== 'rejected' || otherVoice !== 'none') return;
    const { failure } = event;
    this.#show({ text: '', verdict: failure === undefined ? 'rejected' : 'failed' }, nowMs);
    if (failure === undefined) return;
    const text = failureText(failure, this.#options.telling);
    this.notice({ text, severity: 'warning' }, nowMs);
  }

  #voiceIs(
    { state, reason }: { readonly state: SessionVoiceState; readonly reason?: string },
    nowMs: number,
  ): void {
    if (state !== 'up') this.#spoken.gone();
    switch (state) {
      case 'off':
      case 'starting':
        this.#voiceState = state;
        return;
      case 'restarting':
        this.#partial = '';
        this.notice(restarted(this.#options.telling, { reason, was: this.#voiceState }), nowMs);
        this.#voiceState = 'starting';
        return;
      case 'up':
        // The process may have been up before, for another session.
        if (this.#options.voice === 'on' && !this.isListening) this.#voiceState = 'ready';
        return;
      case 'unavailable':
        this.#partial = '';
        this.#voiceState = 'unavailable';
        this.#voiceReason = this.#words.row.voiceStopped;
        if (reason !== undefined) this.notice({ text: reason, severity: 'error' }, nowMs);
    }
  }

  #settleVoice(): void {
    this.#decidingUntilMs = undefined;
    if (this.#voiceState === 'hearing') this.#voiceState = 'listening';
    else if (this.#voiceState === 'deciding') this.#voiceState = 'ready';
    this.#partial = '';
  }

  #show(heard: HudHeard, nowMs: number): void {
    this.#heard = { heard, untilMs: nowMs + HEARD_MS };
  }

  #hints(): readonly HudKeyHint[] {
    const voice = this.#voiceState === 'off' ? 'off' : this.willBeHeard ? 'heard' : 'ready';
    const { sound } = this.#spoken;
    const { approval } = this.approvals;
    const { keys } = this.#options;
    const words = this.#words.row.keys;
    const agent = this.#agent.model(this.#words).state === 'busy' ? 'busy' : 'other';
    return keyHints({ keys, voice, sound, approval, agent, words, leaderWaits: this.#leaderWaits });
  }

  get #words(): SessionWords {
    return this.#options.telling.words;
  }
}
