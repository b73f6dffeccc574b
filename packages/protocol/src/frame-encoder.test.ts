// What is written is read back, whatever its kind, size and order.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FrameKind, MAXIMUM_FRAME_BYTES } from './frame.ts';
import { FrameDecoder } from './frame-decoder.ts';
import { FrameEncoder } from './frame-encoder.ts';
import {
  readAcknowledge,
  readDeliver,
  readInput,
  readMessage,
  readOutput,
} from './frame-payload.ts';

function read(kind: FrameKind, payload: Uint8Array): unknown {
  switch (kind) {
    case 'message':
      return readMessage(payload);
    case 'input':
      return readInput(payload);
    case 'acknowledge':
      return readAcknowledge(payload);
    case 'deliver':
      return readDeliver(payload);
    case 'output':
      return readOutput(payload);
    case 'snapshot':
    case 'picture':
      return { kind: 'message', message: payload };
  }
}

interface Said {
  readonly kind: FrameKind;
  readonly message: unknown;
}

function readAll(bytes: Uint8Array): Said[] {
  const seen: Said[] = [];
  const decoder = new FrameDecoder({
    onFrame: (kind, payload) => {
      const parsed = read(kind, payload.slice());
      expect(parsed).toMatchObject({ kind: 'message' });
      const message: unknown = Object(parsed).message;
      seen.push({ kind, message });
    },
  });
  expect(decoder.accept(bytes)).toBeUndefined();
  return seen;
}

const bytes = fc.uint8Array({ maxLength: 40 });
const offset = fc.nat(Number.MAX_SAFE_INTEGER);
const state = fc.record(
  { atRest: fc.boolean(), insidePaste: fc.boolean(), report: fc.constant<true>(true) },
  { requiredKeys: ['atRest', 'insidePaste'] },
);
const header = fc.record({
  writeId: fc.string({ minLength: 1, maxLength: 40 }),
  facts: fc.record({ outputBytes: offset, inputBytes: offset }),
});

type Saying = (encoder: FrameEncoder) => Said;
const saying: fc.Arbitrary<Saying> = fc.oneof(
  fc.dictionary(fc.string(), fc.string()).map((value): Saying => {
    const message: unknown = JSON.parse(JSON.stringify(value));
    return (encoder) => {
      encoder.message(value);
      return { kind: 'message', message };
    };
  }),
  fc.tuple(bytes, state).map(([typed, after]): Saying => {
    return (encoder) => {
      encoder.input(typed, after);
      return { kind: 'input', message: { bytes: typed, state: after } };
    };
  }),
  offset.map((value): Saying => {
    return (encoder) => {
      encoder.acknowledge(value);
      return { kind: 'acknowledge', message: value };
    };
  }),
  fc.tuple(header, bytes).map(([value, given]): Saying => {
    return (encoder) => {
      encoder.deliver(value, given);
      return { kind: 'deliver', message: { header: value, bytes: given } };
    };
  }),
  fc.tuple(offset, fc.uint8Array({ minLength: 1, maxLength: 40 })).map(([at, given]): Saying => {
    return (encoder) => {
      encoder.output(at, given);
      return { kind: 'output', message: { offset: at, bytes: given } };
    };
  }),
  fc.uint8Array({ minLength: 1, maxLength: 40 }).map((given): Saying => {
    return (encoder) => {
      encoder.picture(given);
      return { kind: 'picture', message: given };
    };
  }),
);

test('PROTOCOL-12: what is said is read in the order said, whatever its kind', () => {
  fc.assert(
    fc.property(fc.array(saying, { maxLength: 12 }), (sayings) => {
      const encoder = new FrameEncoder();
      const said = sayings.map((say) => say(encoder));
      const pending = encoder.pendingBytes;
      const taken = encoder.take();
      expect(taken.length).toBe(pending);
      expect(encoder.pendingBytes).toBe(0);
      expect(readAll(taken)).toEqual(said);
    }),
    { seed: 13, numRuns: 300 },
  );
});

test('PROTOCOL-12: bytes are not looked at after the call', () => {
  const encoder = new FrameEncoder();
  const given = Uint8Array.of(1, 2, 3);
  encoder.output(5, given);
  given.fill(9);
  expect(readAll(encoder.take())).toEqual([
    { kind: 'output', message: { offset: 5, bytes: Uint8Array.of(1, 2, 3) } },
  ]);
});

test('PROTOCOL-12: memory that was given back is used again, and kept memory never', () => {
  const encoder = new FrameEncoder();
  encoder.snapshot(Uint8Array.of(1));
  const first = encoder.take();
  encoder.snapshot(Uint8Array.of(2));
  const second = encoder.take();
  expect(second.buffer).not.toBe(first.buffer);
  encoder.reuse(second);
  encoder.snapshot(Uint8Array.of(3));
  expect(encoder.take().buffer).toBe(second.buffer);
  encoder.snapshot(new Uint8Array(200_000));
  const burst = encoder.take();
  encoder.reuse(burst);
  encoder.snapshot(Uint8Array.of(4));
  expect(encoder.take().buffer).not.toBe(burst.buffer);
  expect(readAll(first)).toEqual([{ kind: 'snapshot', message: Uint8Array.of(1) }]);
});

test('PROTOCOL-12: memory that comes back while more is gathered does not overwrite it', () => {
  const encoder = new FrameEncoder();
  encoder.snapshot(Uint8Array.of(1));
  const first = encoder.take();
  encoder.snapshot(Uint8Array.of(2));
  encoder.reuse(first);
  encoder.snapshot(Uint8Array.of(3));
  expect(readAll(encoder.take()).map(({ message }) => message)).toEqual([
    Uint8Array.of(2),
    Uint8Array.of(3),
  ]);
});

test('PROTOCOL-11: output, snapshots and input longer than a frame leave in several', () => {
  const encoder = new FrameEncoder();
  const long = new Uint8Array(2 * MAXIMUM_FRAME_BYTES + 5).map((_, at) => at % 251);
  encoder.output(100, long);
  encoder.snapshot(long);
  encoder.input(long, { atRest: true, insidePaste: false });
  const frames: { kind: FrameKind; payload: Uint8Array }[] = [];
  const decoder = new FrameDecoder({
    onFrame: (kind, payload) => frames.push({ kind, payload: payload.slice() }),
  });
  expect(decoder.accept(encoder.take())).toBeUndefined();
  const of = (wanted: FrameKind): Uint8Array[] =>
    frames.filter(({ kind }) => kind === wanted).map(({ payload }) => payload);
  let next = 100;
  for (const payload of of('output')) {
    const parsed = readOutput(payload);
    if (parsed.kind === 'refused') throw new Error(parsed.reason);
    expect(parsed.message.offset).toBe(next);
    next += parsed.message.bytes.length;
  }
  expect(next - 100).toBe(long.length);
  expect(Buffer.concat(of('snapshot')).equals(long)).toBe(true);
  const inputs = of('input').map((payload) => readInput(payload));
  const rests = inputs.map((each) => each.kind === 'message' && each.message.state.atRest);
  expect(rests).toEqual([false, false, true]);
});

test('PROTOCOL-11: a message or a delivery longer than a frame throws and leaves nothing behind', () => {
  const encoder = new FrameEncoder();
  const facts = { outputBytes: 0, inputBytes: 0 };
  const long = new Uint8Array(MAXIMUM_FRAME_BYTES);
  expect(() => encoder.message({ text: 'x'.repeat(MAXIMUM_FRAME_BYTES) })).toThrow(RangeError);
  expect(() => encoder.deliver({ writeId: 'a', facts }, long)).toThrow(RangeError);
  expect(encoder.pendingBytes).toBe(0);
});

test('PROTOCOL-10: a payload that is not what its kind says is refused, never thrown', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (payload) => {
      for (const reader of [readMessage, readInput, readAcknowledge, readDeliver, readOutput]) {
        expect(['message', 'refused']).toContain(reader(payload).kind);
      }
    }),
    { seed: 14, numRuns: 500 },
  );
  const wrongOffsets = [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53];
  for (const wrong of wrongOffsets) {
    const payload = Buffer.alloc(8);
    payload.writeDoubleBE(wrong);
    expect(readAcknowledge(payload).kind).toBe('refused');
    expect(readOutput(payload).kind).toBe('refused');
  }
  expect(readInput(Buffer.alloc(0)).kind).toBe('refused');
  expect(readAcknowledge(Buffer.alloc(9)).kind).toBe('refused');
  expect(readDeliver(Buffer.from([0, 9, 0x7b, 0x7d])).kind).toBe('refused');
  expect(readDeliver(Buffer.from([0, 2, 0x7b, 0x7d])).kind).toBe('refused');
  expect(readMessage(Buffer.from([0x22, 0xff, 0x22])).kind).toBe('refused');
});
