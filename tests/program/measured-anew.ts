// The figures of a recording held against those of the same session driven anew: every series that the session's own
// control measures, as often as then and as long as then. What its host and keeper alone could measure is left out.
import { type RecordedLine, redrive, SessionMeter } from '@codex-voice/control';
import { type Figures, type MetricRecord, RunningSummary } from '@codex-voice/metrics';
import type { CastEvent } from '@codex-voice/recording';

/** Told by the keeper to its host, beside the session's control; and of words that change as they come, which are in no recording. */
export const MEASURED_ELSEWHERE: ReadonlySet<string> = new Set([
  'key agent-echo',
  'speech first-words',
]);
/** A control sees the time of its input; what measured it then saw the time itself, one step of a busy machine later, in ms. */
const SEEN_LATER_MS = 25;
/** These are no times: they have to be the same. */
const EXACT: ReadonlySet<string> = new Set(['count', 'last', 'lowest', 'highest']);

interface FigureLine extends Figures {
  readonly at: number;
  /** In ms of the recording. */
  readonly since: number;
}

/** A number of each series, by its name. */
type Numbers = ReadonlyMap<string, Readonly<Record<string, number>>>;

/** What of the figures does not come of the session when it is driven anew, in words; empty: all does. */
export async function measuredOtherwise(events: readonly CastEvent[]): Promise<readonly string[]> {
  const begin = events.find(({ code }) => code === 'c');
  if (begin === undefined) return ['the recording has no beginning'];
  const { at: beganMs, wallMs } = JSON.parse(begin.data);
  const wallAt = (ms: number): number => wallMs + (ms - beganMs);
  const records = await measuredAnew(events);
  const lines = events.filter(({ code }) => code === 'n');
  const otherwise: string[] = [];
  let toldMs = 0;
  for (const { atMs, data } of lines) {
    const figures: FigureLine = JSON.parse(data);
    toldMs = Math.round(wallAt(figures.at));
    const sinceMs = Math.floor(wallAt(figures.at - (atMs - figures.since)));
    const summary = new RunningSummary();
    for (const record of records)
      if (record.atMs >= sinceMs && record.atMs <= toldMs) summary.record(record);
    otherwise.push(...differences(numbersOf(figures), numbersOf(summary.figures)));
  }
  const untold = records.filter(({ atMs }) => atMs > toldMs).length;
  if (untold > 0) otherwise.push(`${untold} records are in no figures`);
  return otherwise;
}

async function measuredAnew(events: readonly CastEvent[]): Promise<readonly MetricRecord[]> {
  const records: MetricRecord[] = [];
  const lines = events
    .filter(({ code }) => !'ormxn'.includes(code))
    .map(({ code, atMs, data }): RecordedLine => ({ code, atMs, data: JSON.parse(data) }));
  await redrive(lines, {
    redacted: false,
    meterOf: (life) => new SessionMeter({ ...life, record: (record) => records.push(record) }),
  });
  return records;
}

function numbersOf({ spans, gauges, counts }: Figures): Numbers {
  const numbers = new Map<string, Readonly<Record<string, number>>>();
  for (const { phase, event, ...span } of spans) numbers.set(`${phase} ${event}`, span);
  for (const { phase, event, ...gauge } of gauges) numbers.set(`${phase} ${event}`, gauge);
  for (const { phase, event, code, count, lastMs } of counts)
    numbers.set(`${phase} ${event} ${code ?? ''}`, { count, lastMs });
  return numbers;
}

function differences(then: Numbers, now: Numbers): readonly string[] {
  const names = new Set([...then.keys(), ...now.keys()]);
  return [...names].flatMap((name) => {
    if (MEASURED_ELSEWHERE.has(name)) return [];
    const [was, is] = [then.get(name) ?? {}, now.get(name) ?? {}];
    return [...new Set([...Object.keys(was), ...Object.keys(is)])].flatMap((what) => {
      const [one = Number.NaN, other = Number.NaN] = [was[what], is[what]];
      const mayDiffer = EXACT.has(what) ? 0 : SEEN_LATER_MS;
      return Math.abs(one - other) <= mayDiffer ? [] : [`${name}: ${what} ${one}, anew ${other}`];
    });
  });
}
