// The voice process of this terminal, heard by a session of another machine: it obeys that session, listens
// with what is configured here, and what it hears is kept here until the session says what became of it.
import type { OpenVoiceLink, VoiceLinkPort } from '@codex-voice/control';
import type {
  HostEvent,
  HostRequest,
  OwnMicrophone,
  VoiceCommand,
  VoiceEvent,
  VoiceStart,
} from '@codex-voice/protocol';
import { type Moment, type UnderwayUtterance, WordsUnderway } from '@codex-voice/remote';
import { visible } from '../user-error.ts';

type Order = Extract<HostEvent, { type: 'microphone' }>['order'];
type Said = Extract<HostRequest, { type: 'microphone' }>['said'];

/** Outcomes kept for a journal whose process is not there just now; beyond it the oldest is dropped. */
const KEPT_OUTCOMES = 256;

export interface TerminalVoiceParts {
  /** As it is configured here. */
  readonly start: VoiceStart;
  readonly openLink: OpenVoiceLink;
  /** What the session is called in what is kept here; elsewhere by its own name. */
  readonly sessionName: string;
  readonly theirSessionId: () => string;
  /** To the session. `away`: it can't be reached, and nothing is kept of it. */
  readonly say: (said: Said) => 'sent' | 'away';
  /** To this terminal's own row. */
  readonly show: (event: VoiceEvent) => void;
  /** A time of ours on the clock of the session's machine, in ms. */
  readonly toTheirClock: (ms: number) => number;
  readonly nowMs: () => number;
  /** The wall's clock, which goes on while this machine sleeps; absent: the system's. */
  readonly wallMs?: () => number;
  /** Words of this session that a terminal before us has heard, and nobody has dealt with. */
  readonly leftWords: () => Promise<readonly UnderwayUtterance[]>;
}

export class TerminalVoice {
  readonly #parts: TerminalVoiceParts;
  readonly #underway = new WordsUnderway();
  readonly #outcomes: Extract<VoiceCommand, { type: 'outcome' }>[] = [];
  #link: VoiceLinkPort | undefined;
  /** What it was begun with, as text. */
  #begun = '';
  #ready: Extract<VoiceEvent, { type: 'ready' }> | undefined;
  #device: Extract<VoiceEvent, { type: 'device' }>['state'] = 'closed';
  /** It has said something since it was last asked. */
  #answered = true;
  #left: Promise<void> | undefined;
  #ending: Promise<void> = Promise.resolve();
  #isOver = false;
  /** Somebody waits until no utterance is underway. */
  #onSettled: () => void = () => undefined;

  constructor(parts: TerminalVoiceParts) {
    this.#parts = parts;
  }

  /** Whether somebody is being heard. */
  get microphone(): OwnMicrophone {
    return this.#device === 'open' || this.#device === 'opening' ? 'open' : 'closed';
  }

  /** Utterances whose fate is not known. */
  get underway(): number {
    return this.#underway.count;
  }

  /** What the session wants of it. */
  order(order: Order): void {
    if (order.kind === 'command') this.#command(order.command);
    // The session waited in vain; where it was the way that was slow, the process is well.
    else if (!this.#answered) this.#link?.kill();
  }

  /** Not heard any more, whether the session can be asked or not. What was said so far is kept. */
  stop(): void {
    this.#link?.send({ type: 'close' });
  }

  /** Ends the process for good; what is being said is kept in the journal, and told as long as anybody is. */
  async close(): Promise<void> {
    this.#isOver = true;
    this.#end();
    await this.#ending;
  }

  /** Resolves once the session has dealt with all that was said, or after so long, in ms. */
  async dealtWith(patienceMs: number): Promise<void> {
    if (this.underway === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#onSettled = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #command(command: VoiceCommand): void {
    const { sessionName } = this.#parts;
    switch (command.type) {
      case 'start':
        void this.#start(command);
        return;
      case 'open':
        this.#answered = false;
        this.#link?.send({ ...command, sessionId: sessionName });
        return;
      case 'close':
        this.#answered = false;
        this.#link?.send(command);
        return;
      case 'expect':
        this.#link?.send({ ...command, sessionId: sessionName });
        return;
      case 'speak':
        this.#link?.send({ ...command, sessionId: sessionName });
        return;
      case 'outcome':
        this.#outcome(command);
        return;
      case 'shutdown':
        this.#end();
        return;
      case 'cancel':
      case 'cue':
      case 'hush':
      case 'list-microphones':
        this.#link?.send(command);
    }
  }

  /** A process that runs already goes on, and the session hears that it is ready. */
  async #start(theirs: VoiceStart): Promise<void> {
    if (this.#isOver) return;
    const start = composedStart(this.#parts.start, theirs);
    const begun = JSON.stringify(start);
    if (this.#link !== undefined && begun !== this.#begun) this.#end();
    await this.#ending;
    if (this.#isOver) return;
    if (this.#link === undefined) this.#launch(start, begun);
    else if (this.#ready !== undefined) this.#say(this.#ready);
    await this.#findLeft();
    this.#tellUnderway();
  }

  /** Once; where the journal can't be read, again with the next start. */
  async #findLeft(): Promise<void> {
    this.#left ??= this.#parts
      .leftWords()
      .then((words) => this.#underway.found(words, this.#now()));
    try {
      await this.#left;
    } catch (error) {
      this.#left = undefined;
      const reason = error instanceof Error ? error.message : String(error);
      const message = `whether words were left here is not known: the journal can't be read (${visible(reason)})`;
      this.#parts.show({ type: 'problem', code: 'journal-failed', message, severity: 'warning' });
    }
  }

  async #findAgain(): Promise<void> {
    this.#left = undefined;
    await this.#findLeft();
    this.#tellUnderway();
  }

  #now(): Moment {
    const { nowMs, wallMs = Date.now } = this.#parts;
    return { monotonicMs: nowMs(), wallMs: wallMs() };
  }

  #launch(start: VoiceStart, begun: string): void {
    this.#begun = begun;
    this.#answered = true;
    const link = this.#parts.openLink({
      onEvent: (event) => this.#event(event),
      onEnd: ({ how, stderr }) => {
        if (this.#link !== link) return;
        this.#forget();
        const why = stderr.trim().split('\n').at(-1) || how;
        this.#parts.say({ kind: 'ended', how: why });
      },
    });
    this.#link = link;
    link.send(start);
  }

  #event(event: VoiceEvent): void {
    this.#answered = true;
    if (event.type === 'heard-later') {
      void this.#findAgain();
      return;
    }
    if (event.type === 'ready') {
      this.#ready = event;
      for (const outcome of this.#outcomes.splice(0)) this.#link?.send(outcome);
    }
    if (event.type === 'device') this.#device = event.state;
    if (event.type === 'final') this.#underway.heard(event, this.#now());
    this.#parts.show(event);
    // Twenty a second, for nobody but this terminal.
    if (event.type !== 'level') this.#say(event);
  }

  #say(event: VoiceEvent): void {
    this.#parts.say({ kind: 'event', event: this.#asTheirs(event) });
  }

  #outcome(outcome: Extract<VoiceCommand, { type: 'outcome' }>): void {
    this.#underway.settled(outcome.utteranceId);
    if (this.underway === 0) this.#onSettled();
    if (this.#ready !== undefined) this.#link?.send(outcome);
    else this.#outcomes.push(outcome);
    if (this.#outcomes.length > KEPT_OUTCOMES) this.#outcomes.shift();
  }

  #tellUnderway(): void {
    const { toTheirClock, say } = this.#parts;
    for (const utterances of this.#underway.again(this.#now())) {
      const theirs = utterances.map(({ speechEndedMs, ...utterance }) => ({
        ...utterance,
        speechEndedMs: toTheirClock(speechEndedMs),
      }));
      say({ kind: 'lost', utterances: theirs });
    }
  }

  #end(): void {
    const link = this.#link;
    if (link === undefined) return;
    this.#forget();
    const before = this.#ending;
    this.#ending = Promise.all([before, link.close()]).then(() => undefined);
  }

  #forget(): void {
    this.#link = undefined;
    this.#ready = undefined;
    this.#device = 'closed';
  }

  /** By the session's own name, with times on its machine's clock. */
  #asTheirs(event: VoiceEvent): VoiceEvent {
    const { theirSessionId, toTheirClock } = this.#parts;
    switch (event.type) {
      case 'speech-started':
        return { ...event, atMs: toTheirClock(event.atMs) };
      case 'speaking':
        return event.sessionId === undefined ? event : { ...event, sessionId: theirSessionId() };
      case 'final': {
        const { speechEndedMs, segmentClosedMs, decodedMs, journaledMs } = event.stamps;
        const stamps = {
          speechEndedMs: toTheirClock(speechEndedMs),
          segmentClosedMs: toTheirClock(segmentClosedMs),
          decodedMs: toTheirClock(decodedMs),
          journaledMs: toTheirClock(journaledMs),
        };
        return { ...event, sessionId: theirSessionId(), stamps };
      }
      default:
        return event;
    }
  }
}

/**
 * The session says which phrases there are; device, recognisers, voice and journal are this machine's, so
 * that no path and no device of another one is ever opened here.
 */
export function composedStart(ours: VoiceStart, theirs: VoiceStart): VoiceStart {
  const known = new Set(theirs.phrases.map(({ spoken }) => spoken));
  const { commands, ...rest } = ours;
  return {
    ...rest,
    phrases: theirs.phrases,
    language: theirs.language,
    ...(commands === undefined
      ? {}
      : { commands: commands.filter(({ spoken }) => known.has(spoken)) }),
  };
}
