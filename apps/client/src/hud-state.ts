// The facts behind our row: takes what happens in the session and gives the model that is drawn.
// Holds no timer; what expires does so by the times it was given.

import {
  type HudHeard,
  type HudKeyHint,
  type HudMessage,
  type HudModel,
  METER_AT_REST,
  type Meter,
  meterStep,
} from '@codex-voice/overlay';
import type { DeviceEvent, UnavailableReason, VoiceEvent } from '@codex-voice/protocol';
import type { DeliveryChange, ScreenState, WaitReason } from '@codex-voice/session';
import type { KeyNames } from './key-names.ts';

/** A notice stays readable for this long, in ms; a warning longer. */
const MESSAGE_MS = 4_000;
const WARNING_MS = 8_000;
/** What was heard last fades after this long, in ms. */
const HEARD_MS = 6_000;
/** `deciding` is shown at most for this long, in ms: the answer is due long before. */
const DECIDING_MS = 1_500;

export type VoiceMode = 'tap' | 'auto';

export interface HudStateOptions {
  readonly agentName: string;
  readonly rung: string;
  readonly keys: KeyNames;
  readonly voice: 'on' | 'off';
  readonly mode: VoiceMode;
}

type VoiceState = HudModel['voice']['state'];

export class HudState {
  readonly #options: HudStateOptions;
  #mode: VoiceMode;
  #agentState: HudModel['agent']['state'] = 'starting';
  #voiceState: VoiceState;
  #voiceReason: string | undefined;
  #openMs: number | undefined;
  #meter: Meter = METER_AT_REST;
  #meterMs = 0;
  #partial = '';
  #heard: { readonly heard: HudHeard; readonly untilMs: number } | undefined;
  #heardTexts = new Map<string, string>();
  #waitingFor: string | undefined;
  #queueLength = 0;
  #latencyMs: number | undefined;
  #message: { readonly message: HudMessage; readonly untilMs: number } | undefined;
  #decidingUntilMs: number | undefined;
  #leaderWaits = false;

  constructor(options: HudStateOptions) {
    this.#options = options;
    this.#mode = options.mode;
    this.#voiceState = options.voice === 'on' ? 'starting' : 'off';
  }

  get mode(): VoiceMode {
    return this.#mode;
  }

  /** The device is open, or about to be. */
  get isListening(): boolean {
    return ['opening', 'listening', 'hearing', 'deciding'].includes(this.#voiceState);
  }

  setMode(mode: VoiceMode): void {
    this.#mode = mode;
  }

  setLeaderWaits(waits: boolean): void {
    this.#leaderWaits = waits;
  }

  screen(screen: ScreenState): void {
    this.#agentState = AGENT_STATE[screen.kind];
  }

  notice(message: HudMessage, nowMs: number): void {
    const lasts = message.severity === 'info' ? MESSAGE_MS : WARNING_MS;
    this.#message = { message, untilMs: nowMs + lasts };
  }

  queue(length: number): void {
    this.#queueLength = length;
    if (length === 0) this.#waitingFor = undefined;
  }

  /** The delivery's word on a prompt. */
  delivery(change: DeliveryChange, nowMs: number): void {
    const text = this.#heardTexts.get(change.id) ?? '';
    switch (change.state) {
      case 'waiting':
        this.#waitingFor = change.what ?? WAIT_WORDS[change.why];
        this.#show({ text, verdict: 'waiting' }, nowMs);
        return;
      case 'composed':
        this.#waitingFor = undefined;
        this.#show({ text, verdict: 'composed' }, nowMs);
        if (change.scratchRefused !== undefined) {
          const why = WAIT_WORDS[change.scratchRefused];
          this.notice({ text: `not taken back: ${why}`, severity: 'warning' }, nowMs);
        }
        return;
      case 'unconfirmed':
        this.#show({ text, verdict: 'unconfirmed' }, nowMs);
        this.notice({ text: 'not confirmed: look at the composer', severity: 'warning' }, nowMs);
        return;
      case 'sent':
        this.#heardTexts.delete(change.id);
        this.#show({ text, verdict: 'sent' }, nowMs);
        return;
      case 'dropped':
        this.#heardTexts.delete(change.id);
        this.#show({ text, verdict: change.why === 'scratched' ? 'scratched' : 'dropped' }, nowMs);
        return;
      case 'queued':
      case 'typing':
      case 'sending':
    }
  }

  obeyed(text: string, nowMs: number): void {
    this.#show({ text, verdict: 'obeyed' }, nowMs);
  }

  /** End of speech → in the agent, in ms; undefined where it was not ours to be quick. */
  latency(latencyMs: number | undefined): void {
    this.#latencyMs = latencyMs;
  }

  /** What the voice process tells. */
  voice(event: VoiceEvent, nowMs: number): void {
    switch (event.type) {
      case 'ready':
        this.#voiceState = 'ready';
        return;
      case 'device':
        this.#device(event);
        if (event.state === 'unavailable' && event.detail !== undefined) {
          this.notice({ text: event.detail, severity: 'warning' }, nowMs);
        }
        return;
      case 'level':
        this.#meter = meterStep(this.#meter, {
          levelDb: event.rmsDb,
          elapsedMs: this.#meterMs === 0 ? 0 : nowMs - this.#meterMs,
        });
        this.#meterMs = nowMs;
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
        this.notice(
          { text: event.message, severity: event.severity === 'fatal' ? 'error' : 'warning' },
          nowMs,
        );
        return;
      case 'source-ended':
        this.#meter = METER_AT_REST;
        this.#meterMs = 0;
    }
  }

  /** The person ended the recording: what was said is being decided. */
  stopped(nowMs: number): void {
    if (this.#voiceState !== 'hearing') return;
    this.#voiceState = 'deciding';
    this.#decidingUntilMs = nowMs + DECIDING_MS;
  }

  voiceUnavailable(reason: string): void {
    this.#voiceState = 'unavailable';
    this.#voiceReason = reason;
  }

  voiceStarting(): void {
    this.#voiceState = 'starting';
  }

  /** When the model changes by time alone; undefined: never. */
  nextChangeMs(nowMs: number): number | undefined {
    const moments = [this.#message?.untilMs, this.#heard?.untilMs, this.#decidingUntilMs].filter(
      (moment) => moment !== undefined && moment > nowMs,
    );
    return moments.length === 0 ? undefined : Math.min(...moments.map(Number));
  }

  model(nowMs: number): HudModel {
    const heard = current(this.#heard, nowMs)?.heard;
    const message = current(this.#message, nowMs)?.message;
    const deciding = this.#decidingUntilMs !== undefined && nowMs < this.#decidingUntilMs;
    const state = this.#voiceState === 'deciding' && !deciding ? 'ready' : this.#voiceState;
    return {
      agent: { name: this.#options.agentName, state: this.#agentState, rung: this.#options.rung },
      voice: {
        state,
        mode: this.#mode,
        meter: this.#meter,
        ...(this.#voiceReason === undefined ? {} : { reason: this.#voiceReason }),
        ...(this.#openMs === undefined ? {} : { microphoneOpenMs: this.#openMs }),
      },
      partial: this.#partial,
      queueLength: this.#queueLength,
      keyHints: this.#hints(),
      ...(this.#leaderWaits ? { leader: this.#options.keys.leader } : {}),
      ...(heard === undefined ? {} : { lastHeard: heard }),
      ...(message === undefined ? {} : { message }),
      ...(this.#waitingFor === undefined ? {} : { waitingFor: this.#waitingFor }),
      ...(this.#latencyMs === undefined ? {} : { lastLatencyMs: this.#latencyMs }),
    };
  }

  #device(event: DeviceEvent): void {
    switch (event.state) {
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
        this.#meter = METER_AT_REST;
        this.#meterMs = 0;
        this.#partial = '';
        return;
      case 'unavailable':
        this.#voiceState = 'unavailable';
        this.#voiceReason = REASON_WORDS[event.reason ?? 'failed'];
        this.#partial = '';
    }
  }

  #final(event: Extract<VoiceEvent, { type: 'final' }>, nowMs: number): void {
    this.#partial = '';
    this.#latencyMs = undefined;
    if (event.verdict === 'rejected') this.#show({ text: '', verdict: 'rejected' }, nowMs);
    else this.#heardTexts.set(event.utteranceId, event.text);
    if (this.#heardTexts.size > REMEMBERED_TEXTS) {
      const [oldest] = this.#heardTexts.keys();
      if (oldest !== undefined) this.#heardTexts.delete(oldest);
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

  #hints(): HudKeyHint[] {
    const { talk, leader } = this.#options.keys;
    if (this.#leaderWaits) return [...LEADER_HINTS, { key: talk, does: 'to the agent' }];
    if (this.#voiceState === 'off') return [{ key: `${leader} ?`, does: 'keys' }];
    const does = this.isListening ? 'stop' : 'talk';
    return [
      { key: talk, does },
      { key: `${leader} ?`, does: 'keys' },
    ];
  }
}

/** Texts kept until their fate is known; beyond it the oldest is forgotten. */
const REMEMBERED_TEXTS = 64;

const LEADER_HINTS: HudKeyHint[] = [
  { key: 's', does: 'send' },
  { key: 'z', does: 'scratch' },
  { key: 'a', does: 'auto' },
  { key: 'x', does: 'drop' },
  { key: 'h', does: 'row' },
  { key: '?', does: 'keys' },
];

const AGENT_STATE: Readonly<Record<ScreenState['kind'], HudModel['agent']['state']>> = {
  composer: 'idle',
  busy: 'busy',
  dialog: 'dialog',
  unknown: 'unknown',
};

const WAIT_WORDS: Readonly<Record<WaitReason, string>> = {
  'nothing-seen-yet': 'the agent is starting',
  dialog: 'a question is open',
  busy: 'the agent is busy',
  'screen-unknown': 'no composer seen',
  'screen-behind': 'the screen is moving',
  'unfinished-input': 'your input is unfinished',
  'person-typing': 'you are typing',
  settling: 'a moment',
  'needs-bracketed-paste': 'several lines would be run',
  'text-not-seen': 'the text is not in the composer',
};

const REASON_WORDS: Readonly<Record<UnavailableReason, string>> = {
  'no-audio-system': 'no sound system',
  'no-device': 'no microphone',
  'no-permission': 'no permission',
  'device-busy': 'microphone in use',
  'device-lost': 'microphone gone',
  failed: 'microphone failed',
};

function current<Timed extends { readonly untilMs: number }>(
  timed: Timed | undefined,
  nowMs: number,
): Timed | undefined {
  return timed !== undefined && nowMs < timed.untilMs ? timed : undefined;
}
