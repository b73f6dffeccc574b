// `codex-voice approve|deny ID`, `answer ID TEXT` and `approvals`: what agents ask, from elsewhere. Who
// was first is the host's to say.
import type { ApprovalEntry, AskedRequest } from '@codex-voice/protocol';
import { afterLeader, keyNames } from '../key-names.ts';
import { answeringCommand, questionLines } from '../question-lines.ts';
import { UserError, visible, visibleLine } from '../user-error.ts';
import { parentsHere, sessionAround } from './asking-process.ts';
import { type AskedHost, type HostReply, rowsOf } from './host-questions.ts';
import { type CommandGiven, findSession, openAccess, printJson } from './session-access.ts';
import { withStartedHost } from './started-host.ts';

/** An approval and the session that it is asked in. */
export interface AskedIn {
  readonly sessionId: string;
  readonly entry: ApprovalEntry;
}

/** Lists what is asked, and what was settled last. */
export async function listApprovals(given: CommandGiven): Promise<number> {
  const name = sessionNamed(given);
  const found = await withStartedHost(given, async (host) => {
    const access = openAccess(given);
    if (name === undefined) return await allApprovals(host);
    const sessionId = await findSession(access.sources(host), { name, unnamed: 'it' });
    return await approvalsIn(host, sessionId);
  });
  if (given.request.options.json === true) printJson(found.map(approvalDocument));
  else process.stdout.write(approvalList(found));
  return 0;
}

export async function approve(given: CommandGiven): Promise<number> {
  return await answer(given, 'approve');
}

export async function deny(given: CommandGiven): Promise<number> {
  return await answer(given, 'deny');
}

async function answer(given: CommandGiven, what: 'approve' | 'deny'): Promise<number> {
  const done = what === 'approve' ? 'approved' : 'denied';
  const about = { done, document: { answer: what } };
  return await give(given, about, (at) => ({ type: 'approval', ...at, answer: what }));
}

/** Words, or choices, for a question. */
export async function answerQuestion(given: CommandGiven): Promise<number> {
  const words = given.request.rest.slice(1);
  const about = { done: 'answered', document: { words } };
  return await give(given, about, (at) => ({ type: 'reply', ...at, words }));
}

interface Addressed {
  readonly requestId: string;
  readonly sessionId: string;
  readonly id: string;
  readonly by: 'command-line';
}

async function give(
  given: CommandGiven,
  { done, document }: { readonly done: string; readonly document: object },
  request: (at: Addressed) => AskedRequest,
): Promise<number> {
  const [written = ''] = given.request.rest;
  const id = idOf(written);
  refuseInside(given);
  const { sessionId, reply } = await withStartedHost(given, async (host) => {
    const sessionId = await sessionOf(given, host, id);
    const reply = await host.ask((requestId) =>
      request({ requestId, sessionId, id, by: 'command-line' }),
    );
    return { sessionId, reply };
  });
  if (reply.kind !== 'done') throw problem(reply);
  if (given.request.options.json === true) printJson({ session: sessionId, id, ...document });
  else process.stdout.write(`${visible(sessionId)}: ${done} ${id}\n`);
  return 0;
}

/** Agents ask persons: what runs in a session, started by its agent as like as not, is none. */
function refuseInside(given: CommandGiven): void {
  const { keepers, record } = openAccess(given).sources();
  const around = sessionAround({
    pid: process.pid,
    env: process.env,
    keepers: keepers(),
    keeperPid: (sessionId) => record(sessionId)?.keeperPid,
    parentOf: parentsHere(),
  });
  if (around === undefined) return;
  const keys = keyNames(given.config().keys);
  const press = `${afterLeader(keys, 'approve')} or ${afterLeader(keys, 'deny')}`;
  throw new UserError(
    `what runs inside of a session answers nothing that an agent asks: press ${press} there, say it, or answer from a terminal outside`,
  );
}

/** The named session; else the one in which this is asked; else the one that a person here would mean. */
async function sessionOf(given: CommandGiven, host: AskedHost, id: string): Promise<string> {
  const name = sessionNamed(given);
  if (name === undefined) {
    const asking = (await allApprovals(host)).filter(
      ({ entry }) => entry.state === 'open' && sameId(entry.id, id),
    );
    const [only, second] = asking;
    if (second !== undefined) {
      const names = asking.map(({ sessionId }) => visible(sessionId)).join(', ');
      throw new UserError(`${id} is asked in ${names}: name one by --session`);
    }
    if (only !== undefined) return only.sessionId;
  }
  return await findSession(openAccess(given).sources(host), { name, unnamed: 'it' });
}

function sameId(id: string, written: string): boolean {
  return idOf(id) === idOf(written);
}

/** `3` and `A03` are `a3`; a question that is asked by a tool of ours is `q3`. */
function idOf(written: string): string {
  const kind = /^q/iu.test(written) ? 'q' : 'a';
  return `${kind}${Number(written.replace(/^[aq]/iu, ''))}`;
}

function sessionNamed({ request: { options } }: CommandGiven): string | undefined {
  return typeof options.session === 'string' ? options.session : undefined;
}

/** Oldest session first, in each the oldest approval first. */
async function allApprovals(host: AskedHost): Promise<readonly AskedIn[]> {
  const rows = (await rowsOf(host)) ?? [];
  const all = await Promise.all(rows.map(({ sessionId }) => approvalsIn(host, sessionId)));
  return all.flat();
}

async function approvalsIn(host: AskedHost, sessionId: string): Promise<readonly AskedIn[]> {
  const reply = await host.ask((requestId) => ({ type: 'approvals', requestId, sessionId }));
  if (reply.kind !== 'approvals') throw problem(reply);
  return reply.approvals.map((entry) => ({ sessionId, entry }));
}

function problem(reply: HostReply): UserError {
  if (reply.kind === 'refused') return new UserError(visible(reply.message));
  if (reply.kind === 'gone')
    return new UserError('the host ended while it was asked: codex-voice host logs tells why');
  return new UserError('the host does not answer: codex-voice host stop, then ask again');
}

/** For people: a line for each, its text below it, cut to some lines. */
export function approvalList(found: readonly AskedIn[]): string {
  if (found.length === 0) return 'nothing is asked\n';
  return found.map(approvalLines).join('');
}

/** Lines of a text that a list shows. */
const TEXT_LINES = 12;

function approvalLines({ sessionId, entry }: AskedIn): string {
  const { id, subject, risk, text, patch, cut, cwd, reason } = entry;
  const why = risk === undefined ? '' : `  RISKY: ${risk}`;
  // The parts of a question with several say all of it.
  const lines = (entry.parts?.length ?? 0) > 1 ? [] : (patch ?? text).trimEnd().split('\n');
  const isLong = cut === true || lines.length > TEXT_LINES;
  const body = [...lines.slice(0, TEXT_LINES), ...(isLong ? ['…'] : [])];
  const heading = `${id}  ${visible(sessionId)}  ${subject}  ${stateWords(entry)}${why}`;
  const command = entry.state === 'open' ? answeringCommand(entry) : undefined;
  const notes = [cwd === undefined ? undefined : `in ${cwd}`, reason, command];
  const told = [
    ...body,
    ...questionLines(entry),
    ...notes.flatMap((note) => (note === undefined ? [] : [`(${note})`])),
  ];
  return `${heading}\n${told.map((line) => `    ${visibleLine(line)}\n`).join('')}`;
}

function stateWords({ state, outcome, by }: ApprovalEntry): string {
  if (state === 'unheard') return 'not asked again yet';
  if (state !== 'settled') return state;
  const how = by === undefined || by === 'nobody' ? '' : `, ${BY[by]}`;
  return `${outcome ?? 'settled'}${how}`;
}

const BY = {
  key: 'by key',
  voice: 'by voice',
  'command-line': 'from the command line',
  dialog: 'in the agent’s dialog',
} as const;

/** As `codex-voice approvals --json` prints it. */
export function approvalDocument({ sessionId, entry }: AskedIn): object {
  const { id, subject, text, patch, cut, cwd, reason, risk, takes, state, by, outcome } = entry;
  const parts = entry.parts?.map(({ question, choices, words, several }) => ({
    question,
    choices: choices.map((each) => ({ label: each.label, description: each.description ?? null })),
    words: words === true,
    several: several === true,
  }));
  return {
    session: sessionId,
    id,
    subject,
    text,
    patch: patch ?? null,
    cut: cut === true,
    cwd: cwd ?? null,
    reason: reason ?? null,
    risk: risk ?? null,
    takes,
    parts: parts ?? null,
    state,
    by: by ?? null,
    outcome: outcome ?? null,
    askedAt: new Date(entry.askedAtMs).toISOString(),
    settledAt: entry.settledAtMs === undefined ? null : new Date(entry.settledAtMs).toISOString(),
  };
}
