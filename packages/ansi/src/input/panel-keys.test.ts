// Keys for panels: every form of the same key, text, pastes, and what is no key.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, makeFilter } from './filter-harness.test-support.ts';
import { PANEL_PASTE_LIMIT_BYTES, type PanelInput, PanelKeys } from './panel-keys.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

/** Keys by name, text in quotes, what goes to the child in angle brackets. */
function shown(inputs: readonly PanelInput[]): string[] {
  return inputs.map((input) => {
    if (input.kind === 'pass') return `<${String.fromCharCode(...input.bytes)}>`;
    return input.key.kind === 'text' ? JSON.stringify(input.key.text) : input.key.name;
  });
}

function keys(text: string): string[] {
  return shown(new PanelKeys('sgr').accept(utf8(text), 0));
}

/** Through the input filter, as bytes really come. */
function through(chunks: readonly Uint8Array[]): string[] {
  const filter = makeFilter({});
  const panel = new PanelKeys('sgr');
  const found: PanelInput[] = [];
  let nowMs = 0;
  const take = (events: ReturnType<typeof filter.accept>) => {
    for (const event of events) {
      if (event.kind === 'pass') found.push(...panel.accept(event.bytes, nowMs));
    }
  };
  for (const chunk of chunks) take(filter.accept(chunk, nowMs));
  nowMs = 1_000;
  take(filter.expire(nowMs));
  const joined: string[] = [];
  for (const one of shown(found)) {
    const last = joined.at(-1);
    // Text typed in two chunks, or a reply passed on in two, means the same as in one.
    if (one.startsWith('"') && last?.startsWith('"'))
      joined[joined.length - 1] = JSON.stringify(JSON.parse(last) + JSON.parse(one));
    else if (one.startsWith('<') && last?.startsWith('<'))
      joined[joined.length - 1] = `${last.slice(0, -1)}${one.slice(1)}`;
    else joined.push(one);
  }
  return joined;
}

describe('panel keys', () => {
  it.each([
    ['\x1b[A', 'Up'],
    ['\x1bOB', 'Down'],
    ['\x1b[1;5C', 'Ctrl-Right'],
    ['\x1b[1;1:2D', 'Left'],
    ['\x1b[57417u', 'Left'],
    ['\r', 'Enter'],
    ['\x1b[13u', 'Enter'],
    ['\x1b[27;5;13~', 'Ctrl-Enter'],
    ['\x1b', 'Escape'],
    ['\x1b[27u', 'Escape'],
    ['\t', 'Tab'],
    ['\x1b[Z', 'Shift-Tab'],
    ['\x1b[9;2u', 'Shift-Tab'],
    ['\x7f', 'Backspace'],
    ['\b', 'Backspace'],
    ['\x1b\x7f', 'Alt-Backspace'],
    ['\x1b[3~', 'Delete'],
    ['\x1b[H', 'Home'],
    ['\x1b[4~', 'End'],
    ['\x1b[5~', 'PageUp'],
    ['\x1b[6~', 'PageDown'],
    ['\x1bb', 'Alt-b'],
    ['\x17', 'Ctrl-w'],
    ['\x1b[119;5u', 'Ctrl-w'],
    ['\x1b[27;5;119~', 'Ctrl-w'],
    ['\n', 'Ctrl-j'],
    ['\x1b\x1b[A', 'Alt-Up'],
    ['\x1b[[A', 'F1'],
  ])('ANSI-I22: %j is %s', (bytes, name) => {
    expect(keys(bytes)).toEqual([name]);
  });

  it.each([
    ['abc', '"abc"'],
    ['é漢😀', '"é漢😀"'],
    ['A', '"A"'],
    ['\x1b[97u', '"a"'],
    ['\x1b[97:65;2u', '"A"'],
    ['\x1b[97;2u', '"A"'],
    ['\x1b[97;65u', '"a"'],
    ['\x1b[50;2;34u', '"\\""'],
    ['\x1b[233;;233u', '"é"'],
    ['\x1b[27;2;65~', '"A"'],
    ['\x1b[57400u', '"1"'],
  ])('ANSI-I22: %j types %s', (bytes, text) => {
    expect(keys(bytes)).toEqual([text]);
  });

  it.each(['\x1b[97;1:3u', '\x1b[57441;2u', '\x1b[<0;5;5M', '\x1b[32;5;5M', '\ufffd'])(
    'ANSI-I23: %j is nothing: releases, modifiers alone, the mouse, broken characters',
    (bytes) => {
      expect(keys(bytes)).toEqual([]);
    },
  );

  it.each([
    '\x1b[?62;4c',
    '\x1b[12;40R',
    '\x1b[1;2R',
    '\x1b[?2026;2$y',
    '\x1b[I',
    '\x1b[6;18;9t',
    '\x1bP1$r0m\x1b\\',
    '\x1b]11;rgb:0000/0000/0000\x1b\\',
    '\x1bP>|term 1\x1b\\',
  ])('ANSI-I23: %j is the terminal’s word and goes on to the child', (reply) => {
    expect(keys(`a${reply}b`)[0]).toBe('"a"');
    expect(keys(`a${reply}b`).at(-1)).toBe('"b"');
    expect(through([bytesOf(reply)])).toEqual([`<${reply}>`]);
  });

  it('ANSI-I24: a paste is one text, its line ends the same, and no key', () => {
    expect(keys('\x1b[200~one\r\ntwo\rthree\x1b[A\x00\x1b[201~x')).toEqual([
      JSON.stringify('one\ntwo\nthree[A'),
      '"x"',
    ]);
  });

  it('ANSI-I24: a paste too long is cut, and one without end is over when it is silent', () => {
    const panel = new PanelKeys('sgr');
    panel.accept(utf8('\x1b[200~'), 0);
    panel.accept(utf8('x'.repeat(PANEL_PASTE_LIMIT_BYTES * 2)), 0);
    const [cut] = panel.accept(utf8('\x1b[201~'), 0);
    expect(cut?.kind === 'key' && cut.key.kind === 'text' && cut.key.text.length).toBe(
      PANEL_PASTE_LIMIT_BYTES,
    );
    panel.accept(utf8('\x1b[200~lost'), 0);
    expect(shown(panel.accept(utf8('q'), 20_000))).toEqual(['"q"']);
  });

  it('ANSI-I25: behind the filter it does not matter where the bytes are cut', () => {
    const piece = fc.constantFrom(
      ...['a', 'é', '漢', '😀', '\r', '\x1b[A', '\x1bOB', '\x1b[97;5u', '\x1b[3~', '\x7f', '\x1bb'],
      ...['\x1b[?62c', '\x1b[200~p\nq\x1b[201~', '\x1b]11;rgb:0/0/0\x1b\\', '\x1b[<0;1;1M'],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 60 }),
        (pieces, cuts) => {
          const bytes = utf8(pieces.join(''));
          const chunks: Uint8Array[] = [];
          for (let at = 0, cut = 0; at < bytes.length; cut += 1) {
            const end = at + (cuts[cut % cuts.length] ?? 1);
            chunks.push(bytes.subarray(at, end));
            at = end;
          }
          expect(through(chunks)).toEqual(through([bytes]));
        },
      ),
      { numRuns: 400, seed: 7 },
    );
  });

  it('ANSI-I25: anything at all is read without failing', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 20 }), { maxLength: 6 }), (chunks) => {
        const panel = new PanelKeys('legacy');
        for (const chunk of chunks) panel.accept(chunk, 0);
      }),
      { numRuns: 500, seed: 7 },
    );
  });
});
