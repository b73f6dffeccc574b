// Starts the pinned agents against scripted model servers, ready for prompts. What is then said to
// them is the suites' business.
import { join } from 'node:path';
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  type ModelServer,
  makeScratchDirectory,
  removeDirectory,
  startScriptedClaudeServer,
  startScriptedCodexServer,
} from '@codex-voice/testing';
import { lending } from '../program/drivers/lent-world.ts';
import { DeliveryRig, PATIENCE_MS } from './delivery-rig.ts';

/** An agent with an empty composer. Dispose it: everything started and written goes. */
export interface StartedAgent extends AsyncDisposable {
  readonly rig: DeliveryRig;
  readonly server: ModelServer;
  /** The project folder the agent works in. */
  readonly cwd: string;
}

/** Codex, its composer empty. */
export async function startCodex(): Promise<StartedAgent> {
  const file = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const folder = await scratch(undo, 'delivery');
  const cwd = join(folder, 'project');
  const server = undo.use(await startScriptedCodexServer());
  const home = undo.use(await codexHome({ baseUrl: server.origin, cwd }));
  const env = { ...home.env, HOME: folder };
  const rig = undo.use(new DeliveryRig({ kind: 'codex', file, args: ['--no-daemon'], cwd, env }));
  await rig.untilScreen('composer');
  return started(undo.move(), { rig, server, cwd });
}

/** Claude Code, its composer empty. */
export async function startClaude(): Promise<StartedAgent> {
  const file = await ensureClaude();
  await using undo = new AsyncDisposableStack();
  const folder = await scratch(undo, 'delivery');
  const cwd = join(folder, 'project');
  const server = undo.use(await startScriptedClaudeServer());
  const config = undo.use(await claudeConfig({ baseUrl: server.origin, cwd }));
  const env = { ...config.env, HOME: folder };
  const rig = undo.use(new DeliveryRig({ kind: 'claude', file, args: [], cwd, env }));
  await rig.untilScreen('composer');
  return started(undo.move(), { rig, server, cwd });
}

/** After a turn the screen may rest before the agent does, in ms. */
const REST_MS = 500;

/** One agent for tests that begin and end with an empty composer: it takes seconds to start. */
export function lendingAtRest(start: () => Promise<StartedAgent>): () => Promise<StartedAgent> {
  const lent = lending(start);
  return async () => {
    const agent = await lent();
    await agent.rig.program.waitForQuiet(REST_MS, PATIENCE_MS);
    await agent.rig.untilScreen('composer');
    return agent;
  };
}

async function scratch(undo: AsyncDisposableStack, name: string): Promise<string> {
  const folder = await makeScratchDirectory(name);
  undo.defer(() => removeDirectory(folder));
  return folder;
}

function started(
  owned: AsyncDisposableStack,
  parts: Omit<StartedAgent, typeof Symbol.asyncDispose>,
): StartedAgent {
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
