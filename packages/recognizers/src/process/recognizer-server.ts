// The other end of a recogniser's process: takes requests in order, loads and warms the recogniser,
// answers. Where the recogniser comes from and what carries the messages is passed in.
import {
  parseRecognizerRequest,
  RECOGNIZER_PROTOCOL_VERSION,
  type RecognizerAnswer,
  type RecognizerLoad,
  type RecognizerRequest,
} from '@codex-voice/protocol';
import {
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizer,
  type Recognizing,
  SAMPLE_RATE_HZ,
} from '@codex-voice/speech';

/** A recogniser, and what it goes without. */
export interface LoadedRecognizer {
  readonly recognizer: Recognizer;
  readonly warnings: readonly string[];
}

export interface RecognizerServerOptions {
  readonly create: (load: RecognizerLoad) => Promise<LoadedRecognizer>;
  readonly send: (answer: RecognizerAnswer) => void;
  /** There is nothing more to do here; what was sent still has to leave. */
  readonly end: (exitStatus: number) => void;
}

/** A second: what the first utterance would otherwise wait for happens at the start. */
const WARM_SAMPLES = SAMPLE_RATE_HZ;

/** Amplitude of the noise it is warmed with: faint, so that no words are found in it. */
const WARM_LEVEL = 0.01;

interface Open {
  readonly recognizing: Recognizing;
  told: PartialText;
}

export class RecognizerServer {
  readonly #options: RecognizerServerOptions;
  readonly #open = new Map<number, Open>();
  #recognizer: Recognizer | undefined;
  /** Requests that come while it loads wait here, and in the pipe. */
  #order: Promise<void> = Promise.resolve();

  constructor(options: RecognizerServerOptions) {
    this.#options = options;
  }

  /** One request, unparsed. What fails inside the recogniser is thrown out of the event loop. */
  handle(value: unknown): void {
    const parsed = parseRecognizerRequest(value);
    if (parsed.kind === 'refused') throw new TypeError(`a request was refused: ${parsed.reason}`);
    const request = parsed.message;
    this.#order = this.#order.then(async () => {
      if (request.type === 'load') await this.#load(request);
      else this.#carryOut(request);
    });
  }

  async #load(load: RecognizerLoad): Promise<void> {
    if (load.version !== RECOGNIZER_PROTOCOL_VERSION) {
      return this.#refuse(`voice speaks version ${load.version}: restart codex-voice`);
    }
    let loaded: LoadedRecognizer;
    try {
      loaded = await this.#options.create(load);
      await warm(loaded.recognizer);
    } catch (error) {
      return this.#refuse(error instanceof Error ? error.message : String(error));
    }
    const { name, abilities } = loaded.recognizer;
    this.#recognizer = loaded.recognizer;
    this.#options.send({
      type: 'loaded',
      version: RECOGNIZER_PROTOCOL_VERSION,
      name,
      abilities: {
        ...abilities,
        languages: abilities.languages === 'any' ? 'any' : [...abilities.languages],
      },
      warnings: [...loaded.warnings],
    });
  }

  #refuse(message: string): void {
    this.#options.send({ type: 'not-loaded', message });
    this.#options.end(1);
  }

  #carryOut(request: Exclude<RecognizerRequest, RecognizerLoad>): void {
    const { utterance } = request;
    switch (request.type) {
      case 'begin': {
        const onGuess = (): void => this.#guessed(utterance);
        const recognizing = this.#recognizer?.begin(request.context, onGuess);
        if (recognizing !== undefined) this.#open.set(utterance, { recognizing, told: NO_PARTIAL });
        return;
      }
      case 'audio':
        this.#hear(utterance, request.samples);
        return;
      case 'finish':
        this.#finish(utterance);
        return;
      case 'abandon':
        this.#open.get(utterance)?.recognizing.abandon();
        this.#open.delete(utterance);
    }
  }

  #hear(utterance: number, samples: Float32Array): void {
    const open = this.#open.get(utterance);
    open?.recognizing.accept(samples);
    const partial = open && newsOf(open);
    this.#options.send({
      type: 'heard',
      utterance,
      samples: samples.length,
      ...(partial === undefined ? {} : { partial }),
    });
  }

  /** Between two pieces of audio. */
  #guessed(utterance: number): void {
    const open = this.#open.get(utterance);
    const partial = open && newsOf(open);
    if (partial !== undefined)
      this.#options.send({ type: 'heard', utterance, samples: 0, partial });
  }

  /** Audio of the next utterance is taken while this one is being decoded. */
  #finish(utterance: number): void {
    const open = this.#open.get(utterance);
    if (open === undefined) return;
    this.#open.delete(utterance);
    void open.recognizing.finish().then((recognition) => {
      this.#options.send({ type: 'recognition', utterance, recognition: asMessage(recognition) });
    });
  }
}

/** What is to be told of the guess, where it is another than the last one told. */
function newsOf(open: Open): PartialText | undefined {
  const { text, settledLength } = open.recognizing.partial();
  if (text === open.told.text && settledLength === open.told.settledLength) return undefined;
  open.told = { text, settledLength };
  return { text, settledLength };
}

async function warm(recognizer: Recognizer): Promise<void> {
  const utterance = recognizer.begin();
  const noise = new Float32Array(WARM_SAMPLES);
  for (let index = 0; index < noise.length; index += 1) {
    noise[index] = WARM_LEVEL * (((index * 7919) % 101) / 50 - 1);
  }
  utterance.accept(noise);
  await utterance.finish();
}

/** As the wire's schema has it, which says nothing of `readonly`. */
function asMessage(
  recognition: Recognition,
): Extract<RecognizerAnswer, { type: 'recognition' }>['recognition'] {
  if (recognition.verdict !== 'accepted') return recognition;
  const { words, ...told } = recognition;
  return { ...told, ...(words === undefined ? {} : { words: words.map((word) => ({ ...word })) }) };
}
