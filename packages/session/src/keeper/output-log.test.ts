// The log against a plain string of everything.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputLog } from './output-log.ts';

test('KEEPER-1: the newest bytes are kept, whatever the cuts', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 });
  fc.assert(
    fc.property(chunks, fc.integer({ min: 1, max: 32 }), fc.nat(40), (given, capacity, limit) => {
      const log = new OutputLog(capacity);
      for (const chunk of given) log.append(chunk);
      const all = Buffer.concat(given);
      expect(log.endOffset).toBe(all.length);
      expect(log.oldestOffset).toBe(Math.max(0, all.length - capacity));
      let at = log.oldestOffset;
      while (at < log.endOffset) {
        const bytes = log.read(at, Math.max(1, limit));
        expect(bytes.length).toBeGreaterThan(0);
        expect(Buffer.from(bytes)).toEqual(all.subarray(at, at + bytes.length));
        at += bytes.length;
      }
    }),
    { seed: 1 },
  );
});

test('KEEPER-1: an offset that is not kept is a mistake', () => {
  const log = new OutputLog(4);
  log.append(new Uint8Array(6));
  expect(() => log.read(1, 1)).toThrow('fromOffset must be 2..6: 1');
  expect(() => log.read(7, 1)).toThrow(RangeError);
  expect(log.read(6, 9)).toHaveLength(0);
  expect(() => new OutputLog(0)).toThrow('capacityBytes must be >= 1: 0');
});
