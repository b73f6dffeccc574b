// One utterance's way through the voice process: frames → voice activity → segmenter → recogniser →
// journal → event. Owns no device and no wire; frames come in, events go out.
import { randomUUID } from 'node:crypto';
import type { VoiceEvent } from '@codex-voice/protocol';
import {
  type ClippingWatch,
  DEFAULT_SEGMENTER_SETTINGS,
  FRAME_MS,
  LoudEnd,
  NO_PARTIAL,
  type Recognizer,
  Segmenter,
  type SegmenterEvent,
  type SegmenterSettings,
  type StopReason,
  type UtteranceContext,
  type VocabularyTerm,
  type VoiceActivity,
  type WakeListener,
} from '@codex-voice/speech';
import { CaptureClock } from './capture-clock.ts';
import {
  type FinalWords,
  finalOf,
  recordOf,
  type SegmentEnd,
  type Stamps,
  spokenBy,
  voiceprint,
  withoutWords,
} from './final-words.ts';
import type { Journal } from './journal.ts';
import { JournalFault } from './journal-fault.ts';
import { LevelReporter } from './level-reporter.ts';
import type { LoadedSpeakers } from './load-speakers.ts';
import { hear, type OpenUtterance, ofSession } from './open-utterance.ts';
import { QuietSound } from './quiet-sound.ts';
import type { HeardSpeaker } from './speaker-ear.ts';
import { WakeWait, type Woken } from './wake-wait.ts';

export interface PipelineParts {
  readonly voiceActivity: VoiceActivity;
  readonly recognizer: Recognizer;
  /** What is known of every utterance before it is heard. */
  readonly context?: UtteranceContext;
  /** Absent: nothing is written to disk. */
  readonly journal?: Journal;
  /** Absent: speakers are not told apart. */
  readonly speakers?: Pick<LoadedSpeakers, 'ear' | 'recording' | 'tellsVectors'>;
  /** What a frame's probability of speech counts for; absent: what it is. */
  readonly beside?: (probability: number, segment: 'open' | 'none') => number;
  /** Absent: the sound was recorded, and nobody can turn it down any more. */
  readonly clipping?: ClippingWatch;
  readonly settings: Partial<SegmenterSettings>;
  readonly emit: (event: VoiceEvent) => void;
  readonly nowMs: () => number;
}

/** Sessions whose expectations are kept; beyond it those told longest ago are forgotten. */
const EXPECTING_SESSIONS = 64;

const { preRollMs: _, ...DEFAULT_TUNING } = DEFAULT_SEGMENTER_SETTINGS;

type SegmentStart = Extract<SegmenterEvent, { type: 'speech-started' }>;

export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #level: LevelReporter;
  readonly #captureClock = new CaptureClock();
  readonly #quiet = new QuietSound();
  /** Absent: nothing but a key opens the microphone. */
  #wakeWait: WakeWait | undefined;
  #segmenter: Segmenter;
  #tuned: Partial<Omit<SegmenterSettings, 'preRollMs'>> = {};
  #isListening = false;
  readonly #fault: JournalFault;
  #frames = 0;
  #source = 0;
  #utterance: OpenUtterance | undefined;
  #sessionId: string | undefined;
  /** Session → what is likely to be said to it. */
  readonly #expected = new Map<string, readonly VocabularyTerm[]>();
  /** Finished utterances are journaled and announced one after the other, in the order spoken. */
  #finishing: Promise<void> = Promise.resolve();

  constructor(parts: PipelineParts) {
    this.#parts = parts;
    this.#segmenter = new Segmenter(parts.settings);
    this.#level = new LevelReporter(parts.emit);
    this.#fault = new JournalFault({
      tell: (message) =>
        parts.emit({ type: 'problem', code: 'journal-failed', message, severity: 'warning' }),
    });
  }

  /** One frame while listening. `arrivedMs` is when its last sample reached us, on the monotonic clock. */
  accept(frame: Float32Array, arrivedMs: number): void {
    this.#waitNoMore();
    this.#arrived(arrivedMs);
    this.#isListening = true;
    this.#parts.speakers?.recording?.frame(frame);
    const probability = this.#probability(frame);
    if (!this.#quiet.isFollowed) this.#level.accept(frame, probability);
    if (this.#parts.clipping?.accept(frame) === 'clips') this.#tellClipping();
    const events = this.#segmenter.accept(frame, this.#counted(probability));
    if (events.length > 0) for (const event of events) this.#handle(event);
    this.#announcePartial();
  }

  /** The sound without its noise, where there is such a thing: speech and level are told from it. */
  lookAt(quietFrame: Float32Array): void {
    const probability = this.#parts.voiceActivity.accept(quietFrame);
    this.#quiet.accept(probability);
    if (this.#isListening) this.#level.accept(quietFrame, probability);
  }

  /** From now on wake phrases can be waited for. */
  wakeBy(listener: WakeListener): void {
    this.#wakeWait = new WakeWait(listener);
  }

  /** Somebody is speaking, as far as the segmenter can tell. */
  get isHearing(): boolean {
    return this.#utterance !== undefined;
  }

  /** One frame while a wake phrase is waited for. Says the phrase once it was heard; what follows it counts. */
  awaitWake(frame: Float32Array, arrivedMs: number): string | undefined {
    if (this.#wakeWait === undefined) {
      this.remember(frame, arrivedMs);
      return undefined;
    }
    this.#arrived(arrivedMs);
    this.#isListening = false;
    const probability = this.#probability(frame);
    const { past, woken } = this.#wakeWait.accept(frame, this.#counted(probability));
    if (past !== undefined) this.#segmenter.accept(past.samples, 0);
    if (woken === undefined) return undefined;
    this.#wake(woken);
    return woken.phrase;
  }

  /** What begins from now on is said to this session; undefined: to none by name. */
  listenFor(sessionId: string | undefined): void {
    this.#sessionId = sessionId;
  }

  /** What is likely to be said to a session, in place of what was expected before. */
  expect(sessionId: string, terms: readonly VocabularyTerm[]): void {
    this.#expected.delete(sessionId);
    this.#expected.set(sessionId, terms);
    const [oldest] = this.#expected.keys();
    if (this.#expected.size > EXPECTING_SESSIONS && oldest !== undefined)
      this.#expected.delete(oldest);
  }

  /** The device was opened, perhaps again: its time has moved against ours. */
  sourceOpened(): void {
    this.#quiet.forget();
    this.#captureClock.restart();
  }

  /** One frame while not listening, with the device kept open: it only becomes pre-roll. */
  remember(frame: Float32Array, arrivedMs: number): void {
    this.#waitNoMore();
    this.#arrived(arrivedMs);
    this.#isListening = false;
    this.#segmenter.accept(frame, 0);
  }

  /** Listens by other settings from now on; what is not named is as at the start. */
  tune(settings: Partial<Omit<SegmenterSettings, 'preRollMs'>>): void {
    const { preRollMs: _, ...asAtTheStart } = this.#parts.settings;
    this.#tuned = { ...DEFAULT_TUNING, ...asAtTheStart, ...settings };
    this.#segmenter.tune(this.#tuned);
  }

  /** What has been said so far is final now. */
  stop(reason: StopReason): void {
    for (const event of this.#segmenter.stop(reason)) this.#handle(event);
    this.#parts.voiceActivity.reset();
  }

  cancel(): void {
    for (const event of this.#segmenter.cancel()) this.#handle(event);
    this.#parts.voiceActivity.reset();
  }

  /** Begins another source: positions count from its first sample. Resolves with nothing open. */
  async nextSource(): Promise<void> {
    this.stop('end-of-source');
    await this.settled();
    this.#waitNoMore();
    this.#quiet.forget();
    this.#segmenter = new Segmenter({ ...this.#parts.settings, ...this.#tuned });
    this.#source += 1;
    this.#frames = 0;
    this.#captureClock.restart();
  }

  /** Resolves when every finished utterance is journaled and announced. */
  async settled(): Promise<void> {
    await this.#finishing;
  }

  #probability(frame: Float32Array): number {
    return this.#quiet.next() ?? this.#parts.voiceActivity.accept(frame);
  }

  #tellClipping(): void {
    const message = 'the microphone is too loud and distorts: turn its input level down';
    this.#parts.emit({ type: 'problem', code: 'clipping', message, severity: 'warning' });
  }

  #counted(probability: number): number {
    return this.#parts.beside?.(probability, this.isHearing ? 'open' : 'none') ?? probability;
  }

  #arrived(arrivedMs: number): void {
    this.#frames += 1;
    this.#captureClock.arrived(this.#frames * FRAME_MS, arrivedMs);
  }

  /** The phrase itself, and what was said before it, belong to nobody's words. */
  #wake({ before, after }: Woken): void {
    for (const { samples } of before) this.#segmenter.accept(samples, 0);
    this.#segmenter.cancel();
    for (const { samples, probability } of after) {
      for (const event of this.#segmenter.accept(samples, probability)) this.#handle(event);
    }
    this.#announcePartial();
  }

  #waitNoMore(): void {
    if (this.#wakeWait === undefined) return;
    for (const { samples } of this.#wakeWait.release()) this.#segmenter.accept(samples, 0);
  }

  #handle(event: SegmenterEvent): void {
    switch (event.type) {
      case 'speech-started':
        this.#begin(event);
        return;
      case 'audio':
        if (this.#utterance !== undefined) hear(this.#utterance, event.samples);
        return;
      case 'segment-ended':
        this.#end(event);
        return;
      case 'segment-dropped':
        this.#drop(event.reason);
    }
  }

  #begin({ segment, preRoll, startMs, audioStartMs }: SegmentStart): void {
    const audio = this.#parts.journal?.beginUtterance(this.#sessionId);
    const utterance: OpenUtterance = {
      id: audio?.id ?? randomUUID(),
      segmentId: `${this.#source}.${segment}`,
      sessionId: this.#sessionId,
      recognizing: this.#parts.recognizer.begin(this.#context(startMs - audioStartMs), () =>
        this.#announcePartial(),
      ),
      audio,
      ear: this.#parts.speakers?.ear.begin(),
      recording: this.#parts.speakers?.recording,
      audioStartMs,
      loudEnd: new LoudEnd(),
      partial: NO_PARTIAL,
    };
    utterance.recording?.begin(audioStartMs);
    hear(utterance, preRoll);
    this.#utterance = utterance;
    this.#parts.emit({
      type: 'speech-started',
      segmentId: utterance.segmentId,
      atMs: this.#parts.nowMs(),
    });
  }

  #context(speechAtMs: number): UtteranceContext {
    const terms = this.#sessionId === undefined ? undefined : this.#expected.get(this.#sessionId);
    const context = { ...this.#parts.context, speechAtMs };
    return terms === undefined ? context : { ...context, terms };
  }

  #announcePartial(): void {
    const utterance = this.#utterance;
    if (utterance === undefined) return;
    const partial = utterance.recognizing.partial();
    const { text, settledLength } = partial;
    if (text === utterance.partial.text && settledLength === utterance.partial.settledLength)
      return;
    utterance.partial = partial;
    this.#parts.emit({ type: 'partial', segmentId: utterance.segmentId, text, settledLength });
  }

  #end(segment: SegmentEnd): void {
    const utterance = this.#utterance;
    if (utterance === undefined) return;
    this.#utterance = undefined;
    const segmentClosedMs = this.#parts.nowMs();
    const speechEndedMs = this.#captureClock.capturedMs(segment.endMs);
    // Begun now, whatever earlier utterances still wait for.
    const finished = utterance.recognizing.finish();
    utterance.ear?.end();
    utterance.recording?.end('said');
    const recognizing = finished.then(async (recognition) => ({
      recognition,
      heard: await utterance.ear?.known(),
      decodedMs: this.#parts.nowMs(),
    }));
    this.#finishing = this.#finishing.then(async () => {
      const { recognition, heard, decodedMs } = await recognizing;
      const stamps = { speechEndedMs, segmentClosedMs, decodedMs };
      const final = spokenBy(finalOf(utterance, segment, recognition), heard);
      await this.#announce(utterance, final, stamps);
      this.#tellVoiceprint(utterance, heard);
    });
  }

  async #announce(utterance: OpenUtterance, final: FinalWords, stamps: Stamps): Promise<void> {
    await this.#keep(utterance, final, stamps);
    this.#parts.emit({
      type: 'final',
      utteranceId: utterance.id,
      ...ofSession(utterance),
      ...(final.refusedBy === undefined ? final : withoutWords(final)),
      stamps: { ...stamps, journaledMs: this.#parts.nowMs() },
    });
  }

  #tellVoiceprint({ segmentId }: OpenUtterance, heard: HeardSpeaker | undefined): void {
    const { speakers } = this.#parts;
    if (heard === undefined || speakers?.tellsVectors !== true) return;
    this.#parts.emit({ segmentId, model: speakers.ear.model, ...voiceprint(heard) });
  }

  /** A journal that can't be written is said once until it can be again, and does not keep the words from the agent. */
  async #keep(utterance: OpenUtterance, final: FinalWords, stamps: Stamps): Promise<void> {
    const { audio } = utterance;
    if (audio === undefined) return;
    // Where the sound is lost, the words are kept all the same.
    const sound = await this.#fault.attempt(() => audio.finish());
    const words = await this.#fault.attempt(async () => {
      await this.#parts.journal?.transcript({
        id: audio.id,
        ...ofSession(utterance),
        ...recordOf(final, { recognizer: this.#parts.recognizer.name, stamps }),
      });
    });
    if (sound === 'kept' && words === 'kept') this.#fault.mended();
  }

  /** What became of an utterance goes to the journal; where that takes nothing, as with its words. */
  async keepOutcome(outcome: Parameters<Journal['outcome']>[0]): Promise<void> {
    await this.#fault.attempt(async () => {
      await this.#parts.journal?.outcome(outcome);
    });
  }

  #drop(reason: 'too-short' | 'cancelled'): void {
    const utterance = this.#utterance;
    if (utterance === undefined) return;
    this.#utterance = undefined;
    utterance.recognizing.abandon();
    utterance.recording?.end('dropped');
    const { audio, segmentId } = utterance;
    this.#finishing = this.#finishing.then(async () => {
      // Cancelled speech stays in the journal; a click does not.
      if (audio !== undefined) {
        await (reason === 'cancelled' ? audio.finish() : audio.discard()).catch(() => undefined);
      }
      this.#parts.emit({ type: 'speech-dropped', segmentId, reason });
    });
  }
}
