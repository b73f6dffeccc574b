// Codex with hooks of ours, where the person has asked for them: nothing stands behind it but a private
// folder with the place of a socket. Who listens there is a driver's task.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { driverFolder } from '@codex-voice/ipc';
import type { DriverPlace, KeeperStart } from '@codex-voice/protocol';
import type { AgentLife, AgentLifeParts, PlainStart } from './agent-life.ts';
import type { AgentCommand } from './agent-terminal.ts';
import { HOOK_PROGRAM, HOOK_SOCKET_NAME } from './claude-life.ts';
import { readCodexArguments } from './codex-arguments.ts';

/** Codex with hooks; or why it is started as it is. */
export function codexHooksLife(start: KeeperStart): AgentLife | PlainStart {
  const given = readCodexArguments(start.args);
  if (given.kind === 'other')
    return { kind: 'plain', why: given.why === undefined ? undefined : unheard(given.why) };
  try {
    const folder = driverFolder({ ...start, socketName: HOOK_SOCKET_NAME });
    rmSync(folder, { recursive: true, force: true });
    return new CodexHooksLife({ start, settings: given.settings, folder });
  } catch (error) {
    return { kind: 'plain', why: unheard(error) };
  }
}

function unheard(why: unknown): string {
  return `Codex is not heard: ${why instanceof Error ? why.message : String(why)}`;
}

interface CodexHooksFacts {
  readonly start: KeeperStart;
  readonly settings: readonly string[];
  readonly folder: string;
}

class CodexHooksLife implements AgentLife {
  readonly kind = 'behind';
  readonly again = undefined;
  readonly #facts: CodexHooksFacts;
  #isPrepared = false;

  constructor(facts: CodexHooksFacts) {
    this.#facts = facts;
  }

  get driver(): DriverPlace | undefined {
    return this.#isPrepared ? { kind: 'codex-hooks', path: this.#facts.folder } : undefined;
  }

  async begin(parts: AgentLifeParts): Promise<AgentCommand> {
    const { file, args, cwd, env } = this.#facts.start;
    const hooks = await this.#prepare();
    if (typeof hooks === 'string') {
      parts.tell({ lasts: 'yes', message: unheard(hooks) });
      return { file, args, cwd, env };
    }
    this.#isPrepared = true;
    parts.driverMoved();
    return { file, args: [...hooks, ...args], cwd, env };
  }

  async after(): Promise<undefined> {
    // It ends its session, as without hooks.
  }

  async dispose(): Promise<void> {
    rmSync(this.#facts.folder, { recursive: true, force: true });
  }

  async #prepare(): Promise<readonly string[] | string> {
    const { start, settings, folder } = this.#facts;
    const { file, cwd, env } = start;
    try {
      const { codexHookArgs } = await import('./driver-module.ts');
      const hook = [process.execPath, fileURLToPath(HOOK_PROGRAM)] as const;
      return await codexHookArgs({ file, settings, hook, folder, cwd, env });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
