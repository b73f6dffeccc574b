// One notice on demand: by which means it goes, and what is said of it.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type NoticeTrialParts, trialText, tryNotice } from './notice-trial.ts';

/** A desktop whose program writes down what it is given, and ends with this status. */
function desktop(status: number) {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-trial-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'notify-send');
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" >'${folder}/told'\nexit ${status}\n`);
  chmodSync(file, 0o755);
  const written: string[] = [];
  const parts: NoticeTrialParts = {
    by: 'auto',
    env: { PATH: folder, DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere', TERM: 'foot' },
    platform: 'linux',
    terminal: (bytes) => written.push(new TextDecoder().decode(bytes)),
  };
  return { parts, written, told: () => readFileSync(join(folder, 'told'), 'utf8') };
}

test('the desktop shows it, and the terminal is given nothing', async () => {
  const { parts, written, told } = desktop(0);
  const trial = await tryNotice(parts);
  expect(trial).toEqual({ by: 'notify-send' });
  expect(told()).toContain('codex-voice: a trial\nthis is how you are told\n');
  expect(written).toEqual([]);
  expect(trialText(trial, { on: [] })).toBe(
    'shown by the desktop, with notify-send\nsessions tell nothing: [notify] on is empty in the config file\n',
  );
});

test('a desktop that fails is said, and the terminal tells it', async () => {
  const { parts, written } = desktop(1);
  const trial = await tryNotice(parts);
  expect(trial).toEqual({ by: 'osc-777', failed: 'notify-send' });
  expect(written).toEqual([
    '\u001b]777;notify;codex-voice: a trial;this is how you are told\u001b\\',
  ]);
  expect(trialText(trial, { on: ['approval'] })).toBe(
    'notify-send showed nothing\ntold to the terminal, with OSC 777\n',
  );
});

test('who wants the bell gets the bell; where there is nothing, that is said', async () => {
  const { parts, written } = desktop(0);
  expect(await tryNotice({ ...parts, by: 'bell' })).toEqual({ by: 'bell' });
  expect(written).toEqual(['\u0007']);
  expect(await tryNotice({ ...parts, by: 'terminal', terminal: undefined })).toEqual({
    by: 'nothing',
  });
});
