// What a session's work is measured as: how long each step from a spoken word to the agent's first sign
// took, how often what happened. It holds no word of what was said; keeping the records is left to others.
import type { AgentEvent } from '@codex-voice/drivers';
import type { FieldValue, MetricRecord } from '@codex-voice/metrics';
import type {
  FinalEvent,
  KeeperEvent,
  SessionEvent,
  SessionSettings,
  TerminalMeasured,
  VoiceEvent,
} from '@codex-voice/protocol';
import { BoundedMap } from './bounded-map.ts';
import type { Clock } from './clock.ts';
import type { UtteranceOutcome } from './shared-voice.ts';

const BYTES_PER_MIB = 1_048_576;

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
  readonly #straight = new BoundedMap<number>();
  /** Prompt → when it was given to the agent. */
  readonly #offered = new BoundedMap<number>();
  readonly #asked = new BoundedMap<number>();
  /** Prompt → since when it waits, or is being written. */
  readonly #waiting = new BoundedMap<number>();
  readonly #written = new BoundedMap<number>();
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
        this.#delivery(event);
        return;
      case 'notice':
        // What it says is a person's; the code is ours.
        if (event.code !== undefined || event.severity !== 'info')
          this.#count('notice', event.severity, { code: event.code ?? 'uncoded' });
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
    if (outcome !== 'sent' || waited) this.#straight.take(utteranceId);
    if (outcome === 'unconfirmed' || outcome === 'dropped') return;
    if (waited) this.#count('deliver', 'waited', { what: outcome });
    else this.#span('deliver', outcome, latencyMs);
  }

  /** Everything that the agent's protocol tells passes here. */
  agent(event: AgentEvent): void {
    const nowMs = this.#parts.clock.nowMs();
    switch (event.kind) {
      case 'prompt':
        if (event.state === 'offered') this.#offered.set(event.promptId, nowMs);
        if (event.state === 'taken') this.#taken(event.promptId);
        if (event.state === 'refused') this.#refused(event.promptId);
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
        this.#asked.set(event.approval.approvalId, nowMs);
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

  /** Everything that the keeper says passes here. */
  keeper(event: KeeperEvent): void {
    if (event.type === 'problem') this.#count('keeper', 'problem', { code: event.code });
    if (event.type === 'delivered' && event.result !== 'written')
      this.#count('deliver', 'not-written', { code: event.result });
  }

  /** What a terminal measured of itself. */
  terminal(told: TerminalMeasured): void {
    this.echoes('echo', told.echoMs);
    if (told.held > 0) this.#count('terminal', 'output-held', { times: told.held });
    if (told.skipped > 0) this.#count('terminal', 'rows-skipped', { times: told.skipped });
    this.#record('terminal', 'memory-mib', { value: told.memoryBytes / BYTES_PER_MIB });
    this.#record('terminal', 'cpu-percent', { value: told.processorPercent });
  }

  /** `echo`: as a person sees it; `agent-echo`: the part of the agent and its terminal. */
  echoes(event: 'echo' | 'agent-echo', echoMs: readonly number[]): void {
    for (const ms of echoMs) this.#span('key', event, ms);
  }

  /** Whether its person has not switched it off. */
  get isMeasured(): boolean {
    return this.#settings()?.measured !== 'off';
  }

  /** Where records are sent as well; undefined: nowhere. */
  get sentTo(): string | undefined {
    return this.isMeasured ? this.#settings()?.measuredTo : undefined;
  }

  #delivery({ id, state, why }: Extract<SessionEvent, { type: 'delivery' }>): void {
    const nowMs = this.#parts.clock.nowMs();
    switch (state) {
      case 'queued':
      case 'waiting':
        if (!this.#waiting.has(id)) this.#waiting.set(id, nowMs);
        return;
      case 'typing':
      case 'sending':
        this.#since(this.#waiting.take(id), 'queue', 'waited');
        if (!this.#written.has(id)) this.#written.set(id, nowMs);
        return;
      case 'composed':
      case 'sent':
        this.#since(this.#waiting.take(id), 'queue', 'waited');
        this.#since(this.#written.take(id), 'deliver', 'written');
        return;
      case 'unconfirmed':
      case 'dropped':
        this.#waiting.take(id);
        this.#written.take(id);
        this.#count('deliver', state, why === undefined ? {} : { why });
    }
  }

  #since(startedMs: number | undefined, phase: string, event: string): void {
    if (startedMs !== undefined) this.#span(phase, event, this.#parts.clock.nowMs() - startedMs);
  }

  #refused(promptId: string): void {
    this.#offered.take(promptId);
    this.#count('deliver', 'refused');
  }

  #voice(event: VoiceEvent): void {
    switch (event.type) {
      case 'speech-started':
        this.#speech = { segmentId: event.segmentId, startedMs: event.atMs };
        this.#span('speech', 'noticed', this.#parts.clock.nowMs() - event.atMs);
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
    if (final.verdict === 'accepted') this.#straight.set(final.utteranceId, speechEndedMs);
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
    const offeredMs = this.#offered.take(id);
    if (offeredMs === undefined) return;
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
    const askedMs = this.#asked.take(id);
    if (askedMs === undefined) return;
    this.#record('approval', 'answered', { ms: this.#parts.clock.nowMs() - askedMs, by });
  }

  #span(phase: string, event: string, ms: number): void {
    this.#record(phase, event, { ms });
  }

  #count(phase: string, event: string, fields: Readonly<Record<string, FieldValue>> = {}): void {
    this.#record(phase, event, fields);
  }

  #record(phase: string, event: string, fields: Readonly<Record<string, FieldValue>>): void {
    if (!this.isMeasured) return;
    const { clock, record, sessionId } = this.#parts;
    record({ atMs: clock.wallMs(), phase, event, fields: { ...fields, session: sessionId } });
  }
}
