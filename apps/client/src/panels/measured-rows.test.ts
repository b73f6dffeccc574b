// Rows of the debug panel: short enough for 80 cells, in the order of a word's way.
import { parseRecord, summarise } from '@codex-voice/metrics';
import { expect, test } from 'vitest';
import { happenedRows, latestRows, stepRows, tailOf, troubleRows } from './measured-rows.ts';

const LINES = [
  'turn|first-sign|ms=812.4 session=codex-a1b2',
  'speech|end-point|ms=251 session=codex-a1b2',
  'speech|end-point|ms=349 session=codex-a1b2',
  'voice|restarted|session=codex-a1b2',
];
const records = LINES.flatMap((line) => parseRecord(`2030-01-02T03:04:05.000Z|${line}`) ?? []);
const at = records[0]?.atMs ?? 0;
const summary = summarise(records, { fromMs: at - 1_000, toMs: at + 1_000, parts: 1 });

test('steps with median, 95th percentile and how often, in the order of the way', () => {
  expect(stepRows(summary)).toEqual([
    {
      what: expect.stringMatching(/^25[01] \/ 349 ms, 2$/u),
      does: 'end of speech → known to be over',
    },
    {
      what: expect.stringMatching(/^81[23] \/ 81[23] ms, 1$/u),
      does: 'given to the agent → its first sign',
    },
  ]);
});

test('what happened with how often and when last', () => {
  const clock = new Date(at).toTimeString().slice(0, 8);
  expect(happenedRows(summary)).toEqual([{ what: 'voice restarted', does: `1, last at ${clock}` }]);
});

test('the last records, the newest first, and no word in them that was not recorded', () => {
  expect(latestRows(records).map(({ does }) => does)).toEqual([
    'voice restarted codex-a1b2',
    'speech end-point ms 349 codex-a1b2',
    'speech end-point ms 251 codex-a1b2',
    'turn first-sign ms 812.4 codex-a1b2',
  ]);
});

test('what went wrong is told apart, the newest first; amounts are no events', () => {
  const more = [
    'queue|depth|value=1',
    'host|memory-mib|value=60',
    'voice|problem|code=clipping session=codex-a1b2',
    'turn|length|ms=3000 session=codex-a1b2',
  ].flatMap((line) => parseRecord(`2030-01-02T03:04:06.000Z|${line}`) ?? []);
  const all = [...records, ...more];
  expect(troubleRows(all, 5).map(({ does }) => does)).toEqual([
    'voice problem code clipping codex-a1b2',
    'voice restarted codex-a1b2',
  ]);
  expect(troubleRows(all, 1)).toHaveLength(1);
  expect(tailOf(all, 3).map(({ phase, event }) => `${phase} ${event}`)).toEqual([
    'queue depth',
    'voice problem',
    'turn length',
  ]);
});
