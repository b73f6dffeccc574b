// What is said as rows, however it comes in pieces, and however much of it there is.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf } from './styled-rows.ts';
import { Transcript } from './transcript.ts';

const COLUMNS = 21;

/** The rows of a message that comes in these pieces. */
function streamed(pieces: readonly string[], columns = COLUMNS): readonly string[] {
  const transcript = new Transcript(columns);
  const item = { itemId: 'i', kind: 'agent', text: '' } as const;
  const [, ...rows] = [
    ...transcript.told({ kind: 'item-started', turnId: 't', item }),
    ...pieces.flatMap((delta) =>
      transcript.told({ kind: 'item-delta', turnId: 't', itemId: 'i', delta }),
    ),
    ...transcript.told({ kind: 'item-completed', turnId: 't', item }),
  ];
  return rows;
}

test('an indented word that is longer than a row is shown once', () => {
  const word = 'abcdefghijklmnopqrstuvwxyz0123456789';
  const rows = streamed([`    ${word}`, ' and', ' more']);
  expect(rows.join('').replaceAll(' ', '')).toBe(`${word}andmore`);
  expect(rows[0]).toBe('    abcdefghijklmnop');
});

test('a line end that comes in two pieces is one', () => {
  expect(streamed(['one\r', '\ntwo', '\r\n', 'three\r', 'four\r'])).toEqual([
    'one',
    'two',
    'three',
    'four',
  ]);
});

test('however a message is cut, its rows are those of the whole', () => {
  const piece = fc.oneof(
    fc.constantFrom('    ', ' ', '\n', '\r\n', '\r', '\t', 'word', 'für', '漢字', '🙂', 'e\u0301'),
    fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom('a', 'b', ' ', '漢') }),
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 20 }),
      fc.integer({ min: 3, max: 40 }),
      (pieces, columns) => {
        const whole = rowsOf(pieces.join(''), { columns });
        expect(withoutBlankEnd(streamed(pieces, columns))).toEqual(withoutBlankEnd(whole));
      },
    ),
    { seed: 108, numRuns: 400 },
  );
});

/** Blank lines behind a message are nothing to see. */
function withoutBlankEnd(rows: readonly string[]): readonly string[] {
  return rows.slice(0, rows.findLastIndex((row) => row !== '') + 1);
}

test.each([
  ['error', { kind: 'error', message: 'x '.repeat(100_000) }],
  ['turn-failed', { kind: 'turn-failed', turnId: 't', message: 'line\n'.repeat(10_000) }],
  ['rung', { kind: 'rung', rung: 'typing', why: 'y'.repeat(100_000) }],
] as const)(
  'an agent’s %s of a whole page is a few rows, and says that there is more',
  (_, event) => {
    const rows = new Transcript(COLUMNS).told(event);
    expect(rows.length).toBeLessThanOrEqual(10);
    expect(rows.at(-1)).toMatch(/… \d+ more/u);
  },
);

test('a command, a patch and a plan of any size are a screen of rows at most', () => {
  const transcript = new Transcript(COLUMNS);
  const long = 'rm '.repeat(50_000);
  const item = {
    itemId: 'i',
    kind: 'command',
    text: long,
    patch: `+${long}`,
    outcome: 'completed',
  };
  const command = { ...item, kind: 'command' } as const;
  const steps = Array.from({ length: 1_000 }, () => ({ text: 'step', state: 'done' }) as const);
  for (const event of [
    { kind: 'item-started', turnId: 't', item: command },
    { kind: 'item-started', turnId: 't', item: { ...command, kind: 'user' } },
    { kind: 'item-completed', turnId: 't', item: command },
    { kind: 'plan-updated', turnId: 't', steps },
  ] as const)
    expect(transcript.told(event).length, event.kind).toBeLessThanOrEqual(90);
});
