// Records summed up as they come, without keeping them: for whoever tells now and then how it stands.
import { Histogram } from './histogram.ts';
import type { MetricRecord } from './record.ts';
import {
  type CountSummary,
  codeOf,
  type GaugeSummary,
  type SpanSummary,
  timesOf,
} from './summary.ts';

/** All since the first record, without its history. */
export interface Figures {
  readonly spans: readonly Omit<SpanSummary, 'history'>[];
  readonly gauges: readonly Omit<GaugeSummary, 'history'>[];
  readonly counts: readonly CountSummary[];
}

/** Different things that are summed up; a session has half as many, and a histogram takes some 200 kB. */
export const MOST_SERIES = 64;

type Gauge = Omit<GaugeSummary, 'history' | 'phase' | 'event'>;
type Count = Omit<CountSummary, 'phase' | 'event'>;
type Series = { readonly phase: string; readonly event: string } & (
  | { readonly kind: 'span'; readonly histogram: Histogram }
  | { readonly kind: 'gauge'; value: Gauge }
  | { readonly kind: 'count'; value: Count }
);

export class RunningSummary {
  readonly #series = new Map<string, Series>();

  record(record: MetricRecord): void {
    const { ms, value } = record.fields;
    const kind = typeof ms === 'number' ? 'span' : typeof value === 'number' ? 'gauge' : 'count';
    const name = `${kind}|${record.phase}|${record.event}|${codeOf(record) ?? ''}`;
    const series = this.#series.get(name) ?? begun(record, kind);
    if (!this.#series.has(name)) {
      if (this.#series.size >= MOST_SERIES) return;
      this.#series.set(name, series);
    }
    if (series.kind === 'span') series.histogram.record(Number(ms));
    else if (series.kind === 'gauge') series.value = gaugeAfter(series.value, Number(value));
    else {
      const count = series.value.count + timesOf(record.fields.times);
      series.value = { ...series.value, count, lastMs: record.atMs };
    }
  }

  get figures(): Figures {
    const all = [...this.#series.values()];
    return {
      spans: all.flatMap((series) => {
        const { phase, event } = series;
        const percentiles = series.kind === 'span' ? series.histogram.percentiles : undefined;
        return percentiles === undefined ? [] : [{ phase, event, ...percentiles }];
      }),
      gauges: all.flatMap((series) =>
        series.kind === 'gauge'
          ? [{ phase: series.phase, event: series.event, ...series.value }]
          : [],
      ),
      counts: all.flatMap((series) =>
        series.kind === 'count'
          ? [{ phase: series.phase, event: series.event, ...series.value }]
          : [],
      ),
    };
  }
}

function begun(record: MetricRecord, kind: Series['kind']): Series {
  const { phase, event, atMs } = record;
  if (kind === 'span') return { phase, event, kind, histogram: new Histogram() };
  if (kind === 'gauge') {
    const first = Number(record.fields.value);
    return { phase, event, kind, value: { last: first, lowest: first, highest: first } };
  }
  const code = codeOf(record);
  const value = { ...(code === undefined ? {} : { code }), count: 0, lastMs: atMs };
  return { phase, event, kind, value };
}

function gaugeAfter({ lowest, highest }: Gauge, last: number): Gauge {
  return { last, lowest: Math.min(lowest, last), highest: Math.max(highest, last) };
}
