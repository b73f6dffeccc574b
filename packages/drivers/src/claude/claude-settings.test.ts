// The start of Claude Code with our hooks beside what the person gives it.
import { spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { claudeArgs } from './claude-settings.ts';

const hooksSchema = v.object({
  hooks: v.record(
    v.string(),
    v.array(
      v.object({ hooks: v.array(v.object({ command: v.string(), args: v.array(v.string()) })) }),
    ),
  ),
});

let folder = '';
let cwd = '';
let own = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
  cwd = join(folder, 'project');
  own = join(folder, 'own');
  mkdirSync(cwd);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const start = (...args: string[]) =>
  claudeArgs({ hook: ['/node', '/hook.cjs'], folder: own, cwd, args });

/** The settings that Claude Code would read. */
function settings(args: readonly string[] | string): Record<string, unknown> {
  if (typeof args === 'string') throw new Error(args);
  expect(args[0]).toBe('--settings');
  expect(args[1]).toBe(join(own, 'settings.json'));
  return JSON.parse(readFileSync(join(own, 'settings.json'), 'utf8'));
}

test('CLAUDE-1: hooks are given in a private file, and the arguments go on behind it', () => {
  const args = start('--resume', 'Fix it', '--', '--settings', 'mine.json');
  expect(settings(args)).toMatchObject({
    hooks: {
      Stop: [{ hooks: [{ command: '/bin/sh', async: true }] }],
      PermissionRequest: [{ hooks: [{ command: '/bin/sh' }] }],
    },
  });
  expect(args.slice(2)).toEqual(['--resume', 'Fix it', '--', '--settings', 'mine.json']);
  expect(statSync(own).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(own)) expect(statSync(join(own, name)).mode & 0o777).toBe(0o600);
});

test.each([
  ['a file', ['--settings', 'mine.json']],
  ['a file in one word', ['--settings=mine.json']],
  ['JSON itself', ['--settings', '{"hooks":{"Stop":[{"hooks":[]}]},"model":"m"}']],
])('CLAUDE-1: settings of the person in %s stay, their hooks before ours', (_, given) => {
  const mine = '{"hooks":{"Stop":[{"hooks":[]}]},"model":"m"}';
  writeFileSync(join(cwd, 'mine.json'), mine);
  const args = start('--verbose', ...given);
  const { hooks, model } = settings(args);
  expect(model).toBe('m');
  expect(hooks).toMatchObject({ Stop: [{ hooks: [] }, { hooks: [{ command: '/bin/sh' }] }] });
  expect(args.slice(2)).toEqual(['--verbose']);
  expect(readFileSync(join(cwd, 'mine.json'), 'utf8')).toBe(mine);
});

test.each([
  ['settings that are not there', ['--settings', 'missing.json'], 'missing.json'],
  ['settings that are no JSON', ['--settings', '{'], '--settings'],
  ['hooks of another form', ['--settings', '{"hooks":[]}'], 'another form'],
  ['print', ['Fix it', '-p'], '-p'],
  ['a command without a conversation', ['mcp', 'list'], 'mcp'],
  ['help', ['--help'], '--help'],
])('CLAUDE-1: with %s it starts without us, and why is said', (_, args, words) => {
  expect(start(...args)).toContain(words);
  expect(readdirSync(folder)).toEqual(['project']);
});

test('CLAUDE-2: a hook whose program has gone meanwhile succeeds without a word', () => {
  const { hooks } = v.parse(hooksSchema, settings(start()));
  const hook = hooks.Stop?.[0]?.hooks[0];
  expect(hook?.args.slice(-3)).toEqual(['/node', '/hook.cjs', own]);
  const ran = spawnSync(hook?.command ?? '', hook?.args ?? [], { input: '{}' });
  expect([ran.status, String(ran.stdout), String(ran.stderr)]).toEqual([0, '', '']);
});
