// The agents that play golden workflows for real: each started once, in the way that its driver has.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  ensureGemini,
  type GoldenDriver,
  geminiHome,
  startScriptedClaudeServer,
  startScriptedCodexServer,
  startScriptedGeminiServer,
} from '@codex-voice/testing';
import { type Home, makeHome, startInTerminal } from '../program/command.ts';
import { exampleAgent, receivedPrompts } from '../program/sessions/session-rig.ts';
import { configure, type GoldenAgent, type GoldenModel, PATIENCE_MS } from './golden-rig.ts';

type Started = Omit<GoldenAgent, 'driver' | 'home'>;
interface Start {
  readonly home: Home;
  readonly model: GoldenModel;
  readonly undo: AsyncDisposableStack;
  /** The test's own. */
  readonly onFinished: (end: () => void) => void;
}

const SIZE = { columns: 110, rows: 30 } as const;

/** A driver's agent at rest. What it needs goes with the stack. */
export async function startGoldenAgent(
  driver: GoldenDriver,
  { model, undo, onFinished }: Omit<Start, 'home'>,
): Promise<GoldenAgent> {
  const home = undo.use(makeHome(onFinished));
  const start = { home, model, undo, onFinished };
  const started = await STARTS[driver](start);
  return { driver, home, ...started };
}

const STARTS: Readonly<Record<GoldenDriver, (start: Start) => Promise<Started>>> = {
  plain: startExample,
  'codex-typed': async (start) => await startCodex(start, 'typing'),
  codex: async (start) => await startCodex(start, 'structured'),
  'claude-typed': async (start) => await startClaude(start, 'typing'),
  'claude-hooks': async (start) => await startClaude(start, 'hooks'),
  acp: startGemini,
};

async function startExample({ home, undo }: Start): Promise<Started> {
  const { command, env } = exampleAgent(home);
  const args = ['run', '--no-voice', '--', ...command];
  const terminal = undo.use(startInTerminal({ home, args, env, ...SIZE }));
  await terminal.waitForText('Ctrl-D ends', PATIENCE_MS);
  const requests = () =>
    receivedPrompts(home).map((prompt) => ({ cause: 'prompt' as const, prompt }));
  return { terminal, requests, keys: { dialog: '', turn: '' } };
}

async function startCodex(
  { home, model, undo }: Start,
  driver: 'typing' | 'structured',
): Promise<Started> {
  const file = await ensureCodex();
  const server = undo.use(await startScriptedCodexServer());
  server.setScript(model.script);
  const { env } = undo.use(await codexHome({ baseUrl: server.origin, cwd: home.path }));
  configure(home, ['[agents.codex]', `driver = "${driver}"`]);
  // Alone it would first start, and wait for, a server that all of a person's sessions share.
  const words = driver === 'typing' ? ['--no-daemon'] : [];
  const args = ['run', '--no-voice', '--', file, ...words];
  const terminal = undo.use(startInTerminal({ home, args, env, ...SIZE }));
  await terminal.waitForText('scripted-model', PATIENCE_MS);
  if (driver === 'structured') await terminal.waitForText('structured', PATIENCE_MS);
  return {
    terminal,
    requests: () => server.requests,
    keys: { dialog: 'y', turn: '\u001b' },
  };
}

async function startClaude(
  { home, model, undo }: Start,
  driver: 'typing' | 'hooks',
): Promise<Started> {
  const file = await ensureClaude();
  const server = undo.use(await startScriptedClaudeServer());
  server.setScript(model.script);
  const config = undo.use(await claudeConfig({ baseUrl: server.origin, cwd: home.path }));
  configure(home, ['[agents.claude]', `driver = "${driver}"`]);
  const env = { CLAUDE_CODE_MAX_RETRIES: '0', ...config.env };
  const args = ['run', '--no-voice', '--', file];
  const terminal = undo.use(startInTerminal({ home, args, env, ...SIZE }));
  await terminal.waitForText('? for shortcuts', PATIENCE_MS);
  return {
    terminal,
    requests: () => server.requests,
    keys: { dialog: '1', turn: '\u001b' },
  };
}

async function startGemini({ home, model, undo }: Start): Promise<Started> {
  const file = await ensureGemini();
  const server = undo.use(await startScriptedGeminiServer());
  server.setScript(model.script);
  const { env } = undo.use(await geminiHome({ baseUrl: server.origin }));
  const cwd = join(home.path, 'project');
  mkdirSync(cwd);
  const agent = [process.execPath, file, '--acp', '--model', 'gemini-2.5-flash'];
  const args = ['acp', '--no-voice', '--', ...agent];
  // Its own home, not ours: codex-voice keeps its state where it is told.
  const { HOME: _, ...rest } = env;
  const terminal = undo.use(startInTerminal({ home, args, cwd, env: rest, ...SIZE }));
  await terminal.waitForText('A new conversation.', PATIENCE_MS);
  return { terminal, requests: () => server.requests, keys: { dialog: 'y', turn: '' } };
}
