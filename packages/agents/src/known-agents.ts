// The agents we know by name: which command starts each, and how to get it. What their screens look
// like is in their readers.
import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, join } from 'node:path';

/** `plain`: any other program. */
export type AgentKind = 'codex' | 'claude' | 'gemini' | 'opencode' | 'plain';

export interface KnownAgent {
  readonly kind: Exclude<AgentKind, 'plain'>;
  /** The name its makers give it. */
  readonly name: string;
  /** The command on PATH. */
  readonly command: string;
  /** A line to type to install it. */
  readonly install: string;
  /** Its newest version our reader was learnt from; absent: read as an unknown program. */
  readonly learntFrom?: string;
}

/** In the order in which they are looked for. */
export const knownAgents: readonly KnownAgent[] = [
  {
    kind: 'codex',
    name: 'Codex',
    command: 'codex',
    install: 'npm install -g @openai/codex',
    learntFrom: '0.169.0',
  },
  {
    kind: 'claude',
    name: 'Claude Code',
    command: 'claude',
    install: 'npm install -g @anthropic-ai/claude-code',
    learntFrom: '2.1.197',
  },
  {
    kind: 'gemini',
    name: 'Gemini CLI',
    command: 'gemini',
    install: 'npm install -g @google/gemini-cli',
    learntFrom: '0.61.0',
  },
  {
    kind: 'opencode',
    name: 'opencode',
    command: 'opencode',
    install: 'npm install -g opencode-ai',
  },
];

/** The first known agent on PATH, or none; `lookedFor` says in which order was searched. */
export interface AgentSearch {
  readonly found?: { readonly agent: KnownAgent; readonly path: string };
  readonly lookedFor: readonly KnownAgent[];
}

/** Looks for the known agents in the folders of `env.PATH`; nothing is started. */
export function findAgent(env: { readonly PATH?: string | undefined }): AgentSearch {
  const [found] = findAgents(env);
  return found === undefined ? { lookedFor: knownAgents } : { found, lookedFor: knownAgents };
}

/** Every known agent on PATH, in the order in which they are looked for; nothing is started. */
export function findAgents(env: {
  readonly PATH?: string | undefined;
}): readonly { readonly agent: KnownAgent; readonly path: string }[] {
  return knownAgents.flatMap((agent) => {
    const path = foldersOf(env)
      .map((folder) => join(folder, agent.command))
      .find(isProgram);
    return path === undefined ? [] : [{ agent, path }];
  });
}

function foldersOf({ PATH }: { readonly PATH?: string | undefined }): readonly string[] {
  return (PATH ?? '').split(delimiter).filter((folder) => folder !== '');
}

/** The kind of agent that a command line starts, by its command's name. */
export function agentKindOf(command: string): AgentKind {
  const name = basename(command).replace(/\.(?:exe|cmd|js)$/u, '');
  return knownAgents.find((agent) => agent.command === name)?.kind ?? 'plain';
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
