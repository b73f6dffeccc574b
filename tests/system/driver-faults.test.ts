// needs: codex
// The driver of Codex while things fail around it: nothing is sent twice, nothing is left behind,
// and what happened is told.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CodexAppServer, type NumberedEvent, type PromptResult } from '@codex-voice/drivers';
import {
  codexHome,
  driverEvents,
  ensureCodex,
  isProcessAlive,
  makeScratchDirectory,
  markProcesses,
  removeDirectory,
  type ScriptedReply,
  untilDriverEvent,
  untilHolds,
  within,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { PATIENCE_MS } from './delivery-rig.ts';
import { startCodexWorld } from './driver-rig.ts';

test('CODEX-4: an app-server killed in mid-turn is back on its socket, the TUI and the driver on the same thread, and nothing is sent twice', async () => {
  await using codex = await startCodexWorld();
  const { driver, appServer, journal } = codex;
  const events = driverEvents(driver);
  await driver.submit({ promptId: 'first', text: 'First' });
  await untilDriverEvent(events, 'turn-completed');
  await untilHolds('idle', () => driver.activity === 'idle');
  codex.script({ kind: 'hold' });
  await driver.submit({ promptId: 'cut', text: 'Cut short' });
  await untilHolds('at the model', () => codex.prompts().length === 2);
  await untilHolds('answering', () => isAnswering(events, 'Working'));
  const seen = events.length;
  const { pid } = appServer;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await untilHolds('restarted', () => codex.changes.includes('restarted'));
  await untilHolds('structured', () => driver.rung === 'structured');
  expect(appServer.pid).not.toBe(pid);
  const rungs = events.slice(seen).flatMap(({ event }) => (event.kind === 'rung' ? [event] : []));
  expect(rungs.map((one) => one.rung)).toEqual(['typing', 'structured']);
  await untilHolds('idle', () => driver.activity === 'idle');
  expect(await driver.submit({ promptId: 'cut', text: 'Cut short' })).toEqual({ kind: 'repeated' });
  codex.script({ kind: 'say', text: 'Here again.' });
  const next = await driver.submit({ promptId: 'next', text: 'Next' });
  expect(next).toMatchObject({ kind: 'taken' });
  await untilHolds('at the model', () => codex.prompts().length === 3);
  expect(codex.prompts()).toEqual(['First', 'Cut short', 'Next']);
  expect(journal.promptState('next')).toBe('taken');
  expect(events.filter(({ event }) => event.kind === 'session')).toHaveLength(1);
  await codex.tui.waitForText('Here again.', PATIENCE_MS);
}, 120_000);

/** The agent has begun to say it. */
function isAnswering(events: readonly NumberedEvent[], words: string): boolean {
  return events.some(({ event }) => event.kind === 'item-delta' && event.delta === words);
}

test('CODEX-28 bug: a prompt that was written down just before its app-server died was never answered', async () => {
  await using codex = await startCodexWorld();
  const { driver, appServer, server } = codex;
  const events = driverEvents(driver);
  await driver.submit({ promptId: 'first', text: 'First' });
  await untilDriverEvent(events, 'turn-completed');
  await untilHolds('idle', () => driver.activity === 'idle');
  // The model is asked, and says nothing at all.
  server.setScript([{ kind: 'command', command: 'true', sandbox: 'inside', afterMs: 60_000 }]);
  await driver.submit({ promptId: 'cut', text: 'Cut short' });
  await untilHolds('at the model', () => codex.prompts().length === 2);
  codex.script({ kind: 'say', text: 'Answered.' });
  const { pid } = appServer;
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  await untilHolds('answered', () => isAnswering(events, 'Answered.'));
  expect(server.requests.at(-1)?.said).toEqual(['First', 'Cut short']);
  expect(driver.promptState('cut')).toBe('taken');
  await codex.tui.waitForText('Answered.', PATIENCE_MS);
}, 120_000);

test('CODEX-5: an app-server that stops answers nothing, is told, and what it took is known when it goes on', async () => {
  await using codex = await startCodexWorld({ requestTimeoutMs: 500 });
  const { driver, appServer, journal } = codex;
  const events = driverEvents(driver);
  // It has to know that no turn runs before it offers anything.
  await driver.submit({ promptId: 'first', text: 'First' });
  await untilDriverEvent(events, 'turn-completed');
  await untilHolds('idle', () => driver.activity === 'idle');
  const seen = events.length;
  const { pid } = appServer;
  if (pid === undefined) throw new Error('no app-server');
  const offerTo = async (): Promise<PromptResult> => {
    process.kill(pid, 'SIGSTOP');
    return await driver.submit({ promptId: 'late', text: 'While it stands' });
  };
  try {
    let result = await offerTo();
    // Where a question of the driver's own was under way, its silence is known before the offer.
    for (let tries = 1; result.kind === 'refused' && tries < 5; tries += 1) {
      expect(result.reason).toBe('unreachable');
      process.kill(pid, 'SIGCONT');
      await untilHolds('structured', () => driver.rung === 'structured');
      result = await offerTo();
    }
    expect(result.kind).toBe('unconfirmed');
    expect(driver.rung).toBe('typing');
    expect(codex.prompts()).toEqual(['First']);
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await untilHolds('taken', () => journal.promptState('late') === 'taken');
  await untilDriverEvent(events, 'turn-completed', seen);
  expect(driver.rung).toBe('structured');
  expect(codex.prompts()).toEqual(['First', 'While it stands']);
});

test('CODEX-5: an app-server that stops in a turn is told though nobody asks it anything, and what goes on is followed', async () => {
  await using codex = await startCodexWorld({ requestTimeoutMs: 500, aliveEveryMs: 300 });
  const { driver, appServer } = codex;
  const events = driverEvents(driver);
  codex.script({ kind: 'hold' });
  await driver.submit({ promptId: 'held', text: 'Held' });
  await untilHolds('at the model', () => codex.prompts().length === 1);
  const { pid } = appServer;
  if (pid === undefined) throw new Error('no app-server');
  const seen = events.length;
  process.kill(pid, 'SIGSTOP');
  try {
    expect(await untilDriverEvent(events, 'rung', seen)).toMatchObject({ rung: 'typing' });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await untilHolds('structured', () => driver.rung === 'structured');
  await driver.interrupt();
  expect((await untilDriverEvent(events, 'turn-completed', seen)).how).toBe('interrupted');
  expect(codex.prompts()).toEqual(['Held']);
});

const failures: readonly ScriptedReply[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'cut', text: 'half' },
  { kind: 'unfinished', text: 'half' },
];

test('CODEX-8: a model that refuses, breaks off, never completes or stays silent ends its turn, told, and nothing is sent again', async () => {
  await using codex = await startCodexWorld();
  const { driver, server } = codex;
  const events = driverEvents(driver);
  for (const [index, failure] of failures.entries()) {
    const seen = events.length;
    server.setScript([failure]);
    await untilHolds('idle', () => driver.activity === 'idle');
    await driver.submit({ promptId: `p${index}`, text: `Prompt ${index}` });
    const { message } = await untilDriverEvent(events, 'turn-failed', seen);
    expect(message).not.toBe('');
  }
  const seen = events.length;
  server.setScript([{ kind: 'silence', text: '' }]);
  await untilHolds('idle', () => driver.activity === 'idle');
  await driver.submit({ promptId: 'silent', text: 'Silent' });
  await untilHolds('at the model', () => codex.prompts().length === failures.length + 1);
  await driver.interrupt();
  expect((await untilDriverEvent(events, 'turn-completed', seen)).how).toBe('interrupted');
  expect(codex.prompts()).toEqual([...failures.map((_, index) => `Prompt ${index}`), 'Silent']);
});

test('CODEX-9: nothing of an app-server is left when it is disposed of, or when its owner is killed', async () => {
  const file = await ensureCodex();
  const folder = await makeScratchDirectory('owner');
  const cwd = join(folder, 'project');
  await using home = await codexHome({ baseUrl: 'http://127.0.0.1:9', cwd });
  const sockets = join(folder, 'sockets');
  await mkdir(sockets, { mode: 0o700 });
  const mark = markProcesses();
  const env = { PATH: process.env.PATH, HOME: folder, ...home.env, ...mark.env };
  try {
    const start = { file, cwd, env, folder: sockets, changed: () => undefined };
    const server = await CodexAppServer.start(start);
    if (typeof server === 'string') throw new Error(server);
    expect(isProcessAlive(server.pid ?? 0)).toBe(true);
    await server[Symbol.asyncDispose]();
    expect(server.pid === undefined || !isProcessAlive(server.pid)).toBe(true);

    const script = join(import.meta.dirname, 'app-server-owner.ts');
    const owner = spawn(process.execPath, [script, file, cwd, sockets], { env });
    const [line] = await within('pid', once(owner.stdout, 'data'));
    const pid = Number(line);
    expect(isProcessAlive(pid)).toBe(true);
    owner.kill('SIGKILL');
    await untilHolds('the server is gone', () => !isProcessAlive(pid));
    expect(await mark.leaked(PATIENCE_MS)).toEqual([]);
    await chmod(sockets, 0o755);
    await expect(CodexAppServer.start(start)).rejects.toThrow(RangeError);
  } finally {
    await removeDirectory(folder);
  }
});

test('CODEX-10: a program without app-server is a reason in words', async () => {
  const folder = await makeScratchDirectory('without');
  try {
    await chmod(folder, 0o700);
    const start = { cwd: folder, folder, env: process.env, changed: () => undefined };
    expect(await CodexAppServer.start({ ...start, file: '/bin/false' })).toContain('/bin/false');
    expect(await CodexAppServer.start({ ...start, file: '/missing/codex' })).toContain('not found');
  } finally {
    await removeDirectory(folder);
  }
});
