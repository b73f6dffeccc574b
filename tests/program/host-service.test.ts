// The host as a background service, with a stand-in for systemctl that writes down what it is told: shown
// first, done once, taken back whole, and nothing of it where a step fails.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  const { run, unit, told, failAt } = worldIn(home);
  failAt('enable');
  const failed = await run('install', '--yes');
  expect(failed.status).toBe(1);
  expect(failed.stderr).toMatch(
    /codex-voice: systemctl --user enable [^\n]+ failed \(no bus\): the file is as it was before\n$/u,
  );
  expect(existsSync(unit)).toBe(false);
  expect(told()).toMatch(/enable [^\n]+\n--user disable --now [^\n]+\n--user daemon-reload\n$/u);
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

test('a key is named that the service won’t have', async () => {
  using home = makeHome();
  const { run, unit } = worldIn(home);
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), '[openai]\nmodel = "m"\nkey_variable = "MY_KEY"\n');
  const installed = await run('install', '--yes');
  expect(installed).toMatchObject({ status: 0 });
  expect(installed.stderr).toContain('codex-voice: MY_KEY does not stand in it');
  expect(readFileSync(unit, 'utf8')).not.toContain('MY_KEY');
});

test('a host that is renewed ends where nothing needs one, and stays one that stays', async () => {
  using home = makeHome();
  const { run } = worldIn(home);
  const renewal = async (): Promise<unknown> =>
    JSON.parse((await run('renew', '--json')).stdout).renewal;
  expect(await renewal()).toBe('none');
  expect((await run('start')).status).toBe(0);
  expect((await run('renew')).stdout).toBe(
    'the host has ended; the first thing that needs one starts a new one\n',
  );
  expect((await run('status')).status).toBe(1);
  expect((await run('install', '--yes')).status).toBe(0);
  expect((await run('start')).status).toBe(0);
  expect(await renewal()).toBe('renewed');
  const { pid } = JSON.parse((await run('status', '--json')).stdout);
  expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')).toContain('--stay');
  expect((await run('uninstall', '--yes')).status).toBe(0);
  await expect.poll(async () => (await run('status')).status).toBe(1);
});

test('with a config that can’t be read the host stays', async () => {
  using home = makeHome();
  const { run } = worldIn(home);
  expect((await run('start')).status).toBe(0);
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), 'nonsense = [');
  expect((await run('renew')).status).toBe(1);
  expect((await run('status')).status).toBe(0);
  rmSync(folder, { recursive: true });
  expect((await run('stop')).status).toBe(0);
});
