// Secrets are looked for by signs first: what is found is the same as without them, whatever the text.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SECRET_FORMS } from './secret-forms.table.ts';
import { secretSpansBut, spansOf } from './secret-spans.ts';
import { ORDINARY, SECRETS } from './secrets.test-support.ts';

const UNSIGNED = SECRET_FORMS.map((form) => ({ ...form, sign: /(?:)/u }));
const PRIVATE: ReadonlySet<string> = new Set(['path', 'address', 'hash']);

const line = fc.constantFrom(...SECRETS.map(([text]) => text), ...ORDINARY);
const between = fc.constantFrom(
  '',
  ' ',
  '\n',
  '\t',
  ' \u2502\n\u2502  ',
  '"',
  ', ',
  '\\"',
  '=',
  ': ',
);
/** Signs of all kinds of secrets, by themselves: parts of them come together anew. */
const mark = fc.constantFrom(
  ...['-----BEGIN ', '-----END RSA PRIVATE KEY-----', '://', '@example.org', 'sk-', 'Bearer '],
  ...[
    '--token',
    '-u ',
    ' -p',
    'mysql ',
    'password',
    'secret',
    'key',
    '=>',
    'KEY',
    '\ufdd0',
    '\u212aey=',
  ],
  ...['aB3', 'x1'.repeat(16), 'Ab+/'.repeat(15), 'identified by ', 'sudo -S'],
);
const edit = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true }),
  out: fc.nat({ max: 3 }),
  put: fc.oneof(between, mark, fc.string({ maxLength: 2 })),
});
const text = fc
  .record({
    parts: fc.array(fc.tuple(fc.oneof(line, mark), between), { minLength: 1, maxLength: 5 }),
    edits: fc.array(edit, { maxLength: 4 }),
  })
  .map(({ parts, edits }) =>
    edits.reduce((whole, { at, out, put }) => {
      const from = Math.floor(at * whole.length);
      return whole.slice(0, from) + put + whole.slice(from + out);
    }, parts.flat().join('')),
  );

describe('DOCTOR-40', () => {
  test.each([
    ['all of it', new Set<string>()],
    ['what is no secret of others left', PRIVATE],
  ])('by its signs the same is found as without them: %s', (_, except) => {
    const forms = UNSIGNED.filter(({ kind }) => !except.has(kind));
    const bySigns = secretSpansBut(except);
    const isSame = (whole: string): void => {
      expect(bySigns(whole)).toEqual(spansOf(whole, forms));
    };
    for (const [whole] of SECRETS) isSame(whole);
    fc.assert(fc.property(text, isSame), { numRuns: 1_000 });
  });

  test('a text without any sign has none, and one with it is told where', () => {
    const spans = secretSpansBut(PRIVATE);
    for (const ordinary of ['step lorem ipsum dolor', 'the host answers at 10:20:30, process 4711'])
      expect(spans(ordinary)).toEqual([]);
    expect(spans('token=abcd').map(({ kind, start, end }) => [kind, start, end])).toEqual([
      ['secret', 6, 10],
    ]);
  });
});
