import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CastWriter,
  FULL_MARK,
  HEARD_CODES,
  NO_OUTPUT_MARK,
  readCast,
  SHOWN_CODES,
  sizeOf,
} from './index.ts';

const HEADER = {
  size: { columns: 80, rows: 24 },
  startedWallS: 1_700_000_000,
  session: { format: 1, version: '0.1.0', agent: 'codex', session: 'codex-k3fa', redacted: true },
} as const;

describe('writing a recording', () => {
  test('RECORDING-1: its header says what it is', () => {
    const line = new CastWriter().header(HEADER);
    expect(JSON.parse(line)).toEqual({
      version: 3,
      term: { cols: 80, rows: 24 },
      timestamp: 1_700_000_000,
      codex_voice: {
        format: 1,
        version: '0.1.0',
        agent: 'codex',
        session: 'codex-k3fa',
        redacted: true,
      },
    });
    expect(readCast(line).header).toEqual({ version: 3, ...HEADER });
  });

  test('RECORDING-2: what was written is read again, with its times and without a drift', () => {
    const event = fc.record({
      atMs: fc.double({ min: 0, max: 4_000_000, noNaN: true }),
      code: fc.constantFrom('o', 'm', 'k', 'd'),
      data: fc.string({ unit: 'grapheme' }),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        const inOrder = events.toSorted((one, other) => one.atMs - other.atMs);
        const writer = new CastWriter();
        const text = writer.header(HEADER) + inOrder.map((each) => writer.event(each)).join('');
        const read = readCast(text).events;
        expect(read.map(({ code, data }) => ({ code, data }))).toEqual(
          inOrder.map(({ code, data }) => ({ code, data })),
        );
        for (const [index, { atMs }] of read.entries()) {
          expect(Math.abs(atMs - (inOrder[index]?.atMs ?? 0))).toBeLessThanOrEqual(0.0006);
        }
        expect(writer.bytes).toBe(Buffer.byteLength(text));
      }),
    );
  });

  test('RECORDING-2: an event that is earlier than the last is as late as that', () => {
    const writer = new CastWriter();
    const text = [
      writer.header(HEADER),
      writer.event({ atMs: 20, code: 'o', data: 'a' }),
      writer.event({ atMs: 10, code: 'o', data: 'b' }),
      writer.event({ atMs: 30, code: 'o', data: 'c' }),
    ].join('');
    expect(readCast(text).events.map(({ atMs }) => atMs)).toEqual([20, 20, 30]);
  });

  test('RECORDING-3: there is no code for what is typed', () => {
    const codes: readonly string[] = [...SHOWN_CODES, ...HEARD_CODES];
    expect(codes).not.toContain('i');
    expect(new Set(codes).size).toBe(codes.length);
  });

  test('RECORDING-9: at the first bound output is left out, at the second all', () => {
    const writer = new CastWriter({ bounds: { outputBytes: 1_000, fileBytes: 2_000 } });
    const lines = [writer.header(HEADER)];
    for (let atMs = 1; atMs <= 40; atMs += 1) {
      lines.push(writer.event({ atMs, code: 'o', data: 'x'.repeat(50) }));
    }
    expect(writer.room).toBe('without-output');
    const outputs = lines.join('').split('\n').length;
    for (let atMs = 41; atMs <= 80; atMs += 1) {
      lines.push(writer.event({ atMs, code: 'd', data: 'y'.repeat(50) }));
    }
    expect(writer.room).toBe('full');
    const read = readCast(lines.join(''));
    expect(read.passedOver).toBe(0);
    const marks = read.events.filter(({ code }) => code === 'm').map(({ data }) => data);
    expect(marks).toEqual([NO_OUTPUT_MARK, FULL_MARK]);
    expect(read.events.at(-1)?.data).toBe(FULL_MARK);
    expect(read.events.filter(({ code }) => code === 'd').length).toBeGreaterThan(5);
    expect(outputs).toBeLessThan(40);
    expect(writer.bytes).toBeLessThan(2_300);
    expect(() => new CastWriter({ bounds: { outputBytes: 5, fileBytes: 4 } })).toThrow(RangeError);
  });

  test('RECORDING-8: a size is one that a screen can have', () => {
    expect(sizeOf('100x30')).toEqual({ columns: 100, rows: 30 });
    for (const none of ['0x10', '10001x1', '9999x9999', '10', '-1x5', '1.5x2', '']) {
      expect(sizeOf(none)).toBeUndefined();
    }
  });
});
