// Reads an utterance from its first word to its last, once, and asks the rules in their order what the
// words at each place become. The rules are beside; none of them looks further than a bound.

import { FILE_ENDINGS } from './code-words.table.ts';
import type { Formatter } from './formatter-words.table.ts';
import { formatted } from './formatter-writing.ts';
import { formatterAt, formatterEnd } from './formatters.ts';
import { knownFilePiece, knownNamePiece, termPiece } from './names.ts';
import { numberPieces } from './numbers.ts';
import { isOn, looksTechnical, pieceBefore, type Reading } from './reading.ts';
import type { Piece } from './rewrites.ts';
import { withCapital } from './sentence-capital.ts';
import {
  acronymPiece,
  endingInName,
  spelledAt,
  spelledEnding,
  spelledOptions,
  spelledPiece,
} from './spelling.ts';
import { mentionedAt, scopePiece, symbolPiece } from './symbols.ts';

type Surroundings = Pick<
  Reading,
  'words' | 'language' | 'settings' | 'known' | 'replacements' | 'lastUnquote'
>;

const ENDINGS: ReadonlyMap<string, string> = new Map(
  [...FILE_ENDINGS].map((ending) => [ending, ending]),
);

/** The words that a formatter has taken so far. */
interface Run {
  readonly first: number;
  readonly words: string[];
  count: number;
}

/** Pieces that cover all words of the utterance, in order. */
export function readUtterance(surroundings: Surroundings): readonly Piece[] {
  const reader = new UtteranceReader(surroundings);
  while (!reader.isDone) reader.step();
  return reader.finish();
}

class UtteranceReader {
  readonly #surroundings: Surroundings;
  readonly #pieces: Piece[] = [];
  readonly #open = new Set<string>();
  /** From here on there are fillers only. */
  readonly #fillersFrom: number;
  #last: Piece | undefined;
  /** What a new line or a sentence mark ended: nothing, prose or code. */
  #beforeLine: 'prose' | 'code' = 'prose';
  #at = 0;
  #formatters: readonly Formatter[] = [];
  #run: Run | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
    const { words, language } = surroundings;
    let from = words.length;
    while (from > 0 && language.fillers.has(words.norm(from - 1))) from -= 1;
    this.#fillersFrom = from;
  }

  get isDone(): boolean {
    return this.#at >= this.#surroundings.words.length;
  }

  finish(): readonly Piece[] {
    const only = this.#pieces.length === 0;
    this.#flush(only ? 'whole' : 'part');
    return this.#pieces;
  }

  step(): void {
    if (this.#formatters.length > 0 && this.#stepInName()) return;
    const reading = this.#reading();
    const at = this.#at;
    const asked = this.#askedPiece(reading, at);
    const start = asked === undefined ? formatterAt(reading, at) : undefined;
    if (start !== undefined) {
      this.#begin(start.formatters, start.count);
      return;
    }
    const piece = asked ?? namePiece(reading, at) ?? longSymbolPiece(reading, at);
    const pieces = piece === undefined ? numberPieces(reading, at) : [piece];
    for (const each of pieces ?? symbolOrWords(reading, at)) this.#push(each);
  }

  /** What a person asked for comes before everything else. */
  #askedPiece(reading: Reading, at: number): Piece | undefined {
    return replacementPiece(reading, at) ?? this.#fillerPiece(reading, at);
  }

  #reading(): Reading {
    const { words, language, settings, known, replacements, lastUnquote } = this.#surroundings;
    return {
      words,
      language,
      settings,
      known,
      replacements,
      lastUnquote,
      last: this.#run === undefined ? this.#last : this.#runPiece({ ...this.#run, words: [] }),
      inName: this.#formatters.length > 0 ? 'yes' : 'no',
      open: this.#open,
    };
  }

  #push(read: Piece): void {
    const { words, settings } = this.#surroundings;
    const piece = settings.off.includes('capital')
      ? read
      : withCapital({ words, last: this.#last, beforeLine: this.#beforeLine }, read);
    this.#pieces.push(piece);
    this.#at = piece.first + piece.count;
    if (piece.kind === 'nothing') return;
    if (piece.kind === 'line' && this.#last?.kind !== 'line')
      this.#beforeLine = endsCode(this.#last) ? 'code' : 'prose';
    this.#last = piece;
    this.#turn(piece);
  }

  /** Quotes that open and close in turn. */
  #turn({ kind, text, left, right }: Piece): void {
    if (kind !== 'symbol' || !/^(?:["'`]|```)$/u.test(text)) return;
    if (left === 'join' && right === 'keep') this.#open.delete(text);
    else this.#open.add(text);
  }

  /** So many words that ask for formatters; the words they write follow. */
  #begin(formatters: readonly Formatter[], count: number): void {
    this.#flush('part');
    this.#formatters = formatters;
    this.#run = { first: this.#at, words: [], count };
    this.#at += count;
  }

  /** One place inside a formatter; false where the formatter has ended before it. */
  #stepInName(): boolean {
    const { words } = this.#surroundings;
    const at = this.#at;
    const isFirst = this.#run !== undefined && this.#run.words.length === 0;
    if (!isFirst && !words.flowsInto(at)) {
      this.#flush('part');
      this.#formatters = [];
      return false;
    }
    const reading = this.#reading();
    const end = isFirst ? 0 : formatterEnd(reading, at);
    if (end > 0) {
      this.#end(end);
      return true;
    }
    const inner = isFirst ? undefined : formatterAt(reading, at);
    if (inner !== undefined) {
      this.#begin(inner.formatters, inner.count);
      return true;
    }
    const symbol = isFirst
      ? undefined
      : (spelledEnding(reading, { at, endings: ENDINGS }) ??
        endingInName(reading, { at, endings: ENDINGS }) ??
        symbolPiece(reading, at));
    if (symbol !== undefined) {
      this.#flush('part');
      this.#push(symbol);
      return true;
    }
    this.#gather(reading, at);
    return true;
  }

  #gather(reading: Reading, at: number): void {
    const spelled = spelledAt(reading, at);
    const replaced = replacementPiece(reading, at);
    const taken = replaced ??
      spelled ??
      digitsPiece(reading, at, this.#run?.words.length ?? 1) ?? {
        text: reading.words.said(at, 1),
        count: 1,
      };
    this.#run ??= { first: at, words: [], count: 0 };
    this.#run.words.push(taken.text);
    this.#run.count += taken.count;
    this.#at = at + taken.count;
  }

  #end(count: number): void {
    const [rule = 'smash'] = this.#formatters.slice(-1);
    if (this.#run === undefined) {
      const nothing = {
        text: '',
        left: 'join',
        right: 'keep',
        kind: 'nothing',
        technical: false,
      } as const;
      this.#push({ ...nothing, first: this.#at, count, rule });
    } else {
      this.#run.count += count;
      this.#at += count;
      this.#flush('part');
    }
    this.#formatters = [];
  }

  /** What the formatter took becomes a piece. */
  #flush(extent: 'whole' | 'part'): void {
    const run = this.#run;
    this.#run = undefined;
    if (run === undefined) return;
    const at = this.#at;
    // The full stop that a recogniser writes after everything is not a part of a lone name.
    const piece = this.#runPiece(run);
    this.#push(extent === 'whole' && piece.technical ? { ...piece, swallows: 'marks' } : piece);
    this.#at = at;
  }

  #runPiece({ first, words, count }: Run): Piece {
    const [rule = 'smash'] = this.#formatters.slice(-1);
    const text = this.#formatters.reduceRight<string>(
      (name, formatter, index) =>
        index === this.#formatters.length - 1
          ? formatted(formatter, words)
          : formatted(formatter, [name]),
      '',
    );
    const technical = rule !== 'title' && rule !== 'upper' && rule !== 'lower';
    const option =
      this.#last?.option === true && this.#last.right === 'join' ? { option: true as const } : {};
    return {
      first,
      count,
      text,
      rule,
      left: 'keep',
      right: 'keep',
      kind: 'name',
      technical,
      ...option,
    };
  }

  #fillerPiece(reading: Reading, at: number): Piece | undefined {
    const { words, language } = reading;
    // Where nothing else was said, it stays.
    if (this.#fillersFrom === 0 || !isOn(reading, 'filler')) return undefined;
    if (!language.fillers.has(words.norm(at))) return undefined;
    const nothing = {
      text: '',
      rule: 'filler',
      right: 'join',
      kind: 'nothing',
      technical: false,
    } as const;
    const piece = { ...nothing, first: at, count: 1 };
    return at >= this.#fillersFrom
      ? { ...piece, left: 'join' }
      : { ...piece, left: 'keep', swallows: 'marks' };
  }
}

function endsCode(last: Piece | undefined): boolean {
  return last === undefined || last.technical || last.text === ';';
}

/** The rules for names, in their order. */
function namePiece(reading: Reading, at: number): Piece | undefined {
  return (
    knownFilePiece(reading, at) ??
    scopePiece(reading, at) ??
    spelledEnding(reading, { at, endings: ENDINGS }) ??
    spelledOptions(reading, at) ??
    termPiece(reading, at) ??
    spelledPiece(reading, at) ??
    acronymPiece(reading, at) ??
    knownNamePiece(reading, at)
  );
}

/** Symbols of several words go before numbers: "deux points" is a colon. */
function longSymbolPiece(reading: Reading, at: number): Piece | undefined {
  const piece = symbolPiece(reading, at);
  return piece !== undefined && piece.count > 1 ? piece : undefined;
}

function symbolOrWords(reading: Reading, at: number): readonly Piece[] {
  const symbol = symbolPiece(reading, at);
  if (symbol !== undefined) return [symbol];
  const count = Math.max(1, mentionedAt(reading, at));
  return Array.from({ length: count }, (_, index) => wordPiece(reading, at + index));
}

function wordPiece(reading: Reading, at: number): Piece {
  const before = pieceBefore(reading, at);
  const isJoined = before?.kind === 'symbol' && before.right === 'join';
  const option = before?.option === true && isJoined ? { option: true as const } : {};
  const technical = isJoined || looksTechnical(reading, at);
  const text = reading.words.said(at, 1);
  return {
    first: at,
    count: 1,
    text,
    left: 'keep',
    right: 'keep',
    kind: 'word',
    technical,
    ...option,
  };
}

function replacementPiece(reading: Reading, at: number): Piece | undefined {
  const found = isOn(reading, 'replacement')
    ? reading.replacements.find(reading.words, at)
    : undefined;
  if (found === undefined) return undefined;
  const technical = /[^\p{L}\p{M}\s]/u.test(found.value);
  return {
    first: at,
    count: found.count,
    text: found.value,
    rule: 'replacement',
    left: 'keep',
    right: 'keep',
    kind: 'word',
    technical,
  };
}

/** A number inside a name; where one begins it stays, since few names begin with a digit. */
function digitsPiece(reading: Reading, at: number, position: number): Piece | undefined {
  const { words, settings } = reading;
  // What stays is asked for no more than once, however many numbers follow it.
  if (position === 0 || settings.numbers === 'never' || !isOn(reading, 'number')) return undefined;
  if (/^(?:\p{Nd}+|oh)$/u.test(words.norm(at))) return undefined;
  const [piece] = numberPieces(reading, at) ?? [];
  return piece?.rule === 'number' ? piece : undefined;
}
