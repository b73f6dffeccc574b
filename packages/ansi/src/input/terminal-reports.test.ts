import { describe, expect, test } from 'vitest';
import { bytesOf, feed, makeFilter, told } from './filter-harness.test-support.ts';
import type { InputFilter } from './input-filter.ts';
import type { MouseEncoding } from './sequence-scan.ts';

/** A ledger that gives out what it was filled with, in order, and notes what it was asked. */
function ledgerOf(...askers: readonly ('child' | 'own')[]) {
  const waiting = [...askers];
  const asked: string[] = [];
  return {
    asked,
    take(question: string): 'child' | 'own' | undefined {
      asked.push(question);
      return waiting.shift();
    },
  };
}

function mouseFilter(encoding: MouseEncoding, reservedRows = 1): InputFilter {
  const filter = makeFilter({}, { geometry: { rows: 24, reservedRows } });
  filter.setMouseEncoding(encoding);
  return filter;
}

/** A press at a column and a row in each encoding. */
const PRESS: readonly (readonly [MouseEncoding, (column: number, row: number) => string])[] = [
  ['legacy', (column, row) => `\x1b[M ${String.fromCharCode(32 + column, 32 + row)}`],
  ['utf8', (column, row) => `\x1b[M ${utf8(32 + column)}${utf8(32 + row)}`],
  ['sgr', (column, row) => `\x1b[<0;${column};${row}M`],
  ['urxvt', (column, row) => `\x1b[32;${column};${row}M`],
];

/** The bytes of a code point, one character each. */
function utf8(code: number): string {
  return String.fromCharCode(...new TextEncoder().encode(String.fromCodePoint(code)));
}

describe('mouse', () => {
  test.each(PRESS)("ANSI-I14 %s: our rows are ours, all others the child's", (encoding, press) => {
    expect(feed(mouseFilter(encoding, 2), press(7, 23))).toEqual(['mouse left press 1,7']);
    expect(feed(mouseFilter(encoding, 2), press(150, 24))).toEqual(['mouse left press 2,150']);
    expect(feed(mouseFilter(encoding, 2), press(150, 22))).toEqual([
      JSON.stringify(press(150, 22)),
    ]);
    expect(feed(mouseFilter(encoding, 0), press(7, 24))).toEqual([JSON.stringify(press(7, 24))]);
  });

  test.each(PRESS)('ANSI-I3 ANSI-I14 %s: cut at every byte', (encoding, press) => {
    const text = press(150, 24);
    for (let cut = 1; cut < text.length; cut += 1) {
      const filter = mouseFilter(encoding);
      expect(feed(filter, text.slice(0, cut))).toEqual([]);
      expect(feed(filter, text.slice(cut))).toEqual(['mouse left press 1,150']);
    }
  });

  test('ANSI-I14 a legacy coordinate that does not fit is told as 0, and as a row is none of ours', () => {
    expect(feed(mouseFilter('legacy'), '\x1b[M \x008')).toEqual(['mouse left press 1,0']);
    expect(feed(mouseFilter('legacy'), '\x1b[M \xff\x00')).toEqual(['"\\u001b[M ÿ\\u0000"']);
  });

  test('ANSI-I14 pixel reports wait for the height of a cell', () => {
    const filter = mouseFilter('sgr-pixels');
    expect(feed(filter, '\x1b[<0;50;480M\x1b[<0;50;480m')).toEqual([
      '"\\u001b[<0;50;480M\\u001b[<0;50;480m"',
    ]);
    feed(filter, '\x1b[6;20;10t');
    expect(feed(filter, '\x1b[<0;50;461M\x1b[<0;50;480m')).toEqual([
      'mouse left press 1,50',
      'mouse left release 1,50',
    ]);
    expect(feed(filter, '\x1b[<0;50;460M\x1b[<32;50;475M')).toEqual([
      JSON.stringify('\x1b[<0;50;460M\x1b[<32;50;460M'),
    ]);
    const inBand = mouseFilter('sgr-pixels');
    feed(inBand, '\x1b[48;24;80;480;800t');
    expect(feed(inBand, '\x1b[<0;50;461M')).toEqual(['mouse left press 1,50']);
  });

  test('ANSI-I14 wheel, motion and other buttons are named', () => {
    const filter = mouseFilter('sgr');
    expect(
      feed(
        filter,
        '\x1b[<64;1;24M\x1b[<65;1;24M\x1b[<35;2;24M\x1b[<2;3;24M\x1b[<34;4;24M\x1b[<2;4;24m\x1b[<129;1;24M',
      ),
    ).toEqual([
      'mouse wheel-up press 1,1',
      'mouse wheel-down press 1,1',
      'mouse none move 1,2',
      'mouse right press 1,3',
      'mouse right drag 1,4',
      'mouse right release 1,4',
      'mouse other press 1,1',
    ]);
  });

  test('ANSI-I15 a press on our row owns its drag and release', () => {
    const filter = mouseFilter('sgr');
    expect(feed(filter, '\x1b[<0;5;24M\x1b[<32;5;10M\x1b[<0;5;10m\x1b[<0;5;10M')).toEqual([
      'mouse left press 1,5',
      'mouse left drag -13,5',
      'mouse left release -13,5',
      '"\\u001b[<0;5;10M"',
    ]);
  });

  test.each([
    ['sgr', '\x1b[<0;5;10M', '\x1b[<32;5;24M\x1b[<0;5;24m', '\x1b[<32;5;23M\x1b[<0;5;23m'],
    ['urxvt', '\x1b[32;5;10M', '\x1b[64;5;24M\x1b[35;5;24M', '\x1b[64;5;23M\x1b[35;5;23M'],
    ['legacy', '\x1b[M %*', '\x1b[M@%8\x1b[M#%8', '\x1b[M@%7\x1b[M#%7'],
    [
      'utf8',
      `\x1b[M ${utf8(190)}*`,
      `\x1b[M@${utf8(190)}8\x1b[M#%8`,
      `\x1b[M@${utf8(190)}7\x1b[M#%7`,
    ],
  ] as const)(
    'ANSI-I15 %s: a drag of the child stops at its last row',
    (encoding, press, drag, seen) => {
      const filter = mouseFilter(encoding);
      expect(feed(filter, press)).toEqual([JSON.stringify(press)]);
      expect(feed(filter, drag)).toEqual([JSON.stringify(seen)]);
    },
  );

  test('ANSI-I15 a lost release does not keep the mouse', () => {
    const filter = mouseFilter('sgr');
    feed(filter, '\x1b[<0;5;24M\x1b[<35;5;10M');
    expect(feed(filter, '\x1b[<0;5;10M')).toEqual(['"\\u001b[<0;5;10M"']);
  });
});

describe('replies', () => {
  test.each([
    ['\x1b[8;24;80t', '\x1b[8;22;80t'],
    ['\x1b[4;480;640t', '\x1b[4;440;640t'],
    ['\x1b[48;24;80;480;640t', '\x1b[48;22;80;440;640t'],
    ['\x1b[48;30;80;600;640t', '\x1b[48;28;80;560;640t'],
    ['\x1bP1$r1;24r\x1b\\', '\x1bP1$r1;22r\x1b\\'],
    ['\x1bP1$r24t\x1b\\', '\x1bP1$r22t\x1b\\'],
    ['\x1bP1$r24*|\x1b\\', '\x1bP1$r22*|\x1b\\'],
    ['\x1b[24;80;1;1;1"w', '\x1b[22;80;1;1;1"w'],
    ['\x1b[24;80R', '\x1b[22;80R'],
    ['\x1b[?24;80R', '\x1b[?22;80R'],
    ['\x1b[?24;80;1R', '\x1b[?22;80;1R'],
    ['\x1b\x1b[8;24;80t', '\x1b\x1b[8;22;80t'],
    ['\x1b[8;1;80t', '\x1b[8;1;80t'],
  ])('ANSI-I17 %j becomes %j, also when cut', (reply, corrected) => {
    for (let cut = 0; cut < reply.length; cut += 1) {
      const filter = makeFilter({}, { geometry: { rows: 24, reservedRows: 2 } });
      const events = [bytesOf(reply.slice(0, cut)), bytesOf(reply.slice(cut))].flatMap((part) => [
        ...filter.accept(part, 0),
      ]);
      expect(told(events)).toEqual([JSON.stringify(corrected)]);
    }
  });

  test.each([
    ...[
      '\x1b[6;20;10t',
      '\x1b[9;24;80t',
      '\x1b[8;24t',
      '\x1b[1t',
      '\x1b[5;12R',
      '\x1bP1$r2;10r\x1b\\',
    ],
    ...[
      '\x1bP1$r0m\x1b\\',
      '\x1bP0$r\x1b\\',
      '\x1bP>|term 1.0\x1b\\',
      '\x1b[?62;c',
      '\x1b[0n',
      '\x1b[?2048;1$y',
    ],
    ...[
      '\x1b]10;rgb:ff/ff/ff\x1b\\',
      '\x1b[?1u',
      '\x1b[I',
      '\x1b[O',
      '\x1b]52;c;Li4u\x07',
      '\x1b_Gi=1;OK\x1b\\',
    ],
  ])('ANSI-I1 ANSI-I17 %j passes', (reply) => {
    expect(feed(makeFilter(), reply)).toEqual([JSON.stringify(reply)]);
  });

  test('ANSI-I17 a resize changes what is corrected', () => {
    const filter = makeFilter();
    filter.resize({ rows: 50, reservedRows: 3 });
    expect(feed(filter, '\x1b[8;50;80t\x1b[49;1R')).toEqual([
      JSON.stringify('\x1b[8;47;80t\x1b[47;1R'),
    ]);
    filter.resize({ rows: 50, reservedRows: 0 });
    expect(feed(filter, '\x1b[8;050;80t')).toEqual([JSON.stringify('\x1b[8;050;80t')]);
  });

  test('ANSI-I16 our own questions are answered to us, in the order asked', () => {
    const ledger = ledgerOf('own', 'child', 'own', 'own');
    const filter = makeFilter({}, { ledger });
    expect(feed(filter, 'a\x1b[24;3Rb\x1b[24;4R\x1b[?2;2R\x1b[8;24;80t\x1b[8;24;80t')).toEqual([
      '"a"',
      'position 24,3',
      JSON.stringify('b\x1b[23;4R'),
      'position 2,2',
      'size 24x80',
      JSON.stringify('\x1b[8;23;80t'),
    ]);
    expect(ledger.asked).toEqual([
      'cursor-position',
      'cursor-position',
      'extended-cursor-position',
      'text-area-size',
      'text-area-size',
    ]);
  });

  test('ANSI-I16 an Escape pressed just before our answer stays a key', () => {
    const filter = makeFilter({}, { ledger: ledgerOf('own') });
    expect(feed(filter, '\x1b\x1b[5;3R')).toEqual(['"\\u001b"', 'position 5,3']);
  });

  test('ANSI-I18 F3 with a modifier is a key when nobody asked for a position', () => {
    expect(feed(makeFilter({ act: 'Shift-F3' }), '\x1b[1;2R')).toEqual(['act press']);
    const asked = makeFilter({ act: 'Shift-F3' }, { ledger: ledgerOf('child', 'own') });
    expect(feed(asked, '\x1b[1;2R\x1b[1;2R\x1b[1;2R')).toEqual([
      '"\\u001b[1;2R"',
      'position 1,2',
      'act press',
    ]);
  });
});

describe('focus', () => {
  const BOTH = '\x1b[I\x1b[Ox';
  test('ANSI-I26 passes untouched where nobody else wants to know it', () => {
    expect(feed(makeFilter(), BOTH)).toEqual([JSON.stringify(BOTH)]);
    expect(feed(makeFilter(), '\x1b[?1004;1$y')).toEqual(['"\\u001b[?1004;1$y"']);
  });

  test('ANSI-I26 is told, and reaches a child that asked for it, cut anywhere', () => {
    for (const [whom, passed] of [
      ['both', ['focus in', '"\\u001b[I"', 'focus out', '"\\u001b[Ox"']],
      ['us', ['focus in', 'focus out', '"x"']],
    ] as const) {
      for (let cut = 0; cut <= BOTH.length; cut += 1) {
        const filter = makeFilter();
        filter.setFocusFor(whom);
        const told = [...feed(filter, BOTH.slice(0, cut)), ...feed(filter, BOTH.slice(cut))];
        expect(told.join('|').replaceAll('"|"', ''), `${whom} ${cut}`).toBe(passed.join('|'));
      }
    }
  });

  test('ANSI-I26 a child that did not ask for it is told that it is off, and of other modes the truth', () => {
    const filter = makeFilter();
    filter.setFocusFor('us');
    expect(feed(filter, '\x1b[?1004;1$y')).toEqual(['"\\u001b[?1004;2$y"']);
    expect(feed(filter, '\x1b[?1004;0$y')).toEqual(['"\\u001b[?1004;0$y"']);
    expect(feed(filter, '\x1b[?2004;1$y')).toEqual(['"\\u001b[?2004;1$y"']);
    filter.setFocusFor('both');
    expect(feed(filter, '\x1b[?1004;1$y')).toEqual(['"\\u001b[?1004;1$y"']);
  });

  test('ANSI-I26 within a paste it is text', () => {
    const filter = makeFilter();
    filter.setFocusFor('us');
    const paste = '\x1b[200~a\x1b[Ib\x1b[201~';
    expect(feed(filter, paste)).toEqual([JSON.stringify(paste)]);
  });
});
