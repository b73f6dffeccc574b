// Codex's app-server, its own TUI and our driver on the same conversation, with a scripted model on
// loopback: what benchmarks of the driver share. What is measured is theirs.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type AgentEvent, CodexAppServer, CodexDriver, EventJournal } from '@codex-voice/drivers';
import {
  codexHome,
  ensureCodex,
  type ModelServer,
  makeScratchDirectory,
  removeDirectory,
  startScriptedCodexServer,
  TerminalProgram,
} from '@codex-voice/testing';
import { sleep } from './statistics.ts';

export const PATIENCE_MS = 30_000;

export interface CodexBench extends AsyncDisposable {
  readonly driver: CodexDriver;
  readonly server: ModelServer;
  readonly tui: TerminalProgram;
}

/** Resolves with the time at which the next such event comes; asked for before what causes it. */
export function nextEvent(
  driver: CodexDriver,
  is: (event: AgentEvent) => boolean,
): Promise<number> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no event')), PATIENCE_MS);
    const stop = driver.follow(Number.MAX_SAFE_INTEGER, ({ event }) => {
      if (!is(event)) return;
      clearTimeout(timer);
      stop();
      resolve(performance.now());
    });
  });
}

export const isEnd = (event: AgentEvent): boolean => event.kind === 'turn-completed';

export async function untilIdle(driver: CodexDriver): Promise<void> {
  while (driver.activity !== 'idle') await sleep(2);
}

/** An open, empty conversation that the driver follows. */
export async function startCodexBench(): Promise<CodexBench> {
  await using undo = new AsyncDisposableStack();
  const file = await ensureCodex();
  const folder = await makeScratchDirectory('bench-driver');
  undo.defer(() => removeDirectory(folder));
  const cwd = join(folder, 'project');
  const sockets = join(folder, 'sockets');
  await mkdir(sockets, { mode: 0o700 });
  const server = undo.use(await startScriptedCodexServer());
  const home = undo.use(await codexHome({ baseUrl: server.origin, cwd }));
  const env = { PATH: process.env.PATH, TERM: 'xterm-256color', HOME: folder, ...home.env };
  const start = { file, cwd, env, folder: sockets, changed: () => undefined };
  const appServer = await CodexAppServer.start(start);
  if (typeof appServer === 'string') throw new Error(appServer);
  undo.use(appServer);
  const journal = undo.use(new EventJournal({ path: join(folder, 'events.jsonl') }));
  const driver = undo.use(new CodexDriver({ socketPath: appServer.socketPath, journal }));
  const followed = nextEvent(driver, (event) => event.kind === 'session');
  const args = ['--remote', `unix://${appServer.socketPath}`];
  const tui = undo.use(new TerminalProgram({ file, args, cwd, env, columns: 90, rows: 26 }));
  await followed;
  await tui.waitForText('Ask Codex', PATIENCE_MS);
  await tui.waitForQuiet(300, PATIENCE_MS);
  const owned = undo.move();
  return { driver, server, tui, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
