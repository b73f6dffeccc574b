// What a session's work is measured as: how long each step from a spoken word to the agent's first sign
// took, how often what happened. It holds no word of what was said; keeping the records is left to others.
import type { AgentEvent } from '@codex-voice/drivers';
import type { FieldValue, MetricRecord } from '@codex-voice/metrics';
import type { FinalEvent, SessionEvent, SessionSettings, VoiceEvent } from '@codex-voice/protocol';
import type { Clock } from './clock.ts';
import type { UtteranceOutcome } from './shared-voice.ts';

/** Utterances, prompts and approvals of which an end may still come; the oldest is forgotten beyond these. */
const FOLLOWED = 64;

export interface SessionMeterParts {
  readonly sessionId: string;
  readonly clock: Pick<Clock, 'nowMs' | 'wallMs'>;
  readonly record: (record: MetricRecord) => void;
}

/** A prompt, and when it was given to the agent. */
interface Given {
  readonly id: string;
  readonly offeredMs: number;
}

interface Turn {
  readonly turnId: string;
  readonly startedMs: number;
  hasShown: boolean;
}

export class SessionMeter {
  readonly #parts: SessionMeterParts;
  /** What is being said, until its first words are seen. */
  #speech: { readonly segmentId: string; readonly startedMs: number } | undefined;
  /** Utterance → the end of its speech, while the way to the agent is ours alone. */
  readonly #straight = new Map<string, number>();
  /** Prompt → when it was given to the agent. */
  readonly #offered = new Map<string, number>();
  readonly #asked = new Map<string, number>();
  #turn: Turn | undefined;
  /** Begins the turn that shows nothing yet, or the next one; undefined: the person typed it. */
  #beginning: Given | undefined;
  #depth = 0;
  #settings: () => SessionSettings | undefined = () => undefined;

  constructor(parts: SessionMeterParts) {
    this.#parts = parts;
  }

  /** What the person has chosen for the session: whether it is measured at all. */
  heed(settings: () => SessionSettings | undefined): void {
    this.#settings = settings;
  }

  /** Everything that the HUDs are told passes here. */
  event(event: SessionEvent): void {
    switch (event.type) {
      case 'voice':
        this.#voice(event.event);
        return;
      case 'voice-state':
        if (event.state === 'restarting') this.#count('voice', 'restarted');
        if (event.state === 'unavailable') this.#count('voice', 'unavailable');
        return;
      case 'queue':
        this.#queue(event.entries.length);
        return;
      case 'delivery':
        if (event.state === 'unconfirmed') this.#count('deliver', 'unconfirmed');
        if (event.state === 'dropped') this.#count('deliver', 'dropped', { why: event.why ?? '' });
        return;
      case 'rung':
        this.#count('driver', event.rung);
        return;
      default:
    }
  }

  /** What became of an utterance; `waited`: for the person or the agent. */
  outcome(told: UtteranceOutcome & { readonly waited: boolean }): void {
    const { utteranceId, outcome, latencyMs, waited } = told;
    // Once it stands in the composer the next step is the person's.
    if (outcome !== 'sent' || waited) this.#straight.delete(utteranceId);
    if (outcome === 'unconfirmed' || outcome === 'dropped') return;
    if (waited) this.#count('deliver', 'waited', { what: outcome });
    else this.#span('deliver', outcome, latencyMs);
  }

  /** Everything that the agent's protocol tells passes here. */
  agent(event: AgentEvent): void {
    const nowMs = this.#parts.clock.nowMs();
    switch (event.kind) {
      case 'prompt':
        if (event.state === 'offered') bounded(this.#offered.set(event.promptId, nowMs));
        if (event.state === 'taken') this.#taken(event.promptId);
        if (event.state === 'refused') this.#offered.delete(event.promptId);
        return;
      case 'turn-started':
        this.#turn = { turnId: event.turnId, startedMs: nowMs, hasShown: false };
        return;
      case 'item-started':
      case 'item-completed':
        if (event.item.kind !== 'user') this.#shown(event.turnId);
        else if (event.item.promptId !== undefined) this.#taken(event.item.promptId);
        return;
      case 'item-delta':
        this.#shown(event.turnId);
        return;
      case 'turn-completed':
        if (event.how === 'interrupted') this.#count('turn', 'interrupted');
        this.#turnEnded(event.turnId, 'length');
        return;
      case 'turn-failed':
        this.#turnEnded(event.turnId, 'failed-after');
        return;
      case 'approval-requested':
        bounded(this.#asked.set(event.approval.approvalId, nowMs));
        return;
      case 'approval-resolved':
        this.#answered(event.approvalId, event.by);
        return;
      case 'error':
        this.#count('driver', event.isOurs === true ? 'own-error' : 'error');
        return;
      default:
    }
  }

  #voice(event: VoiceEvent): void {
    switch (event.type) {
      case 'speech-started':
        this.#speech = { segmentId: event.segmentId, startedMs: event.atMs };
        return;
      case 'partial':
        if (event.segmentId === this.#speech?.segmentId) {
          this.#span('speech', 'first-words', this.#parts.clock.nowMs() - this.#speech.startedMs);
          this.#speech = undefined;
        }
        return;
      case 'final':
        this.#final(event);
        return;
      case 'device':
        if (event.state === 'open' && event.openMs !== undefined && this.#hearsMicrophone)
          this.#span('capture', 'open', event.openMs);
        if (event.state === 'unavailable')
          this.#count('capture', 'unavailable', { why: event.reason ?? 'failed' });
        return;
      case 'problem':
        this.#count('voice', 'problem', { code: event.code });
        return;
      default:
    }
  }

  /** A recording is open at once. */
  get #hearsMicrophone(): boolean {
    return this.#settings()?.voice?.start.source.kind !== 'files';
  }

  #final(final: FinalEvent): void {
    const { speechEndedMs, segmentClosedMs, decodedMs, journaledMs } = final.stamps;
    this.#speech = undefined;
    // A key is a person's decision, a recording's end nobody's.
    if (final.endedBy === 'silence')
      this.#span('speech', 'end-point', segmentClosedMs - speechEndedMs);
    this.#span('speech', 'decode', decodedMs - segmentClosedMs);
    this.#span('speech', 'journal', journaledMs - decodedMs);
    this.#span('speech', 'hand-over', this.#parts.clock.nowMs() - journaledMs);
    if (final.verdict === 'accepted') bounded(this.#straight.set(final.utteranceId, speechEndedMs));
    else
      this.#count('speech', 'rejected', {
        why: final.failure?.code ?? final.refusedBy ?? 'not-understood',
      });
  }

  #queue(depth: number): void {
    if (depth === this.#depth) return;
    this.#depth = depth;
    this.#record('queue', 'depth', { value: depth });
  }

  #taken(id: string): void {
    const offeredMs = this.#offered.get(id);
    if (offeredMs === undefined) return;
    this.#offered.delete(id);
    this.#span('deliver', 'taken', this.#parts.clock.nowMs() - offeredMs);
    // One that steers a turn that shows something already did not begin it.
    if (this.#turn?.hasShown !== true) this.#beginning ??= { id, offeredMs };
  }

  /** The first sign of a turn that a person sees. */
  #shown(turnId: string): void {
    const turn = this.#turn;
    if (turn?.turnId !== turnId || turn.hasShown) return;
    turn.hasShown = true;
    const nowMs = this.#parts.clock.nowMs();
    const given = this.#beginning;
    this.#beginning = undefined;
    this.#span('turn', 'first-sign', nowMs - (given?.offeredMs ?? turn.startedMs));
    const spokenMs = given === undefined ? undefined : this.#straight.get(given.id);
    if (spokenMs !== undefined) this.#span('turn', 'round-trip', nowMs - spokenMs);
  }

  #turnEnded(turnId: string, event: string): void {
    const turn = this.#turn;
    if (turn?.turnId !== turnId) return;
    this.#turn = undefined;
    this.#beginning = undefined;
    this.#span('turn', event, this.#parts.clock.nowMs() - turn.startedMs);
  }

  #answered(id: string, by: string): void {
    const askedMs = this.#asked.get(id);
    if (askedMs === undefined) return;
    this.#asked.delete(id);
    this.#record('approval', 'answered', { ms: this.#parts.clock.nowMs() - askedMs, by });
  }

  #span(phase: string, event: string, ms: number): void {
    this.#record(phase, event, { ms });
  }

  #count(phase: string, event: string, fields: Readonly<Record<string, FieldValue>> = {}): void {
    this.#record(phase, event, fields);
  }

  #record(phase: string, event: string, fields: Readonly<Record<string, FieldValue>>): void {
    if (this.#settings()?.measured === 'off') return;
    const { clock, record, sessionId } = this.#parts;
    record({ atMs: clock.wallMs(), phase, event, fields: { ...fields, session: sessionId } });
  }
}

/** Forgets the oldest beyond the bound. */
function bounded(followed: Map<string, number>): void {
  for (const oldest of followed.keys()) {
    if (followed.size <= FOLLOWED) return;
    followed.delete(oldest);
  }
}
