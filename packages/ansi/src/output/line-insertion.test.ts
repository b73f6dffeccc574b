// Lines of ours among the child's: where they may stand, and what the child goes on with.
import { describe, expect, it } from 'vitest';
import { bytesOf, FilterRig, textOf } from './filter-rig.test-support.ts';
import { PassthroughFilter } from './passthrough-filter.ts';

const SIZE = { columns: 20, rows: 5, reservedRows: 0 };

function after(text: string): PassthroughFilter {
  const made = new PassthroughFilter(SIZE);
  made.start();
  made.write(bytesOf(text));
  return made;
}

describe('inserted lines', () => {
  it.each([
    ['', 'inside-line'],
    ['\r', undefined],
    ['$ make\r\n', undefined],
    ['$ make\n', 'inside-line'],
    ['$ ', 'inside-line'],
    ['\x1b[31mred\x1b[m\r\n', undefined],
    ['\x1b[5;1Hat\r', 'drawing'],
    ['one\r\n\x1b[Atwo\r', 'drawing'],
    ['\x1b[2J\r', 'drawing'],
    ['\x1bM\r', 'drawing'],
    ['\x1b7\x1b8\r', 'drawing'],
    ['\x1b[2J\n\n\n\n\n\r', undefined],
    ['\x1b[2J\n\n\n\x1b[A\n\n\r', 'drawing'],
    ['\x1b[?1049h\r', 'drawing'],
    ['\x1b[?1049h\x1b[H\x1b[2Jvi\x1b[?1049l\r', undefined],
    ['\x1b[2;4r\x1b[?1049l\r', 'drawing'],
    ['\x1b[?2026h\r', 'unfinished-sequence'],
    ['\r\x1b]0;title', 'unfinished-sequence'],
    ['\r\x1b]8;;http://x\x1b\\', 'rendition'],
    ['\r\x1b[99m', 'rendition'],
  ])('ANSI-O46: after %j: %s', (text, reason) => {
    expect(after(text).lineBlock).toBe(reason);
  });

  it('ANSI-O46: where a line has no place it is refused', () => {
    expect(() => after('\x1b[2J').insertLines(['x'])).toThrow(RangeError);
  });

  it('ANSI-O47: a line is plain text where nothing is set, and never looks like the child’s', () => {
    expect(textOf([after('\r').insertLines(['voice: sent'])])).toBe('voice: sent\r\n');
    expect(textOf([after('$ ').insertLines(['voice: sent'])])).toBe('\r\nvoice: sent\r\n');
    const styled = textOf([after('\x1b[1;31m\r\x0e\x1b)0').insertLines(['v'])]);
    expect(styled).toBe('\x1b[m\x0f\x1b(Bv\r\n\x1b(B\x0e\x1b[0;1;31m');
    expect(textOf([after('\r$ l').insertLines(['v'], 'to-column')])).toBe('\r\nv\r\n\x1b[3C');
  });

  it('ANSI-O47: the child goes on below, and the model with it', () => {
    const rig = new FilterRig({ ...SIZE, reservedRows: 1 });
    rig.feed('one\r\ntwo\r\n');
    rig.outer.feed(rig.filter.insertLines(['voice: sent']));
    rig.feed('three\r\nfour');
    rig.outer.feed(rig.filter.insertLines(['voice: heard', 'more'], 'to-column'));
    expect(rig.outer.cursor).toMatchObject({ row: 3, column: 4 });
    expect(rig.filter.cursor).toEqual({ row: 3, column: 4, certain: true });
    rig.feed('-on');
    expect([...rig.outer.scrollbackRows(), ...rig.outer.screenRows()].filter(Boolean)).toEqual([
      'one',
      'two',
      'voice: sent',
      'three',
      'four',
      'voice: heard',
      'more',
      '    -on',
    ]);
    rig.dispose();
  });
});
