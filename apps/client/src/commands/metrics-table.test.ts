// What was measured, as a person reads it.
import { parseRecord, summarise } from '@codex-voice/metrics';
import { expect, test } from 'vitest';
import { sinceMs } from './length-arguments.ts';
import { merged, metricsTable, sparkline } from './metrics-table.ts';

const DAY_MS = 86_400_000;

function summary(...lines: readonly string[]): ReturnType<typeof summarise> {
  const records = lines.flatMap((line) => parseRecord(`1970-01-01T12:00:00.000Z|${line}`) ?? []);
  expect(records).toHaveLength(lines.length);
  return summarise(records, { fromMs: 0, toMs: DAY_MS, parts: 8 });
}

test('steps stand in the order of the way that a word goes, each in words', () => {
  const text = metricsTable(
    summary('turn|length|ms=5000', 'speech|decode|ms=12', 'speech|end-point|ms=251', 'x|y|ms=1'),
    { columns: undefined },
  );
  const lines = text.split('\n').filter((line) => /^(?:→|end|a turn|x)/u.test(line));
  expect(lines.map((line) => line.slice(0, 12).trimEnd())).toEqual([
    'end of speec',
    '→ understood',
    'a turn, whol',
    'x y',
  ]);
  expect(lines[0]).toMatch(/known to be over +1 +251 +251 +251 +251 +251$/u);
  // No bars where nobody sees them.
  expect(text).not.toMatch(/[▁-█]/u);
});

test('the whole loop is told against its goal, with the agent’s own part apart', () => {
  const told = (wholeMs: number): string =>
    metricsTable(summary(`turn|round-trip|ms=${wholeMs}`, 'turn|first-sign|ms=600'), {
      columns: 140,
    });
  expect(told(900)).toContain('within 1 s; the agent’s own part 600 ms');
  expect(told(1_900)).toContain('within the goal of 2 s');
  expect(told(2_500)).toContain('beyond the goal of 2 s');
});

test('gauges and counts have parts of their own, and a terminal sees their history', () => {
  const text = metricsTable(summary('queue|depth|value=3', 'voice|restarted|why=x'), {
    columns: 140,
  });
  expect(text).toMatch(/prompts that wait +3 +3 +3 +█/u);
  expect(text).toMatch(/voice restarted x +1 {2}1970-01-01/u);
});

test('in 80 columns no row is wider: the outer percentiles are left out, and the history is shorter', () => {
  const steps = ['key|agent-echo|ms=1.5', 'speech|noticed|ms=123456', 'idle|cpu-percent|value=1'];
  const told = (columns: number): readonly string[] =>
    metricsTable(summary(...steps), { columns })
      .trimEnd()
      .split('\n');
  expect(Math.max(...told(80).map((line) => line.length))).toBeLessThan(80);
  expect(told(80).find((line) => line.startsWith('How long'))).toMatch(
    /ms +times +p50 +p95 +most$/u,
  );
  expect(told(80).find((line) => line.startsWith('key at'))).toMatch(/1\.50 +[▁-█]$/u);
  expect(told(140).find((line) => line.startsWith('How long'))).toMatch(/p90 +p95 +p99 +most$/u);
});

test.each([40, 60])('the table of figures was broken inside its rows at %i columns', (columns) => {
  const lines = ['turn|round-trip|ms=900', 'idle|cpu-percent|value=1', 'voice|restarted|why=x'];
  const rows = metricsTable(summary(...lines), { columns })
    .trimEnd()
    .split('\n');
  for (const row of rows) expect(row.length, row).toBeLessThanOrEqual(columns);
  const at = rows.indexOf('all while nothing happened, % of a core');
  expect(rows[at + 1]).toMatch(/^ +1 +1 +1 +█$/u);
});

test('figures without a history end with the last figure', () => {
  const { spans, ...others } = summary('turn|length|ms=5000');
  const bare = spans.map((span) => ({ ...span, history: [] }));
  expect(metricsTable({ ...others, spans: bare }, { columns: 140 })).toMatch(
    /a turn, whole.*\d$/mu,
  );
});

test('neighbours of a history become one, by their mean, where there is room for fewer', () => {
  expect(merged([1, 3, null, null, null, 8, 5], 4)).toEqual([2, null, 8, 5]);
  expect(merged([1, null, 3], 24)).toEqual([1, null, 3]);
  expect(merged([1, null, 3], 1)).toEqual([2]);
});

test('a history has a bar for each part that has any, and a blank for others', () => {
  expect(sparkline([1, null, 4, 8, null])).toBe('▂ ▅█');
  expect(sparkline([0, 0])).toBe('▁▁');
  expect(sparkline([null])).toBe('');
});

test('a length of time is a number and a unit; anything else is refused in one line', () => {
  expect([sinceMs('90s'), sinceMs('30m'), sinceMs('24h'), sinceMs('7d'), sinceMs()]).toEqual([
    90_000,
    1_800_000,
    DAY_MS,
    7 * DAY_MS,
    DAY_MS,
  ]);
  for (const text of ['', '0h', '1.5h', 'h', '1w', '-1h', '999999h'])
    expect(() => sinceMs(text), text).toThrow(/--since takes a length of time such as 30m/u);
});
