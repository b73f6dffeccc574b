// Painting between the child's bytes: when it is possible, and that nobody notices.
import { describe, expect, it } from 'vitest';
import { ReplyLedger } from '../reply-ledger.ts';
import { bytesOf, FilterRig, playedFaults, textOf } from './filter-rig.test-support.ts';
import { PassthroughFilter } from './passthrough-filter.ts';

const SIZE = { columns: 20, rows: 6, reservedRows: 1 };

function filter(ledger?: ReplyLedger): PassthroughFilter {
  const made = new PassthroughFilter({ ...SIZE, ...(ledger === undefined ? {} : { ledger }) });
  made.start({ row: 0, column: 0 });
  return made;
}

function blockAfter(text: string): string | undefined {
  const subject = filter();
  subject.write(bytesOf(text));
  return subject.paintBlock;
}

describe('painting', () => {
  it.each([
    ['', undefined],
    ['\x1b[?2026h', 'synchronized-update'],
    ['\x1b[?2026h\x1b[?2026l', undefined],
    ['\x1b]0;title', 'unfinished-sequence'],
    ['\x1b]8;;http://x\x1b\\', 'text-state'],
    ['\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\', undefined],
    ['\x1b[1"q', 'text-state'],
    ['\x1bN', 'text-state'],
    ['\x1b[4ha', 'text-state'],
    ['\x1b[4ha\r', undefined],
    ['😀', 'position'],
    ['\x1b[99m', 'rendition'],
    ['\x1b[99m\x1b[m', undefined],
    ['\x1b(0\x1b7\x1b(B\x1b8', 'rendition'],
    ['\x1b[38;5', undefined],
    ['half a character \xe2'.slice(0, -1), undefined],
    [`${'x'.repeat(20)}`, undefined],
    [`${'x'.repeat(20)}\x1b(0`, 'pending-wrap'],
  ])('ANSI-O20: after %j the reason is %s', (text, reason) => {
    expect(blockAfter(text)).toBe(reason);
  });

  // Streams that random programs found wrong, cut down.
  it.each([
    ['rendition restored twice', ['\x1b[21m', '\x1b[u\x1b[u', '\x1b[4m', 'a']],
    ['wrap left behind on the other screen', ['\x1b[?1049haa', '\x1b[?47l', 'a\x1b[H', 'b']],
    ['wrap of uncertain text', ['😀😀aaaaaa', '\x1b[G', '\x1b[?69l']],
    ['repeat after a repeated wrap', ['aaaa\x1b[6n\x1b[0', 'b', '漢']],
    ['repeat behind a broken sequence', ['aaaa\x1b[?\x1b[10', 'b\x1b[0;', '99', 'H']],
    ['mark in insert mode', ['\x1b[4hAa', '\u0301', 'b']],
    ['hidden through a reset', ['\x1b[?25l', '\x1bc', 'x']],
    ['VPR from an unknown row', ['👩‍💻', '\x1b[0e', '漢']],
  ])('ANSI-O21: %s', (_, pieces) => {
    for (const columns of [2, 3, 9, 20]) {
      expect(playedFaults({ columns, rows: 3, reservedRows: 1 }, pieces)).toEqual([]);
    }
  });

  it('ANSI-O20: painting where it is not possible is refused', () => {
    const subject = filter();
    subject.write(bytesOf('\x1b[?2026h'));
    expect(() => subject.paint([])).toThrow(RangeError);
    const bare = new PassthroughFilter({ columns: 9, rows: 3, reservedRows: 0 });
    expect(bare.paintBlock).toBe('no-rows');
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
    `\x1b[31m${'x'.repeat(20)}\x1b[32m`,
    '漢'.repeat(10),
  ])('ANSI-O21: a paint after %j leaves no trace', (text) => {
    expect(playedFaults(SIZE, [text, '', 'and on', ' and on'])).toEqual([]);
    const rig = new FilterRig(SIZE);
    rig.feed(text);
    rig.paint('hud');
    expect(rig.paints).toBe(1);
    expect(rig.faults()).toEqual([]);
    rig.dispose();
  });

  it('ANSI-O22: no paint, put back, resize or boundary move writes the saved-cursor slot', () => {
    const subject = filter();
    const written: Uint8Array[] = [];
    for (const text of ['a\x1b[2J', '\x1b[?1049h', 'x\x1b[!p', '\x1b#8', '\x1b[?1049l', '\x1bc']) {
      written.push(...subject.write(bytesOf(text)));
      if (subject.canPaint()) written.push(subject.paint([bytesOf('hud')]));
    }
    written.push(subject.resize({ ...SIZE, reservedRows: 2 }).bytes);
    written.push(subject.resize({ ...SIZE, columns: 30 }).bytes);
    written.push(subject.positionReport({ row: 6, column: 3 }));
    expect(textOf(written)).not.toMatch(/\x1b7|\x1b\[s/);
  });

  it.each([
    ['e', '\u0301'],
    ['e', '\x1b[3b'],
    ['x'.repeat(20), 'y'],
    [`\x1b[7m${'x'.repeat(20)}\x1b[27m`, 'y'],
    ['x'.repeat(20), '\x1b[3b'],
  ])('ANSI-O23: %j then a paint then %j is as if there had been no paint', (before, after) => {
    expect(playedFaults(SIZE, [before, after])).toEqual([]);
  });

  it.each([
    ['😀', '\r', undefined],
    ['😀', '\x1b[2;2H', undefined],
    ['😀', '\x1b[A', 'position'],
    ['\u200b', '\x1b[5G', undefined],
    [`${'x'.repeat(18)}😀`, '\r', 'position'],
    [`${'x'.repeat(18)}😀`, '\r\x1b[3d', undefined],
    ['😀😀', `${'a'.repeat(15)}\x1b[G`, 'position'],
    ['\x1bH', '\t', 'position'],
    ['\x1b[?69h', '\x1b[2;2H', 'position'],
    ['\x1b[?3h', '', 'position'],
    ['\x1b[?3h', '\x1b[H', undefined],
    ['\x1bPq#0\x1b\\', '', 'position'],
    ['\x1b_Gf=1;\x1b\\', '', 'position'],
    ['e\u0301漢─', '', undefined],
  ])('ANSI-O24: %j then %j: %s', (first, then, reason) => {
    expect(blockAfter(first + then)).toBe(reason);
  });

  it('ANSI-O24: an ambiguous width that is not known makes the column uncertain', () => {
    const made = new PassthroughFilter({ ...SIZE, ambiguousWidth: 'unknown' });
    made.start({ row: 0, column: 0 });
    made.write(bytesOf('─'));
    expect(made.paintBlock).toBe('position');
  });

  it('ANSI-O25: a position report makes the position certain, unless the child wrote since', () => {
    const ledger = new ReplyLedger();
    const subject = filter(ledger);
    subject.write(bytesOf('😀'));
    expect(textOf([subject.positionQuery() ?? new Uint8Array(0)])).toBe('\x1b[6n');
    subject.write(bytesOf('a'));
    subject.positionReport({ row: 1, column: 4 });
    expect(subject.cursor.certain).toBe(false);
    subject.positionQuery();
    expect(textOf([subject.positionReport({ row: 1, column: 4 })])).toBe('');
    expect(subject.cursor).toEqual({ row: 0, column: 3, certain: true });
    expect([ledger.take('cursor-position'), ledger.take('cursor-position')]).toEqual([
      'own',
      'own',
    ]);
  });

  it('ANSI-O25: an answer is that to the oldest question, and out of date with it', () => {
    const subject = filter();
    subject.write(bytesOf('😀'));
    subject.positionQuery();
    subject.write(bytesOf('a'));
    subject.positionQuery();
    subject.positionReport({ row: 1, column: 3 });
    expect(subject.cursor.certain).toBe(false);
    subject.positionReport({ row: 1, column: 4 });
    expect(subject.cursor).toEqual({ row: 0, column: 3, certain: true });
  });

  it('ANSI-O25: the late answer to the filter before this one is not taken for that to its own question', () => {
    const ledger = new ReplyLedger();
    const before = filter(ledger);
    before.write(bytesOf('😀'));
    before.positionQuery();
    const subject = filter(ledger);
    subject.write(bytesOf('😀😀'));
    subject.positionQuery();
    subject.positionReport({ row: 3, column: 3 });
    expect(subject.cursor.certain).toBe(false);
    subject.positionReport({ row: 1, column: 5 });
    expect(subject.cursor).toEqual({ row: 0, column: 4, certain: true });
  });

  it('ANSI-O25: an answer that never comes only costs another question', () => {
    const subject = filter();
    subject.write(bytesOf('😀'));
    for (let lost = 0; lost < 100; lost += 1) {
      subject.positionQuery();
      subject.write(bytesOf('a\b'));
    }
    for (let more = 0; more < 100 && !subject.cursor.certain; more += 1) {
      subject.positionQuery();
      subject.positionReport({ row: 1, column: 3 });
    }
    expect(subject.cursor).toEqual({ row: 0, column: 2, certain: true });
  });

  it('ANSI-O25: questions that are forgotten take no answer, neither ours nor the child’s', () => {
    const ledger = new ReplyLedger();
    const subject = filter(ledger);
    subject.write(bytesOf('😀'));
    subject.positionQuery();
    subject.write(bytesOf('a\x1b[6n'));
    subject.forgetQuestions();
    subject.positionQuery();
    expect([ledger.take('cursor-position'), ledger.take('cursor-position')]).toEqual([
      'child',
      'own',
    ]);
    subject.positionReport({ row: 1, column: 4 });
    expect(subject.cursor).toEqual({ row: 0, column: 3, certain: true });
  });

  it('ANSI-O25: a cursor found on our rows goes to the last row of the child', () => {
    const subject = filter();
    subject.write(bytesOf('😀'));
    subject.positionQuery();
    expect(textOf([subject.positionReport({ row: 6, column: 4 })])).toBe('\x1b[1;5r\x1b[5;4H');
    expect(subject.repaintNeeded).toBe(true);
  });

  it('ANSI-O26: the ledger keeps the order of questions, and a bounded number of them', () => {
    const ledger = new ReplyLedger();
    const subject = filter(ledger);
    subject.write(bytesOf('\x1b[6n\x1b[?6n\x1b[18t'));
    subject.positionQuery();
    subject.write(bytesOf('\x1b[6n'));
    const order = [1, 2, 3, 4].map(() => ledger.take('cursor-position'));
    expect(order).toEqual(['child', 'own', 'child', undefined]);
    expect(ledger.take('extended-cursor-position')).toBe('child');
    expect(ledger.peek('text-area-size')).toBe('child');
    ledger.noteOwn('cursor-position');
    for (let count = 0; count < 64; count += 1) ledger.noteChild('cursor-position');
    expect(ledger.take('cursor-position')).toBe('child');
    ledger.clear();
    expect(ledger.take('text-area-size')).toBeUndefined();
  });
});
