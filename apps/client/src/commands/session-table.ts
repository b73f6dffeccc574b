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
const FOLDER_COLUMN = HEADINGS.indexOf('FOLDER');
const GAP = '  ';
/** Less of a folder tells nothing; the line is longer than the terminal then. */
const LEAST_FOLDER_COLUMNS = 8;
const UNKNOWN = '?';

/** One line a session under one of headings; a single line where there is none. Ends with a newline. */
export function sessionTable(sessions: readonly RunningSession[], view: TableView): string {
  if (sessions.length === 0) return 'no sessions\n';
  const lines: string[][] = [[...HEADINGS], ...sessions.map((session) => cells(session, view))];
  const widths = HEADINGS.map((_, column) =>
    Math.max(...lines.map((line) => textWidth(line[column] ?? ''))),
  );
  const folderColumns = roomForFolder(widths, view.columns);
  widths[FOLDER_COLUMN] = Math.min(widths[FOLDER_COLUMN] ?? 0, folderColumns);
  return lines.map((line) => `${row(line, widths)}\n`).join('');
}

function roomForFolder(widths: readonly number[], columns: number | undefined): number {
  if (columns === undefined) return Infinity;
  const all = widths.reduce((sum, width) => sum + width, GAP.length * (widths.length - 1));
  const folder = widths[FOLDER_COLUMN] ?? 0;
  return Math.max(LEAST_FOLDER_COLUMNS, columns - (all - folder));
}

function row(line: readonly string[], widths: readonly number[]): string {
  const padded = line.map((text, column) => {
    const width = widths[column] ?? 0;
    const shown = column === FOLDER_COLUMN ? endOf(text, width) : text;
    return shown + ' '.repeat(Math.max(0, width - textWidth(shown)));
  });
  return padded.join(GAP).trimEnd();
}

/** The end of a folder's name tells more than its beginning. */
function endOf(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text;
  const characters = [...text];
  while (textWidth(characters.join('')) > columns - 1) characters.shift();
  return `…${characters.join('')}`;
}

function cells(session: RunningSession, view: TableView): string[] {
  const { sessionId, agent, cwd, columns, rows, startedAtMs } = session;
  return [
    visible(sessionId),
    visible(agent ?? UNKNOWN),
    cwd === undefined ? UNKNOWN : visible(shortFolder(cwd, view.home)),
    stateWords(session),
    columns === undefined || rows === undefined ? UNKNOWN : `${columns}×${rows}`,
    startedAtMs === undefined ? UNKNOWN : duration(ageSeconds(startedAtMs, view.nowMs)),
    String(session.terminals ?? UNKNOWN),
    String(session.queued ?? UNKNOWN),
    memory(session),
  ];
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
