import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeStructured, MOST_MESSAGE_BYTES, StructuredReader } from './structured-pipe.ts';

const message = fc.oneof(
  fc.record({ type: fc.string(), samples: fc.float32Array({ noNaN: true, maxLength: 40 }) }),
  fc.record({ words: fc.array(fc.string()), none: fc.constant(undefined) }),
);

test('RECOG-50 a stream cut anywhere gives the same values', () => {
  fc.assert(
    fc.property(
      fc.array(message, { maxLength: 5 }),
      fc.infiniteStream(fc.nat(60)),
      (sent, cuts) => {
        const bytes = Buffer.concat(sent.map(encodeStructured));
        const reader = new StructuredReader();
        const received: unknown[] = [];
        for (let at = 0; at < bytes.length; ) {
          const size = 1 + (cuts.next().value ?? 0);
          const { values, fault } = reader.accept(bytes.subarray(at, at + size));
          expect(fault).toBeUndefined();
          received.push(...values);
          at += size;
        }
        expect(received).toEqual(sent);
      },
    ),
  );
});

test('RECOG-50 samples may be overwritten once they are encoded', () => {
  const samples = new Float32Array([1, 2, 3, 4]).subarray(1, 3);
  const bytes = encodeStructured({ samples });
  samples.fill(9);
  const { values } = new StructuredReader().accept(bytes);
  expect(values).toEqual([{ samples: new Float32Array([2, 3]) }]);
});

test('RECOG-51 bytes that are no message are a fault, never thrown, and nothing is read after them', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 200 })), (chunks) => {
      const reader = new StructuredReader();
      let faulty = false;
      for (const chunk of chunks) {
        const { values, fault } = reader.accept(Buffer.from(chunk));
        if (faulty) expect(values).toEqual([]);
        faulty ||= fault !== undefined;
      }
    }),
  );
  const noise = new StructuredReader();
  const good = encodeStructured({ type: 'heard' });
  const first = noise.accept(Buffer.concat([good, Buffer.from('INFO: decoded\n')]));
  expect(first).toEqual({ values: [{ type: 'heard' }], fault: 'too long' });
  expect(noise.accept(good)).toEqual({ values: [], fault: 'too long' });
});

test('RECOG-51 a length beyond the bound is a fault before its bytes have come', () => {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(MOST_MESSAGE_BYTES, 0);
  expect(new StructuredReader().accept(head)).toEqual({ values: [] });
  head.writeUInt32BE(MOST_MESSAGE_BYTES + 1, 0);
  expect(new StructuredReader().accept(head)).toMatchObject({ fault: 'too long' });
});
