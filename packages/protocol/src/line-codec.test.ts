// The codec is held to: any cut of the stream gives the same messages, and garbage costs only itself.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeLine, LineDecoder, MAXIMUM_LINE_BYTES } from './line-codec.ts';

test('PROTOCOL-1: any cut of the stream gives the same messages', () => {
  fc.assert(
    fc.property(
      fc.array(fc.dictionary(fc.string(), fc.jsonValue()), { maxLength: 8 }),
      fc.array(fc.nat(200), { maxLength: 12 }),
      (messages, cuts) => {
        const stream = Buffer.concat(messages.map((message) => encodeLine(message)));
        const decoder = new LineDecoder();
        const seen: unknown[] = [];
        let from = 0;
        for (const cut of [...cuts, stream.length]) {
          const to = Math.min(stream.length, from + cut);
          for (const line of decoder.accept(stream.subarray(from, to))) {
            if (line.kind === 'value') seen.push(line.value);
          }
          from = to;
        }
        const expected: unknown[] = JSON.parse(JSON.stringify(messages));
        expect(seen).toEqual(expected);
      },
    ),
    { seed: 7, numRuns: 200 },
  );
});

test('PROTOCOL-2: a line that is no JSON is reported and the next one is read', () => {
  const decoder = new LineDecoder();
  const lines = decoder.accept(Buffer.from('}{\n{"a":1}\n'));
  expect(lines).toEqual([
    { kind: 'bad', reason: 'not-json' },
    { kind: 'value', value: { a: 1 } },
  ]);
});

test('PROTOCOL-3: a line beyond the bound is dropped whole, in bounded memory, and reported', () => {
  const decoder = new LineDecoder();
  const flood = Buffer.alloc(MAXIMUM_LINE_BYTES, 0x61);
  expect(decoder.accept(flood)).toEqual([]);
  expect(decoder.accept(flood)).toEqual([]);
  expect(decoder.accept(Buffer.from('\n{"b":2}\n'))).toEqual([
    { kind: 'bad', reason: 'too-long' },
    { kind: 'value', value: { b: 2 } },
  ]);
});
