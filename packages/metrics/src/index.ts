export { Histogram, type Percentiles } from './histogram.ts';
export { MetricsLog, type ReadMetrics, readMetrics } from './metrics-log.ts';
export { OtlpExport } from './otlp-export.ts';
export { memoryKib, processorMs, threadsMs } from './process-books.ts';
export { PROMETHEUS_TYPE, prometheusText } from './prometheus.ts';
export { type FieldValue, formatRecord, type MetricRecord, parseRecord } from './record.ts';
export { type Figures, RunningSummary } from './running-summary.ts';
export {
  type CountSummary,
  type GaugeSummary,
  type MetricsSummary,
  type SpanSummary,
  type Stretch,
  summarise,
} from './summary.ts';
