// A session around the real Codex that asks before it runs something: what the suites about approvals
// share. Who answers, and how, is theirs.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ApprovalRecord } from '@codex-voice/session';
import {
  codexHome,
  ensureCodex,
  type ModelServer,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { type Home, makeHome, startInTerminal } from '../program/command.ts';
import { jsonLines, listedSessions, until } from '../program/sessions/session-rig.ts';

/** Codex starts in a second; a loaded machine gets many times that, in ms. */
export const PATIENCE_MS = 30_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
export const ENTER_PAUSE_MS = 400;
/** Codex 0.169.0 asks questions in its plan mode, and in others where it is told to. */
export const ASKS_IN_EVERY_MODE = 'features.default_mode_request_user_input = true';
/** The first of the choices that Codex 0.169.0 offers. */
const DIALOG = 'Yes, proceed';

export interface AskingSession extends AsyncDisposable {
  readonly home: Home;
  readonly server: ModelServer;
  readonly terminal: TerminalProgram;
  /** What `approvals.jsonl` holds, a word each. */
  record(): readonly string[];
}

interface AskingOptions {
  /** More of Codex's own configuration. */
  readonly extraToml?: string;
  /** More of ours. */
  readonly config?: string;
}

/** `recording`: heard from the talk key on; without one there is no voice. */
export async function startAsking(
  recording?: string,
  { extraToml = '', config: ours = '' }: AskingOptions = {},
): Promise<AskingSession> {
  const codex = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const home = undo.use(makeHome());
  const server = undo.use(await startScriptedCodexServer());
  const codexFolder = undo.use(
    await codexHome({ baseUrl: server.origin, cwd: home.path, extraToml }),
  );
  const config = join(home.path, 'config', 'codex-voice');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'config.toml'), `${ours}[agents.codex]\ndriver = "structured"\n`);
  const voice = recording === undefined ? ['--no-voice'] : ['--mode', 'tap', '--audio', recording];
  const args = ['run', ...voice, '--', codex];
  const options = { home, args, columns: 160, rows: 30, env: codexFolder.env };
  const terminal = undo.use(startInTerminal(options));
  await terminal.waitForText(/› \S/u, PATIENCE_MS);
  await terminal.waitForText('structured', PATIENCE_MS);
  if (recording !== undefined) await terminal.waitForText('F2 talk', PATIENCE_MS);
  const [listed] = await listedSessions(home);
  const folder = join(home.stateDirectory, 'sessions', listed?.session ?? '');
  const record = (): readonly string[] =>
    jsonLines<ApprovalRecord>(join(folder, 'approvals.jsonl')).map((one) =>
      one.type === 'settled' ? `${one.id} ${one.outcome} ${one.by}` : `${one.id} ${one.type}`,
    );
  const owned = undo.move();
  const parts = { home, server, terminal, record };
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** A turn in which Codex asks to run a command, up to where our row shows it. */
export async function ask(session: AskingSession, id: string, command: string): Promise<void> {
  const { server, terminal } = session;
  server.setScript([{ kind: 'command', command, sandbox: 'escalated' }]);
  terminal.send(`please ${id}`);
  await terminal.waitForText(`please ${id}`, PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  terminal.send('\r');
  await terminal.waitForText(DIALOG, PATIENCE_MS);
  await terminal.waitForText(new RegExp(`${id} · .*asks to run`, 'u'), PATIENCE_MS);
  server.setScript([]);
}

/** A turn in which Codex asks which branch, `main` or `next`, up to where our row shows it. */
export async function askWhich({ server, terminal }: AskingSession): Promise<void> {
  const options = [
    { label: 'main', description: 'the usual one' },
    { label: 'next', description: 'newer' },
  ];
  const questions = [{ id: 'branch', header: 'Branch', question: 'Which branch?', options }];
  server.setScript([{ kind: 'tool', tool: 'request_user_input', input: { questions } }]);
  terminal.send('please ask');
  await terminal.waitForText('please ask', PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  terminal.send('\r');
  await terminal.waitForText(/a1 · asks Which branch\?/u, PATIENCE_MS);
}

export async function untilClosed({ terminal }: AskingSession): Promise<void> {
  await until('a closed dialog', () => !terminal.terminal.screenText().includes(DIALOG));
}
