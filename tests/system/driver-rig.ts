// Codex's app-server, its own TUI in a terminal and our driver on the same thread, against a
// scripted model server. What is done with them is the suites' business.
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodexAppServer, CodexDriver, EventJournal, type ScriptedTurn } from '@codex-voice/drivers';
import {
  codexHome,
  driverEvents,
  ensureCodex,
  type ModelServer,
  makeScratchDirectory,
  removeDirectory,
  type ScriptedReply,
  startScriptedCodexServer,
  TerminalProgram,
  untilDriverEvent,
} from '@codex-voice/testing';
import type { DriverWorld } from '../program/drivers/driver-contract.ts';
import { PATIENCE_MS } from './delivery-rig.ts';

export interface CodexWorld extends DriverWorld {
  readonly driver: CodexDriver;
  readonly journal: EventJournal;
  readonly server: ModelServer;
  readonly appServer: CodexAppServer;
  readonly tui: TerminalProgram;
  readonly cwd: string;
  /** What the app-server's owner was told, such as `restarted`. */
  readonly changes: readonly string[];
}

export interface CodexWorldOptions {
  readonly requestTimeoutMs?: number;
  readonly aliveEveryMs?: number;
}

/** Codex with an open, empty conversation that the driver follows. */
export async function startCodexWorld(options: CodexWorldOptions = {}): Promise<CodexWorld> {
  const file = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const folder = await makeScratchDirectory('driver');
  undo.defer(() => removeDirectory(folder));
  const cwd = join(folder, 'project');
  const sockets = join(folder, 'sockets');
  await mkdir(sockets, { mode: 0o700 });
  const server = undo.use(await startScriptedCodexServer());
  const home = undo.use(await codexHome({ baseUrl: server.origin, cwd }));
  const env = {
    PATH: process.env.PATH,
    TERM: 'xterm-256color',
    LANG: 'C.UTF-8',
    HOME: folder,
    ...home.env,
  };
  const changes: string[] = [];
  const changed = (state: string) => void changes.push(state);
  const appServer = await CodexAppServer.start({ file, cwd, env, folder: sockets, changed });
  if (typeof appServer === 'string') throw new Error(appServer);
  undo.use(appServer);
  const journal = undo.use(new EventJournal({ path: join(folder, 'events.jsonl') }));
  const driver = undo.use(
    new CodexDriver({ socketPath: appServer.socketPath, journal, ...options }),
  );
  const args = ['--remote', `unix://${appServer.socketPath}`];
  const size = { columns: 90, rows: 26 };
  const tui = undo.use(new TerminalProgram({ file, args, cwd, env, ...size }));
  await untilDriverEvent(driverEvents(driver), 'session');
  await tui.waitForText('Ask Codex', PATIENCE_MS);
  const owned = undo.move();
  return {
    driver,
    journal,
    server,
    appServer,
    tui,
    cwd,
    changes,
    script: (turn) => server.setScript(repliesOf(turn)),
    prompts: () => server.submissions.map((one) => one.prompt),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function repliesOf(turn: ScriptedTurn): readonly ScriptedReply[] {
  switch (turn.kind) {
    case 'say':
      return [{ kind: 'text', text: turn.text }];
    case 'ask':
      return [{ kind: 'command', command: turn.command, sandbox: 'escalated' }];
    case 'fail':
      return [{ kind: 'status', status: 500 }];
    case 'hold':
      return [{ kind: 'silence', text: 'Working' }];
  }
}
