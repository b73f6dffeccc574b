// Which program a session runs: the one named, the configured one, or the first known agent on PATH.
import { type AgentKind, agentKindOf, findAgent, knownAgents } from '@codex-voice/agents';
import type { Request } from './command-line.ts';
import { EXIT_NOT_FOUND, UserError } from './user-error.ts';

export interface AgentChoice {
  readonly file: string;
  readonly args: readonly string[];
  readonly kind: AgentKind;
  /** As the HUD shows it. */
  readonly name: string;
  /** It draws nothing on its terminal and is spoken to over ACP; absent: it is shown as it is. */
  readonly speaks?: 'acp';
  /** Its conversation that is taken up, by its name for it; only with `speaks`. */
  readonly resume?: string;
}

/** Throws `UserError` when no agent is named and none is installed. */
export function chooseAgent(request: Request, configured: string | undefined): AgentChoice {
  const [named, ...args] = request.rest;
  if (named !== undefined) return choice(named, args);
  if (configured !== undefined) return choice(configured, []);
  const search = findAgent({ PATH: process.env.PATH });
  if (search.found !== undefined) return choice(search.found.path, []);
  const looked = search.lookedFor.map((agent) => agent.command).join(', ');
  const install = search.lookedFor[0]?.install ?? '';
  throw new UserError(
    `no agent is on your PATH (looked for ${looked}): install one, for example ${install}, or wrap any command with codex-voice run -- CMD`,
    EXIT_NOT_FOUND,
  );
}

function choice(file: string, args: readonly string[]): AgentChoice {
  const kind = agentKindOf(file);
  const name = knownAgents.find((agent) => agent.kind === kind)?.name;
  return { file, args, kind, name: name ?? file.split(/[\\/]/u).at(-1) ?? file };
}
