import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HIGH_WATER_BYTES, OrderedWriter, type RoomWaiter } from './ordered-writer.ts';

/** A descriptor that takes `room` bytes at a time, and waits that end when the test says so. */
function slowDevice(takesBytes: number) {
  const written: number[] = [];
  const waits: {
    next: Uint8Array;
    fruitless: number;
    ready: () => void;
    live: boolean;
    unwritten: number;
  }[] = [];
  const state = { room: 0, drains: 0, gone: false };
  const room: RoomWaiter = {
    takesBytes,
    wait: (request) => {
      const wait = { ...request, live: true, unwritten: 0 };
      waits.push(wait);
      return () => {
        wait.live = false;
        return wait.unwritten;
      };
    },
  };
  const writer = new OrderedWriter({
    attempt: (bytes) => {
      if (state.gone) return 'gone';
      const taken = Math.min(state.room, bytes.length);
      if (taken === 0) return 'full';
      state.room -= taken;
      written.push(...bytes.subarray(0, taken));
      return taken;
    },
    room,
    onDrain: () => {
      state.drains += 1;
    },
  });
  const makeRoom = (bytes: number) => {
    state.room = bytes;
    const wait = waits.at(-1);
    if (wait?.live !== true) return;
    wait.live = false;
    written.push(...wait.next);
    wait.ready();
  };
  return { writer, written, state, waits, makeRoom };
}

test.each([0, 1, 30])('PTY-10: order and count survive any pace, waits taking %i', (takes) => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.nat({ max: 60 })), { maxLength: 60 }),
      (steps) => {
        const { writer, written, makeRoom } = slowDevice(takes);
        const sent: number[] = [];
        for (const step of steps) {
          if (typeof step === 'number') makeRoom(step);
          else {
            // The caller may reuse its buffer as soon as `write` returns.
            const scratch = Buffer.from(step);
            writer.write(scratch);
            scratch.fill(0xee);
            sent.push(...step);
          }
        }
        for (let turn = 0; writer.pendingBytes > 0 && turn < 3000; turn += 1) makeRoom(7);
        expect(written).toEqual(sent);
      },
    ),
    { seed: 1, numRuns: 300 },
  );
});

test('PTY-11: above the high water mark write asks for a pause, and the drain ends it', () => {
  const { writer, written, state, makeRoom } = slowDevice(0);
  expect(writer.write(new Uint8Array(HIGH_WATER_BYTES))).toBe(true);
  expect(writer.write(new Uint8Array(1))).toBe(false);
  expect(writer.pendingBytes).toBe(HIGH_WATER_BYTES + 1);
  makeRoom(HIGH_WATER_BYTES);
  expect(state.drains).toBe(0);
  makeRoom(1);
  expect(state.drains).toBe(1);
  expect(written.length).toBe(HIGH_WATER_BYTES + 1);
});

test('PTY-12: a lost reader empties the queue, reports a drain and swallows what follows', () => {
  const { writer, state, makeRoom } = slowDevice(0);
  writer.write(new Uint8Array(100));
  state.gone = true;
  makeRoom(0);
  expect(writer.gone).toBe(true);
  expect(state.drains).toBe(1);
  expect(writer.write(new Uint8Array(HIGH_WATER_BYTES * 2))).toBe(true);
  expect(writer.pendingBytes).toBe(0);
});

test('PTY-13: waits without progress are counted, and progress starts the count anew', () => {
  const { writer, waits, makeRoom } = slowDevice(0);
  writer.write(new Uint8Array(10));
  makeRoom(0);
  makeRoom(0);
  makeRoom(4);
  makeRoom(0);
  expect(waits.map((wait) => wait.fruitless)).toEqual([0, 1, 2, 0, 1]);
});

test('PTY-23: a last pump writes what fits, without waiting, and cancels the wait', () => {
  const { writer, written, state, waits } = slowDevice(1);
  writer.write(Uint8Array.of(1, 2, 3));
  state.room = 1;
  expect(writer.pump()).toBe(false);
  expect(written).toEqual([2]);
  expect(waits[0]?.live).toBe(false);
});

test('PTY-23: what a wait was given and has not written goes out before the rest', () => {
  const { writer, written, state, waits } = slowDevice(4);
  writer.write(Uint8Array.of(1, 2, 3, 4, 5, 6));
  expect(writer.pendingBytes).toBe(6);
  const [wait] = waits;
  if (wait === undefined) throw new Error('no wait');
  // Two of its four are out.
  wait.unwritten = 2;
  state.room = 1;
  expect(writer.pump()).toBe(false);
  expect(written).toEqual([3]);
  expect(writer.pendingBytes).toBe(3);
  state.room = 10;
  expect(writer.pump()).toBe(true);
  expect(written).toEqual([3, 4, 5, 6]);
});

test('PTY-23 bug: after a stop on a terminal that took nothing what was kept stayed for ever, and what came later went before it', () => {
  const { writer, written, state, waits, makeRoom } = slowDevice(0);
  writer.write(Uint8Array.of(1, 2, 3));
  state.room = 1;
  expect(writer.pump()).toBe(false);
  state.room = 10;
  writer.write(Uint8Array.of(4));
  expect(written).toEqual([1]);
  writer.goOn();
  expect(waits.filter((wait) => wait.live)).toHaveLength(1);
  makeRoom(10);
  expect(written).toEqual([1, 2, 3, 4]);
});

test('PTY-23 bug: a drain that a last pump brought about was never told', () => {
  const { writer, state } = slowDevice(0);
  writer.write(Uint8Array.of(1, 2, 3));
  state.room = 10;
  expect(writer.pump()).toBe(true);
  expect(state.drains).toBe(0);
  writer.goOn();
  expect(state.drains).toBe(1);
});
