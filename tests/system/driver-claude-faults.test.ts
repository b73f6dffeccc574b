// needs: claude
// The driver of Claude Code while things fail around it: Claude Code goes on as if there were no hooks,
// and what happened is told.
import { rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { ClaudeDriver, EventJournal } from '@codex-voice/drivers';
import {
  driverEvents,
  type ScriptedReply,
  untilDriverEvent,
  untilHolds,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { startClaudeWorld } from './claude-rig.ts';
import { PATIENCE_MS } from './delivery-rig.ts';

const failures: readonly ScriptedReply[] = [
  { kind: 'status', status: 429 },
  { kind: 'status', status: 500 },
  { kind: 'cut', text: 'half' },
  { kind: 'unfinished', text: 'half' },
];

test('CLAUDE-8: a model that refuses, breaks off, never completes or stays silent ends its turn, and that is told', async () => {
  await using claude = await startClaudeWorld();
  const { driver, server, tui } = claude;
  const events = driverEvents(driver);
  for (const [index, failure] of failures.entries()) {
    const seen = events.length;
    // Whatever is asked for this prompt is answered alike.
    server.setScript(() => failure);
    await claude.type(`Prompt ${index}`);
    const { message } = await untilDriverEvent(events, 'turn-failed', seen);
    expect(message, JSON.stringify(failure)).not.toBe('');
    await untilHolds('idle', () => driver.activity === 'idle');
  }
  const seen = events.length;
  server.setScript(() => ({ kind: 'silence', text: 'Well' }));
  await claude.type('Silent');
  await untilHolds('at the model', () => claude.prompts().at(-1)?.includes('Silent') === true);
  await tui.waitForText('esc to interrupt', PATIENCE_MS);
  tui.send('\u001b');
  expect((await untilDriverEvent(events, 'turn-completed', seen)).how).toBe('interrupted');
}, 120_000);

test('CLAUDE-2 CLAUDE-9: with nobody listening, or somebody who hangs, Claude Code works and asks as by itself, and who comes later tells it', async () => {
  await using claude = await startClaudeWorld();
  const { driver, journal, tui, folder } = claude;
  await driver[Symbol.asyncDispose]();
  await claude.type('Alone');
  await tui.waitForText('Heard: Alone', PATIENCE_MS);
  const sockets: Socket[] = [];
  const hung = createServer((socket) => {
    sockets.push(socket.pause());
    socket.on('error', () => undefined);
  });
  const path = join(folder, 'hooks.sock');
  rmSync(path, { force: true });
  await new Promise<void>((resolve) => hung.listen(path, resolve));
  await claude.type('Hung');
  await tui.waitForText('Heard: Hung', PATIENCE_MS);
  claude.script({ kind: 'ask', command: 'touch hung' });
  await claude.type('Ask');
  await tui.waitForText('Do you want to proceed?', PATIENCE_MS);
  await tui.waitForQuiet(300, PATIENCE_MS);
  tui.send('1');
  await tui.waitForText('Done: Ask', PATIENCE_MS);
  expect(tui.terminal.screenText()).not.toMatch(/hook error/iu);
  expect(sockets.length).toBeGreaterThan(0);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => hung.close(resolve));

  await using later = new ClaudeDriver({ folder, journal: new EventJournal() });
  const events = driverEvents(later);
  await untilHolds('caught up', () => {
    const ends = events.filter(({ event }) => event.kind === 'turn-completed');
    return ends.length === 3;
  });
  const prompts = events.flatMap(({ event }) =>
    event.kind === 'item-completed' && event.item.kind === 'user' ? [event.item.text] : [],
  );
  expect(prompts).toEqual(['Alone', 'Hung', 'Ask']);
  expect(journal.last).toBeLessThan(events.length);
  const seen = events.length;
  claude.script({ kind: 'say', text: 'Together.' });
  await claude.type('Together');
  await untilDriverEvent(events, 'turn-completed', seen);
  await untilHolds('idle', () => later.activity === 'idle');
}, 120_000);
