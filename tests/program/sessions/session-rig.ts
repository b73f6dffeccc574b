// What the session suites share: a session around an agent whose every byte is known, the terminals on
// it, what codex-voice says about it, and what must be left when all is over.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  compareTerminals,
  rowText,
  type TerminalProgram,
  untilHolds,
  VirtualTerminal,
} from '@codex-voice/testing';
import { expect } from 'vitest';
import { type Home, ROOT, runPlain, startInTerminal } from '../command.ts';

/** A loaded machine gets many times what anything here takes, in ms. */
export const PATIENCE_MS = 30_000;
/** Rows of ours in every terminal. */
const RESERVED_ROWS = 1;
/** Most looks read a file or all processes, in ms. */
const LOOK_EVERY_MS = 25;
/** What the last process of ours may take to end by itself once it has nothing left to do, in ms. */
const END_GRACE_MS = 30_000;
/** Lines of scrollback that a session keeps unless told otherwise. */
const KEPT_LINES = 5_000;

/** Ctrl-\ d and Ctrl-\ t. */
export const DETACH = '\u001cd';
export const TAKE = '\u001ct';

const HERE = join(ROOT, 'tests', 'program', 'sessions');

/** What `codex-voice sessions --json` says of one session. */
export interface ListedSession {
  readonly session: string;
  readonly state: string;
  readonly size: { readonly columns: number; readonly rows: number } | null;
  readonly terminals: number | null;
  readonly held: boolean | null;
  readonly memoryBytes: { readonly keeper: number | null };
}

export function ledgerPath(home: Home): string {
  return join(home.path, 'ledger');
}

/** The command of an agent that prints numbered lines: some at once, then one each `intervalMs`. */
export function ledgerAgent(home: Home, given: { lines: number; intervalMs: number }): string[] {
  const { lines, intervalMs } = given;
  return [
    process.execPath,
    join(HERE, 'ledger-agent.ts'),
    ledgerPath(home),
    String(lines),
    String(intervalMs),
  ];
}

/** The command of an agent whose screen shows its size, its cells and what was typed. */
export function rowsAgent(): string[] {
  return [process.execPath, join(HERE, 'rows-agent.ts')];
}

/** The command of an agent that draws the strings in a JSON file, one after the other at each N. */
export function poseAgent(home: Home, file: string): string[] {
  return [process.execPath, join(HERE, 'pose-agent.ts'), ledgerPath(home), file];
}

/** The example agent; what it draws is in the ledger, what it receives in `received.jsonl`. */
export function exampleAgent(home: Home): { command: string[]; env: Record<string, string> } {
  const main = join(ROOT, 'examples', 'agent', 'src', 'main.ts');
  return {
    command: [process.execPath, '--import', join(HERE, 'output-ledger.ts'), main],
    env: { OUTPUT_LEDGER: ledgerPath(home), EXAMPLE_AGENT_LOG: join(home.path, 'received.jsonl') },
  };
}

/** Every prompt the example agent has received, in order. */
export function receivedPrompts(home: Home): string[] {
  return jsonLines<{ received: string }>(join(home.path, 'received.jsonl')).map(
    ({ received }) => received,
  );
}

/** The whole lines of a file that may still be growing. */
export function jsonLines<Line>(path: string): Line[] {
  if (!existsSync(path)) return [];
  const text = readFileSync(path, 'utf8');
  return text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .filter((line) => line !== '')
    .map((line): Line => JSON.parse(line));
}

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** One more terminal on a session of this home, the only one unless named. */
export function attach(
  home: Home,
  options: { readonly args?: readonly string[]; readonly size?: TerminalSize } = {},
): TerminalProgram {
  return startInTerminal({ home, args: ['attach', ...(options.args ?? [])], ...options.size });
}

export async function listedSessions(home: Home): Promise<ListedSession[]> {
  const { stdout, stderr } = await runPlain(home, ['sessions', '--json']);
  expect(stderr).toBe('');
  return JSON.parse(stdout);
}

/** Looks until it finds something; rejects with what was looked for. */
export async function until<Found>(
  what: string,
  look: () => Found | undefined | false | Promise<Found | undefined | false>,
  timeoutMs = PATIENCE_MS,
): Promise<Found> {
  return await untilHolds(what, look, { timeoutMs, everyMs: LOOK_EVERY_MS });
}

/** Leaves the session by key; it goes on. */
export async function detach(program: TerminalProgram): Promise<void> {
  program.send(DETACH);
  const { exitCode } = await program.untilExited();
  expect(exitCode).toBe(0);
}

/** A terminal that nobody has touched and that has read all of the ledger; it keeps what a session keeps. */
function referenceTerminal(
  home: Home,
  { columns, rows }: TerminalSize,
  scrollbackLines: number,
): VirtualTerminal {
  const reference = new VirtualTerminal({ columns, rows: rows - RESERVED_ROWS, scrollbackLines });
  reference.feed(readFileSync(ledgerPath(home)));
  return reference;
}

/**
 * How an attached terminal differs from one that has read every byte of the agent, in cells, cursor,
 * modes and scrollback: the lines that a session keeps. Above them stays what the terminal showed
 * before, which was blank. Bells and answers are not repeated by an attach.
 */
function differencesFromLedger(
  home: Home,
  { terminal }: TerminalProgram,
  keptLines: number,
): string[] {
  const reference = referenceTerminal(home, terminal, keptLines);
  try {
    const shown = withoutRowsBefore(reference, keptPart(terminal, keptLines));
    return compareTerminals(keptPart(reference, keptLines), shown);
  } finally {
    reference.dispose();
  }
}

type Kept = ReturnType<VirtualTerminal['snapshot']>;

function withoutRowsBefore(reference: VirtualTerminal, whole: Kept): Kept {
  const { scrollback } = whole.normal;
  const extra = Math.max(0, scrollback.length - reference.scrollbackRows().length);
  const text = scrollback.findIndex((row) => rowText(row) !== '');
  const before = Math.min(extra, text < 0 ? scrollback.length : text, whole.rows);
  return { ...whole, normal: { ...whole.normal, scrollback: scrollback.slice(before) } };
}

function keptPart(terminal: VirtualTerminal, keptLines: number): Kept {
  const whole = terminal.snapshot();
  const { normal } = whole;
  return {
    ...whole,
    normal: { ...normal, scrollback: normal.scrollback.slice(-keptLines) },
    replies: '',
    bells: 0,
    title: '',
  };
}

/** The attached terminal comes to show exactly what the agent has drawn, and then has its modes. */
export async function expectScreenOfLedger(
  home: Home,
  program: TerminalProgram,
  keptLines = KEPT_LINES,
): Promise<void> {
  const deadlineMs = performance.now() + SCREEN_PATIENCE_MS;
  for (;;) {
    const isLast = performance.now() > deadlineMs;
    if (isLast || showsTextOfLedger(home, program)) {
      await program.waitForQuiet(SETTLED_MS, PATIENCE_MS);
      await until('whole sequence', () => program.terminal.isBetweenSequences);
      const differences = differencesFromLedger(home, program, keptLines);
      if (differences.length === 0) return;
      if (isLast) expect(differences).toEqual([]);
    }
    await sleep(COMPARE_EVERY_MS);
  }
}

/** Whether the text on the screen is there: known at once, where all of it takes seconds to be compared. */
function showsTextOfLedger(home: Home, { terminal }: TerminalProgram): boolean {
  const reference = referenceTerminal(home, terminal, 0);
  const text = reference.screenRows().join('\n');
  reference.dispose();
  return terminal.screenRows().slice(0, -RESERVED_ROWS).join('\n') === text;
}

/** An attached screen is there within a blink; a loaded machine gets this, in ms. */
const SCREEN_PATIENCE_MS = 30_000;
/** Thousands of lines are compared cell by cell, during which nothing is read, in ms. */
const COMPARE_EVERY_MS = 300;
/** What follows when all of the agent's is drawn, our row, comes in one piece; this long after it, in ms,
 *  nothing is half there. */
const SETTLED_MS = 100;

/** Ends the host, as a machine that shuts down does, and proves that nothing of ours is left: no process, socket, token or lock. */
export async function expectNothingLeft(home: Home): Promise<void> {
  for (const pid of home.pids('host')) {
    try {
      process.kill(pid, 'SIGTERM');
    } catch {} // It ended meanwhile.
  }
  expect(await home.leaked(END_GRACE_MS)).toEqual([]);
  expect(home.runtimeFiles()).toEqual([]);
}

const USUAL_SEED = 20_261;

/** The same for each run, so that none fails by chance, and told: `SEED=…` looks elsewhere. */
export function toldSeed(what: string): number {
  const seed = Number(process.env.SEED ?? USUAL_SEED);
  console.log(`${what}: SEED=${seed}`);
  return seed;
}
