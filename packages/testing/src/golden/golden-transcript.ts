// A golden transcript: what happens in a workflow, step by step, told by the session, the agent's model and
// the agent itself, for everyone who plays it. The text of its file, both ways; comparing is elsewhere.
import {
  type GoldenPerformer,
  namesOf,
  performersNamed,
  playersNamed,
} from './golden-performers.ts';

/** Who told a line: within one of them the order counts, between them it does not. */
export const GOLDEN_SOURCES = ['session', 'model', 'agent'] as const;
export type GoldenSource = (typeof GOLDEN_SOURCES)[number];

/** What happened from the begin of a step to the next one's, oldest first. */
export interface SeenStep {
  /** What was said or done. */
  readonly label: string;
  readonly lines: Readonly<Record<GoldenSource, readonly string[]>>;
}

export interface GoldenLine {
  readonly source: GoldenSource;
  readonly text: string;
  readonly performers: ReadonlySet<GoldenPerformer>;
  /** It may be missing. */
  readonly isOptional: boolean;
}

export interface GoldenStep {
  readonly label: string;
  readonly lines: readonly GoldenLine[];
}

export interface Golden {
  readonly name: string;
  readonly about: string;
  /** Who plays it. */
  readonly performers: ReadonlySet<GoldenPerformer>;
  /** Who does not, and why. */
  readonly absent: readonly string[];
  readonly steps: readonly GoldenStep[];
}

const PLAYED_BY = 'played by: ';
const NOT_BY = 'not by ';
const STEP = '> ';
/** Where the names of performers begin, in columns: behind most lines. */
const NAMES_COLUMN = 64;
const SOURCE_COLUMNS = 9;

export function goldenText(golden: Golden): string {
  const head = [
    `# ${golden.name}`,
    golden.about,
    `${PLAYED_BY}${playersNamed(golden.performers).join(' ')}`,
    ...golden.absent.map((why) => `${NOT_BY}${why}`),
  ];
  const steps = golden.steps.flatMap(({ label, lines }) => [
    '',
    `${STEP}${label}`,
    ...lines.map((line) => lineText(line, golden.performers)),
  ]);
  return `${[...head, ...steps].join('\n')}\n`;
}

function lineText(
  { source, text, performers, isOptional }: GoldenLine,
  all: ReadonlySet<GoldenPerformer>,
): string {
  const names = namesOf(performers, all);
  const line = `${source.padEnd(SOURCE_COLUMNS)}${text}`;
  const mark = isOptional ? '?' : '';
  const tail = names.length === 0 ? mark : `@${names.join(',')}${mark}`;
  return tail === '' ? line : `${line.padEnd(NAMES_COLUMN)}  ${tail}`;
}

/** Throws a `TypeError` with the line's number where the text is none. */
export function parseGolden(text: string): Golden {
  const lines = text.split('\n');
  const name = /^# (\S+)$/u.exec(lines[0] ?? '')?.[1];
  if (name === undefined) throw new TypeError('line 1: a golden transcript begins with "# NAME"');
  const played = lines.find((line) => line.startsWith(PLAYED_BY));
  const words = played?.slice(PLAYED_BY.length).split(' ') ?? [];
  const performers = new Set(words.flatMap(performersNamed));
  const absent = lines.flatMap((line) =>
    line.startsWith(NOT_BY) ? [line.slice(NOT_BY.length)] : [],
  );
  const steps: { label: string; lines: GoldenLine[] }[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.startsWith(STEP)) steps.push({ label: line.slice(STEP.length), lines: [] });
    else if (steps.length > 0 && line !== '')
      steps.at(-1)?.lines.push(parsedLine(line, { number: index + 1, performers }));
  }
  return { name, about: lines[1] ?? '', performers, absent, steps };
}

function parsedLine(
  line: string,
  { number, performers }: { number: number; performers: ReadonlySet<GoldenPerformer> },
): GoldenLine {
  const found = /^(\w+) +(.*?)(?: {2,}(?:@(\S+?))?(\?)?)?$/u.exec(line);
  const source = GOLDEN_SOURCES.find((one) => one === found?.[1]);
  const [, , text, names, optional] = found ?? [];
  if (source === undefined || text === undefined)
    throw new TypeError(`line ${number}: expected "${GOLDEN_SOURCES.join('|')} …", got "${line}"`);
  const named = names?.split(',').flatMap(performersNamed) ?? [...performers];
  const some = new Set(named.filter((one) => performers.has(one)));
  return { source, text, performers: some, isOptional: optional !== undefined };
}

/** The lines of a step that a performer is held to, or may show. */
export function linesFor(
  step: GoldenStep,
  { performer, source }: { performer: GoldenPerformer; source: GoldenSource },
): readonly GoldenLine[] {
  return step.lines.filter((line) => line.source === source && line.performers.has(performer));
}
