// Which session is meant: by its name, the beginning of it, or its agent; unnamed, the one that a person
// in this folder would mean. Only decides; what runs is `running-sessions.ts`'s to say.
import { nearest } from '../nearest.ts';
import { visible } from '../user-error.ts';
import type { RunningSession } from './running-sessions.ts';
import { shortFolder } from './session-table.ts';

export interface SessionWanted {
  /** As the person named it; undefined: unnamed. */
  readonly name: string | undefined;
  readonly sessions: readonly RunningSession[];
  /** The folder we are in, without symbolic links. */
  readonly cwd: string;
  readonly home: string | undefined;
  /** The session we are inside of, and whether it is meant where none is named. */
  readonly inside: { readonly sessionId: string | undefined; readonly unnamed: 'it' | 'another' };
  /** When a session was last typed into or started, on any clock; larger is later. */
  readonly lastUsedMs: (sessionId: string) => Promise<number>;
}

export type SessionChoice =
  | { readonly kind: 'chosen'; readonly sessionId: string }
  | {
      readonly kind: 'refused';
      /** One line: what is wrong, and how to mend it. */
      readonly message: string;
      /** What could have been meant; empty where a list would not help. */
      readonly candidates: readonly RunningSession[];
    };

export async function chooseSession(wanted: SessionWanted): Promise<SessionChoice> {
  if (wanted.name !== undefined) return namedSession(wanted.name, wanted.sessions);
  const { sessions, inside, cwd } = wanted;
  if (inside.unnamed === 'it') {
    const own = sessions.find(({ sessionId }) => sessionId === inside.sessionId);
    if (own !== undefined) return chosen(own);
  }
  const others = sessions.filter(({ sessionId }) => sessionId !== inside.sessionId);
  const [only, second] = others;
  if (only === undefined) return refusal(nothingRuns(sessions));
  if (second === undefined) return chosen(only);
  const here = others.filter((session) => session.cwd === cwd);
  const recent = await lastUsed(here, wanted.lastUsedMs);
  if (recent !== undefined) return chosen(recent);
  const folder = visible(shortFolder(cwd, wanted.home));
  return refusal(
    `${others.length} sessions run and none of them in ${folder}: name one of ${names(others)}`,
    others,
  );
}

/**
 * The session that is meant where the sockets alone say so, and nobody need be asked: the one of that
 * very name, the one we are in, or the only one. One that is dead is found out when it is joined.
 */
export function plainChoice(wanted: {
  readonly name: string | undefined;
  readonly keepers: readonly string[];
  readonly inside: SessionWanted['inside'];
}): string | undefined {
  const { name, keepers, inside } = wanted;
  if (name !== undefined) return keepers.find((sessionId) => sessionId === name);
  const own = keepers.find((sessionId) => sessionId === inside.sessionId);
  if (own !== undefined && inside.unnamed === 'it') return own;
  const [only, second] = keepers.filter((sessionId) => sessionId !== inside.sessionId);
  return second === undefined ? only : undefined;
}

/** By exact name, agent, or beginning of its name, in this order. */
export function namedSession(name: string, sessions: readonly RunningSession[]): SessionChoice {
  const exact = sessions.find(({ sessionId }) => sessionId === name);
  if (exact !== undefined) return chosen(exact);
  const word = name.toLowerCase();
  const byAgent = sessions.filter(({ agent }) => agent?.toLowerCase() === word);
  const matching =
    byAgent.length > 0
      ? byAgent
      : sessions.filter(({ sessionId }) => word !== '' && sessionId.startsWith(word));
  const [only, second] = matching;
  if (second !== undefined) {
    const which = `${visible(name)} may be any of ${names(matching)}`;
    return refusal(`${which}: write more of its name`, matching);
  }
  return only === undefined ? unknownName(name, sessions) : chosen(only);
}

function unknownName(name: string, sessions: readonly RunningSession[]): SessionChoice {
  if (sessions.length === 0) return refusal(`no session ${visible(name)}: ${nothingRuns([])}`);
  const guess = nearest(
    name,
    sessions.flatMap(({ sessionId, agent }) =>
      agent === undefined ? [sessionId] : [sessionId, agent],
    ),
  );
  const hint =
    guess === undefined ? `there is ${names(sessions)}` : `did you mean ${visible(guess)}?`;
  return refusal(`no session ${visible(name)}: ${hint}`);
}

function nothingRuns(sessions: readonly RunningSession[]): string {
  const none = sessions.length === 0 ? 'no session runs' : 'no other session runs';
  return `${none}: codex-voice AGENT starts one`;
}

async function lastUsed(
  sessions: readonly RunningSession[],
  lastUsedMs: SessionWanted['lastUsedMs'],
): Promise<RunningSession | undefined> {
  const [first, second] = sessions;
  if (second === undefined) return first;
  const uses = await Promise.all(sessions.map(async (each) => await lastUsedMs(each.sessionId)));
  return sessions[uses.indexOf(Math.max(...uses))];
}

/** A line stays readable with this many names. */
const NAMES_TOLD = 5;

function names(sessions: readonly RunningSession[]): string {
  const told = sessions.slice(0, NAMES_TOLD).map(({ sessionId }) => visible(sessionId));
  const rest = sessions.length - told.length;
  return rest > 0 ? `${told.join(', ')} and ${rest} more` : told.join(', ');
}

function chosen({ sessionId }: RunningSession): SessionChoice {
  return { kind: 'chosen', sessionId };
}

function refusal(message: string, candidates: readonly RunningSession[] = []): SessionChoice {
  return { kind: 'refused', message, candidates };
}
