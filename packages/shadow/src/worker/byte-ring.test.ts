// What is read from the ring is what was written, or nothing.
import { OutputLog } from '@codex-voice/session';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ByteRing } from './byte-ring.ts';

const CAPACITY_BYTES = 16;

test('SHADOW-41: gives the bytes at an offset, or none when they are gone', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 });
  fc.assert(
    fc.property(chunks, fc.nat({ max: 100 }), fc.nat({ max: 16 }), (written, back, count) => {
      const ring = ByteRing.create(CAPACITY_BYTES);
      const reader = ByteRing.over(ring.memory);
      for (const chunk of written) ring.write(chunk);
      const all = Buffer.concat(written);
      const from = Math.max(0, all.length - back);
      expect(reader.behind(from)).toBe(all.length - from);
      const asked = Math.min(count, all.length - from);
      const bytes = reader.read(from, asked);
      if (all.length - from > CAPACITY_BYTES) expect(bytes).toBeUndefined();
      else expect(Buffer.from(bytes ?? [])).toEqual(all.subarray(from, from + asked));
    }),
    { seed: 1 },
  );
});

test('SHADOW-41: bytes that are being overwritten are gone', () => {
  const ring = ByteRing.create(CAPACITY_BYTES);
  ring.write(new Uint8Array(CAPACITY_BYTES));
  // The writer has said where it will write to, and has not written yet.
  new Int32Array(ring.memory, 0, 2)[1] = CAPACITY_BYTES + 1;
  expect(ring.read(0, 4)).toBeUndefined();
  expect(ring.read(1, 4)).toEqual(new Uint8Array(4));
});

test('SHADOW-41: of memory that another writes to, bytes are read once counted, and never torn', () => {
  const chunks = fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 });
  fc.assert(
    fc.property(chunks, fc.nat({ max: 16 }), (written, count) => {
      const ring = ByteRing.create(CAPACITY_BYTES);
      const reader = ByteRing.over(ring.memory);
      const log = new OutputLog(CAPACITY_BYTES, ring);
      let before = 0;
      for (const chunk of written) {
        const old = reader.read(before, Math.min(count, log.endOffset - before));
        log.append(chunk);
        const isGone = log.endOffset - before > CAPACITY_BYTES;
        const again = reader.read(before, old?.length ?? 0);
        expect(again).toEqual(isGone ? undefined : old);
        ring.skip(chunk.length);
        before = log.oldestOffset;
      }
      const all = Buffer.concat(written);
      expect(reader.behind(before)).toBe(all.length - before);
      expect(Buffer.from(reader.read(before, all.length - before) ?? [])).toEqual(
        all.subarray(before),
      );
    }),
    { seed: 2 },
  );
});

test('SHADOW-40: the reader is woken once, until it sleeps again', () => {
  const ring = ByteRing.create(CAPACITY_BYTES);
  expect([ring.mustWake(), ring.mustWake()]).toEqual([true, false]);
  ring.sleeps();
  expect([ring.mustWake(), ring.mustWake()]).toEqual([true, false]);
});
