// `codex-voice kill`: ends sessions, waits until they are gone, and says of each what became of it.
import { setTimeout as sleep } from 'node:timers/promises';
import type { KeeperConnection } from '@codex-voice/protocol';
import { EXIT_FAILURE, visible } from '../user-error.ts';
import { ANSWER_PATIENCE_MS, runningSessions, type SessionSources } from './running-sessions.ts';
import { type CommandGiven, note, openAccess, printJson } from './session-access.ts';
import { namedSession } from './session-choice.ts';

/** Its keeper hangs up, then kills what did not listen; all of it takes no longer than this, in ms. */
const END_PATIENCE_MS = 10_000;
/** Its keeper is told of no more, and puts away what it has; this long, in ms, is waited for that. */
const LEAVE_PATIENCE_MS = 2_500;
/** Between two looks whether it is gone, in ms. */
const LOOK_EVERY_MS = 25;

export type SessionEnd =
  | { readonly kind: 'ended' }
  /** Why, and how to mend it. */
  | { readonly kind: 'stayed'; readonly message: string };

export async function kill(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  const sources = openAccess(given).sources();
  const sessions = await runningSessions(sources);
  const problems: string[] = [];
  const wanted = new Set<string>();
  if (options.all === true) for (const { sessionId } of sessions) wanted.add(sessionId);
  for (const name of rest) {
    const choice = namedSession(name, sessions);
    if (choice.kind === 'chosen') wanted.add(choice.sessionId);
    else problems.push(choice.message);
  }
  const queued = new Map(sessions.map((one) => [one.sessionId, one.queued]));
  const mute = new Set(
    sessions.filter(({ state }) => state === 'lost').map((one) => one.sessionId),
  );
  const ends = await Promise.all(
    [...wanted].map(async (sessionId) => ({
      sessionId,
      end: await endSession({
        sources,
        sessionId,
        patienceMs: END_PATIENCE_MS,
        // It has been waited for once.
        ...(mute.has(sessionId) ? { answerMs: ANSWER_PATIENCE_MS } : {}),
      }),
    })),
  );
  if (options.json === true) {
    printJson(ends.map(({ sessionId, end }) => ({ session: sessionId, ended: isEnded(end) })));
  } else if (options.all === true && ends.length === 0) {
    process.stdout.write('no sessions\n');
  }
  for (const { sessionId, end } of ends) {
    if (end.kind === 'stayed') problems.push(`${visible(sessionId)}: ${end.message}`);
    else if (options.json !== true)
      process.stdout.write(endedText(sessionId, queued.get(sessionId)));
  }
  for (const problem of problems) note(problem);
  return problems.length === 0 ? 0 : EXIT_FAILURE;
}

/** What waited is kept; the counts of a session whose host was away are unknown. */
function endedText(sessionId: string, waited = 0): string {
  const ended = `${visible(sessionId)} has ended`;
  if (waited === 0) return `${ended}\n`;
  const what = waited === 1 ? 'a prompt that waited is' : `${waited} prompts that waited are`;
  return `${ended}; ${what} kept: codex-voice flush\n`;
}

function isEnded(end: SessionEnd): boolean {
  return end.kind === 'ended';
}

export interface SessionEnding {
  readonly sources: Pick<SessionSources, 'connect' | 'keepers' | 'record'>;
  readonly sessionId: string;
  readonly patienceMs: number;
  /** Time for its keeper to let us in, in ms; absent: as long as a busy machine may take. */
  readonly answerMs?: number;
}

/** Ends one session and waits until nothing of it runs. */
export async function endSession(ending: SessionEnding): Promise<SessionEnd> {
  const { sources, sessionId, patienceMs, answerMs } = ending;
  const deadlineMs = performance.now() + patienceMs;
  const writtenPid = sources.record(sessionId)?.keeperPid;
  let toldPid: number | undefined;
  let isClosed = false;
  const connection: KeeperConnection = {
    event: (event) => {
      if (event.type === 'status') toldPid = event.session.keeperPid;
    },
    output: () => undefined,
    snapshot: () => undefined,
    picture: () => undefined,
  };
  const onClosed = (): void => {
    isClosed = true;
  };
  const answer = await sources.connect({
    sessionId,
    capability: 'control',
    connection,
    onClosed,
    ...(answerMs === undefined ? {} : { patienceMs: answerMs }),
  });
  if (answer.kind === 'refused') {
    if (answer.code === 'absent') return { kind: 'ended' };
    return { kind: 'stayed', message: `${visible(answer.message)}${byHand(writtenPid)}` };
  }
  answer.peer.request({ type: 'status', requestId: 'before' });
  answer.peer.request({ type: 'end' });
  while (!isClosed || !(await isGone(sources, sessionId))) {
    if (performance.now() >= deadlineMs) {
      answer.peer.close();
      return { kind: 'stayed', message: lateMessage(patienceMs, toldPid ?? writtenPid) };
    }
    await sleep(LOOK_EVERY_MS);
  }
  await processLeaves(toldPid);
  return { kind: 'ended' };
}

async function processLeaves(pid: number | undefined): Promise<void> {
  const deadlineMs = performance.now() + LEAVE_PATIENCE_MS;
  while (pid !== undefined && isOurs(pid) && performance.now() < deadlineMs) {
    await sleep(LOOK_EVERY_MS);
  }
}

/** Whether there is a process that we could signal. */
function isOurs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A keeper that was killed leaves its socket behind; who asks there and finds it dead removes it. */
async function isGone(sources: SessionEnding['sources'], sessionId: string): Promise<boolean> {
  if (!sources.keepers().includes(sessionId)) return true;
  const connection = {
    event: () => undefined,
    output: () => undefined,
    snapshot: () => undefined,
    picture: () => undefined,
  };
  const onClosed = (): void => undefined;
  const answer = await sources.connect({ sessionId, capability: 'view', connection, onClosed });
  if (answer.kind === 'refused') return answer.code === 'absent';
  answer.peer.close();
  return false;
}

function lateMessage(patienceMs: number, keeperPid: number | undefined): string {
  return `it is still there after ${Math.round(patienceMs / 1_000)} s${byHand(keeperPid)}`;
}

function byHand(keeperPid: number | undefined): string {
  if (keeperPid === undefined) return ': end its keeper process';
  return `: kill -9 ${keeperPid} ends its keeper, and the agent with it`;
}
