import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CastReader, type RecordingError, readCast } from './index.ts';

const HEADER = '{"version":3,"term":{"cols":80,"rows":24}}';

function refusal(text: string): string {
  try {
    readCast(text);
  } catch (error) {
    const { code, message } = error as RecordingError; // what `readCast` throws
    return `${code}: ${message}`;
  }
  return 'none';
}

describe('reading a recording', () => {
  const text = [
    '{"version":3,"term":{"cols":100,"rows":30,"type":"xterm"},"timestamp":1700000000,"title":"A day","more":1}',
    '# a remark',
    '[0.5,"o","Grüße 🎙\\u001b[1m\\r\\n"]',
    '[0.000001,"m","turn started"]',
    '[1.25,"zz","whatever"]',
    '[0,"r","90x20"]',
    '',
  ].join('\n');

  test('RECORDING-4: it is read however its text is cut', () => {
    const whole = readCast(text);
    expect(whole.events.map(({ atMs, code }) => [atMs, code])).toEqual([
      [500, 'o'],
      [500.001, 'm'],
      [1750.001, 'zz'],
      [1750.001, 'r'],
    ]);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
        const reader = new CastReader();
        const places = [0, ...cuts.sort((one, other) => one - other), text.length];
        const events = places.flatMap((place, index) =>
          index === 0 ? [] : [...reader.push(text.slice(places[index - 1], place))],
        );
        const end = reader.end();
        expect([...events, ...end.events]).toEqual(whole.events);
        expect(end.torn).toBe(false);
      }),
    );
  });

  test('RECORDING-5: a torn last line is told, and all before it counts', () => {
    const last = '[1.5,"o","the last"]';
    for (let units = 1; units <= last.length; units += 1) {
      const read = readCast(`${HEADER}\n[1,"o","one"]\n${last.slice(0, units)}`);
      const isWhole = units === last.length;
      expect(read.events.map((event) => event.data)).toEqual(
        isWhole ? ['one', 'the last'] : ['one'],
      );
      expect(read.torn).toBe(!isWhole);
      expect(read.passedOver).toBe(0);
    }
  });

  test('RECORDING-6: one of version 2 tells its times from the start', () => {
    const read = readCast(
      '{"version": 2, "width": 80, "height": 24, "idle_time_limit": 2, "theme": {}}\n[0.2, "o", "a"]\n[1.5, "i", "x"]\n[1.4, "o", "b"]\n',
    );
    expect(read.header).toEqual({ version: 2, size: { columns: 80, rows: 24 }, idleLimitS: 2 });
    expect(read.events).toEqual([
      { atMs: 200, code: 'o', data: 'a' },
      { atMs: 1_500, code: 'i', data: 'x' },
      { atMs: 1_500, code: 'o', data: 'b' },
    ]);
  });

  test('RECORDING-6: what is broken in an optional member of the header is passed over', () => {
    const header =
      '{"version":3,"term":{"cols":80,"rows":24},"title":7,"codex_voice":{"format":99}}';
    expect(readCast(header).header).toEqual({ version: 3, size: { columns: 80, rows: 24 } });
  });

  test('RECORDING-7: lines that are no events are passed over and counted', () => {
    const broken = [
      'garbage',
      '[-1,"o","x"]',
      '[1e400,"o","x"]',
      '[99999999,"o","x"]',
      '[1,"o",{"no":"text"}]',
      '[1,"o"]',
      '["1","o","x"]',
      '{}',
    ];
    const read = readCast(`${[HEADER, ...broken, '[1,"o","good"]'].join('\n')}\n`);
    expect(read.events).toEqual([{ atMs: 1_000, code: 'o', data: 'good' }]);
    expect(read.passedOver).toBe(broken.length);
  });

  test('RECORDING-18: of another form of our codes its screen is known, and which form it is', () => {
    const facts = { format: 7, version: '9.1.0', agent: 'codex', session: 's', redacted: true };
    const header = { version: 3, term: { cols: 80, rows: 24 }, codex_voice: { ...facts, more: 1 } };
    const lines = [JSON.stringify(header), '[1,"o","x"]', '[0,"k","of its own"]'];
    const { header: read, events } = readCast(`${lines.join('\n')}\n`);
    expect(read.session).toEqual(facts);
    expect(events.map(({ code }) => code)).toEqual(['o', 'k']);
  });

  test('RECORDING-7: a line without an end is not kept for ever', () => {
    const reader = new CastReader();
    reader.push(`${HEADER}\n[1,"o","`);
    const part = 'x'.repeat(4 * 1024 * 1024);
    for (let count = 0; count < 9; count += 1) reader.push(part);
    expect(reader.push('"]\n[2,"o","next"]\n')).toEqual([{ atMs: 2_000, code: 'o', data: 'next' }]);
    expect(reader.end().passedOver).toBe(1);
  });

  test.each([
    ['', 'not-a-recording: it is empty'],
    ['#!/bin/sh\n', 'not-a-recording: its first line is no header of a recording'],
    [
      '{"version":1,"stdout":[]}',
      'unknown-version: it is of version 1 of the format: versions 2 and 3 can be read',
    ],
    ['{"version":3}', 'not-a-recording: its header tells no size of a screen'],
    [
      '{"version":3,"term":{"cols":1e9,"rows":1}}',
      'not-a-recording: its header tells no size of a screen',
    ],
    [
      '{"version":3,"term":{"cols":9999,"rows":9999}}',
      'not-a-recording: its header tells no size of a screen',
    ],
    [
      '{"version":2,"width":0,"height":24}',
      'not-a-recording: its header tells no size of a screen',
    ],
  ])('RECORDING-8: %j is refused with the reason', (text, said) => {
    expect(refusal(text)).toBe(said);
  });

  test('RECORDING-7, RECORDING-8: whatever the bytes, it is read or refused with a reason', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.boolean(), (junk, isBehind) => {
        const said = refusal(isBehind ? `${HEADER}\n${junk}` : junk);
        expect(said).toMatch(isBehind ? /^none$/u : /^(none|not-a-recording: |unknown-version: )/u);
      }),
      { numRuns: 50 },
    );
  });
});
