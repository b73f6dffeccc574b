import { TerminalCrashError } from '@codex-voice/pictures';
import { describe, expect, it, onTestFinished } from 'vitest';
import { compareTerminals } from './compare-terminals.ts';
import { rowText } from './terminal-cells.ts';
import { VirtualTerminal } from './virtual-terminal.ts';

function terminal(rows = 4, columns = 10): VirtualTerminal {
  const made = new VirtualTerminal({ columns, rows });
  onTestFinished(() => made.dispose());
  return made;
}

describe('a virtual terminal', () => {
  it('shows cells with their attributes', () => {
    const shown = terminal();
    shown.feed('\x1b[1;31;48;2;1;2;3mA\x1b[0;4:3mB\x1b[0m世{');
    expect(shown.snapshot().normal.rows[0]?.cells.slice(0, 6)).toEqual([
      'A{bold fg:1 bg:#66051}',
      'B{underline:3:-1}',
      '世{wide}',
      '',
      '{',
      '·',
    ]);
    expect(shown.snapshot().normal.rows.map(rowText)).toEqual(['AB世{', '', '', '']);
  });

  it('takes in more at once than the emulator does, whatever character stands where that cuts', () => {
    const family = '👨‍👩‍👧';
    for (let before = 0; before < 18; before += 1) {
      const shown = terminal(4, 80);
      shown.feed(`${'x'.repeat(131_072 - before)}${family} of one`);
      expect(shown.screenRows().at(-1)).toContain(`${family} of one`);
    }
  });

  it('takes in characters and sequences cut anywhere', () => {
    const shown = terminal();
    for (const byte of new TextEncoder().encode('é世–\x1b[3;2Hx')) shown.feed(Uint8Array.of(byte));
    expect(shown.screenRows()).toEqual(['é世–', '', ' x', '']);
  });

  it('tells a pending wrap from a cursor in the last column', () => {
    const shown = terminal();
    shown.feed('0123456789');
    expect(shown.cursor).toEqual({ column: 10, row: 0, pendingWrap: true });
    shown.feed('\x1b[1;10H');
    expect(shown.cursor).toEqual({ column: 9, row: 0, pendingWrap: false });
  });

  it('keeps what scrolled off, screens apart, and what it sent back', () => {
    const shown = terminal();
    shown.feed('1\r\n2\r\n3\r\n4\r\n5\r\n6\x1b[6n\x1b[?1049hother\x1b[c');
    expect(shown.scrollbackRows()).toEqual(['1', '2']);
    expect(shown.snapshot().active).toBe('alternate');
    expect(shown.snapshot().normal.rows.map(rowText)).toEqual(['3', '4', '5', '6']);
    expect(shown.takeReplies()).toBe('\x1b[4;2R\x1b[?1;2c');
    expect(shown.takeReplies()).toBe('');
  });

  it('answers a question without a trace in the log of replies', () => {
    const shown = terminal();
    shown.feed('\x1b[5n');
    expect(shown.ask('\x1b[6n')).toBe('\x1b[1;1R');
    expect(shown.replies).toBe('\x1b[0n');
  });

  it('reports modes, those of the cursor and of the mouse included', () => {
    const shown = terminal();
    shown.feed('\x1b[?25l\x1b[?1000;1006;2004h\x1b[4h');
    expect(shown.snapshot().modes).toMatchObject({
      '?25': '2',
      '?1006': '1',
      mouseTrackingMode: 'vt200',
      bracketedPasteMode: 'true',
      insertMode: 'true',
    });
  });

  it('gives every cell with its look, a wide one once', () => {
    const shown = terminal();
    shown.feed('\x1b[1;38;2;1;2;3ma\x1b[0;3;7;48;5;9m漢\x1b[0;8mx\x1b[0;4;9;2m·');
    const plain = { text: ' ', columns: 1, foreground: undefined, background: undefined };
    expect(shown.screenLooks()[0]?.slice(0, 5)).toEqual([
      { ...plain, text: 'a', foreground: { kind: 'rgb', value: 0x010203 }, attributes: ['bold'] },
      {
        ...plain,
        text: '漢',
        columns: 2,
        background: { kind: 'palette', index: 9 },
        attributes: ['italic', 'inverse'],
      },
      { ...plain, attributes: [] },
      { ...plain, text: '·', attributes: ['dim', 'underline', 'strike'] },
      { ...plain, attributes: [] },
    ]);
  });

  it('reports a stream on which the emulator fails, and is of no use after it', () => {
    const shown = terminal();
    expect(() => shown.feed('\x1b[999;999H\x1b[1J')).toThrow(TerminalCrashError);
    expect(shown.crash).toBeInstanceOf(TerminalCrashError);
    expect(() => shown.feed('x')).toThrow(TerminalCrashError);
    expect(() => shown.resize({ columns: 5, rows: 5 })).toThrow(TerminalCrashError);
  });
});

describe('the comparison of two terminals', () => {
  const differences = (left: string, right: string) => {
    const [one, other] = [terminal(4), terminal(5)];
    one.feed(left);
    other.feed(right);
    return compareTerminals(one, other);
  };

  it('finds nothing where only rows below the lower terminal differ', () => {
    expect(differences('same', 'same\x1b7\x1b[5;1Hown row\x1b8')).toEqual([]);
  });

  const cases: readonly (readonly [what: string, left: string, right: string, found: string])[] = [
    ['a character', 'abc', 'abd', 'normal row 0 column 2: c ≠ d in "abc" ≠ "abd"'],
    ['a colour', '\x1b[31ma', 'a', 'normal row 0 column 0: a{fg:1} ≠ a in "a" ≠ "a"'],
    ['the cursor', 'a', 'a\x1b[D', 'cursor: '],
    ['a mode', '', '\x1b[?25l', 'mode ?25: "1" ≠ "2"'],
    ['a reply', '\x1b[5n', '', 'replies: "\\u001b[0n" ≠ ""'],
    ['the screen in use', '', '\x1b[?1049h', 'active screen: "normal" ≠ "alternate"'],
    ['the title', '\x1b]2;a\x07', '', 'title: "a" ≠ ""'],
    ['a bell', '\x07', '', 'bells: 1 ≠ 0'],
    ['the scrollback', '\n\n\n\n', '\n\n\n\n\x1b[4;1H', 'normal scrollback lines: 1 ≠ 0'],
    ['a wrapped line', '0123456789a', '0123456789\r\na', 'normal row 1 wrapped: true ≠ false'],
  ];
  for (const [what, left, right, found] of cases) {
    it(`names ${what} that differs`, () => {
      expect(differences(left, right).join('\n')).toContain(found);
    });
  }

  it('spells out the first differences and counts the rest', () => {
    const [one, other] = [terminal(9), terminal(9)];
    one.feed('a\r\nb\r\nc\r\nd');
    const found = compareTerminals(one, other, { limit: 2 });
    expect(found).toHaveLength(3);
    expect(found[2]).toBe('… and 3 more differences');
  });
});
