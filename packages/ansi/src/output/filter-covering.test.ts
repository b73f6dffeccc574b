// Panels over the child's rows: drawn, redrawn, taken away, and nothing of it left.
import { sized } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, FilterRig, played, type RigSize, textOf } from './filter-rig.test-support.ts';
import { PassthroughFilter } from './passthrough-filter.ts';
import { splitScreenRows } from './screen-rows.ts';
import { everydayPieces, programPieces } from './stream-grammar.test-support.ts';

const RUNS = Number(process.env.FILTER_RUNS ?? sized({ usual: 100, full: 250 }));
const SEED = Number(process.env.FILTER_SEED ?? 4711);

/** Below this the runs would say little. */
const LEAST_COVERS = 2;

const SIZE = { columns: 20, rows: 6, reservedRows: 1 };
const PANEL = { text: 'panel', top: 0 };

const rigSize: fc.Arbitrary<RigSize> = fc.record({
  columns: fc.integer({ min: 2, max: 14 }),
  rows: fc.integer({ min: 3, max: 9 }),
  reservedRows: fc.integer({ min: 0, max: 2 }),
});
const panelTops = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: 1, maxLength: 4 });

function filter(): PassthroughFilter {
  const made = new PassthroughFilter(SIZE);
  made.start({ row: 0, column: 0 });
  return made;
}

describe('covering', () => {
  it.each([
    ['anything', programPieces],
    ['everyday', everydayPieces],
  ] as const)('ANSI-O40: %s: panels come and go without a trace', (_, arbitrary) => {
    let covers = 0;
    fc.assert(
      fc.property(rigSize, panelTops, arbitrary, (size, tops, pieces) => {
        const result = played(size, pieces, tops);
        covers += result.covers;
        const texts = pieces.map((piece) => JSON.stringify(textOf([piece]))).join(', ');
        if (result.faults.length === 0) return;
        throw new Error(`${JSON.stringify({ size, tops })}\n${texts}\n${result.faults.join('\n')}`);
      }),
      { numRuns: RUNS, seed: SEED },
    );
    expect(covers).toBeGreaterThan(RUNS * LEAST_COVERS);
  });

  it.each([
    'plain',
    '\x1b[1;4:3;38;2;1;2;3;48;5;9mstyled',
    '\x1b[?6h\x1b[2;4r\x1b[2;2Hin origin mode',
    '\x1b[?25lhidden',
    '\x1b(0qqq\x0e',
    '\x1b[?7lwithout wrap',
    '\x1b[4hinserting\r',
    'x'.repeat(20),
    `\x1b[31m${'x'.repeat(50)}\x1b[32m`,
    `${'y'.repeat(90)}\r\nafter`,
    `${'a'.repeat(45)}\x1b[2;2r\x1b[4;4H`,
    `${'a'.repeat(45)}\x1b[1;2r\x1b[4;4H`,
    '漢'.repeat(25),
    `${'a'.repeat(19)}漢字`,
    `main\r\n${'m'.repeat(30)}\x1b[?1049h\x1b[2;3Halternate${'z'.repeat(30)}`,
    '\x1b[44mblue\x1b[K\x1b[m\r\n\x1b[2;5r',
  ])('ANSI-O40: a panel over %j leaves no trace', (text) => {
    for (const top of [0, 1, 3]) {
      const rig = new FilterRig(SIZE);
      rig.feed(text);
      rig.coverAndUncover({ ...PANEL, top });
      expect(rig.covers).toBe(1);
      rig.feed('e\u0301 and on\r\n and on');
      rig.coverAndUncover({ ...PANEL, top });
      rig.feed('\x1b[5;1H\n\n');
      expect(rig.faults()).toEqual([]);
      rig.dispose();
    }
  });

  it.each([
    ['e', '\u0301'],
    ['x'.repeat(20), '\x1b[3b'],
  ])('ANSI-O40: %j then a panel then %j is as if there had been no panel', (before, after) => {
    expect(played(SIZE, [before, after], [0]).faults).toEqual([]);
  });

  it('ANSI-O41: the panel is what is seen, the cursor hidden at the child’s place, our rows paintable', () => {
    const rig = new FilterRig(SIZE);
    rig.feed(`one\r\n${'x'.repeat(20)}`);
    const cover = (text: string) => [{ row: 1, bytes: bytesOf(text) }];
    rig.outer.feed(rig.filter.cover(cover('\x1b[1mpanel 漢\x1b[m')));
    rig.outer.feed(rig.filter.paint([bytesOf('hud')]));
    expect(rig.filter.covered).toBe(true);
    expect(rig.outer.screenRows()).toEqual(['one', 'panel 漢', '', '', '', 'hud']);
    expect(rig.outer.cursor).toEqual({ row: 1, column: 19, pendingWrap: false });
    expect(rig.outer.snapshot().modes['?25']).toBe('2');
    rig.outer.feed(rig.filter.cover(cover('second')));
    expect(rig.outer.screenRows()[1]).toBe('second');
    rig.outer.feed(rig.filter.uncover([]));
    expect(rig.filter.covered).toBe(false);
    expect(rig.outer.snapshot().modes['?25']).toBe('1');
    expect(rig.outer.cursor).toEqual({ row: 1, column: 20, pendingWrap: true });
    expect(rig.filter.uncover([])).toEqual(new Uint8Array(0));
    rig.dispose();
  });

  it.each(['\x1b[?2026h', '\x1b]0;title', '😀', '\x1b[99m'])(
    'ANSI-O42: covering is refused where painting is, as after %j',
    (text) => {
      const subject = filter();
      subject.write(bytesOf(text));
      expect(subject.coverBlock).toBe(subject.paintBlock);
      expect(() => subject.cover([])).toThrow(RangeError);
    },
  );

  it('ANSI-O42: without rows of ours covering is possible once the position is known', () => {
    const subject = new PassthroughFilter({ columns: 20, rows: 6, reservedRows: 0 });
    subject.start();
    expect([subject.paintBlock, subject.coverBlock]).toEqual(['no-rows', 'position']);
    expect(subject.positionQuery()).toBeUndefined();
    expect(textOf([subject.positionQuery('cover') ?? bytesOf('')])).toBe('\x1b[6n');
    expect(subject.positionReport({ row: 3, column: 2 })).toEqual(new Uint8Array(0));
    expect(subject.coverBlock).toBeUndefined();
    expect(textOf([subject.cover([{ row: 5, bytes: bytesOf('last') }])])).toContain('last');
    expect(subject.positionQuery('cover')).toBeUndefined();
    for (const row of [-1, 6, 1.5]) {
      expect(() => subject.cover([{ row, bytes: bytesOf('') }])).toThrow(RangeError);
    }
  });

  it('ANSI-O43: the child’s next byte, a resize and the end uncover by themselves', () => {
    const show = (text: string) => text.includes('\x1b[?25h');
    const covered = () => {
      const subject = filter();
      subject.write(bytesOf('ab'));
      subject.cover([{ row: 0, bytes: bytesOf('panel') }]);
      return subject;
    };
    const writing = covered();
    expect(textOf(writing.write(bytesOf('c')))).toMatch(/\x1b\[\?25h.*bc$/su);
    expect(writing.covered).toBe(false);
    expect(show(textOf(covered().flush()))).toBe(true);
    expect(show(textOf([covered().finish()]))).toBe(true);
    for (const geometry of [
      { ...SIZE, columns: 30 },
      { ...SIZE, reservedRows: 2 },
    ]) {
      const resized = covered();
      expect(show(textOf([resized.resize(geometry).bytes]))).toBe(true);
      expect(resized.covered).toBe(false);
    }
  });

  it('ANSI-O44: rows are cut apart at LF, and at VT where the line goes on', () => {
    expect(splitScreenRows(bytesOf('a\x0bb\nc'))).toEqual([
      { row: 0, bytes: bytesOf('a'), goesOn: true },
      { row: 1, bytes: bytesOf('b') },
      { row: 2, bytes: bytesOf('c') },
    ]);
  });

  it('ANSI-O44: cells that are moved over stay erased, coloured ones come back, and lines go on', () => {
    const rig = new FilterRig(SIZE);
    rig.feed(`${'a'.repeat(20)} \x1b[Db\r\x1b[X\x1b[3Cc`);
    rig.feed('\x1b[4;1H\x1b[44m\x1b[K\x1b[m\x1b[5;1H');
    const rows = ['a'.repeat(20), '\x1b[3Cc', '', '\x1b[44m\x1b[20X\x1b[m', ''];
    rig.outer.feed(
      rig.filter.cover(rows.map((_, row) => ({ row, bytes: bytesOf('x'.repeat(20)) }))),
    );
    const own = rows.map((text, row) => ({ row, bytes: bytesOf(text) }));
    const [first, ...rest] = own;
    if (first === undefined) throw new Error('no row');
    rig.outer.feed(rig.filter.uncover([{ ...first, goesOn: true }, ...rest]));
    expect(rig.faults()).toEqual([]);
    expect(
      rig.outer
        .snapshot()
        .normal.rows.map(({ wrapped }) => wrapped)
        .indexOf(true),
    ).toBe(1);
    rig.dispose();
  });

  it('ANSI-O44: links in a row take no cells, and end with it', () => {
    const link = '\x1b]8;;http://x\x1b\\';
    const end = '\x1b]8;;\x1b\\';
    const subject = filter();
    subject.cover([]);
    const first = bytesOf(`${link}${'a'.repeat(20)}${end}`);
    const rows = [
      { row: 0, bytes: first, goesOn: true },
      { row: 1, bytes: bytesOf(`${link}b${end}\x1b[m          `) },
    ] as const;
    const drawn = textOf([subject.uncover(rows)]);
    expect(drawn).toContain(
      `\x1b[?7h${link}${'a'.repeat(20)}${end}\x1b[m \r\x1b[X${link}b${end}\x1b[?7l`,
    );
  });

  it('ANSI-O45: a resize with no rows of ours before and after writes nothing', () => {
    const subject = new PassthroughFilter({ columns: 20, rows: 6, reservedRows: 0 });
    subject.start();
    subject.write(bytesOf('text'));
    const resized = subject.resize({ columns: 30, rows: 9, reservedRows: 0 });
    expect(resized).toEqual({ bytes: new Uint8Array(0), awaitsPosition: false });
    expect(subject.childSize).toEqual({ columns: 30, rows: 9 });
  });
});
