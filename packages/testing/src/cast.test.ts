import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cast, type CastEvent, castBytes, formatCast, parseCast } from './cast.ts';

const RUNS = { numRuns: 200, seed: 3 };

const event: fc.Arbitrary<CastEvent> = fc.oneof(
  fc.record({
    kind: fc.constant('output' as const),
    atMs: fc.constant(0),
    bytes: fc.oneof(
      fc.uint8Array({ minLength: 1, maxLength: 12 }),
      fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => new TextEncoder().encode(text)),
    ),
  }),
  fc.record({
    kind: fc.constant('resize' as const),
    atMs: fc.constant(0),
    columns: fc.integer({ min: 1, max: 500 }),
    rows: fc.integer({ min: 1, max: 200 }),
  }),
);

const plain = (events: readonly CastEvent[]) =>
  events.map((one) => (one.kind === 'output' ? { ...one, bytes: [...one.bytes] } : one));

describe('recordings', () => {
  it('keep every byte, valid UTF-8 or not, every chunk and every resize', () => {
    const property = fc.property(fc.array(event), (events) => {
      const cast = { title: 'a "b"', columns: 80, rows: 24, events };
      const read = parseCast(formatCast(cast));
      expect(plain(read.events)).toEqual(plain(events));
      expect({ ...read, events: [] }).toEqual({ ...cast, events: [] });
    });
    fc.assert(property, RUNS);
  });

  it('keep the times to a millisecond, as intervals', () => {
    const cast: Cast = {
      title: '',
      columns: 80,
      rows: 24,
      events: [
        { kind: 'resize', atMs: 12, columns: 1, rows: 1 },
        { kind: 'resize', atMs: 1_512, columns: 2, rows: 2 },
      ],
    };
    expect(formatCast(cast)).toContain('[1.5,"r","2x2"]');
    expect(parseCast(formatCast(cast)).events.map(({ atMs }) => atMs)).toEqual([12, 1_512]);
  });

  it('may hold input, markers, comments and a torn last line, which are left out', () => {
    const header = '{"version":3,"term":{"cols":8,"rows":2}}';
    const text = `${header}\n# note\n[0,"i","x"]\n[0,"m","mark"]\n[0,"o","shown"]\n[0,"o","to`;
    const cast = parseCast(text);
    expect(new TextDecoder().decode(castBytes(cast))).toBe('shown');
  });

  it('are refused with the line that is wrong', () => {
    expect(() => parseCast('{"version":2,"width":8}\n')).toThrow('line 1');
    expect(() => parseCast('no json\n')).toThrow('line 1');
    const header = '{"version":3,"term":{"cols":8,"rows":2}}';
    expect(() => parseCast(`${header}\n[0,"o","x"]\n{"no":"event"}\n`)).toThrow('line 3');
  });
});
