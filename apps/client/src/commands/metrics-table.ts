// What was measured, as a person reads it: what each thing is in words, how long it took, and how that went
// over the time. Every figure has its sign or word; nothing is told by colour.
import type { CountSummary, GaugeSummary, MetricsSummary, SpanSummary } from '@codex-voice/metrics';
import { brokenLines } from '../told-lines.ts';

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
const TITLES = {
  step: 'How long it took, in ms',
  amount: 'How much there was',
  count: 'What happened',
} as const;

/** Of a step, in the order of the table. */
const STEP_FIGURES: readonly (readonly [string, (span: SpanSummary) => string])[] = [
  ['times', ({ count }) => String(count)],
  ['p50', ({ p50 }) => digits(p50)],
  ['p90', ({ p90 }) => digits(p90)],
  ['p95', ({ p95 }) => digits(p95)],
  ['p99', ({ p99 }) => digits(p99)],
  ['most', ({ max }) => digits(max)],
];
/** Those that stay where a terminal has no room for all and the history. */
const NARROW: ReadonlySet<string> = new Set(['times', 'p50', 'p95', 'most']);
const GAUGE_HEADS = ['last', 'least', 'most'];
/** Fewer bars tell nothing. */
const LEAST_BARS = 4;
/** Before the bars, and behind them. */
const BAR_MARGIN = 3;

/** `columns`: of the terminal that it is for; without one it is as wide as it gets, and has no history. */
export function metricsTable(
  { fromMs, toMs, spans, gauges, counts }: MetricsSummary,
  { columns }: { readonly columns: number | undefined },
): string {
  const lines = [brokenLines(`From ${local(fromMs)} to ${local(toMs)}`, columns)];
  const steps = stepsInOrder(spans);
  const amounts = ordered(gauges, GAUGE_WORDS).map((gauge) => ({
    gauge,
    words: told(gauge, GAUGE_WORDS),
  }));
  const width = Math.max(
    TITLES.step.length,
    ...[...steps, ...amounts].map(({ words }) => words.length),
  );
  const { row, lead } = layout({ width, figures: NARROW.size * FIGURE_WIDTH, columns });
  const bars = (history: readonly (number | null)[], figures: number): string => {
    const room = (columns ?? 0) - lead - figures * FIGURE_WIDTH - BAR_MARGIN;
    return history.length === 0 || room < LEAST_BARS ? '' : `  ${sparkline(merged(history, room))}`;
  };
  if (steps.length > 0) {
    const whole =
      lead + STEP_FIGURES.length * FIGURE_WIDTH + BAR_MARGIN + (spans[0]?.history.length ?? 0);
    const isNarrow = columns !== undefined && columns < whole;
    const shown = STEP_FIGURES.filter(([head]) => !isNarrow || NARROW.has(head));
    lines.push('', row(TITLES.step, shown.map(([head]) => figure(head)).join('')));
    for (const { span, words } of steps) {
      const figures = shown.map(([, of]) => figure(of(span))).join('');
      lines.push(row(words, `${figures}${bars(span.history, shown.length)}`));
    }
  }
  if (amounts.length > 0) {
    lines.push('', row(TITLES.amount, GAUGE_HEADS.map(figure).join('')));
    for (const { gauge, words } of amounts) {
      const figures = [gauge.last, gauge.lowest, gauge.highest].map(amount).map(figure).join('');
      lines.push(row(words, `${figures}${bars(gauge.history, GAUGE_HEADS.length)}`));
    }
  }
  lines.push(...happened(counts, { least: width, columns }));
  return `${[...lines, ...loop(spans).map((line) => brokenLines(line, columns))].join('\n')}\n`;
}

interface Layout {
  /** Words and what is known of them: beside them, or below where a terminal has no room beside. */
  readonly row: (words: string, figures: string) => string;
  /** What stands before figures, in cells. */
  readonly lead: number;
}

function layout(room: {
  readonly width: number;
  readonly figures: number;
  readonly columns: number | undefined;
}): Layout {
  const { width, figures, columns = Infinity } = room;
  if (width + figures > columns) return { row: (words, known) => `${words}\n${known}`, lead: 0 };
  return { row: (words, known) => words.padEnd(width) + known, lead: width };
}

function happened(
  counts: readonly CountSummary[],
  { least, columns }: { readonly least: number; readonly columns: number | undefined },
): readonly string[] {
  if (counts.length === 0) return [];
  const width = Math.max(least, ...counts.map((count) => countName(count).length));
  const known = counts.map((count) => `${figure(String(count.count))}  ${local(count.lastMs)}`);
  const figures = Math.max(...known.map((text) => text.length));
  const { row } = layout({ width, figures, columns });
  const rows = counts.map((count, at) => row(countName(count), known[at] ?? ''));
  return ['', row(TITLES.count, `${figure('times')}  last`), ...rows];
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

/** The same history in at most so many parts: neighbours become their mean. */
export function merged(
  history: readonly (number | null)[],
  most: number,
): readonly (number | null)[] {
  const size = Math.ceil(history.length / most);
  return Array.from({ length: Math.ceil(history.length / size) }, (_, part) => {
    const values = history
      .slice(part * size, (part + 1) * size)
      .filter((value): value is number => value !== null);
    if (values.length === 0) return null;
    return values.reduce((sum, value) => sum + value, 0) / values.length;
  });
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
