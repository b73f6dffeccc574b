// A session that begins with a role: its agent gets the role's arguments before the person's own, what it
// takes no argument for is composed first of all, and what it does not take is told.
import { randomUUID } from 'node:crypto';
import type { HostRequest } from '@codex-voice/protocol';
import { type Role, type RoleStart, roleStart } from '@codex-voice/roles';
import { Confirmations } from '../actions/confirmations.ts';
import type { AgentChoice } from '../agent-choice.ts';
import type { Request } from '../command-line.ts';
import { UNREACHED_SESSION } from '../host-link.ts';
import type { HostListener, SessionBackend } from '../session-backend.ts';
import type { SessionOptions } from '../session-options.ts';
import { tellError } from '../told-lines.ts';
import { UserError } from '../user-error.ts';
import { confirmRole } from './role-consent.ts';
import { findRoles, roleNamed } from './role-files.ts';
import { startLines } from './role-lines.ts';

export interface ChosenRole {
  readonly role: Role;
  readonly projectFile: string | undefined;
}

/** Undefined where none was asked for. Throws `UserError`. */
export function chosenRole({ options }: Request, folder: string): ChosenRole | undefined {
  const name = options.role;
  if (typeof name !== 'string') return undefined;
  const found = findRoles(folder);
  if (found.problem !== undefined) tellError(found.problem);
  return { role: roleNamed(name, found), projectFile: found.projectFile };
}

export interface AgentInRole {
  readonly agent: AgentChoice;
  /** To stand in its composer first of all. */
  readonly composed: string | undefined;
  /** For our row: what of the role this agent does not get. */
  readonly notes: readonly string[];
}

/** The agent with what the role adds, told on standard error. Throws `UserError` where it may not be. */
export async function agentInRole(
  chosen: ChosenRole,
  agent: AgentChoice,
  options: SessionOptions,
): Promise<AgentInRole> {
  const { role, projectFile } = chosen;
  const start = roleStart(role.fields, agent.kind, agent.args);
  refuseUnheard(start, options);
  const confirmations = new Confirmations();
  await confirmRole({ role, projectFile, use: 'start', consent: 'ask', confirmations });
  const [first = '', ...more] = startLines(agent.file, start);
  process.stderr.write(`role ${role.name}: ${[first, ...more].join('\n')}\n`);
  const args = [...start.args, ...agent.args];
  const left = start.left.map(({ field }) => field).join(', ');
  const notes = left === '' ? [] : [`role ${role.name}: ${agent.name} does not get its ${left}`];
  return { agent: { ...agent, args }, composed: start.composed, notes };
}

/** With neither voice nor rows of ours there is no host that could compose. */
function refuseUnheard({ composed, agentName }: RoleStart, options: SessionOptions): void {
  const { voice, hud, linear } = options;
  if (composed === undefined || voice === 'on' || hud !== 'off' || linear !== 'off') return;
  throw new UserError(
    `${agentName} takes a preamble only in its composer, and with --no-voice and --hud off nothing is put there: leave one of them away`,
  );
}

/** The session, in whose composer this text stands first of all. */
export function withFirstText(backend: SessionBackend, text: string): SessionBackend {
  const { sessionId = UNREACHED_SESSION } = backend;
  const promptId = randomUUID();
  const said: HostRequest = {
    type: 'say',
    requestId: 'role',
    sessionId,
    promptId,
    text,
    intent: 'compose',
  };
  return {
    ...backend,
    openHost: (listener, settings) => {
      let isSaid = false;
      const listening: HostListener = {
        event: (event) => {
          listener.event(event);
          if (event.type !== 'opened' || isSaid) return;
          isSaid = port.request(said) === 'sent';
        },
        lost: (why) => listener.lost(why),
      };
      const port = backend.openHost(listening, settings);
      return port;
    },
  };
}
