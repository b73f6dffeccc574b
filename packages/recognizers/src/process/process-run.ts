// One life of a recogniser's process, from its start to its death: loads the recogniser, carries
// utterances to it, and has patience with it. Another life after it is left to `ProcessRecognizer`.
import {
  parseRecognizerAnswer,
  RECOGNIZER_PROTOCOL_VERSION,
  type RecognizerAnswer,
  type RecognizerLoad,
  type RecognizerRequest,
} from '@codex-voice/protocol';
import {
  type RecognitionFailure,
  SAMPLE_RATE_HZ,
  type UtteranceContext,
} from '@codex-voice/speech';
import { type ProcessCommand, ProcessLink } from './process-link.ts';
import { type FailedRecognition, ProcessUtterance } from './process-utterance.ts';

/** How long what is waited for. */
export interface Patience {
  /** Start, loading and warming, in ms: a large model from a slow disk. */
  readonly loadMs: number;
  /** For an answer, in ms, on top of what follows: a busy machine. */
  readonly answerMs: number;
  /** For an answer, in ms for each ms of audio that isn't answered yet: a slow machine is not a hung one. */
  readonly perAudioMs: number;
  /** Audio that may be on its way, in ms; an utterance with more is given up as `overloaded`. */
  readonly waitingMs: number;
}

export const DEFAULT_PATIENCE: Patience = {
  loadMs: 60_000,
  answerMs: 8000,
  perAudioMs: 2,
  // Twice the longest segment, 15 MB: a whole one may be handed over while another is being decoded.
  waitingMs: 240_000,
};

type RecognitionAnswer = Extract<RecognizerAnswer, { type: 'recognition' }>;

export type LoadedFacts = Extract<RecognizerAnswer, { type: 'loaded' }>;

export interface ProcessRunOptions {
  readonly command: ProcessCommand;
  readonly load: Omit<RecognizerLoad, 'type' | 'version'>;
  /** What it is called in a message. */
  readonly label: string;
  readonly patience: Patience;
  readonly onLoaded: (facts: LoadedFacts) => void;
  /** An utterance was answered. */
  readonly onWorked: () => void;
  /** It is over, for this reason; not called after `dispose`. */
  readonly onOver: (reason: FailedRecognition) => void;
}

interface BegunUtterance {
  readonly context: UtteranceContext | undefined;
  readonly onGuess: (() => void) | undefined;
  readonly onClosed: () => void;
}

export class ProcessRun {
  readonly #options: ProcessRunOptions;
  readonly #link: ProcessLink;
  readonly #utterances = new Map<number, ProcessUtterance>();
  readonly #timers = new Map<number | 'load', NodeJS.Timeout>();
  #state: 'loading' | 'loaded' | 'over' = 'loading';
  #lastUtterance = 0;
  #waitingSamples = 0;

  constructor(options: ProcessRunOptions) {
    this.#options = options;
    this.#link = new ProcessLink({
      command: options.command,
      onMessage: (value) => this.#received(value),
      onFault: (fault) => this.#unreadable(fault),
      onEnd: (how) => this.#end('died', `the process of ${options.label} ${how}`),
    });
    this.#send({ type: 'load', version: RECOGNIZER_PROTOCOL_VERSION, ...options.load });
    this.#wait('load', options.patience.loadMs, 'did not load');
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  /** What is said before it has loaded waits in the pipe. */
  begin({ context, onGuess, onClosed }: BegunUtterance): ProcessUtterance {
    this.#lastUtterance += 1;
    const id = this.#lastUtterance;
    const utterance = new ProcessUtterance({
      onClosed,
      onGuess,
      overloaded: this.#failed('overloaded', `${this.#options.label} can't keep up with speech`),
      sink: {
        audio: (samples) => this.#audio(id, samples),
        finish: () => {
          this.#send({ type: 'finish', utterance: id });
          this.#wait(id, this.#answerPatienceMs(), 'did not answer');
        },
        abandon: () => {
          this.#send({ type: 'abandon', utterance: id });
          this.#utterances.delete(id);
        },
      },
    });
    this.#utterances.set(id, utterance);
    this.#send({
      type: 'begin',
      utterance: id,
      ...(context === undefined ? {} : { context: asMessage(context) }),
    });
    return utterance;
  }

  /** Ends the process; what it had not answered stays unanswered by it. */
  dispose(): void {
    if (this.#state !== 'over') this.#close(this.#failed('died', 'the recogniser was disposed of'));
  }

  #audio(utterance: number, samples: Float32Array): 'sent' | 'overloaded' {
    const { waitingMs } = this.#options.patience;
    if (lengthMs(this.#waitingSamples + samples.length) > waitingMs) return 'overloaded';
    this.#waitingSamples += samples.length;
    this.#send({ type: 'audio', utterance, samples });
    return 'sent';
  }

  #send(request: RecognizerRequest): void {
    this.#link.send(request);
  }

  #received(value: unknown): void {
    const parsed = parseRecognizerAnswer(value);
    if (parsed.kind === 'refused') this.#unreadable(parsed.reason);
    else this.#take(parsed.message);
  }

  #take(answer: RecognizerAnswer): void {
    switch (answer.type) {
      case 'loaded':
        this.#loaded(answer);
        return;
      case 'not-loaded':
        this.#end('died', `${this.#options.label} can't be loaded: ${answer.message}`);
        return;
      case 'heard':
        this.#waitingSamples = Math.max(0, this.#waitingSamples - answer.samples);
        if (answer.partial !== undefined)
          this.#utterances.get(answer.utterance)?.guessed(answer.partial);
        return;
      case 'recognition':
        this.#answered(answer);
    }
  }

  #loaded(facts: LoadedFacts): void {
    if (facts.version !== RECOGNIZER_PROTOCOL_VERSION) {
      const versions = `${facts.version}, and voice ${RECOGNIZER_PROTOCOL_VERSION}`;
      this.#end('refused', `the recogniser's process speaks version ${versions}: restart`);
      return;
    }
    this.#state = 'loaded';
    this.#stopWaiting('load');
    this.#options.onLoaded(facts);
  }

  #answered({ utterance: id, recognition }: RecognitionAnswer): void {
    const utterance = this.#utterances.get(id);
    // Abandoned meanwhile.
    if (utterance === undefined) return;
    if (!utterance.awaitsAnswer) {
      this.#unreadable('an answer that nobody asked for');
      return;
    }
    this.#stopWaiting(id);
    this.#utterances.delete(id);
    this.#options.onWorked();
    utterance.settle(recognition);
  }

  #unreadable(fault: string): void {
    this.#end('unreadable-answer', `the process of ${this.#options.label} said ${fault}`);
  }

  /** Everything unanswered counts: it is decoded first. */
  #answerPatienceMs(): number {
    const { loadMs, answerMs, perAudioMs } = this.#options.patience;
    let samples = 0;
    for (const utterance of this.#utterances.values()) samples += utterance.samples;
    return (this.#state === 'loading' ? loadMs : 0) + answerMs + perAudioMs * lengthMs(samples);
  }

  #wait(what: number | 'load', patienceMs: number, complaint: string): void {
    const giveUp = (): void => {
      if (!this.#timers.has(what)) return;
      const seconds = (patienceMs / 1000).toFixed(1);
      const message = `${this.#options.label} ${complaint} within ${seconds} s`;
      if (what !== 'load') this.#utterances.get(what)?.settle(this.#failed('timed-out', message));
      this.#end(what === 'load' ? 'timed-out' : 'died', message);
    };
    // Where it was we who stood still, its answer lies in the pipe: read that first.
    this.#timers.set(
      what,
      setTimeout(() => setImmediate(giveUp), patienceMs),
    );
  }

  #stopWaiting(what: number | 'load'): void {
    clearTimeout(this.#timers.get(what));
    this.#timers.delete(what);
  }

  #end(failure: RecognitionFailure, message: string): void {
    if (this.#state === 'over') return;
    const reason = this.#failed(failure, message);
    this.#close(reason);
    this.#options.onOver(reason);
  }

  #close(reason: FailedRecognition): void {
    this.#state = 'over';
    for (const what of [...this.#timers.keys()]) this.#stopWaiting(what);
    this.#link.kill();
    for (const utterance of this.#utterances.values()) utterance.settle(reason);
    this.#utterances.clear();
  }

  #failed(failure: RecognitionFailure, message: string): FailedRecognition {
    return { verdict: 'failed', text: '', failure, message };
  }
}

function lengthMs(samples: number): number {
  return (samples * 1000) / SAMPLE_RATE_HZ;
}

/** As the wire's schema has it, which says nothing of `readonly`. */
function asMessage({ language, terms, speechAtMs }: UtteranceContext) {
  return {
    ...(speechAtMs === undefined ? {} : { speechAtMs }),
    ...(language === undefined ? {} : { language }),
    ...(terms === undefined ? {} : { terms: terms.map((term) => ({ ...term })) }),
  };
}
