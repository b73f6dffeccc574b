// Lines of records, and lines that are none.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatRecord, type MetricRecord, parseRecord } from './record.ts';

const AT_MS = Date.UTC(2030, 0, 2, 3, 4, 5, 678);

const name = fc.stringMatching(/^[a-z0-9-]{1,12}$/u);
/** Text that is not read back as a number. */
const text = fc
  .string({ unit: 'grapheme', maxLength: 30 })
  .filter((value) => value.length <= 64 && value !== '' && !/^-?[.\d]/u.test(value));
const number = fc.integer({ min: -1e9, max: 1e9 }).map((value) => value / 1_000);
const record: fc.Arbitrary<MetricRecord> = fc.record({
  atMs: fc.integer({ min: 0, max: 4e12 }),
  phase: name,
  event: name,
  fields: fc.dictionary(name, fc.oneof(text, number), { noNullPrototype: true, maxKeys: 5 }),
});

describe('a record', () => {
  it('METRICS-1 is one line with time, phase, event and fields', () => {
    const line = formatRecord({
      atMs: AT_MS,
      phase: 'speech',
      event: 'end-point',
      fields: { ms: 310.25, session: 'codex-k3fa', why: 'a b|c=d%\n' },
    });
    expect(line).toBe(
      '2030-01-02T03:04:05.678Z|speech|end-point|ms=310.25 session=codex-k3fa why=a%20b%7Cc%3Dd%25%0A',
    );
    expect(parseRecord(line)?.fields.why).toBe('a b|c=d%\n');
  });

  it('METRICS-1 whatever is in it is read back the same', () => {
    fc.assert(
      fc.property(record, (written) => {
        const line = formatRecord(written);
        expect(line).not.toMatch(/[\n\r]/u);
        const { fields, ...rest } = parseRecord(line) ?? { fields: {} };
        expect({ ...rest, fields: { ...fields } }).toEqual({
          ...written,
          fields: Object.fromEntries(
            Object.entries(written.fields).map(([key, value]) => [
              key,
              typeof value === 'number' ? value + 0 : value.toWellFormed(),
            ]),
          ),
        });
      }),
    );
  });

  it('METRICS-2 anything else is none, and nothing is thrown', () => {
    const good = formatRecord({ atMs: AT_MS, phase: 'a', event: 'b', fields: { ms: 1 } });
    for (const line of ['', 'x', good.slice(3), `${good}|x`, good.replace('|a|', '|A|')])
      expect(parseRecord(line), line).toBeUndefined();
    for (const field of ['=1', 'ms', 'a=%', 'a=%FF', 'A=1'])
      expect(parseRecord(`2030-01-02T03:04:05.678Z|a|b|${field}`), field).toBeUndefined();
    fc.assert(fc.property(fc.string(), (line) => void parseRecord(line)));
  });

  it('METRICS-1 METRICS-2 a number beyond all numbers is none, and the largest one is read back as a number', () => {
    const line = (field: string): string => `2030-01-02T03:04:05.678Z|a|b|${field}`;
    for (const field of ['ms=1e999', 'ms=-1e999', `ms=${'9'.repeat(400)}`])
      expect(parseRecord(line(field)), field).toBeUndefined();
    const largest = formatRecord({ atMs: AT_MS, phase: 'a', event: 'b', fields: { ms: 1e308 } });
    expect(parseRecord(largest)?.fields).toEqual({ ms: 1e308 });
  });

  it('METRICS-3 METRICS-4 texts are cut, numbers have three decimals, what is not finite is left out', () => {
    const fields = { a: 'x'.repeat(100), b: 1.23456, c: Number.NaN, d: Number.POSITIVE_INFINITY };
    const read = parseRecord(formatRecord({ atMs: 0, phase: 'a', event: 'b', fields }));
    expect(read?.fields).toEqual({ a: 'x'.repeat(64), b: 1.235 });
  });
});
