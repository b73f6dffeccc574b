// The quick way over whole lines and its slow twin: a stream read in pieces that are too small for it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AmbiguousWidth, ChildState, type FilterGeometry } from './child-state.ts';
import { CsiSequence } from './csi-sequence.ts';
import { bytesOf } from './filter-rig.test-support.ts';
import { LEAST_SKIPPED_BYTES, LineSkipper } from './line-skipper.ts';
import { paintSequence, returnBlock } from './reserved-rows.ts';
import { programStep } from './stream-grammar.test-support.ts';
import { StreamReader } from './stream-reader.ts';

const RUNS = Number(process.env.FILTER_RUNS ?? 400);
const SEED = Number(process.env.FILTER_SEED ?? 20261);
/** Pieces of at most this many bytes are read without looking ahead, with what is held back of one. */
const LONGEST_PIECE_BYTES = 200;
/** Of the streams this share has something to pass over; with less the comparison would say little. */
const LEAST_SKIPPED_SHARE = 0.4;

const CSI = '\x1b[';
const lineStep = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.string({ unit: fc.constantFrom(...'abc XYZ'), minLength: 1, maxLength: 20 }),
  },
  { weight: 10, arbitrary: fc.constantFrom('\r\n', '\r\n\n', '\r', '\r\n\r\n') },
  {
    weight: 8,
    arbitrary: fc
      .constantFrom('0', '', '1', '1;31', '38;5;200', '48;2;1;2;3', '4:3', ';7', '0;1;32', '999')
      .map((text) => `${CSI}${text}m`),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom('漢', '字漢字', '·–é', '─│', 'αβ', '，', '가', '⡿', 'ก'),
  },
  { weight: 2, arbitrary: fc.constantFrom('\t', '\b', '\t\t', 'ab\tcd') },
);

/** Mostly lines, repeated until there is something to pass over, with other things between them. */
const stream = fc
  .array(
    fc.oneof(
      {
        weight: 5,
        arbitrary: fc
          .array(lineStep, { minLength: 2, maxLength: 30 })
          .map((steps) => `${steps.join('')}\r\n`.repeat(Math.ceil(2000 / (steps.length * 6))))
          .map(bytesOf),
      },
      { weight: 2, arbitrary: programStep.map(bytesOf) },
      {
        weight: 1,
        arbitrary: fc
          .constantFrom('\n', 'e\u0301', '\u0301', '\u00ad', '😀', '\ufeff', '\u0600')
          .map(bytesOf),
      },
      { weight: 1, arbitrary: fc.uint8Array({ min: 0x80, minLength: 1, maxLength: 3 }) },
    ),
    { minLength: 1, maxLength: 8, size: 'max' },
  )
  .map((parts) => new Uint8Array(Buffer.concat(parts)));

const geometry: fc.Arbitrary<FilterGeometry> = fc.record({
  columns: fc.integer({ min: 1, max: 30 }),
  rows: fc.integer({ min: 2, max: 12 }),
  reservedRows: fc.integer({ min: 0, max: 2 }),
});
const ambiguous = fc.constantFrom<AmbiguousWidth>('narrow', 'wide', 'unknown');

interface World {
  readonly geometry: FilterGeometry;
  readonly ambiguousWidth: AmbiguousWidth;
}

/** How often a place was guessed is counted by pieces: where nothing is passed over as well. */
const LEFT_OUT = { guesses: 0, printed: undefined, modes: undefined, ledger: undefined };

/** What is known after the pieces, what was passed on, and what a paint would then write. */
function readIn(world: World, pieces: readonly Uint8Array[]) {
  const state = new ChildState({ ...world, ledger: undefined });
  const reader = new StreamReader(state);
  const passed = Buffer.concat(pieces.flatMap((piece) => reader.read(piece))).toString('latin1');
  // What was printed last counts while it can be joined, repeated, or stands at the edge.
  const { just, repeatable, edgeRepeatable, width } = state.printed;
  const { pendingWrap } = state.cursor;
  const last = {
    just,
    repeatable,
    edge: pendingWrap && edgeRepeatable,
    width: just || pendingWrap ? width : undefined,
  };
  const known = structuredClone({ ...state, ...LEFT_OUT });
  const block = returnBlock(state);
  return {
    passed,
    known,
    last,
    block,
    painted: block === undefined ? paintSequence(state, []) : '',
  };
}

function guessesIn(world: World, pieces: readonly Uint8Array[]): number {
  const state = new ChildState({ ...world, ledger: undefined });
  const reader = new StreamReader(state);
  for (const piece of pieces) reader.read(piece);
  return state.guesses;
}

function cut(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  for (let at = 0, index = 0; at < bytes.length; index += 1) {
    const length = lengths[index % lengths.length] ?? 1;
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  return pieces;
}

describe('whole lines', () => {
  it('ANSI-O10: lines that are passed over leave what reading them in small pieces leaves', () => {
    let skipped = 0;
    fc.assert(
      fc.property(
        fc.record({ geometry, ambiguousWidth: ambiguous }),
        stream,
        fc.array(fc.integer({ min: LEAST_SKIPPED_BYTES, max: 5000 }), { minLength: 1 }),
        fc.array(fc.integer({ min: 1, max: LONGEST_PIECE_BYTES }), { minLength: 1 }),
        (world, bytes, large, small) => {
          const state = new ChildState({ ...world, ledger: undefined });
          const end = new LineSkipper(state, new CsiSequence()).skip(bytes, 0);
          if (end > 0) skipped += 1;
          expect(guessesIn(world, cut(bytes.subarray(0, end), small))).toBe(0);
          const slow = readIn(world, cut(bytes, small));
          expect(readIn(world, cut(bytes, large))).toEqual(slow);
          expect(readIn(world, [bytes])).toEqual(slow);
        },
      ),
      { numRuns: RUNS, seed: SEED },
    );
    expect(skipped).toBeGreaterThan(RUNS * LEAST_SKIPPED_SHARE);
  });

  it.each([
    ['a line feed behind the last column', 'x'.repeat(10), '\n'],
    ['a tab behind the last column', 'x'.repeat(10), '\t\r\n'],
    ['a mark without a character', '', '\u0301\r\n'],
    ['another sequence', 'x', `${CSI}K\r\n`],
    ['a string', 'x', '\x1b]0;title\x07\r\n'],
    ['a character of disputed width', 'x', '😀\r\n'],
  ])('ANSI-O1: %s ends what is passed over', (_, before, after) => {
    const lines = 'line\r\n'.repeat(400);
    const world = {
      geometry: { columns: 10, rows: 5, reservedRows: 1 },
      ambiguousWidth: 'narrow',
    } as const;
    const state = new ChildState({ ...world, ledger: undefined });
    const bytes = bytesOf(lines + before + after + lines);
    const end = new LineSkipper(state, new CsiSequence()).skip(bytes, 0);
    expect(end).toBe(lines.length);
    expect(readIn(world, [bytes])).toEqual(readIn(world, cut(bytes, [LONGEST_PIECE_BYTES])));
  });
});
