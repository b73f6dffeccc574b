// What is kept of what was said, removed through the launcher: shown first, and only once somebody said yes.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { makeHome, runPlain } from './command.ts';

test('it is counted and removed with --yes alone; nothing else of the state goes with it', async () => {
  using home = makeHome();
  const state = join(home.path, 'state', 'codex-voice');
  const file = (name: string): string => {
    const path = join(state, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'xxxx');
    return path;
  };
  const sound = file('journal/audio/0a.wav');
  const output = file('sessions/codex-old/output.log');
  const note = file('notes/2030-01-01.md');
  const asked = await runPlain(home, ['purge']);
  expect(asked).toMatchObject({ status: 1, stdout: '' });
  expect(asked.stderr).toMatch(/^sound of 1 utterance \(0\.0 MB\)$/mu);
  expect(asked.stderr).toMatch(/^codex-voice: nobody can be asked here: --yes [^\n]+\n$/mu);
  expect(existsSync(sound)).toBe(true);
  const young = await runPlain(home, ['purge', '--older', '1h', '--yes']);
  expect(young).toMatchObject({ status: 0, stderr: 'codex-voice: nothing of that is kept\n' });
  const removed = await runPlain(home, ['purge', '--yes', '--json']);
  expect(removed).toMatchObject({ status: 0, stderr: '' });
  expect(JSON.parse(removed.stdout)).toMatchObject({
    what: 'removed',
    sound: { files: 1, bytes: 4 },
    output: { files: 1, bytes: 4 },
  });
  expect([sound, output, note].map((path) => existsSync(path))).toEqual([false, false, true]);
  const wrong = await runPlain(home, ['purge', '--older', 'soon']);
  expect(wrong).toMatchObject({ status: 2, stdout: '' });
  expect(wrong.stderr).toMatch(/^codex-voice: --older takes a length of time [^\n]+\n$/u);
});
