// What is drawn of a row is what stands in it: read back from the SVG it is the same characters in the same
// cells, in the same colours.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shapeOf } from './drawn-characters.ts';
import { Emulator } from './emulator.ts';
import { colourValue, hex, mixed, SCREEN } from './palette.ts';
import { CELL, Looks, rowMarks } from './row-marks.ts';

const COLUMNS = 40;

/** The first row of a terminal that was fed with `output`, as marks, and what its classes say. */
function drawn(output: string): { marks: string; text: string; ruleOf: (name: string) => string } {
  const terminal = new Emulator({ columns: COLUMNS, rows: 2, scrollbackLines: 0 });
  terminal.feed(output);
  const looks = new Looks();
  const marks = rowMarks(terminal.screenLooks()[0] ?? [], looks);
  const text = (terminal.screenLooks()[0] ?? [])
    .map((cell) => cell.text)
    .join('')
    .trimEnd();
  terminal.dispose();
  const ruleOf = (name: string): string =>
    new RegExp(`\\.${name}\\{([^}]*)\\}`, 'u').exec(looks.rules())?.[1] ?? '';
  return { marks, text, ruleOf };
}

interface Letter {
  readonly character: string;
  readonly column: number;
  readonly name: string;
}

/** The letters of the marks with their columns, from the places and lengths alone. */
function lettersOf(marks: string): Letter[] {
  return [
    ...marks.matchAll(/<text x="([\d.]+)"(?: textLength="(\d+)")? class="(\w+)">([^<]*)</gu),
  ].flatMap(([, x = '', length, name = '', escaped = '']) => {
    const text = escaped.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
    if (length === undefined) {
      // In the middle of one cell or of two.
      const middle = Number(x) / CELL.width;
      const column = Number.isInteger(middle) ? middle - 1 : Math.floor(middle);
      return [{ character: text, column, name }];
    }
    const each = Number(length) / characters.length;
    expect(each).toBe(CELL.width);
    return characters.map((character, at) => ({
      character,
      column: Number(x) / CELL.width + at,
      name,
    }));
  });
}

/** What a row of a terminal holds, a string a cell, by the width of each character. */
function cellsOf(text: string): Map<number, string> {
  const cells = new Map<number, string>();
  let column = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    cells.set(column, segment);
    column += /\p{Script=Han}/u.test(segment) ? 2 : 1;
  }
  return cells;
}

describe('a row', () => {
  test('read back has every character in its cell, whatever their looks', () => {
    const character = fc.constantFrom(...'aZ0 ~<>&"\u00e9\u00df·●✓›…⏎漢字─│╭█▁▇▏'.split(''));
    const look = fc.constantFrom(
      '0',
      '1',
      '2',
      '3',
      '4',
      '7',
      '31',
      '92',
      '38;5;208',
      '48;2;9;8;7',
      '0;7',
    );
    const piece = fc.tuple(look, fc.string({ unit: character, maxLength: 6 }));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 5 }), (pieces) => {
        const output = pieces.map(([sgr, text]) => `\u001b[${sgr}m${text}`).join('');
        const { marks, text } = drawn(output);
        const found = new Map(lettersOf(marks).map(({ column, character: one }) => [column, one]));
        for (const [column, one] of cellsOf(text)) {
          const place = { x: column * CELL.width, y: -CELL.baseline };
          const shape = shapeOf(one, place, CELL);
          if (shape !== undefined) expect(marks).toContain(shape.path);
          else expect([column, (found.get(column) ?? ' ').trim()]).toEqual([column, one.trim()]);
        }
      }),
    );
  });

  test('has the colours and attributes that the terminal shows', () => {
    const { marks, ruleOf } = drawn(
      '\u001b[1;38;2;255;0;128mA\u001b[0;48;5;21mB\u001b[0;3;4;9mC\u001b[0;7mD',
    );
    const [a, b, c, d] = lettersOf(marks).map(({ name }) => ruleOf(name));
    expect(a).toBe('fill:#ff0080;font-weight:700');
    expect(b).toBe(`fill:${hex(SCREEN.foreground)}`);
    expect(c).toBe(`fill:${hex(SCREEN.foreground)};font-style:italic;text-decoration:underline`);
    expect(d).toBe(`fill:${hex(SCREEN.background)}`);
    const grounds = [...marks.matchAll(/<path class="(\w+)" d="M(\d+) -15h(\d+)v20/gu)];
    expect(grounds.map(([, name = '', x, width]) => [ruleOf(name), x, width])).toEqual([
      ['fill:#00f', '9', '9'],
      [`fill:${hex(SCREEN.foreground)}`, '27', '9'],
    ]);
  });

  test('faint text has less of its colour', () => {
    const { marks, ruleOf } = drawn('\u001b[2mA');
    const faint = hex(mixed(SCREEN.foreground, SCREEN.background, 0.62));
    expect(ruleOf(lettersOf(marks)[0]?.name ?? '')).toBe(`fill:${faint}`);
  });

  test('leaves no blanks for a viewer to keep, and nothing of an empty row', () => {
    const { marks } = drawn('a  b c');
    expect([...marks.matchAll(/>([^<>]+)</gu)].map(([, text]) => text)).toEqual(['a', 'b c']);
    expect(drawn('   ').marks).toBe('');
    expect(drawn('').marks).toBe('');
  });
});

describe('shapes', () => {
  const cell = { width: 8, height: 16 };
  const path = (character: string) => shapeOf(character, { x: 8, y: 0 }, cell)?.path;

  test('meet the edges of their cells', () => {
    expect(path('─')).toBe('M8 8H16');
    expect(path('│')).toBe('M12 0V16');
    expect(path('┌')).toBe('M12 8H16M12 8V16');
    expect(path('┼')).toBe('M8 8H16M12 0V16');
    expect(path('╭')).toBe('M12 16V12Q12 8 16 8');
    expect(path('╯')).toBe('M12 0V4Q12 8 8 8');
    expect(path('█')).toBe('M8 0h8v16h-8z');
    expect(path('▁')).toBe('M8 14h8v2h-8z');
    expect(path('▀')).toBe('M8 0h8v8h-8z');
    expect(shapeOf('━', { x: 0, y: 0 }, cell)).toMatchObject({ weight: 'heavy' });
  });

  test('are not made of letters', () => {
    for (const letter of ['a', '·', '漢', '●', '']) expect(path(letter)).toBeUndefined();
  });
});

describe('the palette', () => {
  test.each([
    [16, '#000'],
    [21, '#00f'],
    [196, '#f00'],
    [208, '#ff8700'],
    [67, '#5f87af'],
    [231, '#fff'],
    [232, '#080808'],
    [255, '#eee'],
  ])('%i of 256 is %s', (index, colour) => {
    expect(hex(colourValue({ kind: 'palette', index }))).toBe(colour);
  });

  test('of sixteen all can be told from the ground', () => {
    for (let index = 0; index < 16; index += 1) {
      expect(colourValue({ kind: 'palette', index })).not.toBe(SCREEN.background);
    }
  });
});
