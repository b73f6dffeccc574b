// Claude Code with our hooks in a terminal, our driver beside it, against a scripted model server. What
// is done with them is the suites' business.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ClaudeDriver, claudeArgs, EventJournal, type ScriptedTurn } from '@codex-voice/drivers';
import {
  claudeConfig,
  driverEvents,
  ensureClaude,
  type ModelServer,
  makeScratchDirectory,
  removeDirectory,
  type ScriptedReply,
  startScriptedClaudeServer,
  TerminalProgram,
  untilDriverEvent,
} from '@codex-voice/testing';
import type { DriverWorld } from '../program/drivers/driver-contract.ts';
import { PATIENCE_MS } from './delivery-rig.ts';

const HOOK_PROGRAM = join(import.meta.dirname, '../../packages/drivers/src/claude/hook/main.ts');
/** Between a paste and its Enter, in ms, so that it is no part of the paste. */
const PASTE_REST_MS = 150;
/** Enters for one prompt, of which one is enough on a machine that has time. */
const ENTER_ATTEMPTS = 3;
/** How often, and every how many ms, it is looked whether an Enter was taken. */
const ENTER_LOOKS = 100;
const LOOK_MS = 100;

export interface ClaudeWorld extends DriverWorld {
  readonly driver: ClaudeDriver;
  readonly journal: EventJournal;
  readonly server: ModelServer;
  readonly tui: TerminalProgram;
  /** The private folder of hooks and socket. */
  readonly folder: string;
  readonly cwd: string;
  type(text: string): Promise<void>;
}

/** Claude Code with an empty conversation that the driver follows. */
export async function startClaudeWorld(args: readonly string[] = []): Promise<ClaudeWorld> {
  const file = await ensureClaude();
  await using undo = new AsyncDisposableStack();
  const scratch = await makeScratchDirectory('claude-driver');
  undo.defer(() => removeDirectory(scratch));
  const cwd = join(scratch, 'project');
  const folder = join(scratch, 'hooks');
  const server = undo.use(await startScriptedClaudeServer());
  const config = undo.use(await claudeConfig({ baseUrl: server.origin, cwd }));
  const env = {
    PATH: process.env.PATH,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    HOME: scratch,
    CLAUDE_CODE_MAX_RETRIES: '0',
    ...config.env,
  };
  const hook = [process.execPath, '--disable-warning=ExperimentalWarning', HOOK_PROGRAM] as const;
  const withHooks = claudeArgs({ hook, folder, cwd, args });
  if (typeof withHooks === 'string') throw new Error(withHooks);
  const journal = undo.use(new EventJournal({ path: join(scratch, 'events.jsonl') }));
  const driver = undo.use(new ClaudeDriver({ folder, journal }));
  const size = { columns: 90, rows: 30 };
  const tui = undo.use(new TerminalProgram({ file, args: withHooks, cwd, env, ...size }));
  await untilDriverEvent(driverEvents(driver), 'session');
  await tui.waitForText('? for shortcuts', PATIENCE_MS);
  const type = async (text: string): Promise<void> => {
    await tui.waitForQuiet(PASTE_REST_MS, PATIENCE_MS);
    tui.send(`\u001b[200~${text}\u001b[201~`);
    await tui.waitForText(text.split('\n')[0] ?? '', PATIENCE_MS);
    const before = server.submissions.length;
    const isTaken = (): boolean =>
      server.submissions.length > before || !composer(tui).includes(text.split('\n')[0] ?? '');
    await pressEnter(tui, isTaken);
  };
  const owned = undo.move();
  return {
    driver,
    journal,
    server,
    tui,
    folder,
    cwd,
    type,
    script: (turn) => server.setScript(claudeReplies(turn)),
    prompts: () => server.submissions.map((one) => one.prompt),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** On a starved machine Claude Code may take an Enter behind a paste for a part of it: then the text still stands there. */
async function pressEnter(tui: TerminalProgram, isTaken: () => boolean): Promise<void> {
  for (let attempts = 0; attempts < ENTER_ATTEMPTS; attempts += 1) {
    await sleep(PASTE_REST_MS);
    tui.send('\r');
    for (let looks = 0; looks < ENTER_LOOKS; looks += 1) {
      await sleep(LOOK_MS);
      if (isTaken()) return;
    }
  }
}

/** What stands between the composer's two rules; nothing of it where a dialog has its place. */
function composer(tui: TerminalProgram): string {
  const rows = tui.terminal.screenText().split('\n');
  const below = rows.findLastIndex(isRule);
  const above = rows.slice(0, Math.max(0, below)).findLastIndex(isRule);
  const [first = '', ...rest] = above < 0 ? [] : rows.slice(above + 1, below);
  return first.startsWith('❯') ? [first, ...rest].join('\n') : '';
}

const isRule = (row: string): boolean => row.startsWith('────');

export function claudeReplies(turn: ScriptedTurn): readonly ScriptedReply[] {
  switch (turn.kind) {
    case 'say':
      return [{ kind: 'text', text: turn.text }];
    case 'ask':
      // Of commands that change nothing nobody is asked.
      return [{ kind: 'command', command: `touch asked && ${turn.command}`, sandbox: 'escalated' }];
    case 'fail':
      return [{ kind: 'status', status: 500 }];
    case 'hold':
      return [{ kind: 'silence', text: 'Working' }];
  }
}
