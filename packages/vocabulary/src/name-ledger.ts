// Keeps which names stand where, so that one file's names can be exchanged without looking at the rest.
// Knows no files; a source is whatever names come from.
import { isEnglish, type NameKind, type NameUse, nameWords } from '@codex-voice/terms';

/** Names from one place, each with how often it stands there. */
export interface SourceNames {
  readonly kind: NameKind;
  readonly changedMs: number;
  readonly names: ReadonlyMap<string, number>;
}

/** A name, and the lower-case words that it makes the project's own. */
export interface KnownName extends NameUse {
  readonly ownWords: readonly string[];
}

interface Use extends KnownName {
  kind: NameKind;
  count: number;
  changedMs: number;
  sources: number;
}

export class NameLedger {
  readonly #sources = new Map<string, SourceNames>();
  readonly #uses = new Map<string, Use>();
  /** Lower-case names and the words in them that are no English, and in how many names each is. */
  readonly #words = new Map<string, number>();

  #changes = 0;

  /** Grows with every name that comes or goes. */
  get changes(): number {
    return this.#changes;
  }

  get size(): number {
    return this.#uses.size;
  }

  uses(): Iterable<KnownName> {
    return this.#uses.values();
  }

  namesOf(source: string): Iterable<string> {
    return this.#sources.get(source)?.names.keys() ?? [];
  }

  /** Whether a lower-case word is a name, or a word in one that is no English. */
  knows(word: string): boolean {
    return this.#words.has(word);
  }

  /** The names of a source in place of those it had. */
  set(source: string, given: SourceNames): void {
    this.remove(source);
    if (given.names.size === 0) return;
    this.#sources.set(source, given);
    for (const [text, count] of given.names) {
      const use = this.#uses.get(text);
      if (use === undefined) {
        const { kind, changedMs } = given;
        const ownWords = ownWordsOf(text);
        this.#uses.set(text, { text, kind, count, changedMs, sources: 1, ownWords });
        this.#countWords(ownWords, 1);
      } else {
        use.count += count;
        use.sources += 1;
        use.changedMs = Math.max(use.changedMs, given.changedMs);
        // What a name is besides an identifier tells more.
        if (given.kind !== 'identifier' && given.kind !== 'screen') use.kind = given.kind;
      }
    }
  }

  /** A name that is left keeps the time of its last change, wherever that was. */
  remove(source: string): void {
    const had = this.#sources.get(source);
    if (had === undefined) return;
    this.#sources.delete(source);
    for (const [text, count] of had.names) {
      const use = this.#uses.get(text);
      if (use === undefined) continue;
      use.count -= count;
      use.sources -= 1;
      if (use.sources > 0) continue;
      this.#uses.delete(text);
      this.#countWords(use.ownWords, -1);
    }
  }

  #countWords(ownWords: readonly string[], change: 1 | -1): void {
    this.#changes += 1;
    for (const word of ownWords) {
      const count = (this.#words.get(word) ?? 0) + change;
      if (count === 0) this.#words.delete(word);
      else this.#words.set(word, count);
    }
  }
}

function ownWordsOf(text: string): readonly string[] {
  const own = nameWords(text).filter((word) => !isEnglish(word));
  return [...new Set([text.toLowerCase(), ...own])];
}
