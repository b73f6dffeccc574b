// What becomes of single sequences, seen as bytes and on the terminals.
import { describe, expect, it } from 'vitest';
import { bytesOf, FilterRig, playedFaults, textOf } from './filter-rig.test-support.ts';
import { PassthroughFilter } from './passthrough-filter.ts';
import { MAX_HELD_BYTES } from './stream-reader.ts';

const SIZE = { columns: 20, rows: 6, reservedRows: 1 };

function filter(): PassthroughFilter {
  const made = new PassthroughFilter(SIZE);
  made.start({ row: 0, column: 0 });
  return made;
}
const through = (text: string) => textOf(filter().write(bytesOf(text)));

describe('rewritten sequences', () => {
  it.each([
    ['\x1b[r', '\x1b[1;5r'],
    ['\x1b[;r', '\x1b[1;5r'],
    ['\x1b[2;0r', '\x1b[2;5r'],
    ['\x1b[2;6r', '\x1b[2;5r'],
    ['\x1b[0;99999999999r', '\x1b[1;5r'],
    ['\x1b[2;4r', '\x1b[2;4r'],
    ['\x1b[?1r', '\x1b[?1r'],
  ])('ANSI-O2: %j becomes %j', (sent, passed) => expect(through(sent)).toBe(passed));

  it.each([
    ['\x1b[999;999H', '\x1b[5;999H'],
    ['\x1b[6H', '\x1b[5H'],
    ['\x1b[5;3H', '\x1b[5;3H'],
    ['\x1b[;3f', '\x1b[;3f'],
    ['\x1b[999;3f', '\x1b[5;3f'],
    ['\x1b[99d', '\x1b[5d'],
    ['\x1b[6:1;2H', '\x1b[5;2H'],
    ['\x1b[99e', '\x1b[99B'],
    ['\x1b[>99;1H', '\x1b[>99;1H'],
    ['\x1b[99;1 H', '\x1b[99;1 H'],
  ])('ANSI-O3: %j becomes %j', (sent, passed) => expect(through(sent)).toBe(passed));

  it.each(['\n', '\v', '\f', '\x1bD', '\x1bE', '\x1b[B', '\x1b[9E', '\x1b[9e', 'abc\x1b[70b'])(
    'ANSI-O4: %j on the last row below a region stays there',
    (move) => {
      const text = `\x1b[1;3r\x1b[5;1Hwords ${'x'.repeat(50)}\x1b[5;4H${move}after\x1b[5;20Hzz${move}`;
      expect(playedFaults(SIZE, [text])).toEqual([]);
      expect(playedFaults(SIZE, Array.from(text))).toEqual([]);
    },
  );

  it.each(['\x1bc', '\x1b[!p', '\x1b#8', '\x1b[?1049h', '\x1b[?47h', '\x1b[?1047h\x1b[?1047l'])(
    'ANSI-O5: after %j the region holds and the cursor is where the child has it',
    (reset) => {
      const text = `one\r\ntwo\x1b[31m${reset}x\x1b[5;18Habcdef\n\n\ny`;
      expect(playedFaults(SIZE, [text])).toEqual([]);
      expect(playedFaults(SIZE, Array.from(text))).toEqual([]);
    },
  );

  it('ANSI-O6: an uncertain place saved by 1049 comes back from the slot of the child', () => {
    expect(playedFaults(SIZE, ['\x1b[2;2H😀\x1b[?1049h\x1b[3;3Hx\x1b[?1049ly'])).toEqual([]);
    expect(through('😀\x1b[?1049h\x1b[?1049l')).toMatch(/\x1b\[\?1049l\x1b\[1;5r\x1b8$/);
  });

  it.each(['\x1b[J', '\x1b[2J', '\x1b[?J', '\x1bc', '\x1b#8', '\x1b[?1049h'])(
    'ANSI-O7: %j asks for a repaint',
    (wipe) => {
      const subject = filter();
      subject.paint([]);
      subject.write(bytesOf('\x1b[1J\x1b[Kx'));
      expect(subject.repaintNeeded).toBe(false);
      subject.write(bytesOf(wipe));
      expect(subject.repaintNeeded).toBe(true);
    },
  );

  it.each(['\x1b[2J', '\x1b[?1049h\x1b[?1049l'])(
    'ANSI-O8: nothing of ours is on the main screen when %j comes',
    (sequence) => {
      const rig = new FilterRig(SIZE);
      rig.paint('ours');
      const passed = textOf(rig.filter.write(bytesOf(sequence)));
      expect(passed.indexOf('\x1b[6;1H\x1b[m\x1b[2K')).toBeGreaterThanOrEqual(0);
      expect(passed.indexOf('\x1b[2K')).toBeLessThan(passed.indexOf(sequence.slice(0, 4), 20));
      rig.outer.feed(passed);
      expect(rig.outer.screenText()).not.toContain('ours');
      rig.dispose();
    },
  );

  it.each([
    ['\x1b[1;1;9;9$z', '\x1b[1;1;5;9$z'],
    ['\x1b[$z', '\x1b[0;0;5$z'],
    ['\x1b[88;1;1;9;9$x', '\x1b[88;1;1;5;9$x'],
    ['\x1b[2;1;9;9;1;4;1;1$v', '\x1b[2;1;3;9;1;4;1;1$v'],
    ['\x1b[7;1;9;9$z', ''],
    ['\x1b[1;1;3;9${', '\x1b[1;1;3;9${'],
    ['\x1b[8;30;80t', '\x1b[8;31;80t'],
    ['\x1b[8;;80t', '\x1b[8;;80t'],
    ['\x1b[24t', '\x1b[25t'],
    ['\x1b[18t', '\x1b[18t'],
    ['\x1b[24*|', '\x1b[25*|'],
  ])('ANSI-O9: %j becomes %j', (sent, passed) => expect(through(sent)).toBe(passed));
});

const STREAM =
  'a漢é\x1b[31mb\x1b[999;999Hc\x1b]0;t\x1b\\d\x1b[?1049h\x1b[2J\x1b[?1049l\x1b(0q\x1b(B\x1bP$qr\x1b\\e\x1b[r\x1b[9999e';

describe('cuts and strangers', () => {
  it('ANSI-O10: every cut into two gives the same bytes, and so does every byte by itself', () => {
    const whole = through(STREAM);
    const bytes = bytesOf(STREAM);
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const subject = filter();
      const parts = [
        ...subject.write(bytes.subarray(0, cut)),
        ...subject.write(bytes.subarray(cut)),
      ];
      expect(new TextDecoder().decode(Buffer.concat(parts))).toBe(whole);
    }
    const subject = filter();
    const parts = Array.from(bytes).flatMap((byte) => subject.write(Uint8Array.of(byte)));
    expect(new TextDecoder().decode(Buffer.concat(parts))).toBe(whole);
  });

  it('ANSI-O10: what is held back is copied: the chunk may be used again, a Buffer too', () => {
    const subject = filter();
    const chunk = Buffer.from('\x1b[3');
    subject.write(chunk);
    chunk.fill('x');
    expect(Buffer.concat(subject.write(Buffer.from('1m'))).toString()).toBe('\x1b[31m');
  });

  it('ANSI-O10: bytes that stay as they are are passed as views of the input', () => {
    const bytes = bytesOf('plain \x1b[31mtext');
    const parts = filter().write(bytes);
    expect(parts).toHaveLength(1);
    expect(parts[0]?.buffer).toBe(bytes.buffer);
  });

  it('ANSI-O11: a sequence that never ends is let go, and then distrusted', () => {
    const subject = filter();
    const start = `\x1b[${'1;'.repeat(MAX_HELD_BYTES)}`;
    const passed = Array.from(bytesOf(start)).flatMap((byte) => subject.write(Uint8Array.of(byte)));
    expect(Buffer.concat(passed).length).toBeGreaterThan(MAX_HELD_BYTES);
    expect(subject.paintBlock).toBe('unfinished-sequence');
    expect(textOf(subject.write(bytesOf('Hx')))).toContain('\x1b[1;5r');
    expect(subject.paintBlock).toBe('position');
    expect(subject.repaintNeeded).toBe(true);
  });

  it.each(['\x1b]0;', '\x1bP1$t', '\x1b_', '\x1b^', '\x1bX'])(
    'ANSI-O12: a string beginning %j streams through unread until its end',
    (start) => {
      const subject = filter();
      const payload = `${start}${'[99;99H'.repeat(3000)}`;
      expect(textOf(subject.write(bytesOf(payload)))).toBe(payload);
      expect(subject.paintBlock).toBe('unfinished-sequence');
      expect(textOf(subject.write(bytesOf('\x1b')))).toBe('');
      expect(subject.paintBlock).toBe('unfinished-sequence');
      expect(textOf(subject.write(bytesOf('\\')))).toBe('\x1b\\');
      expect(subject.canPaint()).toBe(true);
    },
  );

  it.each([
    ['\x1b[5\n;999H', '\n\x1b[5;999H'],
    ['\x1b[99\x7f9;1H', '\x1b[5;1H'],
    ['\x1b[9\x18H', '\x1b[9\x18H'],
    ['\x1b[9\x1b[99d', '\x1b[9\x1b[5d'],
    ['\x1b[9€H', '\x1b[9€H'],
  ])('ANSI-O13: %j becomes %j', (sent, passed) => expect(through(sent)).toBe(passed));

  it('ANSI-O13: broken UTF-8 inside a sequence does not hide it', () => {
    const bytes = Uint8Array.of(0x1b, 0x5b, 0x39, 0x80, 0x39, 0x64);
    expect(textOf(filter().write(bytes))).toBe('\x1b[5d');
  });

  it('ANSI-O14: C1 controls in UTF-8 are followed and distrusted; bare bytes are no controls', () => {
    const subject = filter();
    expect(textOf(subject.write(bytesOf('\u009b99;1H')))).toBe('\u009b5;1H');
    expect(subject.paintBlock).toBe('position');
    const bare = Uint8Array.of(0x9b, 0x39, 0x39, 0x64);
    expect(filter().write(bare)).toEqual([bare]);
  });
});
