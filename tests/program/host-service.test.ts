// The host as a background service, with a stand-in for systemctl that writes down what it is told: shown
// first, done once, taken back whole, and nothing of it where a step fails.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Ended, type Home, makeHome, runPlain } from './command.ts';

interface World {
  readonly run: (...args: readonly string[]) => Promise<Ended>;
  readonly unit: string;
  readonly told: () => string;
  /** From now on it fails when it is told this. */
  readonly failAt: (word: string) => void;
}

function worldIn(home: Home): World {
  const folder = join(home.path, 'bin');
  const told = join(folder, 'told');
  mkdirSync(folder);
  const script = (fails: string): void => {
    const lines = [
      '#!/bin/sh',
      `echo "$*" >>'${told}'`,
      `case "$*" in *'${fails}'*) echo 'no bus' >&2; exit 1;; esac`,
    ];
    writeFileSync(join(folder, 'systemctl'), `${lines.join('\n')}\n`);
    chmodSync(join(folder, 'systemctl'), 0o755);
  };
  script('never');
  const env = { ...home.env, PATH: `${folder}:${home.env.PATH ?? ''}` };
  return {
    run: async (...args) => await runPlain(home, ['host', ...args], env),
    unit: join(home.path, 'config', 'systemd', 'user', 'codex-voice-host.service'),
    told: () => (existsSync(told) ? readFileSync(told, 'utf8') : ''),
    failAt: script,
  };
}

test('shown and asked for, installed once, and taken back', async () => {
  using home = makeHome();
  const { run, unit, told } = worldIn(home);
  const unasked = await run('install');
  expect(unasked).toMatchObject({ status: 1, stdout: '' });
  expect(unasked.stderr).toContain('"__host" "--stay"');
  expect(unasked.stderr).toContain('systemctl --user enable --now codex-voice-host.service');
  expect(unasked.stderr).toMatch(/codex-voice: nothing was changed, [^\n]+: add --yes\n$/u);
  expect([existsSync(unit), told()]).toEqual([false, '']);
  expect(await run('install', '--yes')).toMatchObject({ status: 0 });
  expect(readFileSync(unit, 'utf8')).toBe((await run('install', '--print')).stdout);
  expect(told()).toBe('--user daemon-reload\n--user enable --now codex-voice-host.service\n');
  expect(JSON.parse((await run('install', '--yes', '--json')).stdout)).toEqual({
    installed: true,
    file: unit,
    changed: false,
  });
  expect(await run('uninstall', '--yes')).toMatchObject({ status: 0 });
  expect(existsSync(unit)).toBe(false);
  expect(told()).toContain('--user disable --now codex-voice-host.service\n--user daemon-reload\n');
  expect((await run('uninstall', '--yes')).stdout).toContain('it is not installed');
});

test('a step that fails leaves nothing behind, and a file of somebody else stays', async () => {
  using home = makeHome();
  const { run, unit, failAt } = worldIn(home);
  failAt('enable');
  const failed = await run('install', '--yes');
  expect(failed.status).toBe(1);
  expect(failed.stderr).toMatch(
    /codex-voice: systemctl --user enable [^\n]+ failed \(no bus\): the file is as it was before\n$/u,
  );
  expect(existsSync(unit)).toBe(false);
  failAt('disable');
  expect((await run('install', '--yes')).status).toBe(0);
  const gone = await run('uninstall', '--yes');
  expect(gone.stderr).toContain('failed (no bus): its file is removed');
  expect(existsSync(unit)).toBe(false);
  writeFileSync(unit, '[Service]\n');
  for (const what of ['install', 'uninstall'])
    expect((await run(what, '--yes')).stderr).toContain('is not ours');
  expect(readFileSync(unit, 'utf8')).toBe('[Service]\n');
});
