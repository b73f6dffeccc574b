// Focus reports that are ours beside the child's own: on while we want them, off when we go, and the child
// none the wiser.
import { describe, expect, it } from 'vitest';
import { bytesOf, textOf } from './filter-rig.test-support.ts';
import { PassthroughFilter } from './passthrough-filter.ts';

const SIZE = { columns: 20, rows: 6, reservedRows: 1 };
const ON = '\x1b[?1004h';
const OFF = '\x1b[?1004l';

const decoded = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

function filters(reservedRows = 1) {
  const size = { ...SIZE, reservedRows };
  const ours = new PassthroughFilter({ ...size, focusReports: 'ours' });
  const childs = new PassthroughFilter(size);
  const at = { row: 0, column: 0 };
  return { ours, childs, begun: [decoded(ours.start(at)), decoded(childs.start(at))] as const };
}

describe('focus reports of ours', () => {
  it('ANSI-O60 are on from the start and off at the end, with or without rows of ours', () => {
    for (const reservedRows of [0, 1]) {
      const { ours, childs, begun } = filters(reservedRows);
      expect(begun[0]).toBe(begun[1] + ON);
      expect(decoded(ours.finish())).toBe(OFF + decoded(childs.finish()));
    }
  });

  it.each([
    ['\x1b[?1004l', true],
    ['\x1b[?25;1004;2004l', true],
    ['\x1b[?1004r', true],
    ['\x1bc', true],
    ['\x1b[?1004h', false],
    ['\x1b[?2004l\x1b[?1049h', false],
    ['\x1b[1004l', false],
  ])('ANSI-O60 after %j they are on again: %s', (text, again) => {
    const { ours, childs } = filters();
    const [told, plain] = [ours, childs].map((filter) => textOf(filter.write(bytesOf(text))));
    expect(told).toBe(again ? plain + ON : plain);
  });

  it('ANSI-O60 what the child wants is told apart from it, at every cut', () => {
    const text = '\x1b[?1004ha\x1b[?1004lb\x1b[?1004hc';
    for (let cut = 0; cut < text.length; cut += 1) {
      const { ours } = filters();
      expect(ours.focusEvents).toBe(false);
      const written = [text.slice(0, cut), text.slice(cut)].map((part) =>
        textOf(ours.write(bytesOf(part))),
      );
      expect(written.join('')).toBe(text.replace(OFF, OFF + ON));
      expect([ours.focusEvents, ours.modes.focusEvents]).toEqual([true, true]);
    }
  });

  it('ANSI-O62 they are wanted, and wanted no more, while the child runs', () => {
    const { childs: filter } = filters();
    expect(decoded(filter.setFocusReports('childs'))).toBe('');
    expect(decoded(filter.setFocusReports('ours'))).toBe(ON);
    expect(decoded(filter.setFocusReports('ours'))).toBe('');
    expect(textOf(filter.write(bytesOf(OFF)))).toBe(OFF + ON);
    expect(decoded(filter.setFocusReports('childs'))).toBe(OFF);
    expect(textOf(filter.write(bytesOf(OFF)))).toBe(OFF);
    expect(decoded(filter.finish())).not.toContain('1004');
  });

  it('ANSI-O62 a child that has them on keeps them', () => {
    const { ours: filter } = filters();
    filter.write(bytesOf(ON));
    expect(decoded(filter.setFocusReports('childs'))).toBe('');
    expect(decoded(filter.setFocusReports('ours'))).toBe('');
    expect(filter.focusEvents).toBe(true);
  });

  it('ANSI-O61 a signal waits for the end of what it would end', () => {
    const { ours } = filters();
    expect(ours.canSignal()).toBe(true);
    for (const [part, can] of [
      ['\x1b]0;title', false],
      [' goes on', false],
      ['\x07', true],
      ['\x1b[3', true],
      ['1m', true],
      ['\x1bPq', false],
      ['\x1b\\', true],
    ] as const) {
      ours.write(bytesOf(part));
      expect(ours.canSignal(), part).toBe(can);
    }
  });
});
