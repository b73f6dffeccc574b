// A lane around an agent that floods, stalls and cuts what it writes, while terminals come, go, are resized and
// killed: whoever attaches afterwards sees every row of it, and no other.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Weighted } from './chance.ts';
import { type Compared, LedgerRows, tailOf } from './ledger-rows.ts';
import {
  DETACH,
  type LaneParts,
  loadedPatienceMs,
  PATIENCE_MS,
  SoakSession,
} from './soak-session.ts';

/** Between two faults, in ms: some of them last longer themselves. */
const PAUSE_MS = { least: 10, most: 180 };
/** Between two looks at all rows, in ms; the last one is at the end. */
const COMPARE_EVERY_MS = 15_000;
/** Rows of ours in every terminal. */
const RESERVED_ROWS = 1;
const COMPARE_AGAIN_MS = 300;
/** A soak that proves itself finds what it was told, in ms. */
const PATIENCE_WITH_A_LIE_MS = 2_000;
/** Holds what an agent that rests says last; its ledger has megabytes. */
const ENDING_BYTES = 400;
/** Terminals that may be lost to faults already on their way before one shows the whole. */
const ATTEMPTS = 6;

type Act = (session: SoakSession) => unknown;

const ACTS: readonly Weighted<Act>[] = [
  { weight: 10, value: (session) => session.resize() },
  { weight: 3, value: (session) => session.killClient() },
  { weight: 2, value: (session) => session.leaveAndReturn() },
  { weight: 2, value: (session) => session.view() },
  { weight: 1, value: (session) => session.strike('host', 'kill') },
  { weight: 3, value: (session) => session.strike('client', 'stop') },
  { weight: 2, value: (session) => session.strike('keeper', 'stop') },
  { weight: 2, value: (session) => session.strike('agent', 'stop') },
  { weight: 1, value: (session) => session.faults.suspend().then(() => true) },
  { weight: 1, value: (session) => session.place.machine.setClock('far') },
  { weight: 1, value: (session) => session.place.machine.slow() },
];

export async function outputLane(lane: LaneParts): Promise<void> {
  let ledger = '';
  await using session = await SoakSession.start(lane, (home, chance) => {
    ledger = join(home.path, 'ledger');
    const agent = join(import.meta.dirname, 'unruly-agent.ts');
    const command = [process.execPath, agent, ledger, String(chance.seed())];
    return {
      isAgent: (line) => line.includes('unruly-agent.ts'),
      args: ['run', '--no-voice', '--', ...command],
    };
  });
  await session.front.shows(/line \d+/u, PATIENCE_MS);
  let comparedMs = performance.now();
  while (!session.isOver) {
    await sleep(session.chance.between(PAUSE_MS.least, PAUSE_MS.most));
    await session.chance.weighted(ACTS)(session);
    await session.comeBack();
    if (performance.now() - comparedMs < COMPARE_EVERY_MS) continue;
    session.calm = true;
    await compare(session, ledger);
    await goOn(session, ledger);
    session.calm = false;
    comparedMs = performance.now();
  }
  await compare(session, ledger);
  for (const [kind, count] of Object.entries(ownFaults(ledger)))
    lane.record.fault(`agent output: ${kind}`, count);
  await session.finish('Q');
}

/** The agent rests; a terminal that comes now shows what it has written. */
async function compare(session: SoakSession, ledger: string): Promise<void> {
  if (!(await pause(session, ledger))) {
    session.breach(
      'scrollback byte-exact',
      `the agent can’t be reached by keys any more: ${session.processes()}; ${session.front.text}`,
    );
    return;
  }
  if (session.lane.mutants.has('wrong-row')) await lie(session);
  const rows = new LedgerRows(ledger);
  // First the terminal that has lived through it all, then one that comes now.
  const lived = await shownIn(session, rows, 'screen');
  if (lived.length > 0 && !session.front.hasEnded)
    session.breach(
      'scrollback byte-exact',
      `on a terminal that was there: ${lived.join('; ')}; ${session.processes()}`,
    );
  let differences: readonly string[] = ['no terminal'];
  for (let attempt = 0; attempt < ATTEMPTS && differences.length > 0; attempt += 1) {
    await session.front.leave(DETACH);
    await session.comeBack();
    differences = await shownIn(session, rows, 'all');
    if (!session.front.hasEnded) break;
  }
  session.lane.record.looked('scrollback byte-exact');
  if (differences.length > 0) session.breach('scrollback byte-exact', differences.join('; '));
}

/** A row that no ledger knows is on the screen. */
async function lie(session: SoakSession): Promise<void> {
  await session.until(() => {
    session.front.send('L');
    return session.front.text.includes('never written');
  });
}

/** Differences that stay; those of a terminal whose client has ended mean nothing. */
async function shownIn(
  session: SoakSession,
  rows: LedgerRows,
  what: Compared['what'],
): Promise<readonly string[]> {
  const isLie = session.lane.mutants.has('wrong-row');
  const deadlineMs = performance.now() + (isLie ? PATIENCE_WITH_A_LIE_MS : loadedPatienceMs());
  for (;;) {
    const { terminal } = session.front.program;
    const differences = rows.differences(terminal, { reservedRows: RESERVED_ROWS, what });
    const isOver = performance.now() > deadlineMs || session.front.hasEnded;
    if (differences.length === 0 || isOver) return differences;
    await sleep(COMPARE_AGAIN_MS);
  }
}

async function pause(session: SoakSession, ledger: string): Promise<boolean> {
  const deadlineMs = performance.now() + loadedPatienceMs();
  while (performance.now() < deadlineMs) {
    await session.comeBack();
    session.front.send('P');
    if (await session.until(() => isPaused(ledger), 1_000)) return true;
  }
  return false;
}

/** The agent writes again: what it wrote when it paused is no more its last. */
async function goOn(session: SoakSession, ledger: string): Promise<void> {
  const before = statSync(ledger).size;
  const deadlineMs = performance.now() + loadedPatienceMs();
  while (performance.now() < deadlineMs) {
    await session.comeBack();
    session.front.send('G');
    if (await session.until(() => statSync(ledger).size > before, 1_000)) return;
  }
}

function isPaused(ledger: string): boolean {
  return /paused after \d+\r\n$/u.test(tailOf(ledger, ENDING_BYTES).toString());
}

/** What the agent did to its output; it may not have got to telling. */
function ownFaults(ledger: string): Record<string, number> {
  const path = `${ledger}.faults`;
  return statSync(path, { throwIfNoEntry: false }) === undefined
    ? {}
    : JSON.parse(readFileSync(path, 'utf8'));
}
