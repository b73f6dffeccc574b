// needs: codex claude
// Real Codex and Claude Code, configured as docs/mcp.md says, offer the tools of codex-voice to their
// model, and hand the session's name on to the server.
import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import {
  claudeConfig,
  codexHome,
  ensureClaude,
  ensureCodex,
  type ModelScript,
  openWait,
  startScriptedClaudeServer,
  startScriptedCodexServer,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, ROOT } from '../program/command.ts';

const GUIDE = readFileSync(join(ROOT, 'docs', 'mcp.md'), 'utf8');
const TOOLS = ['ask', 'list_sessions', 'session_state', 'speak'];

/** The first block of this language in the guide. */
function block(language: 'toml' | 'sh'): string {
  return new RegExp(`\`\`\`${language}[^\\n]*\\n([\\s\\S]*?)\`\`\``, 'u').exec(GUIDE)?.[1] ?? '';
}

/** A folder for PATH with a `codex-voice` in it, which writes down which session it was told. */
function onPath(home: Home): { readonly PATH: string; readonly told: () => string } {
  const bin = join(home.path, 'bin');
  const log = join(home.path, 'session-told');
  mkdirSync(bin);
  const command = join(bin, 'codex-voice');
  writeFileSync(
    command,
    `#!/bin/sh\nprintf '%s\\n' "$CODEX_VOICE_SESSION" >> '${log}'\nexec '${process.execPath}' '${LAUNCHER}' "$@"\n`,
  );
  chmodSync(command, 0o755);
  return {
    PATH: [bin, process.env.PATH ?? ''].join(delimiter),
    told: () => readFileSync(log, 'utf8'),
  };
}

async function runAgent(
  file: string,
  args: readonly string[],
  given: { readonly home: Home; readonly env: Readonly<Record<string, string | undefined>> },
): Promise<string> {
  const { home, env } = given;
  using _wait = openWait(`the end of ${file} ${args.join(' ')}`);
  return await new Promise((resolve, reject) => {
    const child = execFile(
      file,
      [...args],
      { cwd: home.path, env: { ...home.env, ...env }, encoding: 'utf8' },
      (error, stdout, stderr) =>
        error === null ? resolve(stdout) : reject(new Error(`${error.message}\n${stderr}`)),
    );
    child.stdin?.end();
  });
}

/** Prompts until an agent offers what its servers have: one that is slow to start, on a busy machine, offers
 *  nothing to the first. */
const TRIES = 4;

/** A model that keeps every request it gets. */
function listening(): { readonly script: ModelScript; readonly bodies: string[] } {
  const bodies: string[] = [];
  return {
    bodies,
    script: ({ body }) => {
      bodies.push(JSON.stringify(body));
      return { kind: 'text', text: 'Heard.' };
    },
  };
}

function offersTools(body?: string): boolean {
  return body?.includes('timeout_seconds') === true;
}

function expectTools(body: string | undefined): void {
  for (const tool of TOOLS) expect(body).toMatch(new RegExp(`["_]${tool}"`, 'u'));
  expect(body).toContain('timeout_seconds');
}

test('Codex offers the tools, and hands the session on', async () => {
  using home = makeHome();
  const { PATH, told } = onPath(home);
  const { script, bodies } = listening();
  await using server = await startScriptedCodexServer({ script });
  await using folder = await codexHome({ baseUrl: server.origin, cwd: home.path });
  const config = join(folder.path, 'config.toml');
  writeFileSync(config, `${readFileSync(config, 'utf8')}\n${block('toml')}`);
  const codex = await ensureCodex();
  const env = { ...folder.env, PATH, CODEX_VOICE_SESSION: 'amber-1' };
  for (let tries = 0; tries < TRIES && !offersTools(bodies.at(-1)); tries += 1)
    await runAgent(codex, ['exec', '--skip-git-repo-check', 'hello'], { home, env });
  expectTools(bodies.at(-1));
  expect(told()).toMatch(/^(?:amber-1\n)+$/u);
});

test('Claude Code offers the tools, and hands the session on', async () => {
  using home = makeHome();
  const { PATH, told } = onPath(home);
  const { script, bodies } = listening();
  await using server = await startScriptedClaudeServer({ script });
  await using folder = await claudeConfig({ baseUrl: server.origin, cwd: home.path });
  const env = { ...folder.env, PATH, CODEX_VOICE_SESSION: 'amber-1' };
  const claude = await ensureClaude();
  const [word, ...args] = block('sh').trim().split(' ');
  expect(word).toBe('claude');
  await runAgent(claude, args, { home, env });
  for (let tries = 0; tries < TRIES && !bodies.some(offersTools); tries += 1)
    await runAgent(claude, ['--print', 'hello'], { home, env });
  expectTools(bodies.find(offersTools));
  expect(told()).toMatch(/^(?:amber-1\n)+$/u);
});
