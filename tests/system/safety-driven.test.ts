// needs: codex
// What the suites `safety-codex` and `delivery-codex` hold, with Codex's driver active: while Codex asks
// something, a menu is open or the person's own input is unfinished nothing of ours reaches Codex, by its
// protocol or its keyboard; and what joins a text in the composer is typed.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  codexHome,
  ensureCodex,
  type ModelServer,
  makeScratchDirectory,
  makeScratchHome,
  removeDirectory,
  type ScratchHome,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { runPlain, startInTerminal } from '../program/command.ts';
import { until } from '../program/sessions/session-rig.ts';
import { type RelayedCodex, relayTo } from './relayed-codex.ts';

const PATIENCE_MS = 30_000;
/** How long a prompt is held while nothing may happen, in ms: several times every rest and step of time. */
const TEMPTATION_MS = 1_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
const ENTER_PAUSE_MS = 400;
/** A person looks at what is asked before they press a key, in ms. */
const LOOK_MS = 400;
/** Pairs of prompts in the story of approvals: each second one comes at another moment of the turn before it. */
const TURNS = 3;
const DIALOG_STEP_MS = 40;
const ESCAPE = '\x1b';
const CTRL_C = '\x03';

const undo = new AsyncDisposableStack();
let home: ScratchHome;
let server: ModelServer;
let terminal: TerminalProgram;
let relay: RelayedCodex;

beforeAll(async () => {
  const codex = await ensureCodex();
  home = undo.use(makeScratchHome());
  const folder = await makeScratchDirectory('safety-driven');
  undo.defer(() => removeDirectory(folder));
  server = undo.use(await startScriptedCodexServer());
  const codexFolder = undo.use(await codexHome({ baseUrl: server.origin, cwd: home.path }));
  const config = join(home.path, 'config', 'codex-voice');
  mkdirSync(config, { recursive: true });
  writeFileSync(join(config, 'config.toml'), '[agents.codex]\ndriver = "structured"\n');
  relay = relayTo(codex, folder);
  const args = ['run', '--no-voice', '--', relay.file];
  const env = { ...codexFolder.env, ...relay.env };
  terminal = undo.use(startInTerminal({ home, args, columns: 120, rows: 30, env }));
  await terminal.waitForText('scripted-model', PATIENCE_MS);
  await terminal.waitForText('structured', PATIENCE_MS);
});
afterAll(async () => await undo.disposeAsync());

afterEach(async () => {
  server.setScript([]);
  await terminal.waitForQuiet(ENTER_PAUSE_MS, PATIENCE_MS);
});

async function say(...words: readonly string[]): Promise<void> {
  expect(await runPlain(home, ['say', ...words])).toMatchObject({ status: 0 });
}

/** As a person does: Codex takes an Enter right behind text for a new line of a paste. */
async function typeAndEnter(text: string): Promise<void> {
  terminal.send(text);
  await terminal.waitForText(text, PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  terminal.send('\r');
}

function prompts(): readonly string[] {
  return server.submissions.map(({ prompt }) => prompt);
}

/** Prompts that the driver has offered to Codex. */
function offered(): number {
  const folder = join(home.stateDirectory, 'sessions');
  const found = home.runtimeFiles().find((name) => /^keeper-.*\.sock$/u.test(name)) ?? '';
  const path = join(folder, found.replace(/^keeper-|\.sock$/gu, ''), 'events.jsonl');
  return readFileSync(path, 'utf8').split('"state":"offered"').length - 1;
}

/** Says a prompt that must wait, and proves that it does. */
async function expectHeldBack(text: string): Promise<void> {
  const before = { written: relay.written(), prompts: prompts(), offered: offered() };
  await say('--send', '--', text);
  await terminal.waitForText('1 waiting', PATIENCE_MS);
  await sleep(TEMPTATION_MS);
  expect({ written: relay.written(), prompts: prompts(), offered: offered() }).toEqual(before);
}

test('SAFETY SESSION-64: while Codex asks, nothing is submitted, typed or answered; after it the prompt goes by the protocol', async () => {
  const touched = join(home.path, 'ran.txt');
  server.setScript([{ kind: 'command', command: `touch ${touched}`, sandbox: 'escalated' }]);
  await typeAndEnter('Please touch the file');
  await terminal.waitForText('Yes, proceed', PATIENCE_MS);
  await expectHeldBack('what I said meanwhile');
  expect(existsSync(touched)).toBe(false);
  const before = offered();
  terminal.send(ESCAPE);
  await until('the prompt', () => prompts().at(-1) === 'what I said meanwhile');
  expect(prompts()).toEqual(['Please touch the file', 'what I said meanwhile']);
  expect(offered()).toBe(before + 1);
  expect(relay.written()).not.toContain('meanwhile');
  expect(existsSync(touched)).toBe(false);
});

test('SAFETY: while the model menu is open nothing is submitted or typed; after it the prompt goes by the protocol', async () => {
  await typeAndEnter('/model');
  await terminal.waitForText('Select Model', PATIENCE_MS);
  const count = prompts().length;
  await expectHeldBack('after the menu');
  terminal.send(ESCAPE);
  await until('the prompt', () => prompts().length > count);
  expect(prompts().slice(count)).toEqual(['after the menu']);
});

test('SAFETY: while the person’s own paste is unfinished nothing is submitted or typed; then what was said joins it', async () => {
  const count = prompts().length;
  terminal.send('\x1b[200~half of a paste');
  await until('the half', () => relay.written().includes('half of a paste'));
  await expectHeldBack('and what I said');
  terminal.send(', all of it \x1b[201~');
  await until('the prompt', () => prompts().length > count);
  expect(prompts().slice(count)).toEqual(['half of a paste, all of it and what I said']);
});

test('DELIVERY CONTROL-81: what was composed is joined by what is sent, as one text', async () => {
  const count = prompts().length;
  await say('Fix the parser');
  await terminal.waitForText('Fix the parser', PATIENCE_MS);
  await say('--send', 'and run the tests');
  await until('the prompt', () => prompts().length > count);
  expect(prompts().slice(count)).toEqual(['Fix the parser and run the tests']);
});

test('SAFETY: words that begin like a command are composed, and sent by nobody but the person', async () => {
  const count = prompts().length;
  for (const text of ['/model', '!touch ran.txt']) {
    await say('--send', '--', text);
    await until(`${text} in the composer`, () => relay.written().includes(text));
    const before = relay.written();
    await sleep(TEMPTATION_MS);
    expect(relay.written()).toBe(before);
    terminal.send(CTRL_C);
    await terminal.waitForQuiet(ENTER_PAUSE_MS, PATIENCE_MS);
  }
  expect(prompts()).toHaveLength(count);
});

test('SAFETY: approvals that pop up at any moment are answered by no prompt', async () => {
  const touched = join(home.path, 'never.txt');
  const count = prompts().length;
  server.setScript((request) =>
    request.cause === 'prompt'
      ? { kind: 'command', command: `touch ${touched}`, sandbox: 'escalated' }
      : { kind: 'text', text: 'Done.' },
  );
  const texts: string[] = [];
  const closeDialog = async (): Promise<void> => {
    await terminal.waitForText('Yes, proceed', PATIENCE_MS);
    await sleep(LOOK_MS);
    terminal.send(ESCAPE);
    await until('a closed dialog', () => !terminal.terminal.screenText().includes('Yes, proceed'));
  };
  for (let turn = 0; turn < TURNS; turn += 1) {
    texts.push(`prompt ${turn} of many`, `what was said ${turn} steps after it`);
    for (const text of texts.slice(-2)) {
      await say('--send', '--', text);
      if (text === texts.at(-2)) await until(text, () => prompts().includes(text));
      await sleep(turn * DIALOG_STEP_MS);
    }
    await closeDialog();
    await until('the second', () => prompts().includes(texts.at(-1) ?? ''));
    await closeDialog();
  }
  expect(existsSync(touched)).toBe(false);
  expect(prompts().slice(count)).toEqual(texts);
});
