// Figures in a recording: the last that can be read count, and a file that means harm is told as text.
import type { CastEvent } from '@codex-voice/recording';
import { expect, test } from 'vitest';
import { measuredFigures } from './measured-figures.ts';

const header = { version: 3 as const, size: { columns: 80, rows: 24 }, startedWallS: 1_000 };
const span = { phase: 'turn', event: 'length', mean: 1, p50: 1, p90: 1, p95: 1, p99: 1, max: 1 };

function castOf(...lines: readonly unknown[]) {
  const events = lines.map((data, index): CastEvent => {
    return { atMs: index * 60_000, code: 'n', data: JSON.stringify(data) };
  });
  return { header, events, passedOver: 0, torn: false };
}
const figures = (...lines: readonly unknown[]) => measuredFigures(castOf(...lines))?.summary;

const line = (count: number, more: object = {}) => ({
  ...{ at: 1, spans: [{ ...span, count }], gauges: [], counts: [] },
  ...more,
});

test('the last figures count, with the time they are of', () => {
  expect(figures(line(1), line(2))).toEqual({
    ...{ fromMs: 1_000_000, toMs: 1_060_000, gauges: [], counts: [] },
    spans: [{ ...span, count: 2, history: [] }],
  });
});

test('figures of a host that went on with the recording are of its own time', () => {
  const { fromMs, toMs } = figures(line(1), line(2, { since: 40_000 })) ?? {};
  expect([fromMs, toMs]).toEqual([1_040_000, 1_060_000]);
  expect(figures(line(2, { since: 1e15 }))?.fromMs).toBe(1_000_000);
});

test('bug: that a host before had measured as well was not told', () => {
  const told = (...lines: readonly unknown[]) => measuredFigures(castOf(...lines))?.isOfLaterHost;
  expect(told(line(1), line(2))).toBe(false);
  // It takes a moment until the first host begins to measure.
  expect(told(line(1, { since: 200 }), line(2, { since: 200 }))).toBe(false);
  expect(told(line(1, { since: 200 }), line(2, { since: 40_000 }))).toBe(true);
  expect(told(line(1), line(2, { since: 40_000 }), line(3, { since: 40_000 }))).toBe(true);
});

test('what can not be read is passed over, and there may be none', () => {
  const late = { phase: 'a', event: 'b', count: 1, lastMs: 1e300 };
  expect(figures(line(1), 'nothing', { spans: 7 }, line(2, { counts: [late] }))?.toMs).toBe(
    1_000_000,
  );
  expect(figures()).toBeUndefined();
  expect(measuredFigures({ header, events: [], passedOver: 0, torn: false })).toBeUndefined();
});

test('a name that means harm reaches no terminal as it is', () => {
  const gauge = { phase: '\u001b]0;x\u0007', event: 'e', last: 1, lowest: 1, highest: 1 };
  const phase = figures(line(1, { gauges: [gauge] }))?.gauges[0]?.phase;
  expect(phase).toContain(']0;x');
  expect(phase).not.toMatch(/\p{Cc}/u);
});
