// The engine as a library: sound is pushed in, what is said is told, and our own sound is pulled out. Owns no
// device, no terminal and no wire; whoever embeds it has those.
import { randomUUID } from 'node:crypto';
import type { ListenFor, ListenManner, ListenMode, VoiceEvent } from '@codex-voice/protocol';
import { DICTATION_SETTINGS, type Phrasebook, type VocabularyTerm } from '@codex-voice/speech';
import { VoiceEngine } from '../voice-engine.ts';
import { PulledLoudspeaker } from './pulled-loudspeaker.ts';
import { PushedSource } from './pushed-source.ts';
import { VoiceSessionError } from './session-error.ts';
import { sessionEvents, type VoiceSessionEvent } from './session-events.ts';
import {
  checkOptions,
  engineSettings,
  phrasebookOf,
  recognizerCommandOf,
  type VoiceSessionOptions,
} from './session-options.ts';

/** The engine names who is listened to; here it is always the same. */
const SESSION_ID = 'session';

/** What a mode opens the ear for, by itself and when `listen` asks for it. */
const OPENS_FOR: Readonly<
  Record<ListenMode, { readonly alone: ListenFor | 'nothing'; readonly asked: ListenFor }>
> = {
  tap: { alone: 'nothing', asked: 'on' },
  hold: { alone: 'nothing', asked: 'on' },
  hybrid: { alone: 'nothing', asked: 'once' },
  auto: { alone: 'on', asked: 'on' },
  continuous: { alone: 'on', asked: 'on' },
  wake: { alone: 'wake', asked: 'awake' },
};

export interface SaidOptions {
  /** ISO 639-1; absent: the voice's own choice. */
  readonly language?: string;
}

/**
 * Loads what is listened with, and listens in the mode asked for.
 * @throws VoiceSessionError `cannot-listen`. TypeError or RangeError for options that can't be.
 */
export async function startVoiceSession(options: VoiceSessionOptions): Promise<VoiceSession> {
  checkOptions(options);
  const session = new Session(options);
  await session.start();
  return session;
}

/** A session that listens. All sound is mono and 16 bits a sample. */
export interface VoiceSession extends AsyncDisposable {
  /** What is listened with: `phrases-en`, a model's name. */
  readonly recognizer: string;
  /** How speech is told from silence: `silero`, or `energy` where that can't be loaded. */
  readonly voiceActivity: string;
  /**
   * Takes sound of any length at `sampleRateHz` and returns at once; the array may be used again. Says how many
   * samples were taken: fewer than given where 30 s wait to be heard. The rest may be pushed again after
   * `drained`; who goes on without it has lost it, and is told by a `problem`.
   * @throws VoiceSessionError `closed`. TypeError for what is no Int16Array.
   */
  pushAudioFrame(samples: Int16Array): number;
  /** Resolves when what was pushed so far is heard and every utterance that ended in it is told. */
  drained(): Promise<void>;
  /**
   * The next of our own sound, at 16 kHz, at most 20 ms; undefined: nothing just now. Whoever plays it asks as
   * often as its device wants more. What nobody asks for within 2 s is dropped.
   */
  nextPlaybackChunk(): Int16Array | undefined;
  /** Listens from here on, as the mode has it, after what was pushed so far. */
  listen(): Promise<void>;
  /**
   * What was said so far is over, and nobody is listened to until `listen`; in `wake` the wake phrase is waited
   * for again. Resolves when its words are told.
   */
  stopListening(): Promise<void>;
  /** As `stopListening`, and drops the speech in progress; its audio stays in the journal. */
  cancel(): Promise<void>;
  /** @throws TypeError for a mode that there is none, or `wake` without wake phrases. */
  setMode(mode: ListenMode): Promise<void>;
  /** What is likely to be said from now on, the likeliest first, for recognisers with an ear for it. */
  expect(terms: readonly VocabularyTerm[]): Promise<void>;
  /**
   * Reads a text aloud after those that wait; beyond four the oldest is left out. Its id is told by `speaking`.
   * @throws VoiceSessionError `closed`. TypeError where no voice was chosen.
   */
  say(text: string, options?: SaidOptions): string;
  /** Silent at once, and nothing that waited is said. */
  hush(): void;
  /** Hears what was pushed, ends and tells what is being said, keeps it, frees everything. May be called again. */
  close(): Promise<void>;
}

class Session implements VoiceSession {
  readonly #options: VoiceSessionOptions;
  readonly #book: Phrasebook;
  readonly #engine: VoiceEngine;
  readonly #source: PushedSource;
  readonly #loudspeaker = new PulledLoudspeaker();
  #mode: ListenMode;
  #state: 'starting' | 'open' | 'over' = 'starting';
  #failure: string | undefined;
  #closing: Promise<void> | undefined;
  #attention: 'nobody' | 'wake-phrase' | 'speech' = 'nobody';
  #names = { recognizer: '', voiceActivity: '' };

  constructor(options: VoiceSessionOptions) {
    this.#options = options;
    this.#book = phrasebookOf(options);
    this.#mode = options.mode ?? 'auto';
    this.#source = new PushedSource({
      sampleRateHz: options.sampleRateHz,
      onOverrun: () => this.#overrun(),
      onFault: (error) => this.#fault(error),
    });
    this.#engine = new VoiceEngine({
      emit: (event) => this.#heard(event),
      onFailed: () => this.#fail(),
      recognizerCommand: recognizerCommandOf(options),
    });
  }

  get recognizer(): string {
    return this.#names.recognizer;
  }

  get voiceActivity(): string {
    return this.#names.voiceActivity;
  }

  async start(): Promise<void> {
    await this.#engine.start({
      ...engineSettings(this.#options),
      source: {
        kind: 'pushed',
        make: (handlers) => this.#source.heardBy(handlers),
        loudspeaker: this.#loudspeaker,
      },
    });
    if (this.#failure !== undefined) {
      await this.#engine.shutdown();
      throw new VoiceSessionError('cannot-listen', this.#failure);
    }
    this.#state = 'open';
    await this.#listenAlone();
  }

  pushAudioFrame(samples: Int16Array): number {
    if (!(samples instanceof Int16Array)) {
      throw new TypeError(`pushAudioFrame: samples are ${describe(samples)}, not an Int16Array`);
    }
    this.#requireOpen();
    return this.#source.push(samples);
  }

  drained(): Promise<void> {
    return this.#source.drained();
  }

  nextPlaybackChunk(): Int16Array | undefined {
    return this.#loudspeaker.next();
  }

  listen(): Promise<void> {
    return this.#inTurn(() => this.#open(OPENS_FOR[this.#mode].asked));
  }

  stopListening(): Promise<void> {
    return this.#end(() => this.#engine.close());
  }

  cancel(): Promise<void> {
    return this.#end(() => this.#engine.cancel());
  }

  setMode(mode: ListenMode): Promise<void> {
    checkOptions({ ...this.#options, mode });
    return this.#inTurnAndAfter(async () => {
      this.#mode = mode;
      if (OPENS_FOR[mode].alone === 'nothing') return { ended: this.#engine.close() };
      await this.#listenAlone();
      return {};
    });
  }

  expect(terms: readonly VocabularyTerm[]): Promise<void> {
    const given = terms.map((term) => ({ ...term }));
    return this.#inTurn(() => this.#engine.expect({ sessionId: SESSION_ID, terms: given }));
  }

  say(text: string, { language }: SaidOptions = {}): string {
    this.#requireOpen();
    if (this.#options.voice === undefined) throw new TypeError('say: no voice was chosen');
    const id = randomUUID();
    void this.#engine.speak({ id, text, ...(language === undefined ? {} : { language }) });
    return id;
  }

  hush(): void {
    this.#engine.hush();
  }

  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  async #close(): Promise<void> {
    const isWhole = this.#state === 'open';
    this.#state = 'over';
    if (isWhole) await this.#source.inTurn(() => this.#source.flush());
    await this.#engine.shutdown();
  }

  /** Nothing that is asked of a session that is over changes anything. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return this.#state === 'open' ? this.#source.inTurn(work) : Promise.resolve();
  }

  #end(end: () => Promise<void>): Promise<void> {
    return this.#inTurnAndAfter(async () => {
      const ended = end();
      if (this.#mode === 'wake') await this.#listenAlone();
      return { ended };
    });
  }

  /** What is pushed after it does not wait until the words of what came before are found: `ended`. */
  async #inTurnAndAfter(work: () => Promise<{ readonly ended?: Promise<void> }>): Promise<void> {
    let ended: Promise<void> | undefined;
    await this.#inTurn(async () => {
      ({ ended } = await work());
    });
    await ended;
  }

  async #listenAlone(): Promise<void> {
    const { alone } = OPENS_FOR[this.#mode];
    if (alone !== 'nothing') await this.#open(alone);
  }

  async #open(listenFor: ListenFor): Promise<void> {
    const manner: ListenManner = {
      ...(this.#mode === 'continuous' ? DICTATION_SETTINGS : {}),
      ...this.#options.manner,
    };
    await this.#engine.open({ sessionId: SESSION_ID, listenFor, manner });
  }

  #heard(event: VoiceEvent): void {
    if (event.type === 'ready') this.#names = event;
    if (event.type === 'problem' && event.severity === 'fatal') {
      const isNews = this.#failure === undefined;
      this.#failure ??= event.message;
      // What is in the way of a start is thrown by it.
      if (!isNews || this.#state === 'starting') return;
    }
    this.#attend(event);
    for (const each of sessionEvents(event, this.#book)) this.#tell(each);
  }

  #attend(event: VoiceEvent): void {
    if (event.type === 'attention') {
      const to = event.to === 'wake' ? 'wake-phrase' : 'speech';
      this.#attendTo(to, event.phrase);
    } else if (event.type === 'device') {
      if (event.state === 'closed' || event.state === 'unavailable') this.#attendTo('nobody');
      // In `wake` what it is open for is told after.
      else if (event.state === 'open' && this.#mode !== 'wake') this.#attendTo('speech');
    }
  }

  #attendTo(to: 'nobody' | 'wake-phrase' | 'speech', phrase?: string): void {
    if (to === this.#attention) return;
    this.#attention = to;
    this.#tell({ type: 'attention', to, ...(phrase === undefined ? {} : { phrase }) });
  }

  /** Not from inside anybody's call; and what a listener throws belongs to its program, and to no utterance. */
  #tell(event: VoiceSessionEvent): void {
    queueMicrotask(() => this.#options.onEvent(event));
  }

  #overrun(): void {
    const message =
      'more sound was pushed than may wait, 30 s: what was not taken is lost unless pushed again';
    this.#tell({ type: 'problem', code: 'overrun', message, severity: 'warning' });
  }

  #fault(error: unknown): void {
    if (this.#state !== 'open') return;
    this.#failure = error instanceof Error ? error.message : String(error);
    this.#tell({
      type: 'problem',
      code: 'recognizer-failed',
      message: this.#failure,
      severity: 'fatal',
    });
    this.#fail();
  }

  /** While it starts that is the start's to tell. */
  #fail(): void {
    if (this.#state !== 'open') return;
    this.#state = 'over';
    void this.close();
  }

  #requireOpen(): void {
    if (this.#state === 'open') return;
    const why = this.#failure ?? 'it was closed';
    throw new VoiceSessionError('closed', `the voice session is over: ${why}`);
  }
}

function describe(value: unknown): string {
  return value instanceof Object ? value.constructor.name : String(value);
}
