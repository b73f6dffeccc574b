// `codex-voice replay FILE --measured`: what was measured of a recorded session, as its last figures say.
import type { MetricsSummary } from '@codex-voice/metrics';
import type { ReadCast } from '@codex-voice/recording';
import * as v from 'valibot';
import { visible } from '../user-error.ts';

/** A file may come from anybody: names are shown, and moments become dates. */
const name = v.pipe(v.string(), v.maxLength(100), v.transform(visible));
const LAST_DATE_MS = 8.64e15;
const moment = v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_DATE_MS));
const named = { phase: name, event: name };
const figures = v.object({
  /** In ms of the recording; absent: from its start, or an earlier version wrote it. */
  since: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(LAST_DATE_MS))),
  spans: v.array(
    v.object({
      ...named,
      count: v.number(),
      mean: v.number(),
      p50: v.number(),
      p90: v.number(),
      p95: v.number(),
      p99: v.number(),
      max: v.number(),
    }),
  ),
  gauges: v.array(
    v.object({ ...named, last: v.number(), lowest: v.number(), highest: v.number() }),
  ),
  counts: v.array(
    v.object({ ...named, code: v.exactOptional(name), count: v.number(), lastMs: moment }),
  ),
});

const MS_PER_S = 1_000;

export interface MeasuredFigures {
  readonly summary: MetricsSummary;
  /** The recording has figures of another host before, too: percentiles of two can't be made into one. */
  readonly isOfLaterHost: boolean;
}

/** The last that can be read: each has all since a host began or went on with the recording. Undefined: there are none. */
export function measuredFigures({ header, events }: ReadCast): MeasuredFigures | undefined {
  const started = v.safeParse(moment, (header.startedWallS ?? 0) * MS_PER_S);
  const startedMs = started.success ? started.output : 0;
  const told = events.flatMap(({ code, atMs, data }) => {
    const read = code === 'n' ? v.safeParse(figures, jsonOf(data)) : undefined;
    return read?.success === true ? [{ since: 0, ...read.output, atMs }] : [];
  });
  const last = told.at(-1);
  if (last === undefined) return undefined;
  const { since, atMs, spans, gauges, counts } = last;
  const history: readonly null[] = [];
  const summary = {
    ...{ fromMs: startedMs + Math.min(since, atMs), toMs: startedMs + atMs },
    spans: spans.map((span) => ({ ...span, history })),
    gauges: gauges.map((gauge) => ({ ...gauge, history })),
    counts,
  };
  return { summary, isOfLaterHost: told.some((one) => one.since !== since) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
