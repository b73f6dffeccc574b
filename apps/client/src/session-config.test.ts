// The config file of a running session, as a file: changed, broken, written from the panel.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HostRequest } from '@codex-voice/protocol';
import { expect, onTestFinished, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { parseConfig } from './config.ts';
import { withFlags } from './configuration/flag-settings.ts';
import { HudView } from './hud-view.ts';
import { LateSettings } from './late-settings.ts';
import { liveConfig } from './live-config.ts';
import { SessionConfig } from './session-config.ts';
import { sessionOptions } from './session-options.ts';
import { ENGLISH } from './words/en.ts';

const PATIENCE = { timeout: 30_000, interval: 20 };

/** Where the file is read and written otherwise than in the usual way. */
interface Otherwise {
  readonly read?: string;
  readonly target?: string;
}

function world(text: string, args: readonly string[] = [], otherwise: Otherwise = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-live-'));
  const path = join(folder, otherwise.read ?? 'config.toml');
  const target = join(folder, otherwise.target ?? otherwise.read ?? 'config.toml');
  if (text !== '' || otherwise.read === undefined) writeFileSync(path, text);
  const request = parseCommandLine(['run', '--config', path, ...args, '--', 'cat']);
  const config = withFlags(parseConfig(text, path), request.options);
  const options = sessionOptions(request, config, { term: 'xterm' });
  const view = new HudView(options, { columns: 80, rows: 24 });
  const requests: HostRequest[] = [];
  const told: string[] = [];
  const bound: string[] = [];
  const retuned: number[] = [];
  const notified: object[] = [];
  const session = new SessionConfig({
    live: { ...liveConfig({ request, config }, folder), target },
    ...{ options, view, words: ENGLISH },
    settings: new LateSettings(() => Promise.reject(new Error('nobody asks'))),
    role: () => 'holder',
    request: (asked) => requests.push(asked),
    rebind: ({ talk }) => bound.push(talk),
    retune: ({ speech }) => retuned.push(speech.silence_ms),
    notify: (changed) => notified.push(changed),
    applySize: () => told.push('size'),
    changed: () => undefined,
    tell: (line) => told.push(line),
  });
  onTestFinished(() => {
    session.close();
    rmSync(folder, { recursive: true });
  });
  session.start();
  /** As editors do it. */
  const replace = (changed: string): void => {
    writeFileSync(`${path}.new`, changed);
    renameSync(`${path}.new`, path);
  };
  const seen = { requests, told, bound, retuned, notified };
  return { path, target, options, view, session, replace, ...seen };
}

test.each([
  ['line', ['full', 'off', 'line']],
  ['full', ['off', 'line', 'full']],
  ['large', ['off', 'large', 'off']],
])('the key of our row leads from %s on, and back to it', (hud, sizes) => {
  const { view } = world(`hud = "${hud}"\n`);
  const next = sizes.map(() => {
    view.nextSize();
    return view.size;
  });
  expect(next).toEqual(sizes);
});

test('a size that was chosen last is the one that our key brings back', () => {
  const { view } = world('hud = "line"\n');
  view.set('hud', 'large');
  view.set('hud', 'off');
  view.nextSize();
  expect(view.size).toBe('large');
  view.set('hud', 'full');
  view.nextSize();
  view.nextSize();
  expect(view.size).toBe('line');
});

test('CONFIG-11 what changes in the file counts at once where it can, and a line says so', async () => {
  const { options, view, requests, told, bound, replace } = world('hud = "line"\n');
  replace(
    'hud = "full"\nmode = "auto"\ntheme = "mine"\nagent = "claude"\n[keys]\ntalk = "F4"\n[themes.mine]\nkey = "red"\n[dictation]\nnumbers = "never"\n',
  );
  await expect
    .poll(() => told.at(-1), PATIENCE)
    .toBe('settings in force now: mode, hud, theme +3 · with the next session: agent');
  expect(told).toContain('size');
  expect([view.size, view.theme]).toEqual(['full', 'mine']);
  expect(bound).toEqual(['F4']);
  expect(options.keys.talk).toBe('F4');
  expect(requests.map(({ type }) => type)).toEqual(['mode', 'settings']);
  expect(requests[1]).toMatchObject({
    voice: 'as-it-is',
    settings: { voice: { dictation: { numbers: 'never' } } },
  });
});

test('CONFIG-12 a broken file changes nothing, and the next good one counts', async () => {
  const { view, requests, told, replace } = world('theme = "dark"\n');
  replace('theme = "dark"\nmode = "tab"\n');
  await expect
    .poll(() => told.at(-1), PATIENCE)
    .toMatch(/^config\.toml:2: mode can't be "tab"[^\n]*nothing is changed$/u);
  replace('theme = "light"\n[keys]\ntalk = "Ctrl-C"\n');
  await expect
    .poll(() => told.at(-1), PATIENCE)
    .toContain("config.toml:3: keys: talk: Ctrl-C is the agent's own");
  expect([view.theme, requests]).toEqual(['dark', []]);
  replace('theme = "light"\n');
  await expect.poll(() => view.theme, PATIENCE).toBe('light');
});

test('CONFIG-11 CONFIG-13 notices are told as the file says now, and written from the panel', async () => {
  const { path, notified, told, session, replace } = world('[notify]\non = ["finished"]\n');
  expect(session.kept).toMatchObject({ 'notify-on': 'finished', 'notify-by': 'auto' });
  await session.keep([
    { name: 'notify-on', value: 'both' },
    { name: 'notify-by', value: 'bell' },
  ]);
  const written = readFileSync(path, 'utf8');
  expect(written).toBe('[notify]\non = ["approval", "finished"]\nby = "bell"\n');
  replace(`${written}when = "always"\n`);
  await expect.poll(() => told.at(-1), PATIENCE).toBe('settings in force now: notify.when');
  expect(notified).toEqual([{ when: 'always' }]);
});

test('CONFIG-11 what the command line gave stays', async () => {
  const { view, told, replace } = world('', ['--theme', 'mono']);
  replace('theme = "dark"\ndelivery = "send"\n');
  await expect.poll(() => told.at(-1), PATIENCE).toBe('settings in force now: delivery');
  expect(view.theme).toBe('mono');
});

test('CONFIG-11 with experimental.live_voice all that is heard begins anew', async () => {
  const { requests, told, replace } = world('');
  replace('[experimental]\nlive_voice = true\n[audio]\nwarm_mic = true\n');
  await expect
    .poll(() => told.at(-1), PATIENCE)
    .toBe('settings in force now: audio.warm_mic, experimental.live_voice');
  expect(requests).toMatchObject([{ type: 'settings', voice: 'anew' }]);
});

test('CONFIG-13 what was set in the panel is written, and the writing is no news', async () => {
  const { path, told, session, replace } = world('# mine\ntheme = "dark" # at night\n');
  expect(session.kept).toMatchObject({ theme: 'dark', silence: '250 ms', aloud: 'off' });
  await session.keep([
    { name: 'theme', value: 'light' },
    { name: 'silence', value: '400 ms' },
    { name: 'aloud', value: 'on' },
  ]);
  expect(readFileSync(path, 'utf8')).toBe(
    '# mine\ntheme = "light" # at night\n\n[speech]\nsilence_ms = 400\n\n[voice]\nspeak = "auto"\n',
  );
  expect(session.kept).toMatchObject({ theme: 'light', silence: '400 ms', aloud: 'on' });
  replace(`${readFileSync(path, 'utf8')}[journal]\nenabled = false\n`);
  await expect.poll(() => told.at(-1), PATIENCE).toContain('journal.enabled');
  expect(told).toEqual([
    'theme, speech.silence_ms, voice.speak: written into config.toml',
    'with the next session: journal.enabled',
  ]);
});

test('CONFIG-10 CONFIG-13 a file that somebody else has changed meanwhile is not written over', async () => {
  const { path, told, session } = world('theme = "dark"\n');
  writeFileSync(path, 'theme = "dark"\nhud = "full"\n');
  await session.keep([{ name: 'theme', value: 'light' }]);
  expect(told.some((line) => line.includes('has been changed meanwhile'))).toBe(true);
  expect(readFileSync(path, 'utf8')).toContain('theme = "dark"');
});

test('CONFIG-11 only what free speech is tuned by tunes it anew', async () => {
  const { retuned, told, replace } = world('');
  replace('delivery = "send"\n');
  await expect.poll(() => told.at(-1), PATIENCE).toContain('delivery');
  expect(retuned).toEqual([]);
  replace('delivery = "send"\n[speech]\nsilence_ms = 400\n');
  await expect.poll(() => retuned, PATIENCE).toEqual([400]);
});

test('CONFIG-11 a file counts that comes where there was not even a folder', async () => {
  const { path, view } = world('', [], { read: join('one', 'two', 'config.toml') });
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'theme = "light"\n');
  await expect.poll(() => view.theme, PATIENCE).toBe('light');
  // As a person takes everything away, and begins again later.
  rmSync(join(path, '..', '..'), { recursive: true });
  await expect.poll(() => view.theme, PATIENCE).not.toBe('light');
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, 'theme = "mono"\n');
  await expect.poll(() => view.theme, PATIENCE).toBe('mono');
});

test('CONFIG-11 a file counts that takes the place of the first program’s', async () => {
  const { target, view, told } = world('[ui]\ntheme = "dark"\n', [], {
    ...{ read: 'old.toml', target: join('ours', 'config.toml') },
  });
  mkdirSync(join(target, '..'));
  writeFileSync(target, 'theme = "light"\n');
  await expect.poll(() => view.theme, PATIENCE).toBe('light');
  writeFileSync(target, 'theme = "frob"\n');
  await expect.poll(() => told.at(-1), PATIENCE).toMatch(/^config\.toml:1: /u);
});

test('CONFIG-10 CONFIG-13 the panel writes more than once where the first program’s file was read', async () => {
  const old = '[ui]\ntheme = "dark"\n';
  const { path, target, told, session } = world(old, [], {
    ...{ read: 'old.toml', target: join('ours', 'config.toml') },
  });
  await session.keep([{ name: 'silence', value: '400 ms' }]);
  await session.keep([{ name: 'theme', value: 'light' }]);
  expect(told).toEqual([
    'speech.silence_ms: written into config.toml',
    'theme: written into config.toml',
  ]);
  expect(readFileSync(target, 'utf8')).toContain('silence_ms = 400');
  expect(readFileSync(path, 'utf8')).toBe(old);
  // The watch has gone along.
  writeFileSync(target, `${readFileSync(target, 'utf8')}[journal]\nenabled = false\n`);
  await expect.poll(() => told.at(-1), PATIENCE).toContain('journal.enabled');
});
