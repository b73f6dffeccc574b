// Inputs for a parser: seeds changed as files and streams get damaged or are forged, and bytes that no seed has.
import fc from 'fast-check';
import { editedJson } from './json-edit.ts';

/** What means something to one parser or another, and what breaks those that trust. */
const WORDS: readonly Uint8Array[] = [
  ...['__proto__', 'constructor', 'prototype', 'toString', 'null', 'true', 'undefined', 'NaN'],
  ...['-0', '-1', '0', '1e999', '4294967296', '9007199254740993', '0x10', '1_0'],
  ...['\x1b[', '\x1b]', '\x1b]52;c;', '\x1bP', '\x1b\\', '\x07', '\x1b[200~', '\x1b[201~', '\x1b'],
  ...['\n', '\r\n', '\r', '\0', '\t', ' ', '"', "'", '\\', '\\u0000', '[', ']', '{', '}', ',', ':'],
  ...[
    '=',
    '|',
    '#',
    '/',
    '../',
    '%00',
    '%',
    '@',
    '--',
    '[[',
    '"""',
    '```',
    '\u202e',
    '\u2028',
    '👩‍👩‍👧',
  ],
].map((word) => Buffer.from(word));
const BYTES: readonly Uint8Array[] = [
  [0xff],
  [0xc3],
  [0xed, 0xa0, 0x80],
  [0xf4, 0x90, 0x80, 0x80],
  [0xff, 0xff, 0xff, 0xff],
  [0x00, 0x00, 0x00, 0x80],
].map((bytes) => Uint8Array.from(bytes));
const PIECES = [...WORDS, ...BYTES];

/** Longest stretch of an input that a change repeats, drops or copies, in bytes. */
const LONGEST_STRETCH = 64;
const MOST_REPEATS = 300;
const MOST_CHANGES = 5;
const MOST_RANDOM_BYTES = 200;
/** No input is longer, in bytes, but for a seed. */
const LONGEST_INPUT = 65_536;

const CHANGES = [
  'cut',
  'drop',
  'flip',
  'insert',
  'overwrite',
  'repeat',
  'copy',
  'number',
  'drop-line',
  'double-line',
  'json',
  'json',
] as const;

interface Change {
  readonly kind: (typeof CHANGES)[number];
  /** Where, as a share of the input. */
  readonly at: number;
  readonly length: number;
  readonly choice: number;
}

const changes: fc.Arbitrary<Change[]> = fc.array(
  fc.record({
    kind: fc.constantFrom(...CHANGES),
    at: fc.nat({ max: 9_999 }).map((share) => share / 10_000),
    length: fc.integer({ min: 1, max: LONGEST_STRETCH }),
    choice: fc.nat({ max: 100_000 }),
  }),
  { maxLength: MOST_CHANGES },
);

/** Changed seeds nine times out of ten; shrinks towards a seed as it is. */
export function inputs(seeds: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const random = fc.oneof(
    fc.uint8Array({ maxLength: MOST_RANDOM_BYTES }),
    fc.string({ unit: 'binary', maxLength: MOST_RANDOM_BYTES }).map((text) => Buffer.from(text)),
    fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => Buffer.concat(pieces)),
  );
  if (seeds.length === 0) return random;
  const changed = fc
    .tuple(fc.constantFrom(...seeds), fc.constantFrom(...seeds), changes)
    .map(([seed, other, made]) =>
      made.reduce((input, change) => changedBy(change, input, other), seed),
    );
  return fc.oneof({ weight: 9, arbitrary: changed }, { weight: 1, arbitrary: random });
}

/** The input in pieces, cut at shares of its length. */
export function piecesOf(input: Uint8Array, shares: readonly number[]): Uint8Array[] {
  const cuts = shares.map((share) => Math.floor(share * (input.length + 1)));
  const places = [0, ...cuts.toSorted((one, other) => one - other), input.length];
  return places.slice(1).map((end, index) => input.slice(places[index], end));
}

export const shares: fc.Arbitrary<number[]> = fc.array(
  fc.nat({ max: 9_999 }).map((share) => share / 10_000),
  { minLength: 1, maxLength: 8 },
);

function changedBy(change: Change, input: Uint8Array, other: Uint8Array): Uint8Array {
  const { kind, length, choice } = change;
  const at = Math.floor(change.at * (input.length + 1));
  const spliced = (removed: number, added: Uint8Array): Uint8Array =>
    Buffer.concat([input.subarray(0, at), added, input.subarray(at + removed)]).subarray(
      0,
      Math.max(LONGEST_INPUT, input.length),
    );
  const piece = PIECES[choice % PIECES.length] ?? new Uint8Array();
  switch (kind) {
    case 'cut':
      return input.subarray(0, at);
    case 'drop':
      return spliced(length, new Uint8Array());
    case 'flip':
      return spliced(1, Uint8Array.of((input[at] ?? 0) ^ (1 << (choice % 8))));
    case 'insert':
      return spliced(0, piece);
    case 'overwrite':
      return spliced(piece.length, piece);
    case 'repeat':
      return spliced(0, repeated(input.subarray(at, at + length), 1 + (choice % MOST_REPEATS)));
    case 'copy': {
      const from = choice % (other.length + 1);
      return spliced(0, other.subarray(from, from + length));
    }
    case 'number':
      return otherNumber(input, at, choice);
    case 'drop-line':
    case 'double-line':
      return otherLines(input, change);
    case 'json':
      return editedJson(input, change);
  }
}

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  return Buffer.concat(Array.from({ length: times }, () => bytes));
}

const NUMBERS = ['0', '-1', '65536', '2147483648', '4294967295', '1e308', '99999999999999999999'];

/** The first number behind a place becomes one that nobody thought of. */
function otherNumber(input: Uint8Array, at: number, choice: number): Uint8Array {
  const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39;
  let from = at;
  while (from < input.length && !isDigit(input[from] ?? 0)) from += 1;
  let end = from;
  while (end < input.length && isDigit(input[end] ?? 0)) end += 1;
  if (from === end) return input;
  const number = Buffer.from(NUMBERS[choice % NUMBERS.length] ?? '0');
  return Buffer.concat([input.subarray(0, from), number, input.subarray(end)]);
}

function otherLines(input: Uint8Array, { kind, at }: Change): Uint8Array {
  const lines = Buffer.from(input).toString('latin1').split('\n');
  const index = Math.floor(at * lines.length);
  const line = lines[index] ?? '';
  lines.splice(index, 1, ...(kind === 'drop-line' ? [] : [line, line]));
  return Buffer.from(lines.join('\n'), 'latin1');
}
