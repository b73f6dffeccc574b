// One voice process and the sessions that share it: who is heard, who is told what, and until when the
// process is needed.
import type { VoiceCommand, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import type { CancelTimer, Clock } from './clock.ts';
import type { ListenHow } from './session-choices.ts';
import { VoiceControl } from './voice-control.ts';
import type { OpenVoiceLink } from './voice-link.ts';

/** How long a voice process waits, with nobody at a HUD and nobody heard, before it is ended, in ms. */
export const VOICE_IDLE_MS = 10_000;

/** Outcomes kept for a journal whose process is not there just now; beyond it the oldest is dropped. */
const KEPT_OUTCOMES = 256;

export type VoiceProcessState =
  | { readonly state: 'off' | 'starting' | 'up' }
  | { readonly state: 'restarting' | 'unavailable'; readonly reason: string };

/** A session, as a voice process sees it. */
export interface VoiceMember {
  readonly sessionId: string;
  voiceEvent(event: VoiceEvent): void;
  voiceState(state: VoiceProcessState): void;
  /** It is not heard any more: the microphone was closed, lost or given to another session. */
  notHeard(): void;
}

export type Outcome = 'composed' | 'sent' | 'obeyed' | 'unconfirmed' | 'dropped';

/** What became of an utterance. `latencyMs`: end of speech → this, in ms. */
export interface UtteranceOutcome {
  readonly utteranceId: string;
  readonly outcome: Outcome;
  readonly latencyMs: number;
}

export interface SharedVoiceParts {
  readonly start: VoiceStart;
  readonly openLink: OpenVoiceLink;
  readonly clock: Clock;
  /** The process has died; what it had written to its journal, and not told, is lost. */
  readonly onDied: () => void;
  /** Words of the session, which nobody is told, stand in the journal. */
  readonly onHeardLater: (sessionId: string) => void;
}

/** What a process is told that means nothing later. */
export type MomentCommand = Extract<VoiceCommand, { type: 'cue' | 'speak' | 'hush' }>;

type Expectation = Extract<VoiceCommand, { type: 'expect' }>;

export class SharedVoice {
  readonly #parts: SharedVoiceParts;
  /** Member → whether somebody is at a HUD of it. */
  readonly #members = new Map<VoiceMember, 'present' | 'absent'>();
  #control: VoiceControl | undefined;
  #state: VoiceProcessState = { state: 'off' };
  #heard: VoiceMember | undefined;
  /** Who asked for each `close` that is not answered yet, in order. */
  readonly #closing: VoiceMember[] = [];
  readonly #outcomes: UtteranceOutcome[] = [];
  /** Session → what is likely to be said to it. */
  readonly #expected = new Map<string, Expectation>();
  #cancelIdle: CancelTimer | undefined;
  /** Recordings that this process has played to their end. */
  #ended = 0;
  #isPlayedOut = false;

  constructor(parts: SharedVoiceParts) {
    this.#parts = parts;
  }

  get pid(): number | undefined {
    return this.#control?.pid;
  }

  get usesMicrophone(): boolean {
    return this.#parts.start.source.kind === 'microphone';
  }

  /** All its recordings were played to their end: there is nothing more to hear. */
  get isPlayedOut(): boolean {
    return this.#isPlayedOut;
  }

  get members(): readonly VoiceMember[] {
    return [...this.#members.keys()];
  }

  /** The session that is being heard, or will be as soon as the process can. */
  get heard(): VoiceMember | undefined {
    return this.#heard;
  }

  /** Somebody is heard, or the last words of somebody are still on their way. */
  get isHearing(): boolean {
    return this.#heard !== undefined || this.#closing.length > 0;
  }

  join(member: VoiceMember): void {
    this.#members.set(member, 'absent');
  }

  leave(member: VoiceMember): void {
    this.stop(member);
    this.#members.delete(member);
    this.#expected.delete(member.sessionId);
    this.#settleNeed();
  }

  /** Somebody is at a HUD of the member, or nobody any more. */
  setPresence(member: VoiceMember, presence: 'present' | 'absent'): void {
    this.#members.set(member, presence);
    // Without anybody who sees that it listens, a microphone is closed at once.
    if (presence === 'absent' && this.usesMicrophone) this.stop(member);
    this.#settleNeed();
    if (presence === 'present') member.voiceState(this.#state);
  }

  open(member: VoiceMember, how: ListenHow): void {
    const before = this.#heard;
    this.#heard = member;
    if (before !== undefined && before !== member) {
      // What it was saying is final, and its own, before the next one is heard.
      if (this.#state.state === 'up') {
        this.#closing.push(before);
        this.#control?.send({ type: 'close' });
      }
      before.notHeard();
    }
    this.#settleNeed();
    const control = this.#start();
    // A process that was given up is tried again for a person who asks.
    if (this.#state.state === 'unavailable') this.#tell({ state: 'starting' });
    control.open({ sessionId: member.sessionId, ...how });
  }

  /** Does nothing for a member that is not heard. */
  stop(member: VoiceMember): void {
    if (this.#heard !== member) return;
    this.#heard = undefined;
    if (this.#state.state === 'up') this.#closing.push(member);
    this.#control?.stop();
    member.notHeard();
    this.#settleNeed();
  }

  /** Told again to every process that is started. */
  expect({ sessionId }: VoiceMember, terms: readonly VocabularyTerm[]): void {
    const expected: Expectation = { type: 'expect', sessionId, terms: [...terms] };
    this.#expected.set(sessionId, expected);
    if (this.#state.state === 'up') this.#control?.send(expected);
  }

  outcome({ utteranceId, outcome, latencyMs }: UtteranceOutcome): void {
    const told = { utteranceId, outcome, latencyMs };
    if (this.#state.state === 'up') this.#control?.send({ type: 'outcome', ...told });
    else this.#outcomes.push(told);
    if (this.#outcomes.length > KEPT_OUTCOMES) this.#outcomes.shift();
  }

  tell(command: MomentCommand): void {
    if (this.#state.state === 'up') this.#control?.send(command);
  }

  async close(): Promise<void> {
    this.#cancelIdle?.();
    const control = this.#control;
    this.#control = undefined;
    this.#heard = undefined;
    this.#closing.length = 0;
    this.#tell({ state: 'off' });
    await control?.close();
  }

  /** Starts the process when somebody needs it, and ends it a while after nobody does. */
  #settleNeed(): void {
    this.#cancelIdle?.();
    this.#cancelIdle = undefined;
    const present = [...this.#members.values()].includes('present');
    if (present) this.#start();
    else if (this.#heard === undefined && this.#control !== undefined)
      this.#cancelIdle = this.#parts.clock.after(VOICE_IDLE_MS, () => void this.close());
  }

  #start(): VoiceControl {
    if (this.#control !== undefined) return this.#control;
    this.#tell({ state: 'starting' });
    const { start, openLink, clock } = this.#parts;
    this.#control = new VoiceControl({
      start,
      openLink,
      clock,
      onEvent: (event) => this.#event(event),
      onDied: (fate, reason) => this.#died(fate, reason),
    });
    return this.#control;
  }

  #event(event: VoiceEvent): void {
    switch (event.type) {
      case 'ready':
        for (const one of this.#outcomes.splice(0))
          this.#control?.send({ type: 'outcome', ...one });
        for (const expected of this.#expected.values()) this.#control?.send(expected);
        this.#ended = 0;
        this.#tell({ state: 'up' });
        this.#all(event);
        return;
      case 'problem':
        this.#all(event);
        return;
      case 'heard-later':
        this.#parts.onHeardLater(event.sessionId);
        return;
      case 'final':
      case 'speaking':
        this.#member(event.sessionId)?.voiceEvent(event);
        return;
      case 'device':
        this.#device(event);
        return;
      case 'source-ended':
        this.#sourceEnded();
        this.#heard?.voiceEvent(event);
        return;
      default:
        this.#heard?.voiceEvent(event);
    }
  }

  #sourceEnded(): void {
    const { source } = this.#parts.start;
    this.#ended += 1;
    this.#isPlayedOut ||= source.kind === 'files' && this.#ended >= source.paths.length;
  }

  #device(event: Extract<VoiceEvent, { type: 'device' }>): void {
    if (event.state === 'closed') {
      // A microphone that is only kept warm says its name: nobody asked for that.
      if (event.name !== undefined) {
        this.#all(event);
        return;
      }
      const asked = this.#closing.shift();
      if (asked !== undefined) {
        if (asked !== this.#heard) asked.voiceEvent(event);
        return;
      }
    }
    const heard = this.#heard;
    if (heard === undefined) {
      this.#all(event);
      return;
    }
    heard.voiceEvent(event);
    if (event.state !== 'closed' && event.state !== 'unavailable') return;
    this.#heard = undefined;
    this.#control?.forget();
    heard.notHeard();
    this.#settleNeed();
  }

  #died(fate: 'restarting' | 'given-up', reason: string): void {
    this.#closing.length = 0;
    if (fate === 'given-up') {
      const heard = this.#heard;
      this.#heard = undefined;
      heard?.notHeard();
    }
    this.#tell({ state: fate === 'given-up' ? 'unavailable' : 'restarting', reason });
    this.#parts.onDied();
  }

  #member(sessionId: string | undefined): VoiceMember | undefined {
    if (sessionId === undefined) return this.#heard;
    return this.members.find((member) => member.sessionId === sessionId);
  }

  #all(event: VoiceEvent): void {
    for (const member of this.members) member.voiceEvent(event);
  }

  #tell(state: VoiceProcessState): void {
    this.#state = state;
    for (const member of this.members) member.voiceState(state);
  }
}
