// Whether what was said can be heard again: only where the journal's sound is the very one.
import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RecordedUtterance } from '@codex-voice/control';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { CommandGiven } from '../commands/session-access.ts';
import { ourPlaces } from '../places.ts';
import { hearAgain } from './hear-again.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-hear-again-'));
  vi.stubEnv('XDG_STATE_HOME', folder);
  vi.stubEnv('HOME', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** Nothing is to be started where nothing can be heard again. */
const given: CommandGiven = {
  // Nothing reads it before something is heard.
  request: { command: 'replay', rest: [], options: {} } as unknown as CommandGiven['request'],
  config: () => {
    throw new Error('nothing is heard');
  },
  launcher: '',
};

function utterance(id: string, sound: string): RecordedUtterance {
  const sha256 = createHash('sha256').update(sound).digest('hex');
  return {
    ...{ id, text: 'run the tests', atMs: 0, audio: { sha256, ms: 10 } },
    // Nothing else of it is looked at before its sound is found.
    final: { verdict: 'accepted' } as RecordedUtterance['final'],
    // It is only asked whether there is one.
    start: {} as NonNullable<RecordedUtterance['start']>,
  };
}

test('a sound that is another than then is told as changed, and one that is gone as gone', async () => {
  const [changed, gone] = [randomUUID(), randomUUID()];
  const audio = join(ourPlaces().journalDirectory, 'audio');
  mkdirSync(audio, { recursive: true });
  writeFileSync(join(audio, `${changed}.wav`), 'another sound');
  const heard = await hearAgain(given, [utterance(changed, 'a'), utterance(gone, 'b')]);
  expect(heard).toEqual({
    ...{ same: 0, different: [] },
    uncompared: [
      { what: 'utterances whose sound is another than then', count: 1 },
      { what: 'utterances whose sound is not kept here', count: 1 },
    ],
  });
});
