// A summary in the text format that Prometheus reads, version 0.0.4:
// https://prometheus.io/docs/instrumenting/exposition_formats/
import type { CountSummary, MetricsSummary } from './summary.ts';

const MS_PER_SECOND = 1_000;

/** The value of `Content-Type` it is served with. */
export const PROMETHEUS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

/** Everything is a gauge: it is of a stretch of time that moves on, so that nothing of it only grows. */
export function prometheusText({ spans, gauges, counts }: MetricsSummary): string {
  const lines: string[] = [];
  for (const span of spans) {
    const name = `${metricName(span)}_seconds`;
    lines.push(`# TYPE ${name} gauge`);
    const quantiles = [
      ['0.5', span.p50],
      ['0.9', span.p90],
      ['0.95', span.p95],
      ['0.99', span.p99],
    ] as const;
    for (const [quantile, ms] of quantiles)
      lines.push(`${name}{quantile="${quantile}"} ${ms / MS_PER_SECOND}`);
    const times = `${metricName(span)}_times`;
    lines.push(`# TYPE ${times} gauge`, `${times} ${span.count}`);
  }
  for (const gauge of gauges) {
    const name = metricName(gauge);
    lines.push(`# TYPE ${name} gauge`, `${name} ${gauge.last}`);
  }
  const typed = new Set<string>();
  for (const count of counts.toSorted(byName)) {
    const name = `${metricName(count)}_times`;
    if (!typed.has(name)) lines.push(`# TYPE ${name} gauge`);
    typed.add(name);
    lines.push(`${name}${count.code === undefined ? '' : label(count.code)} ${count.count}`);
  }
  return `${lines.join('\n')}\n`;
}

/** All lines of a name stand together. */
function byName(one: CountSummary, other: CountSummary): number {
  return metricName(one).localeCompare(metricName(other));
}

function label(code: string): string {
  const escaped = code.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
  return `{code="${escaped}"}`;
}

function metricName({ phase, event }: { readonly phase: string; readonly event: string }): string {
  return `codex_voice_${phase}_${event}`.replaceAll('-', '_');
}
