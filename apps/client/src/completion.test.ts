// The script for bash is run in bash; what the others are given is the same table.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LISTEN_MODES } from '@codex-voice/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { completionScript } from './completion.ts';
import { COMMANDS, OPTIONS } from './options.table.ts';

const folder = mkdtempSync(join(tmpdir(), 'codex-voice-completion-'));
const server = createServer();

beforeAll(async () => {
  mkdirSync(join(folder, 'codex-voice'));
  const path = join(folder, 'codex-voice', 'keeper-codex-k3fa.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

function complete(...words: string[]): string[] {
  const script = `${completionScript('bash')}
COMP_WORDS=(codex-voice ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}
_codex_voice; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const env = { PATH: process.env.PATH, XDG_RUNTIME_DIR: folder };
  const text = execFileSync('bash', ['--norc', '-c', script], { encoding: 'utf8', env }).trim();
  return text === '' ? [] : text.split('\n');
}

test('bash completes commands, options and choices', () => {
  expect(complete('tr')).toEqual(['transcribe']);
  expect(complete('--hu')).toEqual(['--hud']);
  expect(complete('--mode', '')).toEqual([...LISTEN_MODES]);
  expect(complete('completion', 'f')).toEqual(['fish']);
  expect(complete('host', 'st')).toEqual(['start', 'stop', 'status']);
  expect(complete('bench', 'lat')).toEqual(['latency']);
  expect(complete('bench', 'wer', '/us')).toEqual(['/usr']);
  expect(complete('models', 'ver')).toEqual(['verify']);
  expect(complete('models', 'add', 'parakeet-v3')).toEqual(['parakeet-v3']);
});

test('bash offers the options of the command that is typed, and no others', () => {
  expect(complete('attach', '--')).toContain('--take');
  expect(complete('attach', '--')).not.toContain('--send');
  expect(complete('--')).not.toContain('--take');
  expect(complete('say', '--s')).toEqual(['--session', '--send', '--spool']);
});

test('bash completes sessions where one is named, and nowhere else', () => {
  expect(complete('attach', 'co')).toEqual(['codex-k3fa']);
  expect(complete('kill', 'codex-aaaa', '')).toEqual(['codex-k3fa']);
  expect(complete('say', '--session', '')).toEqual(['codex-k3fa']);
  expect(complete('say', '')).toEqual([]);
  expect(complete('attach', 'x')).toEqual([]);
});

test.each(['zsh', 'fish'] as const)('%s is told of every command and option', (shell) => {
  const script = completionScript(shell);
  for (const { name } of COMMANDS) if (name !== 'start') expect(script).toContain(name);
  for (const { name } of OPTIONS) {
    expect(script).toContain(shell === 'zsh' ? `--${name}` : `-l ${name}`);
  }
});
