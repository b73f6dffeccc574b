// Reads a recognised text against a phrasebook: a command, a text of the phrasebook, or what was said,
// with a command at its end. No word is lost: what is not typed is told as taken.
import { languagePhrases } from './default-phrases.ts';
import { type PhraseAction, type Phrasebook, takesTranscript } from './phrasebook.ts';
import type { SpokenCommand } from './spoken-command.ts';
import { isUnspaced, type SpokenWord, spokenWords, standsAt, wordCount } from './spoken-words.ts';

/** The words that were obeyed instead of typed, as they were written: those before the text, and those after. */
export interface TakenWords {
  readonly before: string;
  readonly after: string;
}

interface Typed {
  readonly taken: TakenWords;
  /** Obeyed once the text is on its way. */
  readonly afterwards?: SpokenCommand;
}

/** What a recognised text asks for. */
export type Interpretation =
  | { readonly kind: 'command'; readonly command: SpokenCommand; readonly taken: TakenWords }
  /** A text of the phrasebook; `transcript` is what was said for its `{transcript}`. */
  | ({
      readonly kind: 'phrase';
      readonly text: string;
      readonly transcript: string;
      /** It waits in the composer, also where everything else is sent at once. */
      readonly held?: true;
      /** The action that is carried out with the transcript, in the place of typing. */
      readonly does?: string;
    } & Typed)
  /** What was said. */
  | ({ readonly kind: 'said'; readonly text: string } & Typed);

/** A phrase of the book, its words read once. */
interface Entry {
  readonly words: readonly SpokenWord[];
  readonly spoken: string;
  readonly action: PhraseAction;
}

/** Commands that several words of a longer text's end may be, without a command word. */
const AT_ANY_END: ReadonlySet<SpokenCommand> = new Set(['send', 'stop']);

/** What `text` asks for. A command is a text of its own, or follows a command word at the text's end. */
export function interpret(text: string, book: Phrasebook): Interpretation {
  const reading = readingOf(book);
  return (
    reading.exact(text, NOTHING) ??
    reading.withoutEnding(text) ??
    reading.filled(text, NOTHING) ?? { kind: 'said', text: text.trim(), taken: NOTHING }
  );
}

const NOTHING: TakenWords = { before: '', after: '' };

/** A phrasebook is read once, not for every text. */
const READINGS = new WeakMap<Phrasebook, Reading>();

function readingOf(book: Phrasebook): Reading {
  const known = READINGS.get(book);
  if (known !== undefined) return known;
  const reading = new Reading(book);
  READINGS.set(book, reading);
  return reading;
}

class Reading {
  readonly #entries: readonly Entry[];
  /** Those of commands, the longest first: a shorter one may be the end of a longer one. */
  readonly #commands: readonly (Entry & { readonly command: SpokenCommand })[];
  readonly #commandWords: readonly (readonly SpokenWord[])[];
  readonly #leaning: ReadonlySet<string>;

  constructor({ phrases, commandWords, languages }: Phrasebook) {
    this.#entries = phrases.map(({ spoken, action }) => ({
      words: spokenWords(spoken),
      spoken,
      action,
    }));
    this.#commands = this.#entries
      .flatMap((entry) =>
        entry.action.kind === 'command' ? [{ ...entry, command: entry.action.command }] : [],
      )
      .toSorted((one, other) => other.words.length - one.words.length);
    this.#commandWords = commandWords.map(spokenWords).filter((words) => words.length > 0);
    this.#leaning = new Set(languages.flatMap((language) => languagePhrases(language).leaning));
  }

  /** The whole text is a phrase; before it may stand a command word. */
  exact(text: string, taken: TakenWords): Interpretation | undefined {
    const words = spokenWords(text);
    for (const start of this.#starts(words)) {
      const said = words.slice(start);
      const found = this.#entries.find(
        (entry) => entry.words.length === said.length && standsAt(said, entry.words, 0),
      );
      if (found !== undefined && !takesTranscript(found)) return asked(found.action, text, taken);
    }
    return undefined;
  }

  /** A trigger, and words after it: of several triggers the longest. */
  filled(text: string, taken: TakenWords): Interpretation | undefined {
    const words = spokenWords(text);
    for (const start of this.#starts(words)) {
      const [found] = this.#entries
        .filter((entry) => takesTranscript(entry) && standsAt(words, entry.words, start))
        .toSorted((one, other) => other.words.length - one.words.length);
      const last = words[start + (found?.words.length ?? 0) - 1];
      if (found === undefined || found.action.kind === 'command' || last === undefined) continue;
      if (words.at(-1) === last) continue;
      const transcript = withoutLead(text.slice(last.to));
      const before = text.slice(0, last.to).trim();
      return phrased(found.action, { transcript, taken: { ...taken, before } });
    }
    return undefined;
  }

  /** Where what is said may begin: with the first word, or behind a command word. */
  #starts(words: readonly SpokenWord[]): readonly number[] {
    const behind = this.#commandWords.filter((each) => standsAt(words, each, 0));
    return [0, ...behind.map((each) => each.length)];
  }

  /** A command stands at the end of a text: it is taken off, and the rest read as a text. */
  withoutEnding(text: string): Interpretation | undefined {
    const words = spokenWords(text);
    // A question about a command is no command.
    if (/[?\uff1f]["'\u201d\u2019)\]]*\s*$/u.test(text)) return undefined;
    for (const entry of this.#commands) {
      const { command } = entry;
      const from = this.#endingFrom(text, { words, entry, command });
      if (from === undefined) continue;
      const before = withoutJoint(text.slice(0, from));
      const taken: TakenWords = { before: '', after: text.slice(from).trim() };
      if (spokenWords(before).length === 0) continue;
      const rest = this.exact(before, taken) ?? this.filled(before, taken);
      // One command a text: of two in a row neither is obeyed, and both are typed.
      if (rest?.kind === 'command') return undefined;
      return { ...(rest ?? { kind: 'said', text: before, taken }), afterwards: command };
    }
    return undefined;
  }

  /** Where the ending begins that is this entry's; undefined: there is none. */
  #endingFrom(
    text: string,
    given: {
      readonly words: readonly SpokenWord[];
      readonly entry: Entry;
      readonly command: SpokenCommand;
    },
  ): number | undefined {
    const { words, entry, command } = given;
    const at = words.length - entry.words.length;
    if (at < 1 || !standsAt(words, entry.words, at)) return undefined;
    const before = words.slice(0, at);
    const marked = this.#commandWordsBefore(before);
    if (marked !== undefined) return text[marked.from - 1] === '-' ? undefined : marked.from;
    if (!AT_ANY_END.has(command) || wordCount(entry.spoken) < 2) return undefined;
    const first = words[at];
    const last = before.at(-1);
    if (first === undefined || last === undefined) return undefined;
    return this.#isClause(text, { first, last }) ? first.from : undefined;
  }

  /**
   * Whether what begins with `first` is a clause of its own. Where the recogniser writes punctuation, it
   * says so; where it writes none, the word before must not lean on what follows.
   */
  #isClause(
    text: string,
    { first, last }: { readonly first: SpokenWord; readonly last: SpokenWord },
  ): boolean {
    const between = text.slice(last.to, first.from);
    if (/[.,;:!?\u2026\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f]/u.test(between)) {
      return isUnspaced(first) || /\s/u.test(between);
    }
    const isPunctuated = /[.,;:!?\u2026\u3001\u3002\uff01\uff0c\uff1f](?:\s|$)/u.test(text);
    if (isPunctuated || isUnspaced(first) || !/^\s+$/u.test(between)) return false;
    return !this.#leaning.has(last.normal);
  }

  /** The first word of the command word that `words` end with. */
  #commandWordsBefore(words: readonly SpokenWord[]): SpokenWord | undefined {
    const found = this.#commandWords.find((each) =>
      standsAt(words, each, words.length - each.length),
    );
    return found === undefined ? undefined : words[words.length - found.length];
  }
}

/** What a phrase that was said whole asks for. */
function asked(action: PhraseAction, text: string, taken: TakenWords): Interpretation {
  const all: TakenWords = { ...taken, before: text.trim() };
  if (action.kind === 'command') return { kind: 'command', command: action.command, taken: all };
  return phrased(action, { transcript: '', taken: all });
}

function phrased(
  action: Extract<PhraseAction, { kind: 'text' }>,
  said: { readonly transcript: string; readonly taken: TakenWords },
): Interpretation {
  const { text, afterwards, held, does } = action;
  return {
    kind: 'phrase',
    text,
    ...said,
    ...(afterwards === undefined ? {} : { afterwards }),
    ...(held === undefined ? {} : { held }),
    ...(does === undefined ? {} : { does }),
  };
}

/** A text without what joined it to the command behind it. */
function withoutJoint(text: string): string {
  return text
    .trim()
    .replace(/[\s,;:\u3001\uff0c\uff1b\uff1a\u2013\u2014"\u201c(-]+$/u, '')
    .trim();
}

/** What follows a trigger, without the signs that part it from the trigger: one that belongs to the first word stays. */
export function withoutLead(text: string): string {
  return text
    .replace(/^[,;:.!?]*\s+/u, '')
    .replace(/^[\u3001\u3002\uff0c\uff1a]+/u, '')
    .trim();
}
