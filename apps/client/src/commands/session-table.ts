// Sessions as a table for people and as a document for programs; docs/sessions.md tells what stands in it.
import { textWidth } from '@codex-voice/ansi';
import { visible } from '../user-error.ts';
import type { RunningSession } from './running-sessions.ts';

export interface TableView {
  /** Wall clock, in ms since 1970. */
  readonly nowMs: number;
  readonly home: string | undefined;
  /** Of the terminal; undefined: no terminal, nothing is shortened. */
  readonly columns: number | undefined;
}

const HEADINGS = [
  'SESSION',
  'AGENT',
  'FOLDER',
  'STATE',
  'SIZE',
  'AGE',
  'TERMINALS',
  'QUEUED',
  'MEMORY',
] as const;
type Heading = (typeof HEADINGS)[number];
/** What goes first where there is no room, also for the least of a folder. */
const DROPPED: readonly Heading[] = ['MEMORY', 'SIZE', 'TERMINALS', 'AGENT', 'AGE', 'QUEUED'];
const GAP = '  ';
/** Less of a folder tells nothing; the line is longer than the terminal then. */
const LEAST_FOLDER_COLUMNS = 8;
const UNKNOWN = '?';

type Cells = Readonly<Record<Heading, string>>;

/** One line a session under one of headings; a single line where there is none. Ends with a newline. */
export function sessionTable(sessions: readonly RunningSession[], view: TableView): string {
  if (sessions.length === 0) return 'no sessions\n';
  // Every heading is its own text.
  const headings = Object.fromEntries(HEADINGS.map((heading) => [heading, heading])) as Cells;
  const lines = [headings, ...sessions.map((session) => cells(session, view))];
  const widths = new Map(
    HEADINGS.map((heading) => [
      heading,
      Math.max(...lines.map((line) => textWidth(line[heading]))),
    ]),
  );
  const widthOf = (heading: Heading): number => widths.get(heading) ?? 0;
  const roomForFolder = (shown: readonly Heading[]): number => {
    const others = shown.filter((heading) => heading !== 'FOLDER');
    const taken = others.reduce((sum, heading) => sum + widthOf(heading) + GAP.length, 0);
    return (view.columns ?? Number.POSITIVE_INFINITY) - taken;
  };
  let shown: readonly Heading[] = HEADINGS;
  const least = Math.min(LEAST_FOLDER_COLUMNS, widthOf('FOLDER'));
  for (const heading of DROPPED)
    if (roomForFolder(shown) < least) shown = shown.filter((each) => each !== heading);
  const folder = Math.min(widthOf('FOLDER'), Math.max(least, roomForFolder(shown)));
  const row = (line: Cells): string =>
    shown
      .map((heading) => {
        const width = heading === 'FOLDER' ? folder : widthOf(heading);
        const text = heading === 'FOLDER' ? endOf(line.FOLDER, width) : line[heading];
        return text + ' '.repeat(Math.max(0, width - textWidth(text)));
      })
      .join(GAP);
  return lines.map((line) => `${row(line).trimEnd()}\n`).join('');
}

/** The end of a folder's name tells more than its beginning. */
function endOf(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  const characters = [...text];
  while (textWidth(characters.join('')) > columns - 1) characters.shift();
  return `…${characters.join('')}`;
}

function cells(session: RunningSession, view: TableView): Cells {
  const { sessionId, agent, cwd, columns, rows, startedAtMs } = session;
  const age = startedAtMs === undefined ? undefined : ageSeconds(startedAtMs, view.nowMs);
  return {
    SESSION: visible(sessionId),
    AGENT: visible(agent ?? UNKNOWN),
    FOLDER: cwd === undefined ? UNKNOWN : visible(shortFolder(cwd, view.home)),
    STATE: stateWords(session),
    SIZE: columns === undefined || rows === undefined ? UNKNOWN : `${columns}×${rows}`,
    AGE: age === undefined ? UNKNOWN : duration(age),
    TERMINALS: String(session.terminals ?? UNKNOWN),
    QUEUED: String(session.queued ?? UNKNOWN),
    MEMORY: memory(session),
  };
}

/** That it wants somebody is worth more than what it does. */
function stateWords({ state, call }: RunningSession): string {
  if (state === 'lost') return 'no answer';
  return call === undefined ? state : `${state}, wants you`;
}

/** The keeper's and, where it is known, the agent's. */
function memory({ keeperMemoryBytes, agentMemoryBytes }: RunningSession): string {
  if (keeperMemoryBytes === undefined) return UNKNOWN;
  const agent = agentMemoryBytes === undefined ? '' : `+${megabytes(agentMemoryBytes)}`;
  return `${megabytes(keeperMemoryBytes)}${agent} MB`;
}

const BYTES_PER_MEGABYTE = 1_000_000;

/** Whole megabytes. */
export function megabytes(bytes: number): string {
  return String(Math.round(bytes / BYTES_PER_MEGABYTE));
}

/** A folder under the home folder begins with `~`. */
export function shortFolder(path: string, home: string | undefined): string {
  if (home === undefined || home === '' || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function ageSeconds(startedAtMs: number, nowMs: number): number {
  // A clock that was set back makes nothing younger than new.
  return Math.max(0, Math.floor((nowMs - startedAtMs) / 1_000));
}

/** Two units at most: `12 s`, `5 min`, `3 h 10 min`, `2 d 4 h`. */
export function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (days > 0) return pair(`${days} d`, hours % 24, 'h');
  if (hours > 0) return pair(`${hours} h`, minutes % 60, 'min');
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

function pair(first: string, second: number, unit: string): string {
  return second === 0 ? first : `${first} ${second} ${unit}`;
}

/** As `codex-voice sessions --json` prints it; what could not be asked is null. */
export function sessionDocument(sessions: readonly RunningSession[], nowMs: number): object[] {
  return sessions.map((session) => {
    const { columns, rows, startedAtMs } = session;
    return {
      session: session.sessionId,
      agent: session.agent ?? null,
      folder: session.cwd ?? null,
      state: session.state,
      size: columns === undefined || rows === undefined ? null : { columns, rows },
      startedAt: startedAtMs === undefined ? null : new Date(startedAtMs).toISOString(),
      ageSeconds: startedAtMs === undefined ? null : ageSeconds(startedAtMs, nowMs),
      terminals: session.terminals ?? null,
      held: session.held ?? null,
      queued: session.queued ?? null,
      rung: session.rung ?? null,
      call: callDocument(session.call),
      memoryBytes: {
        keeper: session.keeperMemoryBytes ?? null,
        agent: session.agentMemoryBytes ?? null,
      },
    };
  });
}

function callDocument(call: RunningSession['call']): object | null {
  if (call === undefined) return null;
  return { by: call.by, text: call.text ?? null, at: new Date(call.atMs).toISOString() };
}
