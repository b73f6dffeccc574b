// needs: claude
// The driver of Claude Code without a screen: the contract of all drivers, and its process.
import { join } from 'node:path';
import { ClaudeHeadlessDriver, EventJournal, type ScriptedTurn } from '@codex-voice/drivers';
import {
  claudeConfig,
  driverEvents,
  ensureClaude,
  type ModelServer,
  makeScratchDirectory,
  markProcesses,
  removeDirectory,
  startScriptedClaudeServer,
  untilDriverEvent,
  untilHolds,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type DriverWorld, testDriverContract } from '../program/drivers/driver-contract.ts';
import { claudeReplies } from './claude-rig.ts';
import { PATIENCE_MS } from './delivery-rig.ts';
import { prompts } from './prompts.table.ts';

interface HeadlessWorld extends DriverWorld {
  readonly journal: EventJournal;
  readonly server: ModelServer;
  /** A driver that comes later, for the same conversation or another one. */
  later(options: {
    readonly journal: EventJournal;
    readonly resume?: string;
  }): ClaudeHeadlessDriver;
}

async function startHeadless(marked: NodeJS.ProcessEnv = {}): Promise<HeadlessWorld> {
  const file = await ensureClaude();
  await using undo = new AsyncDisposableStack();
  const scratch = await makeScratchDirectory('claude-headless');
  undo.defer(() => removeDirectory(scratch));
  const cwd = join(scratch, 'project');
  const server = undo.use(await startScriptedClaudeServer());
  const config = undo.use(await claudeConfig({ baseUrl: server.origin, cwd }));
  const { PATH } = process.env;
  const env = { PATH, HOME: scratch, CLAUDE_CODE_MAX_RETRIES: '0', ...config.env, ...marked };
  const journal = undo.use(new EventJournal({ path: join(scratch, 'events.jsonl') }));
  const driver = undo.use(new ClaudeHeadlessDriver({ file, cwd, env, journal }));
  const owned = undo.move();
  return {
    driver,
    journal,
    server,
    later: (options) => new ClaudeHeadlessDriver({ file, cwd, env, ...options }),
    script: (turn: ScriptedTurn) => server.setScript(claudeReplies(turn)),
    prompts: () => server.submissions.map((one) => one.prompt),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const lent = testDriverContract('Claude Code without a screen', () => startHeadless());

test('CLAUDE-20 DRIVERS-3: prompts of many scripts reach the model once, in order, complete, and a later driver on the conversation takes none again', async () => {
  const claude = await lent();
  const { driver } = claude;
  const events = driverEvents(driver);
  const given = claude.prompts().length;
  for (const [index, text] of prompts.entries()) {
    const seen = events.length;
    expect(await driver.submit({ promptId: `p${index}`, text })).toMatchObject({ kind: 'taken' });
    await untilDriverEvent(events, 'turn-completed', seen);
    await untilHolds('idle', () => driver.activity === 'idle');
  }
  expect(claude.prompts().slice(given)).toEqual(prompts.map((prompt) => prompt.trim()));
  const { threadId } = await untilDriverEvent(events, 'session');
  await driver[Symbol.asyncDispose]();
  await using later = claude.later({ journal: claude.journal, resume: threadId });
  expect(await later.submit({ promptId: 'p0', text: 'again' })).toEqual({ kind: 'repeated' });
  const seen = events.length;
  expect(await later.submit({ promptId: 'on', text: 'Go on' })).toMatchObject({ kind: 'taken' });
  await untilDriverEvent(events, 'turn-completed', seen);
  expect(claude.prompts()).toHaveLength(given + prompts.length + 1);
}, 120_000);

test('CLAUDE-21: a process that ends in a turn fails it, loses what it asked, and takes no prompt; nothing of it is left', async () => {
  const mark = markProcesses();
  {
    await using claude = await startHeadless(mark.env);
    const { driver } = claude;
    const events = driverEvents(driver);
    claude.script({ kind: 'ask', command: 'true' });
    await driver.submit({ promptId: 'asks', text: 'Run it' });
    await untilDriverEvent(events, 'approval-requested');
    for (const { pid } of await mark.leaked(0)) process.kill(pid, 'SIGKILL');
    await untilDriverEvent(events, 'turn-failed');
    expect(await untilDriverEvent(events, 'approval-resolved')).toMatchObject({ by: 'lost' });
    expect(driver.rung).toBe('typing');
    expect(await driver.submit({ promptId: 'next', text: 'Next' })).toMatchObject({
      reason: 'unreachable',
    });
  }
  expect(await mark.leaked(PATIENCE_MS)).toEqual([]);
  const journal = new EventJournal();
  const start = { file: '/missing/claude', cwd: '/', env: process.env, journal };
  await using missing = new ClaudeHeadlessDriver(start);
  await untilHolds('gone', () => missing.rung === 'typing');
});
