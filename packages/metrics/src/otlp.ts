// Records as a request of the OpenTelemetry protocol, metrics over HTTP in JSON:
// https://opentelemetry.io/docs/specs/otlp/ and opentelemetry-proto's metrics.proto (1.5).
import type { FieldValue, MetricRecord } from './record.ts';

const SCOPE = 'codex-voice';
const MS_PER_SECOND = 1_000;
const NANOSECONDS_PER_MS = 1_000_000n;
/** Bounds of a histogram's parts, in s: from a key's echo to a long turn. */
const BOUNDS_S = [
  0.000_5, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30, 60, 300, 1_800,
] as const;
/** AGGREGATION_TEMPORALITY_DELTA: of this stretch of time alone. */
const DELTA = 1;

export interface OtlpStretch {
  /** Milliseconds since 1970. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly version: string;
}

interface Point {
  readonly attributes: readonly unknown[];
  readonly startTimeUnixNano: string;
  readonly timeUnixNano: string;
}

/** The body of `POST /v1/metrics`. Sessions are not named in it. */
export function otlpRequest(records: readonly MetricRecord[], stretch: OtlpStretch): unknown {
  const groups = new Map<string, MetricRecord[]>();
  for (const record of records) {
    const name = `${SCOPE}.${record.phase}.${record.event}`.replaceAll('-', '_');
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [record]);
    else group.push(record);
  }
  const { version } = stretch;
  const metrics = [...groups].flatMap(([name, group]) => metricsOf(name, group, stretch));
  return {
    resourceMetrics: [
      {
        resource: {
          attributes: [attribute('service.name', SCOPE), attribute('service.version', version)],
        },
        scopeMetrics: [{ scope: { name: SCOPE, version }, metrics }],
      },
    ],
  };
}

function metricsOf(
  name: string,
  group: readonly MetricRecord[],
  stretch: OtlpStretch,
): readonly unknown[] {
  const times = group.flatMap(({ fields }) => numberOf(fields.ms) ?? []);
  const values = group.flatMap(({ fields }) => numberOf(fields.value) ?? []);
  const counted = group.filter(({ fields }) => !('ms' in fields) && !('value' in fields));
  const last = values.at(-1);
  return [
    ...(times.length === 0 ? [] : [histogram(name, times, stretch)]),
    ...(last === undefined
      ? []
      : [{ name, gauge: { dataPoints: [{ ...point([], stretch), asDouble: last }] } }]),
    ...(counted.length === 0 ? [] : [sum(`${name}.times`, counted, stretch)]),
  ];
}

function histogram(name: string, times: readonly number[], stretch: OtlpStretch): unknown {
  const seconds = times.map((ms) => Math.max(ms, 0) / MS_PER_SECOND);
  const counts = Array.from({ length: BOUNDS_S.length + 1 }, () => 0);
  for (const value of seconds) {
    const at = BOUNDS_S.findIndex((bound) => value <= bound);
    const part = at === -1 ? BOUNDS_S.length : at;
    counts[part] = (counts[part] ?? 0) + 1;
  }
  const dataPoint = {
    ...point([], stretch),
    // 64-bit numbers are texts in the JSON of protocol buffers.
    count: String(seconds.length),
    sum: seconds.reduce((sum, value) => sum + value, 0),
    min: Math.min(...seconds),
    max: Math.max(...seconds),
    bucketCounts: counts.map(String),
    explicitBounds: BOUNDS_S,
  };
  return {
    ...{ name, unit: 's' },
    histogram: { aggregationTemporality: DELTA, dataPoints: [dataPoint] },
  };
}

function sum(name: string, counted: readonly MetricRecord[], stretch: OtlpStretch): unknown {
  const times = new Map<string, number>();
  for (const { fields } of counted) {
    const code = String(fields.code ?? fields.why ?? '');
    times.set(code, (times.get(code) ?? 0) + (numberOf(fields.times) ?? 1));
  }
  const dataPoints = [...times].map(([code, count]) => ({
    ...point(code === '' ? [] : [attribute('code', code)], stretch),
    asInt: String(Math.round(count)),
  }));
  return { name, sum: { aggregationTemporality: DELTA, isMonotonic: true, dataPoints } };
}

function point(attributes: readonly unknown[], { fromMs, toMs }: OtlpStretch): Point {
  return {
    attributes,
    startTimeUnixNano: nanoseconds(fromMs),
    timeUnixNano: nanoseconds(toMs),
  };
}

function attribute(key: string, value: string): unknown {
  return { key, value: { stringValue: value } };
}

function nanoseconds(ms: number): string {
  return String(BigInt(Math.round(ms)) * NANOSECONDS_PER_MS);
}

function numberOf(value: FieldValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
