// Start, changes of size and the end, on terminals.
import { VirtualTerminal } from '@codex-voice/testing';
import { describe, expect, it } from 'vitest';
import { bytesOf, textOf } from './filter-rig.test-support.ts';
import { PassthroughFilter } from './passthrough-filter.ts';

const SIZE = { columns: 20, rows: 6, reservedRows: 1 };

interface Shown {
  terminal: VirtualTerminal;
  filter: PassthroughFilter;
  send(text: string): void;
  /** Gives the terminal's reply to our position query to the filter. */
  report(): void;
}

function shown(before = '', size = SIZE, known = true): Shown {
  const terminal = new VirtualTerminal(size);
  terminal.feed(before);
  const filter = new PassthroughFilter(size);
  const { row, column } = terminal.cursor;
  terminal.feed(filter.start(known ? { row, column } : undefined));
  return {
    terminal,
    filter,
    send: (text) => {
      for (const part of filter.write(bytesOf(text))) terminal.feed(part);
    },
    report: () => {
      const match = /\x1b\[(\d+);(\d+)R/.exec(terminal.takeReplies());
      const [row, column] = [Number(match?.[1]), Number(match?.[2])];
      terminal.feed(filter.positionReport({ row, column }));
    },
  };
}

function paint({ terminal, filter }: Shown, text = 'hud'): void {
  expect(filter.paintBlock).toBeUndefined();
  terminal.feed(filter.paint(Array(filter.reservedRows).fill(bytesOf(text))));
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, at) => `line ${at}`).join('\r\n');

describe('start', () => {
  it.each([1, 3, 5, 6, 9])(
    'ANSI-O30: %i lines on screen: none is lost, the prompt stays',
    (count) => {
      const view = shown(`${lines(count)}$ `);
      paint(view);
      view.send('typed');
      const kept = [...view.terminal.scrollbackRows(), ...view.terminal.screenRows()];
      expect(kept.filter((row) => row !== '' && row !== 'hud')).toEqual(
        `${lines(count)}$ typed`.split('\r\n'),
      );
      expect(view.terminal.screenRows()[5]).toBe('hud');
      expect(view.terminal.scrollbackRows()).toHaveLength(Math.max(0, count - 5));
    },
  );

  it.each([1, 5, 6])('ANSI-O30: the same with the position unknown, %i lines', (count) => {
    const view = shown(`${lines(count)}$ `, SIZE, false);
    expect(view.filter.paintBlock).toBe('position');
    view.terminal.feed(view.filter.positionQuery() ?? '');
    view.report();
    paint(view);
    view.send('typed');
    const kept = [...view.terminal.scrollbackRows(), ...view.terminal.screenRows()];
    expect(kept.filter((row) => row !== '' && row !== 'hud')).toEqual(
      `${lines(count)}$ typed`.split('\r\n'),
    );
  });
});

describe('resize', () => {
  it.each([
    [1, 2],
    [2, 1],
    [1, 0],
    [0, 1],
    [3, 1],
  ])('ANSI-O31: from %i reserved rows to %i nothing of the child changes', (from, to) => {
    const view = shown('', { ...SIZE, reservedRows: from });
    view.send(`\x1b[31m${lines(6 - from)}`);
    if (from > 0) paint(view);
    const { bytes, awaitsPosition } = view.filter.resize({ ...SIZE, reservedRows: to });
    view.terminal.feed(bytes);
    expect(awaitsPosition).toBe(false);
    if (to > 0) paint(view, 'new');
    view.send(' and on');
    const kept = [...view.terminal.scrollbackRows(), ...view.terminal.screenRows()];
    const child = kept.filter((row) => row !== '' && row !== 'new');
    expect(child).toEqual(`${lines(6 - from)} and on`.split('\r\n'));
    expect(view.terminal.screenRows().filter((row) => row === 'new')).toHaveLength(to);
    expect(view.filter.childSize.rows).toBe(6 - to);
  });

  it.each([
    [20, 4],
    [20, 9],
    [12, 6],
    [30, 6],
    [9, 3],
    [40, 12],
  ])(
    'ANSI-O32: to %i×%i: one row is ours, no ghost of the old one, lines in order',
    (columns, rows) => {
      const view = shown();
      view.send(`${lines(7)}$ `);
      paint(view);
      view.terminal.resize({ columns, rows });
      const { bytes, awaitsPosition } = view.filter.resize({ columns, rows, reservedRows: 1 });
      expect(awaitsPosition).toBe(true);
      view.terminal.feed(bytes);
      view.report();
      paint(view, 'new');
      view.send('t');
      const kept = [...view.terminal.scrollbackRows(), ...view.terminal.screenRows()];
      expect(kept.filter((row) => row !== '').join(' ')).toBe(
        `${`${lines(7)}$ t`.split('\r\n').join(' ')} new`,
      );
      expect(view.terminal.screenRows().at(-1)).toBe('new');
      view.send(`${'\n'.repeat(20)}\x1b[99;1Hlast`);
      expect(view.terminal.screenRows().slice(-2)).toEqual(['last', 'new']);
    },
  );

  it('ANSI-O32: the answer to an earlier size is not taken for that to the last', () => {
    const view = shown();
    view.send(`${lines(7)}$ `);
    paint(view);
    const reports: { row: number; column: number }[] = [];
    for (const rows of [4, 9]) {
      view.terminal.resize({ columns: 20, rows });
      view.terminal.feed(view.filter.resize({ ...SIZE, rows }).bytes);
      const match = /\x1b\[(\d+);(\d+)R/.exec(view.terminal.takeReplies());
      reports.push({ row: Number(match?.[1]), column: Number(match?.[2]) });
    }
    const [early = { row: 0, column: 0 }, last = early] = reports;
    expect(last).not.toEqual(early);
    expect(view.filter.positionReport(early)).toEqual(new Uint8Array(0));
    expect(view.filter.awaitsPosition).toBe(true);
    view.terminal.feed(view.filter.positionReport(last));
    expect(view.filter.awaitsPosition).toBe(false);
    paint(view, 'new');
    const kept = [...view.terminal.scrollbackRows(), ...view.terminal.screenRows()];
    expect(kept.filter((row) => row !== '')).toEqual([...`${lines(7)}$ `.split('\r\n'), 'new']);
  });

  it('ANSI-O36: an answer that comes after the guess, and after the child, tells whether it was right', () => {
    for (const [growsTo, guessed] of [
      [8, 'in time'],
      [8, 'by the child'],
      [7, 'in time'],
    ] as const) {
      const view = shown();
      view.send(`${lines(3)}$ `);
      paint(view);
      view.terminal.resize({ columns: 20, rows: growsTo });
      // What the filter does not know yet, as output that was on its way.
      if (growsTo === 8) view.terminal.feed('\r\n\r\n');
      view.terminal.feed(view.filter.resize({ ...SIZE, rows: growsTo }).bytes);
      const [, row, column] = /\x1b\[(\d+);(\d+)R/.exec(view.terminal.takeReplies()) ?? [];
      if (guessed === 'in time') view.terminal.feed(view.filter.assumePosition());
      view.send('goes on');
      expect(view.filter.misplaced).toBe(false);
      const late = view.filter.positionReport({ row: Number(row), column: Number(column) });
      expect(late).toEqual(new Uint8Array(0));
      expect(view.filter.misplaced).toBe(growsTo === 8);
      view.filter.start();
      expect(view.filter.misplaced).toBe(false);
    }
  });

  it('ANSI-O32: when the child writes first, the region is set before that', () => {
    const view = shown();
    view.send('text');
    view.terminal.resize({ columns: 20, rows: 8 });
    view.terminal.feed(view.filter.resize({ ...SIZE, rows: 8 }).bytes);
    view.send(`\x1b[H${'row\r\n'.repeat(12)}end`);
    paint(view);
    expect(view.terminal.screenRows().slice(-2)).toEqual(['end', 'hud']);
    view.report();
    expect(view.terminal.screenRows().slice(-2)).toEqual(['end', 'hud']);
  });

  it.each([
    [1, 1, 1],
    [80, 1, 1],
    [80, 2, 1],
    [80, 4, 3],
  ])('ANSI-O34: %i×%i has no room for %i rows of ours', (columns, rows, reservedRows) => {
    const filter = new PassthroughFilter({ columns, rows, reservedRows });
    filter.start({ row: 0, column: 0 });
    expect(filter.reservedRows).toBe(0);
    expect(filter.childSize).toEqual({ columns, rows });
    const text = '\x1b[r\x1b[99;99Hx漢y\x1b[!p\x1bc\x1b[?1049h';
    expect(textOf(filter.write(bytesOf(text)))).toBe(text);
    expect(filter.paintBlock).toBe('no-rows');
    expect(textOf([filter.finish()])).not.toContain('\x1b[J');
  });

  it('ANSI-O34: our rows come and go with the height', () => {
    const filter = new PassthroughFilter({ columns: 9, rows: 2, reservedRows: 1 });
    filter.resize({ columns: 9, rows: 3, reservedRows: 1 });
    expect(filter.reservedRows).toBe(1);
    filter.resize({ columns: 9, rows: 2, reservedRows: 1 });
    expect(filter.reservedRows).toBe(0);
    expect(() => filter.resize({ columns: 0, rows: 2, reservedRows: 1 })).toThrow(RangeError);
  });
});

describe('finish', () => {
  const ON = '\x1b[?1049h\x1b[?1000h\x1b[?1006h\x1b[?1004h\x1b[?2004h\x1b[?2026h\x1b[?1h\x1b[?25l';

  it('ANSI-O33: a killed full-screen program leaves the terminal as it was before it', () => {
    const view = shown(`${lines(3)}$ `);
    const before = view.terminal.snapshot();
    view.send(`${ON}\x1b[2J\x1b[3;3H\x1b[31mdrawing\x1b[>1u\x1b[>4;2m\x1b]0;unfinished`);
    view.terminal.feed(view.filter.finish());
    const after = view.terminal.snapshot();
    expect(after.modes).toEqual(before.modes);
    expect(after.cursor).toEqual(before.cursor);
    expect(after.normal).toEqual(before.normal);
    expect(after.active).toBe('normal');
    view.terminal.feed('\n'.repeat(9));
    expect(view.terminal.cursor.row).toBe(5);
  });

  it('ANSI-O33: only what is on is switched off', () => {
    const view = shown();
    view.send('text');
    paint(view);
    expect(textOf([view.filter.finish()])).toBe('\x1b[r\x1b[m\x1b[6;1H\x1b[J\x1b[1;5H');
    const other = shown();
    other.send('\x1b[>1u\x1b[>5u\x1b[?2048h\x1b[?1003h\x1b[?1003l');
    const text = textOf([other.filter.finish()]);
    expect(text).toContain('\x1b[<2u');
    expect(text).toContain('\x1b[?2048l');
    expect(text).not.toContain('1003');
  });

  it('ANSI-O33: from an unknown place the cursor still stays where the child left it', () => {
    const view = shown();
    view.send('one\r\n😀 two');
    const { row, column } = view.terminal.cursor;
    view.terminal.feed(view.filter.finish());
    expect(view.terminal.cursor).toEqual({ row, column, pendingWrap: false });
    expect(view.terminal.screenRows().slice(2)).toEqual(['', '', '', '']);
  });
});

describe('modes', () => {
  it('ANSI-O35: what the stream switched on is told, keyboard flags by screen', () => {
    const view = shown();
    view.send('\x1b[?2004;1004;1002h\x1b[?2048h\x1b[?1h\x1b=\x1b[>3u\x1b[>4;2m\x1b[?1049h');
    expect(view.filter.modes).toEqual({
      alternateScreen: true,
      bracketedPaste: true,
      focusEvents: true,
      mouseTracking: true,
      mouseEncoding: 'legacy',
      synchronizedUpdate: false,
      inBandResize: true,
      applicationCursorKeys: true,
      applicationKeypad: true,
      kittyKeyboardFlags: 0,
      modifyOtherKeys: 2,
      cursorVisible: true,
    });
    view.send('\x1b[=5;1u\x1b[?1049l');
    expect(view.filter.modes.kittyKeyboardFlags).toBe(3);
    view.send('\x1b[=4;2u');
    expect(view.filter.modes.kittyKeyboardFlags).toBe(7);
    view.send('\x1b[=1;3u\x1b[>1u\x1b[<u');
    expect(view.filter.modes.kittyKeyboardFlags).toBe(6);
    view.send('\x1b[<u\x1b[?2004l\x1b>');
    expect(view.filter.modes).toMatchObject({ kittyKeyboardFlags: 0, bracketedPaste: false });
    view.send('\x1bc');
    expect(view.filter.modes).toMatchObject({ mouseTracking: false, modifyOtherKeys: 0 });
  });

  it('ANSI-O35: of several encodings for the mouse the one switched on last counts', () => {
    const view = shown();
    const told = (bytes: string): string => {
      view.send(bytes);
      return view.filter.modes.mouseEncoding;
    };
    expect(told('\x1b[?1005h')).toBe('utf8');
    expect(told('\x1b[?1016h\x1b[?1006h')).toBe('sgr');
    expect(told('\x1b[?1016h')).toBe('sgr-pixels');
    expect(told('\x1b[?1015h')).toBe('urxvt');
    expect(told('\x1b[?1005;1006;1015;1016l')).toBe('legacy');
  });
});
