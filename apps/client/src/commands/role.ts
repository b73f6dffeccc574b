// `codex-voice role`: the roles there are, what one becomes for each agent, and its preamble put into the
// composer of a session that runs.
import { randomUUID } from 'node:crypto';
import { knownAgents } from '@codex-voice/agents';
import {
  isOfProject,
  layeredRole,
  type Role,
  type RoleStartAgent,
  roleNames,
  roleStart,
} from '@codex-voice/roles';
import { Confirmations } from '../actions/confirmations.ts';
import { confirmRole } from '../roles/role-consent.ts';
import { type FoundRoles, findRoles, roleNamed, userRolesFile } from '../roles/role-files.ts';
import { fieldLines, startLines, wideningLines } from '../roles/role-lines.ts';
import { UserError, visible } from '../user-error.ts';
import { handIn } from './say.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';

/** Throws `UserError`. */
export async function role(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  const [name] = rest;
  if (name !== undefined && options.session !== undefined) return await compose(given, name);
  const found = rolesIn(process.cwd());
  if (name === undefined) listRoles(found, options.json === true);
  else showRole(roleNamed(name, found), options.json === true);
  return 0;
}

function rolesIn(folder: string): FoundRoles {
  const found = findRoles(folder);
  if (found.problem !== undefined) note(found.problem);
  return found;
}

/** Blanks between a name and what it is. */
const GAP = 2;

function listRoles({ layers, projectFile }: FoundRoles, json: boolean): void {
  const roles = roleNames(layers).flatMap((name) => layeredRole(name, layers) ?? []);
  if (json) {
    printJson(roles.map(documentOf));
    return;
  }
  const columns = Math.max(...roles.map(({ name }) => name.length)) + GAP;
  for (const each of roles) {
    const about = each.fields.description ?? 'no description';
    process.stdout.write(`${each.name.padEnd(columns)}${visible(about)}${mark(each)}\n`);
  }
  const files = [userRolesFile(), ...(projectFile === undefined ? [] : [projectFile])];
  process.stdout.write(`\nyour own: ${files.map(visible).join(', the project’s: ')}\n`);
}

function mark(each: Role): string {
  if (isOfProject(each)) return each.widens.length > 0 ? ' (project, WIDER)' : ' (project)';
  return Object.values(each.from).includes('user') ? ' (yours)' : '';
}

const STARTED: readonly { readonly agent: RoleStartAgent; readonly command: string }[] = [
  ...knownAgents.map(({ kind, command }) => ({ agent: kind, command })),
  { agent: 'plain', command: 'CMD' },
];

function showRole(shown: Role, json: boolean): void {
  if (json) {
    const agents = STARTED.map(({ agent }) => [agent, roleStart(shown.fields, agent)] as const);
    printJson({ ...documentOf(shown), agents: Object.fromEntries(agents) });
    return;
  }
  const lines = [
    shown.name,
    ...fieldLines(shown),
    ...wideningLines(shown.widens),
    '',
    `codex-voice --role ${shown.name} AGENT starts`,
    ...STARTED.flatMap(({ agent, command }) =>
      startLines(command, roleStart(shown.fields, agent)).map((line) => `  ${line}`),
    ),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function documentOf({ name, fields, from, widens }: Role): object {
  return { name, ...fields, from, widens };
}

/** The preamble, for an agent that was started without it. */
async function compose(given: CommandGiven, name: string): Promise<number> {
  const { options } = given.request;
  const asked = typeof options.session === 'string' ? options.session : undefined;
  const sources = openAccess(given).sources();
  const sessionId = await findSession(sources, { name: asked, unnamed: 'it' });
  const folder = sources.record(sessionId)?.cwd ?? process.cwd();
  const found = rolesIn(folder);
  const named = roleNamed(name, found);
  const { composed } = roleStart(named.fields, 'plain');
  if (composed === undefined) {
    throw new UserError(
      `the role ${name} has no preamble, and only that can be given to an agent that runs: start one with --role ${name}`,
    );
  }
  const intent = options.send === true ? 'send' : 'compose';
  if (intent === 'send') {
    const confirmations = new Confirmations();
    const { projectFile } = found;
    await confirmRole({ role: named, projectFile, use: 'send', consent: 'ask', confirmations });
  }
  const id = randomUUID();
  const { unkept } = await handIn(given, { name: sessionId, id, intent, text: composed });
  if (unkept !== undefined) {
    note(`${visible(sessionId)} has it, but can't keep it: ${visible(unkept)}`);
  }
  if (options.json === true) {
    const kept = unkept === undefined;
    const text = composed;
    printJson({ session: sessionId, role: name, id, intent, text, state: 'queued', kept });
    return 0;
  }
  const where = intent === 'send' ? 'sent to' : 'into the composer of';
  const text = composed.split('\n').map(visible).join('\n');
  process.stdout.write(`${where} ${visible(sessionId)}:\n${text}\n`);
  return 0;
}
