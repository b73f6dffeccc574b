// A summary in the text format that Prometheus reads, version 0.0.4:
// https://prometheus.io/docs/instrumenting/exposition_formats/
import type { MetricsSummary } from './summary.ts';

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
  for (const count of counts) {
    const name = `${metricName(count)}_times`;
    lines.push(`# TYPE ${name} gauge`, `${name} ${count.count}`);
  }
  return `${lines.join('\n')}\n`;
}

function metricName({ phase, event }: { readonly phase: string; readonly event: string }): string {
  return `codex_voice_${phase}_${event}`.replaceAll('-', '_');
}
