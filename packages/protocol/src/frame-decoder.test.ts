// The stream of frames: any cut, any garbage, bounded memory, and no copy where none is needed.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FRAME_HEADER_BYTES, FRAME_KINDS, type FrameKind, MAXIMUM_FRAME_BYTES } from './frame.ts';
import { FrameDecoder, faultText } from './frame-decoder.ts';

interface Seen {
  readonly kind: FrameKind;
  readonly payload: string;
}

function rawFrame(kind: number, payload: Uint8Array): Buffer {
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  header.writeUInt32BE(payload.length);
  header[4] = kind;
  return Buffer.concat([header, payload]);
}

function collector(maximumBytes?: number): { decoder: FrameDecoder; seen: Seen[] } {
  const seen: Seen[] = [];
  const decoder = new FrameDecoder({
    onFrame: (kind, payload) => seen.push({ kind, payload: Buffer.from(payload).toString('hex') }),
    ...(maximumBytes === undefined ? {} : { maximumBytes }),
  });
  return { decoder, seen };
}

const kinds = fc.constantFrom(...Object.entries(FRAME_KINDS));

test('PROTOCOL-6: any cut of the stream gives the same frames in order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(kinds, fc.uint8Array({ maxLength: 60 })), { maxLength: 12 }),
      fc.array(fc.nat(40), { maxLength: 40 }),
      (frames, cuts) => {
        const stream = Buffer.concat(
          frames.map(([[, number], payload]) => rawFrame(number, payload)),
        );
        const { decoder, seen } = collector();
        let from = 0;
        for (const cut of [...cuts, stream.length]) {
          const to = Math.min(stream.length, from + cut);
          expect(decoder.accept(stream.subarray(from, to))).toBeUndefined();
          from = to;
        }
        expect(seen).toEqual(
          frames.map(([[kind], payload]) => ({
            kind,
            payload: Buffer.from(payload).toString('hex'),
          })),
        );
      },
    ),
    { seed: 11, numRuns: 300 },
  );
});

test('PROTOCOL-6: a memory that was used for one unfinished frame is clean for the next', () => {
  const { decoder, seen } = collector();
  const stream = Buffer.concat([
    rawFrame(1, Buffer.alloc(9000, 1)),
    rawFrame(2, Buffer.alloc(0)),
    rawFrame(3, Buffer.alloc(300_000, 3)),
    rawFrame(4, Buffer.from([4, 4])),
  ]);
  for (let at = 0; at < stream.length; at += 7001) decoder.accept(stream.subarray(at, at + 7001));
  expect(seen.map(({ kind, payload }) => [kind, payload.length / 2, payload.slice(0, 2)])).toEqual([
    ['message', 9000, '01'],
    ['input', 0, ''],
    ['acknowledge', 300_000, '03'],
    ['deliver', 2, '04'],
  ]);
});

test('PROTOCOL-7: a frame that lies whole in a chunk is not copied', () => {
  const chunk = Buffer.concat([rawFrame(1, Buffer.from('ab')), rawFrame(5, Buffer.from('cd'))]);
  const memories: unknown[] = [];
  const decoder = new FrameDecoder({ onFrame: (_kind, payload) => memories.push(payload.buffer) });
  decoder.accept(chunk);
  expect(memories).toEqual([chunk.buffer, chunk.buffer]);
  expect(memories[0]).toBe(chunk.buffer);
  // A header that came before, and then the whole payload in one chunk: not copied either.
  decoder.accept(chunk.subarray(0, 5));
  decoder.accept(chunk.subarray(5));
  expect(memories[2]).toBe(chunk.buffer);
});

test('PROTOCOL-8: an oversized frame and an unknown kind are faults, after which nothing is handed on', () => {
  const good = rawFrame(1, Buffer.from('{}'));
  const { decoder, seen } = collector(10);
  const fault = decoder.accept(Buffer.concat([good, rawFrame(1, Buffer.alloc(11)), good]));
  expect(fault).toEqual({ kind: 'oversized', bytes: 11, maximumBytes: 10 });
  expect(decoder.accept(good)).toEqual(fault);
  expect(seen).toHaveLength(1);
  for (const number of [0, 10, 255]) {
    const other = collector();
    const unknown = other.decoder.accept(Buffer.concat([rawFrame(number, Buffer.alloc(3)), good]));
    expect(unknown).toEqual({ kind: 'unknown-kind', number });
    expect(other.seen).toEqual([]);
    expect(unknown === undefined ? '' : faultText(unknown)).toContain(`${number}`);
  }
});

test('PROTOCOL-8: a length at and beyond the bound is told from its header alone', () => {
  const header = Buffer.from([0, 0x10, 0, 1, 1]);
  expect(collector().decoder.accept(header)).toEqual({
    kind: 'oversized',
    bytes: MAXIMUM_FRAME_BYTES + 1,
    maximumBytes: MAXIMUM_FRAME_BYTES,
  });
  expect(collector().decoder.accept(Buffer.from([0, 0x10, 0, 0, 1]))).toBeUndefined();
  expect(collector().decoder.accept(Buffer.from([255, 255, 255, 255, 1]))).toMatchObject({
    bytes: 0xffffffff,
  });
});

test('PROTOCOL-8: a bound that is raised holds from the next frame on', () => {
  const { decoder, seen } = collector(4);
  expect(decoder.accept(rawFrame(1, Buffer.alloc(4)))).toBeUndefined();
  decoder.maximumBytes = 8;
  expect(decoder.accept(rawFrame(1, Buffer.alloc(8)))).toBeUndefined();
  expect(decoder.accept(rawFrame(1, Buffer.alloc(9)))).toMatchObject({ kind: 'oversized' });
  expect(seen).toHaveLength(2);
});

test('PROTOCOL-8: a reader that is stopped from within a frame hands on nothing more', () => {
  const seen: FrameKind[] = [];
  const decoder: FrameDecoder = new FrameDecoder({
    onFrame: (kind) => {
      seen.push(kind);
      decoder.stop();
    },
  });
  const frame = rawFrame(1, Buffer.from('{}'));
  decoder.accept(Buffer.concat([frame, frame]));
  decoder.accept(frame);
  expect(seen).toEqual(['message']);
});

test('PROTOCOL-9: garbage is never thrown at the reader’s owner, and what is handed on keeps the bound', () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 20 }),
      fc.nat(64),
      (chunks, maximumBytes) => {
        let given = 0;
        const decoder = new FrameDecoder({
          maximumBytes,
          onFrame: (_kind, payload) => {
            given += FRAME_HEADER_BYTES + payload.length;
            expect(payload.length).toBeLessThanOrEqual(maximumBytes);
          },
        });
        for (const chunk of chunks) decoder.accept(chunk);
        expect(given).toBeLessThanOrEqual(chunks.reduce((sum, { length }) => sum + length, 0));
      },
    ),
    { seed: 12, numRuns: 400 },
  );
});

test('PROTOCOL-9: an announced length costs no memory before its bytes have come', () => {
  const before = process.memoryUsage().arrayBuffers;
  const decoders = Array.from({ length: 200 }, () => {
    const { decoder } = collector();
    decoder.accept(Buffer.from([0, 0x10, 0, 0, 1, 0x7b]));
    return decoder;
  });
  const grown = process.memoryUsage().arrayBuffers - before;
  expect(decoders).toHaveLength(200);
  // 200 announced megabytes; a mebibyte of slack for whatever else happens meanwhile.
  expect(grown).toBeLessThan(200 * 8192 + (1 << 20));
});
