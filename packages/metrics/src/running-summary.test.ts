import { expect, test } from 'vitest';
import { type MetricRecord, RunningSummary, summarise } from './index.ts';
import { MOST_SERIES } from './running-summary.ts';

const record = (atMs: number, name: string, fields: MetricRecord['fields']): MetricRecord => {
  const [phase = '', event = ''] = name.split(' ');
  return { atMs, phase, event, fields };
};

test('METRICS-15: summed up as they come they are what all of them together are', () => {
  const records = [
    record(1, 'turn length', { ms: 12.5, session: 's' }),
    record(2, 'queue depth', { value: 3 }),
    record(3, 'turn length', { ms: 40 }),
    record(4, 'deliver dropped', { why: 'agent-ended' }),
    record(5, 'queue depth', { value: 0 }),
    record(6, 'terminal rows-skipped', { times: 4 }),
    record(7, 'deliver dropped', { why: 'agent-ended' }),
    record(8, 'deliver dropped', { code: 'other' }),
    record(9, 'turn interrupted', {}),
  ];
  const running = new RunningSummary();
  for (const each of records) running.record(each);
  const { spans, gauges, counts } = summarise(records, { fromMs: 0, toMs: 10, parts: 1 });
  const without = <One extends { readonly history: unknown }>({ history: _, ...rest }: One) => rest;
  expect(running.figures).toEqual({
    spans: spans.map(without),
    gauges: gauges.map(without),
    counts,
  });
  expect(running.figures.counts).toHaveLength(4);
});

test('METRICS-15: beyond their bound new ones are left out, and those that are there go on', () => {
  const running = new RunningSummary();
  for (let index = 0; index < MOST_SERIES + 5; index += 1)
    running.record(record(index, `code c${index}`, {}));
  running.record(record(100, 'code c0', {}));
  const { counts } = running.figures;
  expect(counts).toHaveLength(MOST_SERIES);
  expect(counts[0]).toEqual({ phase: 'code', event: 'c0', count: 2, lastMs: 100 });
});
