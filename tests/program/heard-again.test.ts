// What was said in a recorded session is heard again, where its sound is kept here and is the very same.
import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Ended, type Home, makeHome, RECORDING, ROOT, runPlain } from './command.ts';

const SESSION = join(ROOT, 'tests', 'replays', 'spoken-typed-and-scratched.cast');
const SHA256 = createHash('sha256').update(readFileSync(RECORDING)).digest('hex');
/** All that is said in the recording of the examples; as one utterance of the session it is another text. */
const WHOLE = 'fix the failing tests explain this code scratch that run the tests send it';

/** The session, with its first utterance said to lie in the journal with this content. */
function withSound(home: Home, sha256: string): string {
  const lines = readFileSync(SESSION, 'utf8').split('\n');
  const data = lines.find((line) => line.includes('utteranceId')) ?? '';
  const utteranceId = /utteranceId\\":\\"([0-9a-f-]+)/u.exec(data)?.[1] ?? '';
  expect(utteranceId).not.toBe('');
  const at = Number(/\\"at\\":([\d.]+)/u.exec(data)?.[1]);
  const audio = JSON.stringify({ at, is: 'audio', utteranceId, sha256, ms: 1 });
  const file = join(home.path, 'session.cast');
  writeFileSync(file, [...lines.slice(0, -1), JSON.stringify([0, 'v', audio]), ''].join('\n'));
  const folder = join(home.path, 'state', 'codex-voice', 'journal', 'audio');
  mkdirSync(folder, { recursive: true });
  copyFileSync(RECORDING, join(folder, `${utteranceId}.wav`));
  return file;
}

async function checked(home: Home, file: string): Promise<Ended> {
  return await runPlain(home, ['replay', file, '--check']);
}

test('other words than then are told, and all that has no sound here is counted', async () => {
  using home = makeHome();
  const { status, stdout, stderr } = await checked(home, withSound(home, SHA256));
  expect(stdout).toContain('the same: ');
  expect(stdout).toContain('heard again: 0 utterances with the same words, 1 not\n');
  expect(stdout).toContain(`heard "fix the failing tests" then, "${WHOLE}" now`);
  expect(stderr).toBe(
    'codex-voice: not compared: 4 × utterances whose sound the recording does not name\n',
  );
  expect(status).toBe(1);
});

test('a sound that is another than then is not heard', async () => {
  using home = makeHome();
  const told = await checked(home, withSound(home, SHA256.replaceAll('0', '1')));
  expect(told.status).toBe(0);
  expect(told.stdout).not.toContain('heard again');
  expect(told.stderr).toContain('not compared: 1 × utterances whose sound is another than then');
});
