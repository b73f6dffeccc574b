// Commands beside dictation: a recogniser that knows the commands and nothing else hears each utterance
// too, and its word counts where what dictation heard is nothing, or nearly that command.
import {
  type Recognition,
  type Recognizer,
  type Recognizing,
  SAMPLE_RATE_HZ,
  type UtteranceContext,
} from './ports.ts';
import { normalizeSpoken } from './spoken-words.ts';

/** Sound in which a command is said, pre-roll and the pause after it included, in ms; longer is dictation. */
const LONGEST_COMMAND_MS = 3000;
const LONGEST_COMMAND_SAMPLES = (LONGEST_COMMAND_MS * SAMPLE_RATE_HZ) / 1000;

/** A recogniser of phrases accepts from 0.5 on; a command that nobody else heard must be surer than that. */
const LEAST_CONFIDENCE = 0.7;

/** A mishearing has about as many words as what was said. */
const MOST_WORDS_APART = 1;
/** And most of its letters: changes for each letter of the longer one. At a half, "send them" is "send it". */
const MOST_LETTERS_APART = 1 / 3;

export interface CommandChannelOptions {
  readonly dictation: Recognizer;
  /** Knows the commands and nothing else, and decodes in our own turn: its answer is there at once. */
  readonly commands: Recognizer;
  /** What it knows, as it is said. */
  readonly phrases: readonly string[];
}

/** Owns both: `dispose` disposes of them. What it is and can do is what dictation is and can do. */
export function createCommandChannel(options: CommandChannelOptions): Recognizer {
  const { dictation, commands } = options;
  const known = new Set(options.phrases.map(normalizeSpoken));
  return {
    get name() {
      return dictation.name;
    },
    get abilities() {
      return dictation.abilities;
    },
    begin: (context, onGuess) => new ChannelUtterance({ ...options, known, context, onGuess }),
    dispose: () => {
      dictation.dispose();
      commands.dispose();
    },
  };
}

interface UtteranceParts {
  readonly dictation: Recognizer;
  readonly commands: Recognizer;
  readonly known: ReadonlySet<string>;
  readonly context: UtteranceContext | undefined;
  readonly onGuess: (() => void) | undefined;
}

class ChannelUtterance implements Recognizing {
  readonly #parts: UtteranceParts;
  readonly #dictation: Recognizing;
  /** Undefined: this is too long for a command, or the channel has failed. */
  #channel: Recognizing | undefined;
  #samples = 0;

  constructor(parts: UtteranceParts) {
    this.#parts = parts;
    this.#dictation = parts.dictation.begin(parts.context, parts.onGuess);
    this.#inChannel(() => {
      this.#channel = parts.commands.begin();
    });
  }

  accept(samples: Float32Array): void {
    this.#dictation.accept(samples);
    this.#samples += samples.length;
    if (this.#samples > LONGEST_COMMAND_SAMPLES) this.#leaveChannel();
    else this.#inChannel(() => this.#channel?.accept(samples));
  }

  partial(): ReturnType<Recognizing['partial']> {
    return this.#dictation.partial();
  }

  async finish(): Promise<Recognition> {
    // Dictation's last work has begun before the channel's takes its time.
    const dictated = this.#dictation.finish();
    let command: Recognition | undefined;
    this.#inChannel(() => {
      const channel = this.#channel;
      this.#channel = undefined;
      channel?.finish().then(
        (recognition) => {
          command = recognition;
        },
        () => undefined,
      );
    });
    const heard = await dictated;
    // What the channel does not know by now is not waited for.
    return this.#commandInstead(heard, command) ?? heard;
  }

  abandon(): void {
    this.#dictation.abandon();
    this.#leaveChannel();
  }

  #commandInstead(heard: Recognition, command: Recognition | undefined): Recognition | undefined {
    if (command?.verdict !== 'accepted' || (command.confidence ?? 0) < LEAST_CONFIDENCE) return;
    const said = heard.verdict === 'accepted' ? normalizeSpoken(heard.text) : '';
    // Two phrases that sound alike: dictation has heard one of them.
    if (this.#parts.known.has(said)) return undefined;
    if (said !== '' && !isNearly(said, normalizeSpoken(command.text))) return undefined;
    const [language] = this.#parts.commands.abilities.languages;
    return { ...command, ...(language === undefined ? {} : { language }) };
  }

  #leaveChannel(): void {
    const channel = this.#channel;
    this.#channel = undefined;
    try {
      channel?.abandon();
    } catch {
      // Nothing is lost with it.
    }
  }

  /** A channel that fails is none; dictation is heard all the same. */
  #inChannel(work: () => void): void {
    try {
      work();
    } catch {
      this.#leaveChannel();
    }
  }
}

/** Whether what was heard may be a mishearing of the phrase: each word of it too, where they have as many. */
function isNearly(heard: string, phrase: string): boolean {
  const [words, wanted] = [heard.split(' '), phrase.split(' ')];
  if (Math.abs(words.length - wanted.length) > MOST_WORDS_APART) return false;
  if (!isAlike(words.join(''), wanted.join(''))) return false;
  // "Show the shell" has nearly all letters of "show the help".
  return (
    words.length !== wanted.length ||
    words.every((word, index) => isAlike(word, wanted[index] ?? ''))
  );
}

function isAlike(left: string, right: string): boolean {
  const longer = Math.max(left.length, right.length);
  const most = MOST_LETTERS_APART * longer;
  // So long a text is none of a command's size, and not compared.
  return Math.abs(left.length - right.length) <= most && changesBetween(left, right) <= most;
}

/** Letters to put in, take out or exchange, row by row. */
function changesBetween(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...right].entries()) {
      const exchanged = (row[index] ?? 0) + (letter === other ? 0 : 1);
      const added = 1 + Math.min(row[index + 1] ?? 0, next[index] ?? 0);
      next.push(Math.min(exchanged, added));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
