// needs: codex claude
// A role's arguments are taken by the real agents: they start with them, and their models are told the
// preamble, the effort and what may be written.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  type ModelServer,
  startScriptedClaudeServer,
  startScriptedCodexServer,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, makeHome, startInTerminal } from '../program/command.ts';

/** The agents start in a second; a loaded machine gets several times that. */
const PATIENCE_MS = 30_000;
/** Between a person's text and Enter, in ms: Codex waits 120 ms. */
const ENTER_PAUSE_MS = 400;
/** With everything in it that could break on the way through a command line and TOML. */
const PREAMBLE = 'Say "no"\\never\tand keep to ’this’:\n$HOME `x` = [1] 日本';

function writeRole(home: Home): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'prompts.toml'),
    `[roles.picky]
model = { codex = "picked-model", claude = "picked-model" }
effort = "xhigh"
sandbox = "read-only"
approval = "ask"
preamble = ${JSON.stringify(PREAMBLE)}
`,
  );
}

interface Asked {
  readonly home: Home;
  readonly server: ModelServer;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly composer: RegExp;
}

/** What the model of an agent in the role was asked, as JSON. */
async function askedInRole({ home, server, command, env, composer }: Asked): Promise<string> {
  const args = ['--no-voice', '--role', 'picky', ...command];
  await using program = startInTerminal({ home, args, env, columns: 100, rows: 40 });
  await program.waitForText(composer, PATIENCE_MS);
  await program.waitForQuiet(500, PATIENCE_MS);
  program.send('hello there');
  await sleep(ENTER_PAUSE_MS);
  program.send('\r');
  await server.waitForSubmissions(1, PATIENCE_MS);
  expect(server.submissions[0]?.prompt).toBe('hello there');
  return JSON.stringify(server.requests[0]?.body);
}

test('ROLES-11: Codex is told the preamble, the model, the effort and the sandbox', async () => {
  using home = makeHome();
  writeRole(home);
  const file = await ensureCodex();
  await using server = await startScriptedCodexServer();
  await using settings = await codexHome({ baseUrl: server.origin, cwd: home.path });
  const body = await askedInRole({
    home,
    server,
    command: [file, '--no-daemon'],
    env: settings.env,
    composer: /› \S/u,
  });
  expect(body).toContain(JSON.stringify(PREAMBLE).slice(1, -1));
  expect(body).toContain('"model":"picked-model"');
  expect(body).toContain('"effort":"xhigh"');
  expect(body).toMatch(/read-only/u);
});

test('ROLES-12: Claude Code is told the preamble, the model and that it plans', async () => {
  using home = makeHome();
  writeRole(home);
  const file = await ensureClaude();
  await using server = await startScriptedClaudeServer();
  await using settings = await claudeConfig({ baseUrl: server.origin, cwd: home.path });
  const body = await askedInRole({
    home,
    server,
    command: [file],
    env: settings.env,
    composer: /plan mode on/u,
  });
  expect(body).toContain(JSON.stringify(PREAMBLE).slice(1, -1));
  expect(body).toContain('"model":"picked-model"');
});
