// `codex-voice host start|stop|renew|status|logs`, and `install|uninstall|tray` by other hands: what a person asks
// of a process that otherwise comes and goes by itself.
import { textWidth } from '@codex-voice/ansi';
import type { HostStatus } from '@codex-voice/protocol';
import { isServiceInstalled } from '../host-link.ts';
import { places } from '../places.ts';
import { columnsOf, tellLines } from '../told-lines.ts';
import { EXIT_FAILURE, UserError, visible } from '../user-error.ts';
import { type AskedHost, findHost, hostProblem } from './host-questions.ts';
import { followLog, lastLines } from './log-tail.ts';
import { type CommandGiven, openAccess, printJson } from './session-access.ts';
import { duration, megabytes, shortFolder, type TableView } from './session-table.ts';

/** A host that was asked to end puts its queues down first; this is ample, in ms. */
const END_PATIENCE_MS = 5_000;
/** What a person looks through; the file has the rest. */
const LOG_LINES = 200;

export async function host(given: CommandGiven): Promise<number> {
  const [action] = given.request.rest;
  switch (action) {
    case 'start':
      return await start(given);
    case 'stop':
      return await stop(given);
    case 'renew':
      return await renew(given);
    case 'logs':
      return await logs(given);
    case 'install':
    case 'uninstall':
      return await service(given, action);
    case 'tray': {
      const { hostTray } = await import('../tray/host-tray.ts');
      return await hostTray(given);
    }
    default:
      return await status(given);
  }
}

async function start(given: CommandGiven): Promise<number> {
  const before = await withHost(given, 'leave', statusOf);
  if (before !== undefined) {
    print(given, document(before), `a host runs already (process ${before.pid})`);
    return 0;
  }
  const after = await withHost(given, 'start', statusOf);
  if (after === undefined) throw new UserError('the host did not start: codex-voice host logs');
  print(given, document(after), `the host runs (process ${after.pid})`);
  return 0;
}

async function status(given: CommandGiven): Promise<number> {
  const found = await withHost(given, 'leave', statusOf);
  if (found === undefined) {
    print(given, { running: false }, 'no host runs; the first thing that needs one starts it');
    return EXIT_FAILURE;
  }
  const view = {
    nowMs: Date.now(),
    home: process.env.HOME,
    columns: columnsOf(process.stdout),
  };
  print(given, document(found), statusText(found, view));
  return 0;
}

async function stop(given: CommandGiven): Promise<number> {
  const stopped = await withHost(given, 'leave', async (asked) => {
    const before = await statusOf(asked);
    const reply = await asked.ask((requestId) => ({ type: 'shutdown', requestId }));
    if (reply.kind === 'refused') throw new UserError(visible(reply.message));
    if (!(await endsWithin(asked, END_PATIENCE_MS))) {
      const seconds = END_PATIENCE_MS / 1_000;
      throw new UserError(
        `the host (process ${before.pid}) is still there after ${seconds} s: kill ${before.pid} ends it, and no session`,
      );
    }
    return before;
  });
  if (stopped === undefined) {
    print(given, { stopped: false }, 'no host runs');
    return 0;
  }
  const { pid, sessions } = stopped;
  print(given, { stopped: true, pid, sessions }, `the host has ended; ${livingOn(sessions)}`);
  return 0;
}

/**
 * What became of a renewal. `ended`: nothing needed a new one yet; `none`: none ran; `later`: somebody is
 * heard, the old one ends after that.
 */
export type Renewal = 'renewed' | 'ended' | 'later' | 'none';

async function renew(given: CommandGiven): Promise<number> {
  // A new host is told of it: with a config that can't be read the old one stays.
  given.config();
  const before = await withHost(given, 'leave', async (asked) => {
    const status = await statusOf(asked);
    await shutDownUnheard(asked);
    return { status, isEnded: await endsWithin(asked, END_PATIENCE_MS) };
  });
  const isNeeded = (before?.status.sessions ?? 0) > 0 || isServiceInstalled(process.env);
  let renewal: Renewal = 'none';
  if (before?.isEnded === false) renewal = 'later';
  else if (before !== undefined) renewal = isNeeded ? 'renewed' : 'ended';
  if (renewal === 'renewed') await withHost(given, 'start', statusOf);
  print(given, { renewal }, RENEWALS[renewal]);
  return 0;
}

async function shutDownUnheard(asked: AskedHost): Promise<void> {
  const reply = await asked.ask((requestId) => ({
    type: 'shutdown',
    requestId,
    when: 'unheard',
  }));
  if (reply.kind === 'refused') throw new UserError(visible(reply.message));
}

const RENEWALS: Readonly<Record<Renewal, string>> = {
  none: 'no host runs; the first thing that needs one starts it',
  renewed: 'a new host runs; the sessions live on',
  ended: 'the host has ended; the first thing that needs one starts a new one',
  later: 'somebody is heard: the host ends as soon as nobody is, and a new one follows',
};

/** A host that stays for the service's sake would stay without it. */
async function service(given: CommandGiven, what: 'install' | 'uninstall'): Promise<number> {
  const { hostService } = await import('../service/host-service.ts');
  const wasInstalled = isServiceInstalled(process.env);
  const status = await hostService(given, what);
  if (wasInstalled && !isServiceInstalled(process.env))
    await withHost(given, 'leave', shutDownUnheard).catch(() => undefined);
  return status;
}

async function logs(given: CommandGiven): Promise<number> {
  const running = await withHost(given, 'leave', statusOf).catch(() => undefined);
  const path = running?.logFile ?? places(process.env, process.platform).hostLogFile;
  const { lines, endBytes } = lastLines(path, LOG_LINES);
  if (given.request.options.json === true) {
    printJson({ file: path, lines });
    return 0;
  }
  process.stdout.write(`${visible(path)}\n`);
  for (const line of lines) process.stdout.write(`${visible(line)}\n`);
  if (given.request.options.follow === true) {
    const interrupted = new AbortController();
    process.once('SIGINT', () => interrupted.abort());
    const print = (line: string) => process.stdout.write(`${visible(line)}\n`);
    await followLog({ path, fromBytes: endBytes, print, until: interrupted.signal });
  }
  return 0;
}

/** Undefined where none runs. Throws `UserError` where one runs that can't be spoken with. */
async function withHost<Result>(
  given: CommandGiven,
  absent: 'start' | 'leave',
  use: (asked: AskedHost) => Promise<Result>,
): Promise<Result | undefined> {
  const { place } = openAccess(given);
  const keepEnded = absent === 'start' ? { keepEnded: given.config().session.keep_ended } : {};
  const found = await findHost({ ...place, ...keepEnded }, absent);
  if (found.kind === 'refused') {
    if (found.code === 'absent' && absent === 'leave') return undefined;
    throw hostProblem(found);
  }
  try {
    return await use(found.host);
  } finally {
    found.host.close();
  }
}

async function statusOf(asked: AskedHost): Promise<HostStatus> {
  const reply = await asked.ask((requestId) => ({ type: 'status', requestId }));
  if (reply.kind === 'status') return reply.status;
  if (reply.kind === 'refused') throw new UserError(visible(reply.message));
  throw new UserError('the host does not answer: codex-voice host logs may tell why');
}

async function endsWithin(asked: AskedHost, patienceMs: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), patienceMs);
  });
  const isEnded = await Promise.race([asked.ended.then(() => true), late]);
  clearTimeout(timer);
  return isEnded;
}

function livingOn(sessions: number): string {
  if (sessions === 0) return 'no session runs';
  return sessions === 1 ? 'its session lives on' : `its ${sessions} sessions live on`;
}

/** As `codex-voice host status` prints it; of the view, `columns` undefined: no terminal. */
export function statusText(found: HostStatus, view: TableView): string {
  const { nowMs } = view;
  const { pid, version, startedAtMs, memoryBytes, sessions, clients, voicePids, logFile } = found;
  const voice = voicePids.length === 0 ? 'not running' : `process ${voicePids.join(', ')}`;
  return [
    `process   ${pid}`,
    `version   ${visible(version)}`,
    `running   ${duration(Math.max(0, Math.floor((nowMs - startedAtMs) / 1_000)))}`,
    `memory    ${megabytes(memoryBytes)} MB`,
    `sessions  ${sessions}`,
    `clients   ${clients}`,
    `voice     ${voice}`,
    ...logLines(logFile, view),
  ].join('\n');
}

/** The file's name stays one word, to be copied: where there is no room it stands below, and shorter. */
function logLines(logFile: string, { home, columns = Infinity }: TableView): readonly string[] {
  const line = `log       ${visible(logFile)}`;
  if (textWidth(line) <= columns) return [line];
  return ['log', `  ${visible(shortFolder(logFile, home))}`];
}

function document(found: HostStatus): object {
  const { startedAtMs, ...rest } = found;
  const uptimeSeconds = Math.max(0, Math.floor((Date.now() - startedAtMs) / 1_000));
  return { running: true, ...rest, startedAt: new Date(startedAtMs).toISOString(), uptimeSeconds };
}

function print(given: CommandGiven, json: object, text: string): void {
  if (given.request.options.json === true) printJson(json);
  else tellLines(`${text}\n`, process.stdout);
}
