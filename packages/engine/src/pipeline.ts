// One utterance's way through the voice process: frames → voice activity → segmenter → recogniser →
// journal → event. Owns no device and no wire; frames come in, events go out.
import { randomUUID } from 'node:crypto';
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import {
  DEFAULT_SEGMENTER_SETTINGS,
  FRAME_MS,
  LoudEnd,
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizer,
  type Recognizing,
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
import type { Journal, UtteranceAudio } from './journal.ts';
import { LevelReporter } from './level-reporter.ts';
import { WakeWait, type Woken } from './wake-wait.ts';

export interface PipelineParts {
  readonly voiceActivity: VoiceActivity;
  readonly recognizer: Recognizer;
  /** What is known of every utterance before it is heard. */
  readonly context?: UtteranceContext;
  /** Absent: nothing is written to disk. */
  readonly journal?: Journal;
  /** What a frame's probability of speech counts for; absent: what it is. */
  readonly beside?: (probability: number, segment: 'open' | 'none') => number;
  readonly settings: Partial<SegmenterSettings>;
  readonly emit: (event: VoiceEvent) => void;
  readonly nowMs: () => number;
}

/** Sessions whose expectations are kept; beyond it those told longest ago are forgotten. */
const EXPECTING_SESSIONS = 64;

const { preRollMs: _, ...DEFAULT_TUNING } = DEFAULT_SEGMENTER_SETTINGS;

interface OpenUtterance {
  readonly id: string;
  readonly segmentId: string;
  /** The session that was listened to when it began. */
  readonly sessionId: string | undefined;
  readonly recognizing: Recognizing;
  readonly audio: UtteranceAudio | undefined;
  readonly audioStartMs: number;
  readonly loudEnd: LoudEnd;
  partial: PartialText;
}

/** What is told of an utterance beside its names and times. */
type FinalWords = Omit<FinalEvent, 'type' | 'utteranceId' | 'sessionId' | 'stamps'>;

type SegmentStart = Extract<SegmenterEvent, { type: 'speech-started' }>;

type SegmentEnd = Extract<SegmenterEvent, { type: 'segment-ended' }>;

export class Pipeline {
  readonly #parts: PipelineParts;
  readonly #level: LevelReporter;
  readonly #captureClock = new CaptureClock();
  /** Absent: nothing but a key opens the microphone. */
  #wakeWait: WakeWait | undefined;
  #segmenter: Segmenter;
  #tuned: Partial<Omit<SegmenterSettings, 'preRollMs'>> = {};
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
  }

  /** One frame while listening. `arrivedMs` is when its last sample reached us, on the monotonic clock. */
  accept(frame: Float32Array, arrivedMs: number): void {
    this.#waitNoMore();
    this.#arrived(arrivedMs);
    const probability = this.#parts.voiceActivity.accept(frame);
    this.#level.accept(frame, probability);
    for (const event of this.#segmenter.accept(frame, this.#counted(probability)))
      this.#handle(event);
    this.#announcePartial();
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
    const probability = this.#parts.voiceActivity.accept(frame);
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
    this.#captureClock.restart();
  }

  /** One frame while not listening, with the device kept open: it only becomes pre-roll. */
  remember(frame: Float32Array, arrivedMs: number): void {
    this.#waitNoMore();
    this.#arrived(arrivedMs);
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
    this.#segmenter = new Segmenter({ ...this.#parts.settings, ...this.#tuned });
    this.#source += 1;
    this.#frames = 0;
    this.#captureClock.restart();
  }

  /** Resolves when every finished utterance is journaled and announced. */
  async settled(): Promise<void> {
    await this.#finishing;
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
    for (const { samples } of this.#wakeWait?.release() ?? []) this.#segmenter.accept(samples, 0);
  }

  #handle(event: SegmenterEvent): void {
    switch (event.type) {
      case 'speech-started':
        this.#begin(event);
        return;
      case 'audio':
        this.#utterance?.recognizing.accept(event.samples);
        this.#utterance?.audio?.append(event.samples);
        this.#utterance?.loudEnd.accept(event.samples);
        return;
      case 'segment-ended':
        this.#end(event);
        return;
      case 'segment-dropped':
        this.#drop(event.reason);
    }
  }

  #begin({ segment, preRoll, audioStartMs }: SegmentStart): void {
    const audio = this.#parts.journal?.beginUtterance();
    const utterance: OpenUtterance = {
      id: audio?.id ?? randomUUID(),
      segmentId: `${this.#source}.${segment}`,
      sessionId: this.#sessionId,
      recognizing: this.#parts.recognizer.begin(this.#context()),
      audio,
      audioStartMs,
      loudEnd: new LoudEnd(),
      partial: NO_PARTIAL,
    };
    utterance.loudEnd.accept(preRoll);
    utterance.recognizing.accept(preRoll);
    utterance.audio?.append(preRoll);
    this.#utterance = utterance;
    this.#parts.emit({
      type: 'speech-started',
      segmentId: utterance.segmentId,
      atMs: this.#parts.nowMs(),
    });
  }

  #context(): UtteranceContext {
    const terms = this.#sessionId === undefined ? undefined : this.#expected.get(this.#sessionId);
    const context = this.#parts.context ?? {};
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
    const recognizing = utterance.recognizing.finish().then((recognition) => ({
      recognition,
      decodedMs: this.#parts.nowMs(),
    }));
    this.#finishing = this.#finishing.then(async () => {
      const { recognition, decodedMs } = await recognizing;
      const stamps = { speechEndedMs, segmentClosedMs, decodedMs };
      await this.#announce(utterance, finalOf(utterance, segment, recognition), stamps);
    });
  }

  async #announce(
    utterance: OpenUtterance,
    final: FinalWords,
    stamps: Omit<FinalEvent['stamps'], 'journaledMs'>,
  ): Promise<void> {
    await this.#keep(utterance, final, stamps);
    this.#parts.emit({
      type: 'final',
      utteranceId: utterance.id,
      ...ofSession(utterance),
      ...final,
      stamps: { ...stamps, journaledMs: this.#parts.nowMs() },
    });
  }

  /** A journal that can't be written is said, and does not keep the words from the agent. */
  async #keep(
    utterance: OpenUtterance,
    final: FinalWords,
    stamps: Omit<FinalEvent['stamps'], 'journaledMs'>,
  ): Promise<void> {
    const { audio } = utterance;
    if (audio === undefined) return;
    // Where the sound is lost, the words are kept all the same.
    await this.#attemptToKeep(() => audio.finish());
    await this.#attemptToKeep(async () => {
      await this.#parts.journal?.transcript({
        id: audio.id,
        ...ofSession(utterance),
        text: final.text,
        verdict: final.verdict,
        ...(final.failure === undefined ? {} : { failure: final.failure }),
        recognizer: this.#parts.recognizer.name,
        durationMs: final.endMs - final.startMs,
        sourceEndMs: final.endMs,
        speechEndedMs: stamps.speechEndedMs,
        closedMs: stamps.segmentClosedMs - stamps.speechEndedMs,
        decodedMs: stamps.decodedMs - stamps.speechEndedMs,
      });
    });
  }

  async #attemptToKeep(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#parts.emit({
        type: 'problem',
        code: 'journal-failed',
        message: `the journal can't be written (${reason})`,
        severity: 'warning',
      });
    }
  }

  #drop(reason: 'too-short' | 'cancelled'): void {
    const utterance = this.#utterance;
    if (utterance === undefined) return;
    this.#utterance = undefined;
    utterance.recognizing.abandon();
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

function finalOf(
  utterance: OpenUtterance,
  segment: SegmentEnd,
  recognition: Recognition,
): FinalWords {
  const { endedBy, startMs, endMs } = segment;
  const { segmentId, audioStartMs, loudEnd } = utterance;
  const loudEndMs = audioStartMs + loudEnd.ms;
  const place = { segmentId, endedBy, startMs, endMs, audioStartMs, loudEndMs };
  switch (recognition.verdict) {
    case 'accepted': {
      const { words, ...told } = recognition;
      return { ...place, ...told, ...(words === undefined ? {} : { words: [...words] }) };
    }
    case 'rejected':
      return { ...place, ...recognition };
    case 'failed': {
      const { failure: code, message } = recognition;
      return { ...place, verdict: 'rejected', text: '', failure: { code, message } };
    }
  }
}

function ofSession({ sessionId }: OpenUtterance): { readonly sessionId?: string } {
  return sessionId === undefined ? {} : { sessionId };
}
