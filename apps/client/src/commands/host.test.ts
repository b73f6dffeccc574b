// What a person is told of the host, in terminals of any width.
import { textWidth } from '@codex-voice/ansi';
import { expect, test } from 'vitest';
import { statusText } from './host.ts';

const STATUS = {
  ...{ pid: 4_194_304, version: '0.1.0', startedAtMs: 0, memoryBytes: 61_000_000 },
  ...{ sessions: 2, clients: 3, voicePids: [4_194_305, 4_194_306] },
  logFile: '/u/somebody/.local/state/codex-voice/host.log',
};

const linesAt = (columns: number | undefined): readonly string[] =>
  statusText(STATUS, { nowMs: 65_000, home: '/u/somebody', columns }).split('\n');

test('bug: the host’s log was broken in the middle of its name at 40 columns', () => {
  for (let columns = 40; columns <= 80; columns += 1) {
    const lines = linesAt(columns);
    expect(lines.filter((line) => textWidth(line) > columns)).toEqual([]);
    expect(lines.at(-1)).toContain('/.local/state/codex-voice/host.log');
  }
  expect(linesAt(40).slice(-2)).toEqual(['log', '  ~/.local/state/codex-voice/host.log']);
});

test('where there is room, or no terminal, the host’s log has its whole name', () => {
  const line = 'log       /u/somebody/.local/state/codex-voice/host.log';
  expect([linesAt(80).at(-1), linesAt(undefined).at(-1)]).toEqual([line, line]);
});
