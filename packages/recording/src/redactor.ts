// Takes secrets out of texts before they are written: the same secret becomes the same stand-in everywhere in a
// recording, also where it stands alone. What a secret looks like its finders know.
import { placeInText, rowsOf, type WrappedWord, wrappedWords } from './wrapped-words.ts';

/** In UTF-16 units; `end` is behind its last. */
export interface FoundSecret {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** Its value where that is not what stands in the text: it is wrapped. */
  readonly value?: string;
}

/** What stands in a secret's place. */
export interface StoodIn {
  readonly start: number;
  readonly end: number;
  readonly standIn: string;
}

export interface SecretFinders {
  /** In one text, by itself. */
  readonly here: (text: string) => readonly FoundSecret[];
  /** In many texts at once, which stand in one, apart from each other. */
  readonly among?: (text: string) => Promise<readonly FoundSecret[]>;
}

/** Secrets that are known by their value; beyond it the first ones are forgotten, and numbered anew. */
export const KNOWN_SECRETS = 4_096;
/** A shorter one, in units, is found only where its place or its form tells it: ordinary words are as long. */
export const SHORTEST_KNOWN_UNITS = 10;
/** Texts whose secrets are remembered: screens and lists are told again and again. */
const REMEMBERED_TEXTS = 1_024;
const APART = '\n\n';
/** So much of a known secret, in units, tells it: one that is being written is there in part before it is known. */
const TELLING_UNITS = 8;
const PLAIN = '[^\\s"\'`,;()<>[\\]{}\\\\]';
const PIECE = new RegExp(`^${PLAIN}+$`, 'u');
const FIRST_PIECE = new RegExp(`^${PLAIN}{${TELLING_UNITS},}`, 'u');
/** Behind a secret that is whole by itself: the next word, setting or prompt, and no more of it. */
const ANOTHER = /^(?:(?:[A-Za-z][a-z]*|[A-Z_]+)[.,:;]?|[A-Za-z_][\w.-]*[=:].+|\S*[@:]\S*[$#%>])$/u;

export class Redactor {
  readonly #finders: SecretFinders;
  /** Its value → its stand-in. */
  readonly #known = new Map<string, string>();
  #knownForm: RegExp | undefined;
  /** What known secrets begin with → those that do. */
  readonly #beginnings = new Map<string, string[]>();
  /** Of texts that were looked at: what was found in them. */
  readonly #looked = new Map<string, readonly FoundSecret[]>();
  #count = 0;

  /** @param firstNumber Of its stand-ins: above those that the file has already. */
  constructor(finders: SecretFinders, firstNumber = 1) {
    this.#finders = finders;
    this.#count = firstNumber - 1;
  }

  /** What is to stand in each of these texts, by its place in the list. Rejects where a finder fails. */
  async look(texts: readonly string[]): Promise<readonly (readonly StoodIn[])[]> {
    const fresh = [...new Set(texts)].filter((text) => text !== '' && !this.#looked.has(text));
    const words = fresh.map(wrappedWords);
    const whole = words.flat().map((word) => word.text);
    const among = await this.#among([...fresh, ...whole]);
    let next = fresh.length;
    for (const [index, text] of fresh.entries()) {
      const found = [...this.#finders.here(text), ...(among[index] ?? [])];
      const wrapped: FoundSecret[] = [];
      for (const word of words[index] ?? []) {
        const inWord = [...this.#finders.here(word.text), ...(among[next] ?? [])];
        wrapped.push(...acrossRows(word, inWord, found));
        next += 1;
      }
      this.#remember(text, [...found, ...wrapped]);
    }
    // Those that only now are known stand in all of them.
    const found = texts.map((text) => this.#looked.get(text) ?? []);
    for (const [index, spans] of found.entries()) {
      for (const { kind, start, end, value } of spans) {
        this.#standInOf(kind, value ?? (texts[index] ?? '').slice(start, end));
      }
    }
    const placed = texts.map((text, index) => this.#placed(text, found[index] ?? []));
    this.#forgetOldest();
    return placed;
  }

  async #among(texts: readonly string[]): Promise<readonly (readonly FoundSecret[])[]> {
    const { among } = this.#finders;
    if (among === undefined || texts.length === 0) return [];
    const found = await among(texts.join(APART));
    let from = 0;
    return texts.map((text) => {
      const start = from;
      const end = start + text.length;
      from = end + APART.length;
      return found
        .filter((span) => span.start < end && span.end > start)
        .map(({ kind, ...span }) => ({
          kind,
          start: Math.max(span.start, start) - start,
          end: Math.min(span.end, end) - start,
        }));
    });
  }

  #remember(text: string, found: readonly FoundSecret[]): void {
    this.#looked.set(text, found);
  }

  #placed(text: string, found: readonly FoundSecret[]): readonly StoodIn[] {
    const spans = [...found, ...this.#knownIn(text), ...this.#restsIn(text)]
      .filter(({ start, end }) => end > start)
      .sort((one, other) => one.start - other.start || other.end - one.end);
    const placed: StoodIn[] = [];
    for (const { kind, start, end, value = text.slice(start, end) } of spans) {
      const last = placed.at(-1);
      if (last === undefined || start >= last.end) {
        placed.push({ start, end, standIn: this.#standInOf(kind, value) });
      } else if (end > last.end) {
        // Two that overlap are one.
        const whole = text.slice(last.start, end);
        placed[placed.length - 1] = {
          start: last.start,
          end,
          standIn: this.#standInOf(kind, whole),
        };
      }
    }
    return placed;
  }

  #knownIn(text: string): readonly FoundSecret[] {
    const form = this.#formOfKnown();
    if (form === undefined) return [];
    return [...text.matchAll(form)].map(({ index, 0: value, 1: beginning = '' }) => {
      // A part of one, or one like it: what it begins with stands for it.
      const [first = ''] = this.#beginnings.get(beginning) ?? [];
      const known = this.#known.get(value) ?? this.#relative(value, beginning);
      const standIn = known ?? this.#known.get(first);
      if (standIn !== undefined) this.#known.set(value, standIn);
      return { kind: 'secret', start: index, end: index + value.length };
    });
  }

  /** What a row begins with and a known one ends with, or a row that is part of one: its first rows are gone. */
  #restsIn(text: string): readonly FoundSecret[] {
    if (this.#beginnings.size === 0) return [];
    return rowsOf(text).flatMap(({ start, end }): readonly FoundSecret[] => {
      const rest = FIRST_PIECE.exec(text.slice(start, end))?.[0];
      if (rest === undefined) return [];
      const isWholeRow = rest.length === end - start && isTelling(rest);
      for (const [value, standIn] of this.#known) {
        if (value.length < rest.length + TELLING_UNITS / 2) continue;
        if (!value.endsWith(rest) && !(isWholeRow && value.includes(rest))) continue;
        if (!isTelling(value)) continue;
        this.#known.set(rest, standIn);
        return [{ kind: 'secret', start, end: start + rest.length }];
      }
      return [];
    });
  }

  #standInOf(kind: string, text: string): string {
    const value = bare(text);
    const beginning = isTelling(value) ? beginningOf(value) : undefined;
    const known = this.#known.get(value) ?? this.#relative(value, beginning);
    if (known !== undefined) {
      this.#known.set(value, known);
      return known;
    }
    this.#count += 1;
    const standIn = `[redacted:${kind}:${this.#count}]`;
    this.#known.set(value, standIn);
    if (beginning === undefined) return standIn;
    const alike = this.#beginnings.get(beginning);
    if (alike === undefined) {
      this.#beginnings.set(beginning, [value]);
      this.#knownForm = undefined;
    } else alike.push(value);
    return standIn;
  }

  /** Of one that it is a part of, or that is a part of it: it was being written. */
  #relative(value: string, beginning: string | undefined): string | undefined {
    const alike = beginning === undefined ? [] : (this.#beginnings.get(beginning) ?? []);
    const known = alike.find((each) => each.startsWith(value) || value.startsWith(each));
    return known === undefined ? undefined : this.#known.get(known);
  }

  #formOfKnown(): RegExp | undefined {
    if (this.#beginnings.size === 0) return undefined;
    this.#knownForm ??= formOf([...this.#beginnings.keys()]);
    return this.#knownForm;
  }

  #forgetOldest(): void {
    for (const map of [this.#looked, this.#known, this.#beginnings]) {
      const most = map === this.#looked ? REMEMBERED_TEXTS : KNOWN_SECRETS;
      for (const key of map.keys()) {
        if (map.size <= most) break;
        map.delete(key);
        this.#knownForm = undefined;
      }
    }
  }
}

/** Those of a wrapped word's that no row has by itself, at their places in the text. */
function acrossRows(
  word: WrappedWord,
  inWord: readonly FoundSecret[],
  inRows: readonly FoundSecret[],
): readonly FoundSecret[] {
  const isWhole = inRows.some(({ start, end }) => start < word.breaksAt && end >= word.breaksAt);
  if (isWhole && word.pieces.length === 2 && ANOTHER.test(word.tail)) return [];
  const [, second] = word.pieces;
  if (second === undefined) return [];
  return inWord
    .map(({ kind, start, end }) => ({
      kind,
      start: placeInText(word, start),
      end: placeInText(word, end - 1) + 1,
      value: word.text.slice(start, end),
    }))
    .filter(({ start, end }) => start < word.breaksAt && end > second.at);
}

/** The text with its stand-ins. */
export function withStandIns(text: string, placed: readonly StoodIn[]): string {
  let clean = '';
  let from = 0;
  for (const { start, end, standIn } of placed) {
    clean += text.slice(from, start) + standIn;
    from = end;
  }
  return clean + text.slice(from);
}

/** Where a place in the text is once its stand-ins are there; one inside a secret is behind it. */
export function movedOffset(offset: number, placed: readonly StoodIn[]): number {
  let moved = offset;
  for (const { start, end, standIn } of placed) {
    if (start >= offset) break;
    moved += standIn.length - (Math.min(end, offset) - start);
  }
  return moved;
}

/** A secret is the same with quotes and without. */
function bare(text: string): string {
  return text.replaceAll(/^[\s"'`\\]+|[\s"'`\\,;]+$/gu, '');
}

/** One that may be looked for wherever it stands: long, of one piece, and of letters and digits. */
function isTelling(value: string): boolean {
  if (value.length < SHORTEST_KNOWN_UNITS || !PIECE.test(value)) return false;
  return /\d/u.test(value) && /[a-z]/iu.test(value);
}

/** As much of it as no word begins with. */
function beginningOf(value: string): string {
  return value.slice(0, Math.max(TELLING_UNITS, value.search(/\d/u) + 1));
}

function formOf(beginnings: readonly string[]): RegExp {
  const longestFirst = beginnings.toSorted((one, other) => other.length - one.length);
  return new RegExp(`(?<![\\w])(${longestFirst.map(escaped).join('|')})${PLAIN}*`, 'gu');
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/gu, '\\$&');
}

const STAND_IN = /\[redacted:[a-z ]+:(\d{1,9})\]/gu;

/** The highest number of a stand-in in the text; 0: it has none. */
export function highestStandIn(text: string): number {
  let highest = 0;
  for (const found of text.matchAll(STAND_IN)) highest = Math.max(highest, Number(found[1]));
  return highest;
}
