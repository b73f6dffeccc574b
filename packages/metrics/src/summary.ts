// Records of a stretch of time, summed up: how long things took, how much there was, how often something
// happened.
import { Histogram, type Percentiles } from './histogram.ts';
import type { FieldValue, MetricRecord } from './record.ts';

interface Named {
  readonly phase: string;
  readonly event: string;
}

export interface SpanSummary extends Named, Percentiles {
  /** The median of each part of the time, in ms; null: none fell into it. */
  readonly history: readonly (number | null)[];
}

export interface GaugeSummary extends Named {
  readonly last: number;
  readonly lowest: number;
  readonly highest: number;
  /** The mean of each part of the time; null: none fell into it. */
  readonly history: readonly (number | null)[];
}

export interface CountSummary extends Named {
  /** Which of that name it was, where it has a code or a reason. */
  readonly code?: string;
  readonly count: number;
  /** Milliseconds since 1970. */
  readonly lastMs: number;
}

export interface MetricsSummary {
  readonly fromMs: number;
  readonly toMs: number;
  readonly spans: readonly SpanSummary[];
  readonly gauges: readonly GaugeSummary[];
  readonly counts: readonly CountSummary[];
}

export interface Stretch {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  /** Into so many equal parts its history is divided. */
  readonly parts: number;
}

/** In the order in which each was seen first. Records outside the stretch are left out. */
export function summarise(records: readonly MetricRecord[], stretch: Stretch): MetricsSummary {
  const { fromMs, toMs } = stretch;
  const groups = new Map<string, MetricRecord[]>();
  for (const record of records) {
    if (record.atMs < fromMs || record.atMs > toMs) continue;
    const name = `${record.phase}|${record.event}|${codeOf(record) ?? ''}`;
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [record]);
    else group.push(record);
  }
  const all = [...groups.values()];
  return {
    fromMs,
    toMs,
    spans: all.flatMap((group) => spanOf(group, stretch) ?? []),
    gauges: all.flatMap((group) => gaugeOf(group, stretch) ?? []),
    counts: all.flatMap((group) => countOf(group) ?? []),
  };
}

function spanOf(group: readonly MetricRecord[], stretch: Stretch): SpanSummary | undefined {
  const whole = new Histogram();
  const parts = Array.from({ length: stretch.parts }, () => new Histogram());
  for (const { atMs, fields } of group) {
    if (typeof fields.ms !== 'number') continue;
    whole.record(fields.ms);
    parts[partOf(atMs, stretch)]?.record(fields.ms);
  }
  const { percentiles } = whole;
  const name = nameOf(group);
  if (percentiles === undefined || name === undefined) return undefined;
  return { ...name, ...percentiles, history: parts.map((part) => part.percentiles?.p50 ?? null) };
}

function gaugeOf(group: readonly MetricRecord[], stretch: Stretch): GaugeSummary | undefined {
  const values: number[] = [];
  const parts = Array.from({ length: stretch.parts }, (): number[] => []);
  for (const { atMs, fields } of group) {
    if (typeof fields.value !== 'number') continue;
    values.push(fields.value);
    parts[partOf(atMs, stretch)]?.push(fields.value);
  }
  const last = values.at(-1);
  const name = nameOf(group);
  if (last === undefined || name === undefined) return undefined;
  const [lowest, highest] = values.reduce(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [last, last],
  );
  return { ...name, last, lowest, highest, history: parts.map(meanOf) };
}

function countOf(group: readonly MetricRecord[]): CountSummary | undefined {
  const happened = group.filter(({ fields }) => !('ms' in fields) && !('value' in fields));
  const last = happened.at(-1);
  if (last === undefined) return undefined;
  const { phase, event, atMs } = last;
  const code = codeOf(last);
  const count = happened.reduce((sum, { fields }) => sum + timesOf(fields.times), 0);
  return { phase, event, ...(code === undefined ? {} : { code }), count, lastMs: atMs };
}

/** A length of time or an amount has none: it is one series. */
export function codeOf({ fields }: MetricRecord): string | undefined {
  if ('ms' in fields || 'value' in fields) return undefined;
  const code = fields.code ?? fields.why;
  return code === undefined || code === '' ? undefined : String(code);
}

/** One record may stand for several. */
export function timesOf(times: FieldValue | undefined): number {
  return typeof times === 'number' && times > 0 ? times : 1;
}

function nameOf(group: readonly MetricRecord[]): Named | undefined {
  const [first] = group;
  return first === undefined ? undefined : { phase: first.phase, event: first.event };
}

function partOf(atMs: number, { fromMs, toMs, parts }: Stretch): number {
  const part = Math.floor(((atMs - fromMs) / Math.max(toMs - fromMs, 1)) * parts);
  return Math.min(Math.max(part, 0), parts - 1);
}

function meanOf(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
