// needs: codex
// The whole program around the real Codex with its own app-server behind it: the person's conversation
// is followed, each part may be killed, what comes back is on that conversation, and nothing is left.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { NumberedEvent } from '@codex-voice/drivers';
import {
  codexHome,
  ensureCodex,
  type ModelServer,
  sized,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { jsonLines, until } from '../program/sessions/session-rig.ts';

/** Codex starts in a second; a loaded machine gets many times that, in ms. */
const PATIENCE_MS = 30_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
const ENTER_PAUSE_MS = 400;
/** An Enter that did nothing is pressed again after this long, in ms; in an empty composer it does nothing. */
const ENTER_AGAIN_MS = 2_000;

interface DrivenSession extends AsyncDisposable {
  readonly home: Home;
  readonly server: ModelServer;
  readonly terminal: TerminalProgram;
  /** What `events.jsonl` holds. */
  events(): readonly NumberedEvent[];
  /** The processes of Codex that run, by what they are. */
  pids(which: 'app-server' | 'tui'): readonly number[];
  rung(): Promise<unknown>;
}

async function startDriven(
  words: readonly string[] = [],
  driver: 'structured' | 'typing' = 'structured',
): Promise<DrivenSession> {
  const codex = await ensureCodex();
  await using undo = new AsyncDisposableStack();
  const home = undo.use(makeHome());
  const server = undo.use(await startScriptedCodexServer());
  const codexFolder = undo.use(await codexHome({ baseUrl: server.origin, cwd: home.path }));
  mkdirSync(join(home.path, 'config', 'codex-voice'), { recursive: true });
  const config = join(home.path, 'config', 'codex-voice', 'config.toml');
  writeFileSync(config, `[agents.codex]\ndriver = "${driver}"\n`);
  const args = ['run', '--no-voice', '--', codex, ...words];
  const options = { home, args, columns: 100, rows: 28, env: codexFolder.env };
  const terminal = undo.use(startInTerminal(options));
  // With the model's name it takes an Enter.
  await terminal.waitForText('scripted-model', PATIENCE_MS);
  const sessions = join(home.stateDirectory, 'sessions');
  const events = () => {
    const found = home.runtimeFiles().find((name) => name.startsWith('keeper-'));
    const id = /^keeper-(.*)\./u.exec(found ?? '')?.[1] ?? '';
    return jsonLines<NumberedEvent>(join(sessions, id, 'events.jsonl'));
  };
  const pids = (which: 'app-server' | 'tui') =>
    home.running().flatMap(({ pid, command }) => {
      const isNative = /\/bin\/codex (?!.*codex-app-server)/u.test(command);
      const isServer = / app-server /u.test(command);
      const isNode = /^\S*node |^\/bin\/sh/u.test(command);
      return isNative && !isNode && isServer === (which === 'app-server') ? [pid] : [];
    });
  const rung = async () => {
    const { stdout } = await runPlain(home, ['sessions', '--json']);
    return JSON.parse(stdout)[0]?.rung;
  };
  const owned = undo.move();
  const parts = { home, server, terminal, events, pids, rung };
  return { ...parts, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** As a person does: Codex takes an Enter right behind text for a new line of a paste. */
async function typeAndSend({ terminal }: DrivenSession, text: string): Promise<void> {
  terminal.send(text);
  await terminal.waitForText(text, PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  // A TUI whose server has died takes no Enter until it has found the next one.
  await until(`an answer to ${text}`, async () => {
    terminal.send('\r');
    return await terminal.waitForText(`Heard: ${text}`, ENTER_AGAIN_MS).then(
      () => true,
      () => false,
    );
  });
}

/** Codex ends at one Ctrl-C that meets no turn: the last may still be ending when its answer is shown. */
async function leave({ terminal }: DrivenSession): Promise<number> {
  return (await terminal.interruptUntilExited(1)).exitCode;
}

function kill(pids: readonly number[]): void {
  if (pids.length === 0) throw new Error('nobody is there to be killed');
  for (const pid of pids) process.kill(pid, 'SIGKILL');
}

async function untilStructured(session: DrivenSession): Promise<void> {
  await session.terminal.waitForText('structured', PATIENCE_MS);
}

/** What a person would tell of the events: turns and what was said in them. */
function said(events: readonly NumberedEvent[]): readonly string[] {
  return events.flatMap(({ event }) =>
    event.kind === 'item-completed' ? [`${event.item.kind}: ${event.item.text}`] : [],
  );
}

test('KEEPER-71 HOST-12: the person’s conversation is followed into events without a gap, over kill -9 of host and app-server, and nothing is left', async () => {
  await using session = await startDriven();
  const { home, events, pids, terminal } = session;
  await untilStructured(session);
  expect(await session.rung()).toBe('structured');
  await typeAndSend(session, 'first');
  kill(home.pids('host'));
  await typeAndSend(session, 'while nobody follows');
  await until('followed', () => said(events()).includes('agent: Heard: while nobody follows'));
  const [before] = pids('app-server');
  kill(pids('app-server'));
  await terminal.waitForText('app-server was started again', PATIENCE_MS);
  await until('another server', () => pids('app-server')[0] ?? false);
  expect(pids('app-server')).not.toContain(before);
  await until('structured', async () => (await session.rung()) === 'structured');
  await typeAndSend(session, 'last');
  await until('followed', () => said(events()).includes('agent: Heard: last'));
  const numbers = events().map(({ number }) => number);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
  const texts = ['first', 'while nobody follows', 'last'];
  expect(said(events())).toEqual(
    texts.flatMap((text) => [`user: ${text}`, `agent: Heard: ${text}`]),
  );
  const threads = events().flatMap(({ event }) =>
    event.kind === 'session' ? [event.threadId] : [],
  );
  expect(new Set(threads).size).toBe(1);
  expect(session.server.submissions.map((one) => one.prompt)).toEqual(texts);
  expect(await leave(session)).toBe(0);
  await until('the server is gone', () =>
    home.running().every(({ command }) => !command.includes('codex.sock')),
  );
  expect(home.runtimeFiles().filter((name) => !name.startsWith('host.'))).toEqual([]);
}, 120_000);

test('KEEPER-72: a TUI that is killed, alone or with its server, comes back on its conversation, and its prompt is not sent again', async () => {
  await using session = await startDriven(['begin']);
  const { terminal, pids, server } = session;
  await terminal.waitForText('Heard: begin', PATIENCE_MS);
  await until('followed', () => said(session.events()).includes('agent: Heard: begin'));
  for (const which of ['alone', 'with its server'] as const) {
    const old = pids('tui');
    kill(which === 'alone' ? old : [...old, ...pids('app-server')]);
    await until('another TUI', () => pids('tui').some((pid) => !old.includes(pid)));
    await terminal.waitForText('Heard: begin', PATIENCE_MS);
    await terminal.waitForText('Ask Codex', PATIENCE_MS);
    await until('structured', async () => (await session.rung()) === 'structured');
  }
  await typeAndSend(session, 'once more');
  expect(server.submissions.map((one) => one.prompt)).toEqual(['begin', 'once more']);
  expect(await leave(session)).toBe(0);
}, 120_000);

test('KEEPER-74: a keeper that is killed leaves neither a server nor a socket', async () => {
  await using session = await startDriven();
  const { home, terminal } = session;
  await untilStructured(session);
  kill(home.pids('keeper'));
  await terminal.untilExited();
  await until('all is gone', () =>
    home.running().every(({ command }) => !command.includes('codex.sock')),
  );
  await until('no folder', () => home.runtimeFiles().every((name) => !name.startsWith('driver-')));
});

test('KEEPER-71: what Codex shows beside its app-server is what it shows without', async () => {
  const screens: string[] = [];
  for (const driver of ['structured', 'typing'] as const) {
    // Alone it would first start, and wait for, a server that all of a person's sessions share.
    const words = driver === 'typing' ? ['--no-daemon'] : [];
    await using session = await startDriven(words, driver);
    const { terminal } = session;
    await typeAndSend(session, 'the same');
    await terminal.waitForText('Scripted session', PATIENCE_MS);
    await terminal.waitForQuiet(500, PATIENCE_MS);
    const rows = terminal.terminal.screenText().split('\n').slice(0, -1);
    // The time of day is no difference, nor that a busy machine was slow enough for Codex to say so.
    const told = rows.filter((row) => !/^\s*Worked for /u.test(row)).join('\n');
    screens.push(told.replaceAll(/\d\d:\d\d/gu, 'TIME').replaceAll(/\n{2,}/gu, '\n\n'));
    await leave(session);
  }
  expect(screens[0]).toBe(screens[1]);
});

function rungs(events: readonly NumberedEvent[]): readonly string[] {
  return events.flatMap(({ event }) => (event.kind === 'rung' ? [event.rung] : []));
}

test('HOST-12: prompts from elsewhere go in by the protocol, once and in order, whatever was killed before', async () => {
  await using session = await startDriven();
  const { home, server, pids } = session;
  await untilStructured(session);
  const victims = sized<readonly ('none' | 'host' | 'app-server' | 'tui')[]>({
    usual: ['none', 'host', 'app-server', 'tui'],
    full: ['none', 'host', 'app-server', 'tui', 'app-server', 'host'],
  });
  const texts = victims.map((victim, index) => `prompt ${index}\nafter the death of "${victim}" ä`);
  for (const [index, victim] of victims.entries()) {
    const before = rungs(session.events()).length;
    if (victim !== 'none') kill(victim === 'host' ? home.pids('host') : pids(victim));
    // What is said in the moment between may have to be typed, and is then left to the person.
    if (victim === 'app-server') {
      await until(
        'away and back',
        () => rungs(session.events()).slice(before).at(-1) === 'structured',
      );
    }
    const { status } = await runPlain(home, ['say', '--send', '--', texts[index] ?? '']);
    expect(status).toBe(0);
    await until(`prompt ${index}`, () => server.submissions.length > index);
    await until('its end', () => said(session.events()).length === 2 * (index + 1));
  }
  expect(server.submissions.map((one) => one.prompt)).toEqual(texts);
  expect(await leave(session)).toBe(0);
}, 120_000);
