// What was measured, as a person reads it: what each thing is in words, how long it took, and how that went
// over the time. Every figure has its sign or word; nothing is told by colour.
import type { CountSummary, GaugeSummary, MetricsSummary, SpanSummary } from '@codex-voice/metrics';

interface Named {
  readonly phase: string;
  readonly event: string;
}

/** In the order of the way that a word goes. */
const SPAN_WORDS: readonly (readonly [string, string])[] = [
  ['capture open', 'microphone asked for → first sound'],
  ['speech noticed', 'begin of speech → known to be speech'],
  ['speech first-words', 'begin of speech → its first words'],
  ['speech end-point', 'end of speech → known to be over'],
  ['speech decode', '→ understood'],
  ['speech journal', '→ on disk'],
  ['speech hand-over', '→ with its session'],
  ['queue waited', 'prompt waits → its turn'],
  ['deliver written', 'its turn → in the composer or sent'],
  ['deliver composed', 'end of speech → in the composer'],
  ['deliver sent', 'end of speech → sent'],
  ['deliver obeyed', 'end of speech → obeyed'],
  ['deliver taken', 'given to the agent → taken by it'],
  ['turn first-sign', 'given to the agent → its first sign'],
  ['turn round-trip', 'end of speech → its first sign'],
  ['turn length', 'a turn, whole'],
  ['turn failed-after', 'a turn that failed'],
  ['approval answered', 'asked → answered'],
  ['key echo', 'key → shown'],
  ['key agent-echo', 'key at the keeper → the agent’s output'],
];
const GAUGE_WORDS: readonly (readonly [string, string])[] = [
  ['queue depth', 'prompts that wait'],
  ['host sessions', 'sessions'],
  ['session uptime-s', 'oldest session, s'],
  ['host uptime-s', 'host, s'],
  ['idle cpu-percent', 'all while nothing happened, % of a core'],
  ['terminal memory-mib', 'a terminal, MiB'],
  ['terminal cpu-percent', 'a terminal, % of a core'],
  ['keeper memory-mib', 'keepers, MiB'],
  ['keeper cpu-percent', 'keepers, % of a core'],
  ['host memory-mib', 'host, MiB'],
  ['host cpu-percent', 'host, % of a core'],
  ['voice memory-mib', 'voice, MiB'],
  ['voice cpu-percent', 'voice, % of a core'],
];
/** The first design's goal for the whole loop, and what it hoped for, in ms. */
const GOAL_MS = 2_000;
const HOPE_MS = 1_000;

const BARS = '▁▂▃▄▅▆▇█';
const FIGURE_WIDTH = 8;
const NO_BAR = ' ';

export function metricsTable(
  { fromMs, toMs, spans, gauges, counts }: MetricsSummary,
  { isTerminal }: { readonly isTerminal: boolean },
): string {
  const lines = [`From ${local(fromMs)} to ${local(toMs)}`];
  const bars = (history: readonly (number | null)[]): string =>
    isTerminal ? `  ${sparkline(history)}` : '';
  const words = [...SPAN_WORDS, ...GAUGE_WORDS].map(([, text]) => text);
  const width = Math.max(
    ...[...spans, ...gauges].map(nameOf).map(lengthOf),
    ...counts.map(countName).map(lengthOf),
    ...words.map(lengthOf),
  );
  if (spans.length > 0) {
    const heads = ['times', 'p50', 'p90', 'p95', 'p99', 'most'];
    lines.push('', `${'How long it took, in ms'.padEnd(width)}${heads.map(figure).join('')}`);
    for (const { span, words: step } of stepsInOrder(spans)) {
      const figures = [span.p50, span.p90, span.p95, span.p99, span.max].map((ms) => digits(ms));
      const row = [String(span.count), ...figures].map(figure).join('');
      lines.push(`${step.padEnd(width)}${row}${bars(span.history)}`);
    }
  }
  if (gauges.length > 0) {
    lines.push(
      '',
      `${'How much there was'.padEnd(width)}${['last', 'least', 'most'].map(figure).join('')}`,
    );
    for (const gauge of ordered(gauges, GAUGE_WORDS)) {
      const row = [gauge.last, gauge.lowest, gauge.highest].map(amount).map(figure).join('');
      lines.push(`${told(gauge, GAUGE_WORDS).padEnd(width)}${row}${bars(gauge.history)}`);
    }
  }
  if (counts.length > 0) {
    lines.push('', `${'What happened'.padEnd(width)}${figure('times')}  last`);
    for (const count of counts)
      lines.push(
        `${countName(count).padEnd(width)}${figure(String(count.count))}  ${local(count.lastMs)}`,
      );
  }
  return `${[...lines, ...loop(spans)].join('\n')}\n`;
}

/** The whole loop against its goal, with the agent's own time apart. */
function loop(spans: readonly SpanSummary[]): readonly string[] {
  const of = (name: string): SpanSummary | undefined => spans.find((span) => nameOf(span) === name);
  const whole = of('turn round-trip');
  const agents = of('turn first-sign');
  if (whole === undefined) return [];
  const verdict =
    whole.p50 <= HOPE_MS
      ? `within ${HOPE_MS / 1_000} s`
      : whole.p50 <= GOAL_MS
        ? `within the goal of ${GOAL_MS / 1_000} s`
        : `beyond the goal of ${GOAL_MS / 1_000} s`;
  const own = agents === undefined ? '' : `; the agent’s own part ${digits(agents.p50)} ms`;
  return [
    '',
    `From your last word to the agent’s first sign: ${digits(whole.p50)} ms, ${verdict}${own}.`,
  ];
}

/** Each step with what it is, in the order of the way that a word goes. */
export function stepsInOrder(
  spans: readonly SpanSummary[],
): readonly { readonly span: SpanSummary; readonly words: string }[] {
  return ordered(spans, SPAN_WORDS).map((span) => ({ span, words: told(span, SPAN_WORDS) }));
}

export function sparkline(history: readonly (number | null)[]): string {
  const most = Math.max(...history.map((value) => value ?? 0));
  return history
    .map((value) => {
      if (value === null) return NO_BAR;
      const at = most === 0 ? 0 : Math.round((value / most) * (BARS.length - 1));
      return BARS[at] ?? NO_BAR;
    })
    .join('')
    .trimEnd();
}

function ordered<Summary extends SpanSummary | GaugeSummary>(
  summaries: readonly Summary[],
  words: readonly (readonly [string, string])[],
): readonly Summary[] {
  const place = (summary: Summary): number => {
    const at = words.findIndex(([name]) => name === nameOf(summary));
    return at === -1 ? words.length : at;
  };
  return summaries.toSorted((one, other) => place(one) - place(other));
}

function told(named: Named, words: readonly (readonly [string, string])[]): string {
  const name = nameOf(named);
  return words.find(([each]) => each === name)?.[1] ?? name;
}

function nameOf({ phase, event }: Named): string {
  return `${phase} ${event}`;
}

/** With its code, where it has one. */
export function countName({ phase, event, code }: CountSummary): string {
  return [phase, event, ...(code === undefined ? [] : [code])].join(' ');
}

function lengthOf(text: string): number {
  return text.length;
}

function figure(text: string): string {
  return text.padStart(FIGURE_WIDTH);
}

function amount(value: number): string {
  return Number.isInteger(value) ? String(value) : digits(value);
}

function digits(value: number): string {
  if (value >= 100) return value.toFixed(0);
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

function local(ms: number): string {
  const date = new Date(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())} ${two(date.getHours())}:${two(date.getMinutes())}`;
}
