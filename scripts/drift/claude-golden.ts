// A golden transcript: the structure of what a version of Claude Code tells its hooks and writes into its
// transcript while a scripted model leads it through the same turns. No word of what was said is in it.
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  claudeArgs,
  claudeMessages,
  type MessageShapes,
  messageShapes,
} from '@codex-voice/drivers';
import {
  claudeConfig,
  ensureClaude,
  type ModelServer,
  makeScratchDirectory,
  removeDirectory,
  startScriptedClaudeServer,
  TerminalProgram,
} from '@codex-voice/testing';

export interface Golden {
  readonly agent: 'claude';
  readonly version: string;
  readonly shapes: MessageShapes;
}

/** Longest wait for anything that is recorded, in ms: a loaded machine, not a measure. */
const PATIENCE_MS = 30_000;
/** Between a paste and its Enter, in ms, so that it is no part of the paste. */
const PASTE_REST_MS = 300;

/** What is run for a hook: keeps each event as a line. The folder comes behind it. */
const KEEP = ['/bin/sh', '-c', 'tr -d "\\n" >> "$0/said.jsonl"; echo >> "$0/said.jsonl"'] as const;

export function goldenText(golden: Golden): string {
  return `${JSON.stringify(golden, undefined, 2)}\n`;
}

/** Throws where the text is no golden file. */
export function readGolden(text: string): Golden {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('shapes' in value))
    throw new Error('this is no golden file: it has no shapes');
  // Written by `goldenText`.
  return value as Golden;
}

/** Throws where this version can't be had, or does not do what is recorded. */
export async function recordClaude(version: string): Promise<Golden> {
  const file = await ensureClaude(version);
  await using undo = new AsyncDisposableStack();
  const scratch = await makeScratchDirectory('golden');
  undo.defer(() => removeDirectory(scratch));
  const cwd = join(scratch, 'project');
  const folder = join(scratch, 'hooks');
  mkdirSync(cwd);
  const server = undo.use(await startScriptedClaudeServer());
  const config = undo.use(await claudeConfig({ baseUrl: server.origin, cwd }));
  // Newer versions begin in a mode in which they ask nobody.
  const asking = ['--permission-mode', 'default'];
  const args = claudeArgs({ hook: KEEP, folder, cwd, args: asking });
  if (typeof args === 'string') throw new Error(args);
  const env = {
    ...{ PATH: process.env.PATH, TERM: 'xterm-256color', LANG: 'C.UTF-8', HOME: scratch },
    ...{ CLAUDE_CODE_MAX_RETRIES: '0', ...config.env },
  };
  const size = { columns: 90, rows: 30 };
  const tui = undo.use(new TerminalProgram({ file, args, cwd, env, ...size }));
  const said = new SaidByHooks(join(folder, 'said.jsonl'));
  await tui.waitForText('? for shortcuts', PATIENCE_MS);
  await leadThroughTurns({ tui, server, said });
  const hooks = said.lines();
  const transcript = readFileSync(transcriptPath(hooks), 'utf8').split('\n');
  return { agent: 'claude', version, shapes: messageShapes(claudeMessages({ hooks, transcript })) };
}

interface Recording {
  readonly tui: TerminalProgram;
  readonly server: ModelServer;
  readonly said: SaidByHooks;
}

async function leadThroughTurns({ tui, server, said }: Recording): Promise<void> {
  const type = async (text: string): Promise<void> => {
    await tui.waitForQuiet(PASTE_REST_MS, PATIENCE_MS);
    tui.send(`\u001b[200~${text}\u001b[201~`);
    await tui.waitForText(text, PATIENCE_MS);
    await sleep(PASTE_REST_MS);
    tui.send('\r');
  };
  await type('say something');
  await said.until('Stop', 1);
  server.setScript([{ kind: 'command', command: 'touch made', sandbox: 'escalated' }]);
  await type('make a file');
  await said.until('PermissionRequest', 1);
  await tui.waitForText('Do you want to proceed?', PATIENCE_MS);
  await tui.waitForQuiet(PASTE_REST_MS, PATIENCE_MS);
  tui.send('1');
  await said.until('Stop', 2);
  server.setScript([{ kind: 'status', status: 500 }]);
  await type('fail now');
  await said.until('StopFailure', 1);
  await type('/clear');
  await said.until('SessionEnd', 1);
  await said.until('SessionStart', 2);
}

/** What hooks have kept so far. */
class SaidByHooks {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  lines(): string[] {
    try {
      return readFileSync(this.#path, 'utf8')
        .split('\n')
        .filter((line) => line !== '');
    } catch {
      // Nothing was said yet.
      return [];
    }
  }

  async until(event: string, count: number): Promise<void> {
    const wanted = new RegExp(`"hook_event_name": ?"${event}"`, 'u');
    const deadlineMs = performance.now() + PATIENCE_MS;
    while (this.lines().filter((line) => wanted.test(line)).length < count) {
      if (performance.now() > deadlineMs) throw new Error(`the hook ${event} was not told`);
      await sleep(PASTE_REST_MS);
    }
  }
}

function transcriptPath(hooks: readonly string[]): string {
  const path = /"transcript_path": ?"([^"]+)"/u.exec(hooks.join('\n'))?.[1];
  if (path === undefined) throw new Error('no hook named its transcript');
  return path;
}
