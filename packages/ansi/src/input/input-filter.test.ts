import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesOf,
  feed,
  feedAndSettle,
  makeFilter,
  SETTLED_MS,
  told,
  USUAL_KEYS,
} from './filter-harness.test-support.ts';
import type { InputEvent } from './input-event.ts';
import { ESCAPE_WAIT_MS, type InputFilter, SEQUENCE_WAIT_MS } from './input-filter.ts';
import { CSI_LIMIT_BYTES, SETTING_REPLY_LIMIT_BYTES } from './sequence-scan.ts';

/** Nothing of ours: no keys, no rows. */
function bareFilter(): InputFilter {
  return makeFilter({}, { geometry: { rows: 24, reservedRows: 0 } });
}

/** What a filter passes of `bytes` once every wait is over; later calls find it at rest again. */
function settledPasses(filter: InputFilter, bytes: Uint8Array, round: number): Uint8Array {
  const nowMs = round * SETTLED_MS;
  const events = [...filter.accept(bytes, nowMs), ...filter.expire(nowMs + SETTLED_MS - 1)];
  return passed(events);
}

/** Feeds chunks at one moment, then lets every wait pass. */
function run(filter: InputFilter, chunks: readonly Uint8Array[]): readonly InputEvent[] {
  const events = chunks.flatMap((chunk) => [...filter.accept(chunk, 0)]);
  return [...events, ...filter.expire(SETTLED_MS)];
}

function passed(events: readonly InputEvent[]): Uint8Array {
  return Uint8Array.from(
    events.flatMap((event) => (event.kind === 'pass' ? [...event.bytes] : [])),
  );
}

/** Material that hits the parser's corners more often than random bytes do. */
const FRAGMENTS = [
  ...['\x1b', '[', 'O', 'P', ']', '_', '\\', '200~', '201~', '\x1b[200~', '\x1b[201~', ';', ':'],
  ...['\x1bOQ', '\x1b[12~', '\x1b[[B', '\x1b[[', '\x1c', '\x12', 'a', '?', '\x1bx', '5u', '92;5u'],
  ...['\x1b[92;5:3u', '\x1b[27;5;92~', '\x1b[<0;3;24M', '\x1b[<0;3;2m', '\x1b[M', ' !8', '\x00'],
  ...['\x1b[8;24;80t', '\x1bP1$r1;24r\x1b\\', '\x1b]11;rgb:0/0/0\x07', '\x1b[24;1R', '\x1b[1;2R'],
  ...['\xc3', '\xa9', '\xf0\x9f', '\x98\x80', 'x'.repeat(70), '\x1b[I', '\x1b[57441;2u'],
];
const material = fc
  .array(
    fc.oneof(
      fc.constantFrom(...FRAGMENTS),
      fc.nat(255).map((code) => String.fromCharCode(code)),
    ),
    {
      maxLength: 14,
    },
  )
  .map((parts) => parts.join(''));

describe('passing', () => {
  test('ANSI-I1 every byte and every pair of bytes passes when nothing is bound', () => {
    const filter = bareFilter();
    for (let first = 0; first < 256; first += 1) {
      expect(passed(run(bareFilter(), [Uint8Array.of(first)]))).toEqual(Uint8Array.of(first));
      for (let second = 0; second < 256; second += 1) {
        const pair = Uint8Array.of(first, second);
        const out = settledPasses(filter, pair, first * 256 + second);
        if (out.length !== 2 || out[0] !== first || out[1] !== second) expect(out).toEqual(pair);
      }
    }
  });

  test('ANSI-I1 with hot keys, a byte or a pair is changed only where a hot key is in it', () => {
    const filter = makeFilter();
    const bound = ['\x1c', '\x12', '\x1bx'];
    for (let first = 0; first < 256; first += 1) {
      for (let second = 0; second < 256; second += 1) {
        const text = String.fromCharCode(first, second);
        const out = settledPasses(filter, bytesOf(text), first * 256 + second);
        const isUnchanged = out.length === 2 && out[0] === first && out[1] === second;
        // ESC with a control byte is Alt with it, and that is not bound.
        const hasKey = bound.some((key) => text.includes(key)) && !/^\x1b[\x1c\x12]/u.test(text);
        if (isUnchanged === hasKey) expect(JSON.stringify(text)).toBe('changed as its keys say');
      }
    }
  });

  test('ANSI-I1 random input passes whole when nothing is bound', () => {
    fc.assert(
      fc.property(material, (text) => {
        const bytes = bytesOf(text);
        expect(passed(run(bareFilter(), [bytes]))).toEqual(bytes);
      }),
      { seed: 1, numRuns: 2_000 },
    );
  });

  test('ANSI-I2 what is held is copied: the chunk may be used again, a Buffer too', () => {
    const filter = makeFilter();
    const chunk = Buffer.from('\x1b[1');
    filter.accept(chunk, 0);
    chunk.fill('x');
    expect(feed(filter, ';5A')).toEqual([JSON.stringify('\x1b[1;5A')]);
  });

  test('ANSI-I2 passed bytes are views of the chunk', () => {
    const chunk = bytesOf('some text \x1bOQ and \x1b[A more');
    const passes = makeFilter()
      .accept(chunk, 0)
      .filter((event) => event.kind === 'pass');
    expect(passes.map(({ bytes }) => bytes.buffer === chunk.buffer)).toEqual([true, true]);
  });

  test('ANSI-I3 every cut of every form gives the same', () => {
    for (const text of FRAGMENTS.map((fragment) => `a${fragment}b\x1bOQ\x1b[92;5uac`)) {
      const whole = told(run(makeFilter(), [bytesOf(text)]));
      for (let cut = 1; cut < text.length; cut += 1) {
        const parts = [bytesOf(text.slice(0, cut)), bytesOf(text.slice(cut))];
        expect([text, cut, told(run(makeFilter(), parts))]).toEqual([text, cut, whole]);
      }
    }
  });

  test('ANSI-I3 random input cut everywhere gives the same', () => {
    fc.assert(
      fc.property(material, fc.array(fc.nat(200), { maxLength: 6 }), (text, cuts) => {
        const bytes = bytesOf(text);
        const places = [...new Set(cuts.filter((cut) => cut < bytes.length))].sort((a, b) => a - b);
        const parts = [0, ...places].map((start, index) => bytes.subarray(start, places[index]));
        const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
        const whole = told(run(makeFilter(), [bytes]));
        expect(told(run(makeFilter(), parts))).toEqual(whole);
        expect(told(run(makeFilter(), single))).toEqual(whole);
      }),
      { seed: 2, numRuns: 1_500 },
    );
  });
});

describe('waiting', () => {
  test('ANSI-I4 a lone ESC is held for its wait and not longer', () => {
    const filter = makeFilter();
    expect(feed(filter, '\x1b', 1_000)).toEqual([]);
    expect(filter.deadlineMs()).toBe(1_000 + ESCAPE_WAIT_MS);
    expect(told(filter.expire(1_000 + ESCAPE_WAIT_MS - 1))).toEqual([]);
    expect(told(filter.expire(1_000 + ESCAPE_WAIT_MS))).toEqual(['"\\u001b"']);
    expect(filter.deadlineMs()).toBeUndefined();
  });

  test('ANSI-I4 input that comes after the wait finds the ESC gone', () => {
    const filter = makeFilter();
    feed(filter, '\x1b', 0);
    expect(feed(filter, 'OQ', ESCAPE_WAIT_MS)).toEqual(['"\\u001bOQ"']);
  });

  test('ANSI-I4 a cut reply is waited for longer than a key', () => {
    const filter = makeFilter();
    feed(filter, '\x1b[92;', 0);
    expect(filter.deadlineMs()).toBe(SEQUENCE_WAIT_MS);
    expect(feed(filter, '5u', SEQUENCE_WAIT_MS - 1)).toEqual(['leader waiting']);
  });

  test.each([
    '\x1b[',
    '\x1bO',
    '\x1bP',
    '\x1b]',
    '\x1b_',
    '\x1b\x1b',
    '\x1b\x1b[',
    '\x1b[1',
    '\x1b[M a',
  ])('ANSI-I4 %j is let go whole', (text) => {
    expect(feedAndSettle(makeFilter(), text)).toEqual([JSON.stringify(text)]);
  });

  test('ANSI-I4 Alt with an introducer can be a hot key', () => {
    expect(feedAndSettle(makeFilter({ open: 'Alt-[', other: 'Alt-O' }), '\x1b[')).toEqual([
      'open press',
    ]);
  });

  test.each(['[', 'O', 'P', ']', '_'])('ANSI-I4 Alt-%s before another key is that key', (key) => {
    const written = /[A-Z]/u.test(key) ? `Alt-Shift-${key}` : `Alt-${key}`;
    const filter = makeFilter({ open: written, record: 'Ctrl-R' });
    expect(feed(filter, `\x1b${key}\x12`)).toEqual(['open press', 'record press']);
  });

  test('ANSI-I5 a CSI without end is let through beyond its bound', () => {
    const filter = makeFilter();
    const long = `\x1b[${'1;'.repeat(CSI_LIMIT_BYTES)}`;
    expect(passed(filter.accept(bytesOf(long), 0)).length).toBe(long.length);
    expect(feed(filter, '92;5u\x12', 0)).toEqual(['"92;5u"', 'record press']);
  });

  test('ANSI-I5 a setting reply without end is let through beyond its bound', () => {
    const filter = makeFilter();
    const long = `\x1bP1$r${'1'.repeat(SETTING_REPLY_LIMIT_BYTES)}`;
    expect(passed(filter.accept(bytesOf(long), 0)).length).toBe(long.length);
  });

  test('ANSI-I5 string payloads are not searched, and end where no reply goes on', () => {
    const keys = { ...USUAL_KEYS, letter: 'Alt-y' };
    const title = '\x1b]l?a[12~\x07';
    expect(feed(makeFilter(keys), `\x1c${title}a`)).toEqual([
      'leader waiting',
      JSON.stringify(title),
      'leader ended',
      'auto press',
    ]);
    expect(feed(makeFilter(keys), '\x1bPhello\x12')).toEqual(['"\\u001bPhello"', 'record press']);
    expect(feed(makeFilter(keys), '\x1b_Gi=1;OK\x1bOQ')).toEqual([
      '"\\u001b_Gi=1;OK"',
      'talk press',
    ]);
  });
});

describe('rest', () => {
  test.each([
    ['an escape sequence', '\x1b[1', 100],
    ['a lone ESC', '\x1b', 10],
    ['a character', 'caf\xc3', 100],
    ['a character of four bytes', '\xf0\x9f\x98', 100],
    ['a string', '\x1b]11;rgb', 1_000],
    ['a wait for the leader', '\x1c', 2_000],
  ])('ANSI-I19 input is not at rest inside %s, and is %s', (_, text, restMs) => {
    for (const parts of [[text], [...text]]) {
      const filter = makeFilter();
      for (const part of parts) filter.accept(bytesOf(part), 0);
      filter.expire(restMs - 1);
      expect(filter.inputAtRest(restMs - 1)).toBe(false);
      filter.expire(restMs);
      expect(filter.inputAtRest(restMs)).toBe(true);
    }
  });

  test.each([
    'text',
    'caf\xc3\xa9',
    '\xf0\x9f\x98\x80',
    '\x1b[A',
    '\x1b[200~x\x1b[201~',
    '\x1b]x\x07',
  ])('ANSI-I19 input is at rest after %j', (text) => {
    const filter = makeFilter();
    expect(filter.inputAtRest(0)).toBe(true);
    filter.accept(bytesOf(text), 0);
    expect(filter.inputAtRest(0)).toBe(true);
  });

  test('ANSI-I19 the last input is what the person typed, not what the terminal said', () => {
    const filter = makeFilter();
    expect(filter.lastInputMs).toBeUndefined();
    feed(filter, 'a', 5);
    feed(filter, '\x1b[I\x1b[<35;1;1M\x1b]11;rgb:0/0/0\x07\x1bOQ', 9);
    expect(filter.lastInputMs).toBe(5);
    feed(filter, '\x1b[A', 12);
    expect(filter.lastInputMs).toBe(12);
  });
});
