import { describe, expect, test } from 'vitest';
import {
  type FoundSecret,
  highestStandIn,
  KNOWN_SECRETS,
  movedOffset,
  PictureRows,
  PictureWriter,
  Redactor,
  redacted,
  textsIn,
  withStandIns,
} from './index.ts';

/** Secrets of these tests: `S` and at least 15 letters and digits. */
const here = (text: string): readonly FoundSecret[] =>
  [...text.matchAll(/S[a-z0-9]{15,}/gu)].map(({ index, 0: found }) => ({
    kind: 'token',
    start: index,
    end: index + found.length,
  }));

/** Only where no letter stands before them. */
const apart = (text: string): readonly FoundSecret[] =>
  here(text).filter(({ start }) => !/\w/u.test(text[start - 1] ?? ''));

const ONE = `S${'a1b2c3d4'.repeat(3)}`;
const OTHER = `S${'z9y8x7w6'.repeat(3)}`;

async function cleaned(
  redactor: Redactor,
  ...texts: readonly string[]
): Promise<readonly string[]> {
  const placed = await redactor.look(texts);
  return texts.map((text, index) => withStandIns(text, placed[index] ?? []));
}

describe('taking secrets out of texts', () => {
  test('RECORDING-11: the same secret has the same stand-in everywhere', async () => {
    const redactor = new Redactor({ here });
    expect(await cleaned(redactor, `a ${ONE} b`, 'nothing', `${OTHER}, ${ONE}`)).toEqual([
      'a [redacted:token:1] b',
      'nothing',
      '[redacted:token:2], [redacted:token:1]',
    ]);
    expect(await cleaned(redactor, `again "${OTHER}"`)).toEqual(['again "[redacted:token:2]"']);
  });

  test('RECORDING-11: what is found among many texts stands in each of them', async () => {
    const among = async (text: string): Promise<readonly FoundSecret[]> => {
      const start = text.indexOf('hunter2000');
      return start < 0 ? [] : [{ kind: 'login', start, end: start + 'hunter2000'.length }];
    };
    const redactor = new Redactor({ here: () => [], among });
    expect(await cleaned(redactor, 'first', 'pass hunter2000', 'later: hunter2000.')).toEqual([
      'first',
      'pass [redacted:login:1]',
      'later: [redacted:login:1]',
    ]);
  });

  test('RECORDING-11: numbers go on behind those that a file has already', async () => {
    const first = highestStandIn('[redacted:key:7] and [redacted:private key:12]') + 1;
    expect(await cleaned(new Redactor({ here }, first), ONE)).toEqual(['[redacted:token:13]']);
  });

  test('RECORDING-12: the beginning of one that is known is it, too', async () => {
    const redactor = new Redactor({ here });
    await redactor.look([ONE]);
    for (let units = 8; units <= ONE.length; units += 1) {
      expect(await cleaned(redactor, `typed: ${ONE.slice(0, units)}`)).toEqual([
        'typed: [redacted:token:1]',
      ]);
    }
    expect(await cleaned(redactor, `xx${ONE.slice(0, 9)} ${ONE.slice(0, 4)}`)).toEqual([
      `xx${ONE.slice(0, 9)} ${ONE.slice(0, 4)}`,
    ]);
  });

  test('RECORDING-15: one whose rows are joined by line ends, indented or in a box', async () => {
    const [head, tail] = [`the keys are: ${ONE.slice(0, 9)}`, ONE.slice(9)];
    for (const between of ['\n', '\n    ', ' │\n│  ']) {
      const text = `first\n${head}${between}${tail} and on`;
      expect(await cleaned(new Redactor({ here }), text, ONE)).toEqual([
        'first\nthe keys are: [redacted:token:1] and on',
        '[redacted:token:1]',
      ]);
    }
    const before = `please use this token\n${ONE.slice(0, 20)}\n${ONE.slice(20)}`;
    expect(await cleaned(new Redactor({ here: apart }), before)).toEqual([
      'please use this token\n[redacted:token:1]',
    ]);
    const rows = `${'x'.repeat(12)} ${ONE.slice(0, 8)}\n${OTHER.slice(1, 22)}\n${ONE.slice(8)}`;
    expect(await cleaned(new Redactor({ here }), rows)).toEqual([
      `${'x'.repeat(12)} [redacted:token:1]`,
    ]);
  });

  test('RECORDING-15: rows that are no wrapped word stay', async () => {
    for (const text of [
      `key=${ONE}\nexport it`,
      `key=${ONE}\nNODE_VERSION=22`,
      `key=${ONE}\nmaria@box:~/src$ ls`,
    ])
      expect(await cleaned(new Redactor({ here }), text)).toEqual([
        text.replace(ONE, '[redacted:token:1]'),
      ]);
    const list = ['Sa1b2', 'c3d4e', 'f5g6h', 'i7j8k'].join('\n');
    expect(await cleaned(new Redactor({ here }), list)).toEqual([list]);
  });

  test('RECORDING-16: the rest of a known one at the start of a row, when its beginning is gone', async () => {
    const redactor = new Redactor({ here });
    await redactor.look([ONE]);
    expect(await cleaned(redactor, `${ONE.slice(12)} end`, `│ ${ONE.slice(-9)} │`)).toEqual([
      '[redacted:token:1] end',
      '│ [redacted:token:1] │',
    ]);
    expect(await cleaned(redactor, ONE.slice(-7))).toEqual([ONE.slice(-7)]);
  });

  test('RECORDING-11: names, ids and times stay, and a cursor moves with its text', async () => {
    const value = {
      at: 12.5,
      is: 'event',
      promptId: ONE,
      event: {
        type: ONE,
        screen: { kind: 'composer', text: `set ${ONE} now`, cursorOffset: 4 + ONE.length + 4 },
        entries: [{ id: ONE, text: ONE }],
      },
    };
    const redactor = new Redactor({ here });
    const placed = await redactor.look(textsIn(value));
    expect(redacted(value, placed)).toEqual({
      at: 12.5,
      is: 'event',
      promptId: ONE,
      event: {
        type: ONE,
        screen: { kind: 'composer', text: 'set [redacted:token:1] now', cursorOffset: 26 },
        entries: [{ id: ONE, text: '[redacted:token:1]' }],
      },
    });
    expect(movedOffset(6, placed[0] ?? [])).toBe('set [redacted:token:1]'.length);
  });

  test('RECORDING-17: the words of a command, and a setting by its name, are looked at together', async () => {
    /** What stands behind `--key` or `key=`, in quotes or not. */
    const named = (text: string): readonly FoundSecret[] =>
      [...text.matchAll(/(?<=--key |key=)(?:"[^"]*"|\S+)/gu)].map(({ index, 0: found }) => ({
        kind: 'token',
        start: index,
        end: index + found.length,
      }));
    const redactor = new Redactor({ here: named });
    const clean = async (value: unknown): Promise<unknown> =>
      redacted(value, await redactor.look(textsIn(value)));
    expect(await clean({ args: ['run', '--key', 'a', '-v', 'a'] })).toEqual({
      args: ['run', '--key', '[redacted:token:1]', '-v', 'a'],
    });
    expect(await clean([['--key', 'two words'], { key: 'b', note: '--key c' }])).toEqual([
      ['--key', '[redacted:token:2]'],
      { key: '[redacted:token:3]', note: '--key [redacted:token:4]' },
    ]);
    for (const value of [
      ['key', 'a'],
      ['--key', 7, 'a'],
    ])
      expect(await clean(value)).toEqual(value);
    // One word of several lines, or one that is no text, hides none of the others.
    expect(await clean(['-m', 'one\ntwo', '--port', 80, null, {}, '--key', 'e'])).toEqual([
      ...['-m', 'one\ntwo', '--port', 80, null, {}, '--key'],
      '[redacted:token:5]',
    ]);
    expect(await clean([['--key', 'f\ng'], { key: 'h\ni', 'key\n': 'j' }])).toEqual([
      ['--key', '[redacted:token:6]'],
      { key: '[redacted:token:7]', 'key\n': 'j' },
    ]);
  });

  test('RECORDING-17: a long list is looked at in parts, of which none hides another, and each option has its words', async () => {
    const named = (text: string): readonly FoundSecret[] =>
      [...text.matchAll(/(?<=--key )\S+/gu)].map(({ index, 0: found }) => ({
        kind: 'token',
        start: index,
        end: index + found.length,
      }));
    const clean = async (value: readonly string[]): Promise<unknown> =>
      redacted(value, await new Redactor({ here: named }).look(textsIn(value)));
    const words = (count: number): readonly string[] => Array.from({ length: count }, () => 'w');
    for (const before of [0, 238, 239, 240, 254, 255, 256, 257, 600]) {
      expect(await clean([...words(before), '--key', 'd', ...words(255)])).toEqual([
        ...[...words(before), '--key', '[redacted:token:1]', ...words(255)],
      ]);
    }
    const long = 'x'.repeat(20_000);
    expect(await clean(['-m', long, '--key', 'e', long])).toEqual([
      ...['-m', long, '--key', '[redacted:token:1]', long],
    ]);
    expect(await clean(['--key', long, 'f'])).toEqual(['--key', long, 'f']);
  });

  test('RECORDING-14: of too many the first are forgotten', async () => {
    const redactor = new Redactor({ here });
    const secret = (number: number): string =>
      `S${'k'.repeat(10)}${String(number).padStart(9, '0')}`;
    for (let number = 0; number <= KNOWN_SECRETS; number += 512) {
      await redactor.look(Array.from({ length: 512 }, (_, index) => secret(number + index)));
    }
    const [again] = await cleaned(redactor, secret(0));
    expect(again).toMatch(/^\[redacted:token:\d+\]$/u);
  });
});

describe('taking secrets off a screen', () => {
  const FIRST = '\u001b[?2026h\u001b[?25l\u001b[m\u001b[r\u001b[?6l\u001b[H\u001b[J';
  const END = '\u001b[2;3H\u001b[?25h\u001b[?2026l';

  async function written(rows: PictureRows, writer = new PictureWriter()): Promise<string> {
    const shown = rows.takeShown();
    const [placed = []] = await new Redactor({ here }).look([shown.text]);
    return writer.write(shown, placed);
  }

  test('RECORDING-13: between colours, and cut at every byte', async () => {
    const coloured = [...ONE].map((letter) => `\u001b[31m${letter}`).join('');
    const picture = `${FIRST}\u001b[1;1H\u001b[Kkey ${coloured}\u001b[m end\u001b[2;1H\u001b[K$ ${END}`;
    for (let cut = 0; cut <= picture.length; cut += 1) {
      const rows = new PictureRows(60);
      rows.accept(picture.slice(0, cut));
      rows.accept(picture.slice(cut));
      const out = await written(rows);
      const plain = out.replaceAll('\u001b[31m', '');
      expect(plain).toContain(`key [redacted:token:1]${'*'.repeat(ONE.length - 18)}\u001b[m end`);
      expect(plain).toContain(END);
    }
  });

  test('RECORDING-13: where it goes on in the next row', async () => {
    const rows = new PictureRows(20);
    const [one, two] = [`keys: ${ONE.slice(0, 14)}`, ONE.slice(14)];
    rows.accept(`${FIRST}\u001b[1;1H\u001b[K${one}\u001b[2;1H\u001b[K${two} x${END}`);
    const out = await written(rows);
    expect(out).toContain('keys: [redacted:tok');
    expect(out).not.toContain(two);
    expect(out).toContain(' x');
  });

  test('RECORDING-15: where an agent wrapped it with an indent, in a box', async () => {
    const rows = new PictureRows(60);
    const [one, two] = [`│ the keys are: ${ONE.slice(0, 9)} │`, `│   ${ONE.slice(9)}      │`];
    rows.accept(`${FIRST}\u001b[1;1H\u001b[K${one}\u001b[2;1H\u001b[K${two}${END}`);
    const out = await written(rows);
    expect(out).not.toContain(ONE.slice(0, 9));
    expect(out).not.toContain(ONE.slice(-8));
    expect(out).toMatch(/│ the keys are: \[redacted │\u001b\[2;1H\u001b\[K│ {3}\S{16} {6}│/u);
  });

  test('RECORDING-13: only what has changed is written, and all of it after a whole picture', async () => {
    const rows = new PictureRows(20);
    rows.accept(`${FIRST}\u001b[1;1H\u001b[Kone\u001b[2;1H\u001b[Ktwo${END}`);
    const writer = new PictureWriter();
    expect(await written(rows, writer)).toBe(
      `${FIRST}\u001b[1;1H\u001b[Kone\u001b[2;1H\u001b[Ktwo${END}`,
    );
    const change = `\u001b[?2026h\u001b[?25l\u001b[2;1H\u001b[Kthree${END}`;
    expect(rows.accept(change.repeat(2))).toBe(2);
    expect(await written(rows, writer)).toBe(change);
    expect(rows.accept('\u001b[?2026h\u001b[?25l')).toBe(0);
  });
});
