// The scanner and the headless terminal's own parser agree on where a stream is at rest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { coreOf, openHeadlessTerminal } from './headless-core.ts';
import { SequenceScanner } from './sequence-scanner.ts';

const GROUND = 0;

function scannerBesideParser() {
  const core = coreOf(openHeadlessTerminal({ columns: 10, rows: 3 }));
  const parser = core._inputHandler._parser;
  return { core, parser, scanner: new SequenceScanner(parser._transitions.table) };
}

const pieces = fc.oneof(
  fc.constantFrom(
    '\u001b',
    '[',
    ']',
    'P',
    '\u001b\\',
    '\u0007',
    '\u0018',
    ';',
    '?',
    '2J',
    'm',
    'x',
  ),
  fc.constantFrom('\u009b', '\u0090', '\u009d', '\u009c', '\u0085', 'é', '日', '🦊', '…', '\ufeff'),
  fc.string({ maxLength: 4, unit: 'binary' }),
);

test('SHADOW-11: knows after every character whether the stream is at rest', () => {
  const property = fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
    const { core, parser, scanner } = scannerBesideParser();
    for (const character of parts.join('')) {
      const bytes = new TextEncoder().encode(character);
      core.writeSync(bytes);
      for (let at = 0; at < bytes.length; ) at = scanner.scan(bytes, at).end;
      expect(scanner.atRest).toBe(parser.currentState === GROUND);
    }
  });
  fc.assert(property, { numRuns: 300, seed: 1 });
});

test('SHADOW-11: bytes that are no characters bring it to no other state than the parser', () => {
  const property = fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
    const { core, parser, scanner } = scannerBesideParser();
    core.writeSync(bytes);
    for (let at = 0; at < bytes.length; ) at = scanner.scan(bytes, at).end;
    if (scanner.unfinishedCharacterBytes > 0) return;
    expect(scanner.atRest).toBe(parser.currentState === GROUND);
  });
  fc.assert(property, { numRuns: 300, seed: 1 });
});

test('SHADOW-11: a cut makes no difference to where the stream is at rest', () => {
  const text = new TextEncoder().encode('a\u001b[1;3mé\u001b]0;日\u0007b\u001bPq\u001b\\…');
  const rests = (cut: number) => {
    const { scanner } = scannerBesideParser();
    let last = 0;
    for (const [from, to] of [
      [0, cut],
      [cut, text.length],
    ] as const) {
      const part = text.subarray(from, to);
      for (let at = 0; at < part.length; ) {
        const { end, rest } = scanner.scan(part, at);
        if (rest >= 0) last = from + rest;
        at = end;
      }
    }
    return last;
  };
  for (let cut = 0; cut <= text.length; cut += 1) expect(rests(cut)).toBe(text.length);
});

test('SHADOW-30: stops at the end of each question', () => {
  const { scanner } = scannerBesideParser();
  const text = 'ab\u001b[6ncd\u001b[1m\u001b]11;?\u0007e\u001b]11;?\u001b\\f\u001b[?u';
  const bytes = new TextEncoder().encode(text);
  const ends: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const { end } = scanner.scan(bytes, at);
    ends.push(text.slice(at, end));
    at = end;
  }
  expect(ends).toEqual([
    'ab\u001b[6n',
    'cd\u001b[1m\u001b]11;?\u0007',
    'e\u001b]11;?\u001b\\',
    'f\u001b[?u',
  ]);
});
