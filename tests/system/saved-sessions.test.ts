// needs: codex
// A session around the real Codex, followed by its protocol and started in a role, is saved, ended and
// begun again: its model is told the same conversation and the same preamble.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  codexHome,
  ensureCodex,
  startScriptedCodexServer,
  type TerminalProgram,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { makeHome, runPlain, startInTerminal } from '../program/command.ts';
import { expectNothingLeft, until } from '../program/sessions/session-rig.ts';

/** Codex starts in a second; a loaded machine gets many times that, in ms. */
const PATIENCE_MS = 30_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
const ENTER_PAUSE_MS = 400;
/** An Enter that did nothing is pressed again after this long, in ms; in an empty composer it does nothing. */
const ENTER_AGAIN_MS = 2_000;

async function typeAndSend(terminal: TerminalProgram, text: string): Promise<void> {
  terminal.send(text);
  await terminal.waitForText(text, PATIENCE_MS);
  await sleep(ENTER_PAUSE_MS);
  await until(`an answer to ${text}`, async () => {
    terminal.send('\r');
    return await terminal.waitForText(`Heard: ${text}`, ENTER_AGAIN_MS).then(
      () => true,
      () => false,
    );
  });
}

test('a saved conversation of Codex is taken up again, in its role', async () => {
  using home = makeHome();
  const codex = await ensureCodex();
  await using server = await startScriptedCodexServer();
  await using settings = await codexHome({ baseUrl: server.origin, cwd: home.path });
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), '[agents.codex]\ndriver = "structured"\n');
  writeFileSync(join(folder, 'prompts.toml'), '[roles.terse]\npreamble = "Be terse, always."\n');
  const start = (args: readonly string[]) =>
    startInTerminal({ home, args, columns: 100, rows: 40, env: settings.env });
  const body = (index: number) => JSON.stringify(server.requests.at(index)?.body);
  {
    await using first = start(['--no-voice', '--role', 'terse', codex]);
    await first.waitForText('structured', PATIENCE_MS);
    await typeAndSend(first, 'first words');
    expect(body(-1)).toContain('Be terse, always.');
    const saved = await runPlain(home, ['session', 'save', 'talk', '--json']);
    const { thread }: { thread?: string } = JSON.parse(saved.stdout);
    expect(thread).toMatch(/^[\da-f-]{36}$/u);
    expect(await runPlain(home, ['kill', '--all'])).toMatchObject({ status: 0 });
    await first.exited;
  }
  await using again = start(['session', 'load', 'talk']);
  await again.waitForText('structured', PATIENCE_MS);
  await again.waitForText('Heard: first words', PATIENCE_MS);
  await typeAndSend(again, 'second words');
  expect(server.submissions.map(({ prompt }) => prompt)).toEqual(['first words', 'second words']);
  expect(body(-1)).toContain('first words');
  expect(body(-1)).toContain('Be terse, always.');
  await runPlain(home, ['kill', '--all']);
  await again.exited;
  await expectNothingLeft(home);
});
