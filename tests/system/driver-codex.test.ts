// needs: codex
// The driver of Codex beside Codex's own TUI: the contract of all drivers, and what only Codex has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CodexDriver, EventJournal, type NumberedEvent } from '@codex-voice/drivers';
import {
  driverEvents,
  type TerminalProgram,
  untilDriverEvent,
  untilHolds,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { testDriverContract } from '../program/drivers/driver-contract.ts';
import { lending } from '../program/drivers/lent-world.ts';
import { PATIENCE_MS } from './delivery-rig.ts';
import { startCodexWorld } from './driver-rig.ts';
import { prompts } from './prompts.table.ts';

/** Keys closer together are taken for a paste, and a paste is no command. */
const KEY_PAUSE_MS = 40;

testDriverContract('Codex', startCodexWorld);

/** Another one: in the contract's the last turns were taken back. */
const lent = lending(startCodexWorld);

test('CODEX-1: what is submitted appears in the TUI, and what is typed there is told, from its first event on', async () => {
  const codex = await lent();
  const { driver, tui } = codex;
  const events = driverEvents(driver);
  tui.send('typed by hand');
  await tui.waitForText('typed by hand', PATIENCE_MS);
  await tui.waitForQuiet(200, PATIENCE_MS);
  tui.send('\r');
  await untilDriverEvent(events, 'turn-completed');
  const kinds = events.map((one) => one.event.kind);
  expect(kinds.indexOf('turn-started')).toBeLessThan(kinds.indexOf('turn-completed'));
  const items = events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [`${event.item.kind}: ${event.item.text}`] : [],
  );
  expect(items).toEqual(['user: typed by hand', 'agent: Heard: typed by hand']);
  const seen = events.length;
  await untilHolds('idle', () => driver.activity === 'idle');
  expect(await driver.submit({ promptId: 'ours', text: 'from the driver' })).toMatchObject({
    kind: 'taken',
  });
  await untilDriverEvent(events, 'turn-completed', seen);
  await tui.waitForText('Heard: from the driver', PATIENCE_MS);
});

test('CODEX-2: an approval answered in the TUI is settled here, and one answered here closes the dialog there', async () => {
  const codex = await lent();
  const { driver, tui } = codex;
  const events = driverEvents(driver);
  await untilHolds('idle', () => driver.activity === 'idle');
  const begun = events.length;
  codex.script({ kind: 'ask', command: 'true' });
  await driver.submit({ promptId: 'one', text: 'Run it' });
  await untilDriverEvent(events, 'approval-requested', begun);
  await tui.waitForText('Yes, proceed', PATIENCE_MS);
  await tui.waitForQuiet(300, PATIENCE_MS);
  tui.send('y');
  expect(await untilDriverEvent(events, 'approval-resolved', begun)).toMatchObject({
    by: 'elsewhere',
  });
  await untilDriverEvent(events, 'turn-completed', begun);
  await untilHolds('idle', () => driver.activity === 'idle');
  const seen = events.length;
  codex.script({ kind: 'ask', command: 'true' });
  await driver.submit({ promptId: 'two', text: 'Once more' });
  const { approval } = await untilDriverEvent(events, 'approval-requested', seen);
  await tui.waitForText('Yes, proceed', PATIENCE_MS);
  expect(approval.decisions).toEqual(['accept', 'cancel']);
  expect(await driver.answer({ approvalId: approval.approvalId, decision: 'cancel' })).toEqual({
    kind: 'done',
  });
  await untilHolds('the dialog is gone', () => !tui.terminal.screenText().includes('Yes, proceed'));
  await untilDriverEvent(events, 'turn-completed', seen);
});

test('CODEX-3: a patch arrives as an item and as a whole diff', async () => {
  const codex = await lent();
  const { driver, server, cwd } = codex;
  await untilHolds('idle', () => driver.activity === 'idle');
  const events: NumberedEvent[] = [];
  driver.follow(driverEvents(driver).length, (event) => events.push(event));
  const patch = '*** Begin Patch\n*** Add File: a.txt\n+hello\n*** End Patch';
  const command = `apply_patch <<'EOF'\n${patch}\nEOF`;
  server.setScript([{ kind: 'command', command, sandbox: 'inside' }]);
  await driver.submit({ promptId: 'patch', text: 'Patch it' });
  const { diff } = await untilDriverEvent(events, 'diff-updated');
  expect(diff).toContain('+++ b/a.txt');
  await untilDriverEvent(events, 'turn-completed');
  expect(readFileSync(join(cwd, 'a.txt'), 'utf8')).toBe('hello\n');
  const patches = events.flatMap(({ event }) =>
    event.kind === 'item-completed' && event.item.kind === 'patch' ? [event.item] : [],
  );
  expect(patches).toMatchObject([{ text: join(cwd, 'a.txt'), outcome: 'completed' }]);
  expect(events.some((one) => one.event.kind === 'usage')).toBe(true);
});

test('DRIVERS-3 DRIVERS-4: prompts of many scripts and one of a megabyte reach the model once, in order, byte for byte, and a driver that comes later knows them', async () => {
  const codex = await lent();
  const { driver, appServer } = codex;
  const events = driverEvents(driver);
  const given = codex.prompts().length;
  const texts = [...prompts, 'A megabyte. '.repeat(83_333).trim()];
  for (const [index, text] of texts.entries()) {
    await untilHolds('idle', () => driver.activity === 'idle');
    const seen = events.length;
    const result = await driver.submit({ promptId: `p${index}`, text });
    expect(result, `prompt ${index}`).toMatchObject({ kind: 'taken' });
    await untilDriverEvent(events, 'turn-completed', seen);
  }
  const long = await driver.submit({ promptId: 'long', text: 'x'.repeat(2_000_000) });
  expect(long).toMatchObject({ kind: 'refused', reason: 'agent' });
  expect(long.kind === 'refused' ? long.message : '').toContain('1048576');
  expect(codex.prompts().slice(given)).toEqual(texts);
  // What a driver leaves that dies between the offer and the answer.
  using journal = new EventJournal();
  journal.record({ kind: 'prompt', promptId: 'p0', state: 'offered' });
  await using later = new CodexDriver({ socketPath: appServer.socketPath, journal });
  await untilHolds('known', () => journal.promptState('p0') === 'taken');
  expect(await later.submit({ promptId: 'p0', text: 'again' })).toEqual({ kind: 'repeated' });
  expect(codex.prompts()).toHaveLength(given + texts.length);
}, 120_000);

test('CODEX-1 CODEX-17: a new conversation opened in the TUI is followed from then on, one that is forked by us is not, and the old one opened again is', async () => {
  await using codex = await startCodexWorld();
  const { driver, tui } = codex;
  const events = driverEvents(driver);
  await driver.submit({ promptId: 'old', text: 'In the old one' });
  await untilDriverEvent(events, 'turn-completed');
  await untilHolds('idle', () => driver.activity === 'idle');
  expect((await driver.fork()).kind).toBe('done');
  await tui.waitForQuiet(300, PATIENCE_MS);
  const seen = events.length;
  await command(tui, '/new');
  await untilDriverEvent(events, 'session', seen);
  const sessions = events.flatMap(({ event }) =>
    event.kind === 'session' ? [event.threadId] : [],
  );
  expect(new Set(sessions).size).toBe(2);
  expect(await driver.submit({ promptId: 'new', text: 'In the new one' })).toMatchObject({
    kind: 'taken',
  });
  await untilDriverEvent(events, 'turn-completed', seen);
  await tui.waitForText('Heard: In the new one', PATIENCE_MS);
  expect(tui.terminal.screenText()).not.toContain('Heard: In the old one');
  await untilHolds('idle', () => driver.activity === 'idle');
  const left = events.length;
  // One that has not heard of the old one before.
  using journal = new EventJournal();
  await using later = new CodexDriver({ socketPath: codex.appServer.socketPath, journal });
  await later.firstLook;
  await command(tui, '/resume');
  await tui.waitForText('enter resume', PATIENCE_MS);
  await tui.waitForQuiet(300, PATIENCE_MS);
  // Newest first: the one that is open, the fork, the old one.
  for (const _ of ['the fork', 'the old one']) {
    tui.send('\x1b[B');
    await tui.waitForQuiet(300, PATIENCE_MS);
  }
  tui.send('\r');
  await tui.waitForText('Heard: In the old one', PATIENCE_MS);
  expect(await untilDriverEvent(events, 'session', left)).toMatchObject({ threadId: sessions[0] });
  await untilHolds('known as older', () => {
    const told = journal.session?.event;
    return told?.threadId === sessions[0] && told?.isOlder === true;
  });
  expect(await driver.submit({ promptId: 'back', text: 'In the old one again' })).toMatchObject({
    kind: 'taken',
  });
  await tui.waitForText('Heard: In the old one again', PATIENCE_MS);
});

async function command(tui: TerminalProgram, text: string): Promise<void> {
  for (const key of text) {
    tui.send(key);
    await sleep(KEY_PAUSE_MS);
  }
  await tui.waitForQuiet(300, PATIENCE_MS);
  tui.send('\r');
}
