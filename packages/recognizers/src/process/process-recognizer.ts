// A recogniser in a process of its own: native code that crashes, hangs or takes its time costs an
// utterance and neither voice nor capture. A dead process is started again; what runs in it is told
// by its spec.
import type { RecognizerLoad } from '@codex-voice/protocol';
import type {
  Recognizer,
  RecognizerAbilities,
  Recognizing,
  UtteranceContext,
} from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import type { ProcessCommand } from './process-link.ts';
import { DEFAULT_PATIENCE, type LoadedFacts, type Patience, ProcessRun } from './process-run.ts';
import { type FailedRecognition, ProcessUtterance } from './process-utterance.ts';

export interface ProcessRecognizerOptions {
  /** What the process is to run. */
  readonly load: Omit<RecognizerLoad, 'type' | 'version'>;
  readonly command: ProcessCommand;
  readonly patience?: Partial<Patience>;
}

/** A recogniser that also tells where it runs. */
export interface ProcessRecognizer extends Recognizer {
  /** Of its process; undefined while there is none. */
  readonly pid: number | undefined;
  /** What it goes without, one line each, as it was loaded. */
  readonly warnings: readonly string[];
}

/** A process that died is started again at once. One that dies again without having answered waits so long, in ms. */
const SECOND_RESTART_MS = 1000;

/** Each further death doubles that, up to here, in ms. */
const LONGEST_RESTART_MS = 60_000;

/**
 * Starts the process and resolves when its recogniser is loaded and has decoded a short sound.
 * @throws RecognizerError `engine-failed`, with the last line that the process wrote.
 */
export async function createProcessRecognizer(
  options: ProcessRecognizerOptions,
): Promise<ProcessRecognizer> {
  const patience = { ...DEFAULT_PATIENCE, ...options.patience };
  return await new Promise((resolve, reject) => {
    const lives = new Lives({
      ...options,
      patience,
      onFirstLoaded: (facts) => resolve(recognizerOf(lives, facts)),
      onNeverLoaded: ({ message }) => reject(new RecognizerError('engine-failed', message)),
    });
  });
}

function recognizerOf(lives: Lives, { name, abilities, warnings }: LoadedFacts): ProcessRecognizer {
  const told: RecognizerAbilities = abilities;
  return {
    name,
    abilities: told,
    warnings,
    get pid() {
      return lives.pid;
    },
    begin: (context, onGuess) => lives.begin(context, onGuess),
    dispose: () => lives.dispose(),
  };
}

interface LivesOptions extends ProcessRecognizerOptions {
  readonly patience: Patience;
  readonly onFirstLoaded: (facts: LoadedFacts) => void;
  readonly onNeverLoaded: (reason: FailedRecognition) => void;
}

/** The process's lives, one after the other, and which of them takes the next utterance. */
class Lives {
  readonly #options: LivesOptions;
  readonly #label: string;
  #run: ProcessRun | undefined;
  #state: 'first-load' | 'in-use' | 'disposed' = 'first-load';
  #busy = false;
  #deaths = 0;
  #diedMs = 0;
  #reason: FailedRecognition | undefined;

  constructor(options: LivesOptions) {
    this.#options = options;
    const { spec } = options.load;
    this.#label = spec.kind === 'model' ? `the model ${spec.id}` : 'the phrase recogniser';
    this.#run = this.#start();
  }

  get pid(): number | undefined {
    return this.#run?.pid;
  }

  begin(context: UtteranceContext | undefined, onGuess: (() => void) | undefined): Recognizing {
    if (this.#state === 'disposed') throw new TypeError('begin: already disposed');
    if (this.#busy) throw new TypeError('begin: another utterance is still open');
    this.#busy = true;
    const onClosed = (): void => {
      this.#busy = false;
    };
    if (this.#run === undefined && performance.now() - this.#diedMs >= this.#restMs()) {
      this.#run = this.#start();
    }
    return this.#run?.begin({ context, onGuess, onClosed }) ?? this.#unheard(onClosed);
  }

  dispose(): void {
    this.#state = 'disposed';
    this.#run?.dispose();
    this.#run = undefined;
  }

  #start(): ProcessRun {
    const { command, load, patience } = this.#options;
    return new ProcessRun({
      command,
      load,
      patience,
      label: this.#label,
      onLoaded: (facts) => {
        if (this.#state !== 'first-load') return;
        this.#state = 'in-use';
        this.#options.onFirstLoaded(facts);
      },
      onWorked: () => {
        this.#deaths = 0;
      },
      onOver: (reason) => this.#over(reason),
    });
  }

  #over(reason: FailedRecognition): void {
    this.#run = undefined;
    if (this.#state === 'first-load') {
      this.#options.onNeverLoaded(reason);
      return;
    }
    this.#deaths += 1;
    this.#diedMs = performance.now();
    this.#reason = reason;
    // Warm again by the next utterance. One that keeps dying is started when it is needed, not before.
    if (this.#deaths === 1) this.#run = this.#start();
  }

  #restMs(): number {
    return Math.min(LONGEST_RESTART_MS, SECOND_RESTART_MS * 2 ** (this.#deaths - 2));
  }

  #unheard(onClosed: () => void): ProcessUtterance {
    const message = `${this.#reason?.message ?? this.#label}; it rests before it is started again`;
    const sink = { verdict: 'failed', text: '', failure: 'died', message } as const;
    return new ProcessUtterance({ sink, overloaded: sink, onClosed });
  }
}
