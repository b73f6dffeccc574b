// The ten seconds in which a person says something: how loud it was and what was heard, by the recogniser
// that was chosen. Nothing of it is kept.
import type { ListenManner, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import type { MeterLevel } from '../microphone/meter-line.ts';
import { hear } from '../transcripts/hearing.ts';

/** Enough for two sentences, in ms. */
export const SPEAKING_MS = 10_000;
/** What is still being said or decoded then gets so much longer, in ms. */
const FINISHING_MS = 4_000;
/** A model is loaded meanwhile, and a large one takes its time, in ms. */
const OPENING_MS = 30_000;

export interface SpokenCheck {
  readonly start: VoiceStart;
  readonly manner: ListenManner;
  readonly command: { readonly file: string; readonly args: readonly string[] };
  /** From which speech probability on it counts as speech. */
  readonly startThreshold: number;
  readonly onOpen: (microphone: string) => void;
  readonly onLevel: (level: MeterLevel) => void;
  /** The person has seen enough. */
  readonly interrupted: Promise<void>;
}

export interface Heard {
  readonly texts: readonly string[];
  /** Loudest RMS, in dBFS; absent: nothing was measured. */
  readonly loudestDb?: number;
  /** Something counted as speech, whatever was understood of it. */
  readonly hadSpeech: boolean;
  /** The person ended it before its time. */
  readonly isCutShort: boolean;
  /** `what is wrong: how to mend it`: it could not be listened. */
  readonly fault?: string;
}

export async function spokenCheck(check: SpokenCheck): Promise<Heard> {
  const listening = new Listening(check);
  await hear({
    start: check.start,
    manner: check.manner,
    command: check.command,
    interrupted: Promise.race([check.interrupted, listening.over]),
    onEvent: (event) => listening.accept(event),
    onBroken: (message) => listening.fail(message),
  });
  listening.end();
  return listening.heard();
}

class Listening {
  readonly over: Promise<void>;
  readonly #check: SpokenCheck;
  #finish: () => void = () => undefined;
  #timer: NodeJS.Timeout;
  readonly #texts: string[] = [];
  readonly #open = new Set<string>();
  #loudestDb: number | undefined;
  #hadSpeech = false;
  #fault: string | undefined;
  #isTimeUp = false;
  #isCutShort = false;

  constructor(check: SpokenCheck) {
    this.#check = check;
    this.over = new Promise((resolve) => {
      this.#finish = resolve;
    });
    void check.interrupted.then(() => {
      this.#isCutShort = !this.#isTimeUp;
    });
    this.#timer = setTimeout(() => {
      this.fail('the microphone did not open: codex-voice doctor');
      this.#finish();
    }, OPENING_MS);
  }

  accept(event: VoiceEvent): void {
    switch (event.type) {
      case 'device':
        this.#device(event);
        break;
      case 'level':
        this.#level(event);
        break;
      case 'speech-started':
        this.#hadSpeech = true;
        this.#open.add(event.segmentId);
        break;
      case 'speech-dropped':
        this.#closed(event.segmentId);
        break;
      case 'final':
        if (event.verdict === 'accepted' && event.text !== '') this.#texts.push(event.text);
        if (event.failure !== undefined) this.fail(event.failure.message);
        this.#closed(event.segmentId);
        break;
      case 'problem':
        if (event.severity === 'fatal') this.fail(event.message);
        break;
      default:
    }
  }

  fail(message: string): void {
    this.#fault ??= message;
  }

  end(): void {
    clearTimeout(this.#timer);
  }

  heard(): Heard {
    return {
      texts: this.#texts,
      hadSpeech: this.#hadSpeech,
      isCutShort: this.#isCutShort,
      ...(this.#loudestDb === undefined ? {} : { loudestDb: this.#loudestDb }),
      ...(this.#fault === undefined ? {} : { fault: this.#fault }),
    };
  }

  #device({ state, name, detail }: Extract<VoiceEvent, { type: 'device' }>): void {
    if (state === 'unavailable')
      this.fail(detail ?? 'the microphone is not available: codex-voice doctor');
    if (state !== 'open') return;
    this.#check.onOpen(name ?? 'the microphone');
    clearTimeout(this.#timer);
    // A recording has an end of its own.
    if (this.#check.start.source.kind === 'files') return;
    this.#timer = setTimeout(() => this.#timeUp(), SPEAKING_MS);
  }

  #level({
    rmsDb,
    peakDb = rmsDb,
    speechProbability,
  }: Extract<VoiceEvent, { type: 'level' }>): void {
    this.#loudestDb = Math.max(this.#loudestDb ?? rmsDb, rmsDb);
    const isSpeech = speechProbability >= this.#check.startThreshold;
    if (!this.#isTimeUp) this.#check.onLevel({ rmsDb, peakDb, isSpeech });
  }

  #timeUp(): void {
    this.#isTimeUp = true;
    if (this.#open.size === 0) this.#finish();
    else this.#timer = setTimeout(() => this.#finish(), FINISHING_MS);
  }

  #closed(segmentId: string): void {
    this.#open.delete(segmentId);
    if (this.#isTimeUp && this.#open.size === 0) this.#finish();
  }
}
