// Claude Code with hooks of ours: nothing stands behind it but a private folder with its settings and the
// place of a socket. Who listens there is a driver's task.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { driverFolder } from '@codex-voice/ipc';
import type { DriverPlace, KeeperStart } from '@codex-voice/protocol';
import type { AgentLife, AgentLifeParts, PlainStart } from './agent-life.ts';
import type { AgentCommand } from './agent-terminal.ts';

/** As the driver calls it. */
export const HOOK_SOCKET_NAME = 'hooks.sock';

/** What Claude Code, or Codex, runs for a hook: a bundle beside ours, or the source where nothing is bundled. */
export const HOOK_PROGRAM = import.meta.url.endsWith('.ts')
  ? new URL('../../../packages/drivers/src/claude/hook/main.ts', import.meta.url)
  : new URL('./claude-hook.cjs', import.meta.url);

/** Claude Code with hooks; or why it is started as it is. */
export function claudeLife(start: KeeperStart): AgentLife | PlainStart {
  try {
    const folder = driverFolder({ ...start, socketName: HOOK_SOCKET_NAME });
    rmSync(folder, { recursive: true, force: true });
    return new ClaudeLife(start, folder);
  } catch (error) {
    return { kind: 'plain', why: unheard(error) };
  }
}

function unheard(why: unknown): string {
  return `Claude Code is not heard: ${why instanceof Error ? why.message : String(why)}`;
}

class ClaudeLife implements AgentLife {
  readonly kind = 'behind';
  readonly again = undefined;
  readonly #start: KeeperStart;
  readonly #folder: string;
  #isPrepared = false;

  constructor(start: KeeperStart, folder: string) {
    this.#start = start;
    this.#folder = folder;
  }

  get driver(): DriverPlace | undefined {
    return this.#isPrepared ? { kind: 'claude', path: this.#folder } : undefined;
  }

  async begin(parts: AgentLifeParts): Promise<AgentCommand> {
    const { file, args, cwd, env } = this.#start;
    const prepared = await this.#prepare();
    if (typeof prepared !== 'string') {
      this.#isPrepared = true;
      parts.driverMoved();
      return { file, args: prepared, cwd, env };
    }
    parts.tell({ lasts: 'yes', message: unheard(prepared) });
    return { file, args, cwd, env };
  }

  async after(): Promise<undefined> {
    // It ends its session, as without hooks.
  }

  async dispose(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  async #prepare(): Promise<readonly string[] | string> {
    try {
      const { claudeArgs } = await import('./driver-module.ts');
      const hook = [process.execPath, fileURLToPath(HOOK_PROGRAM)] as const;
      const { args, cwd } = this.#start;
      return claudeArgs({ hook, folder: this.#folder, cwd, args });
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}
