// needs: espeak-ng
// What the catalogue has a Piper or Kokoro voice fetch of eSpeak NG's files is enough for English: through
// the store, the process that speaks, and sherpa-onnx, with a network that repeats the sounds it is given.
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findEntry, ModelStore, systemClock } from '@codex-voice/models';
import { piperSounds, writePiperModel } from '@codex-voice/testing';
import { findVoice } from '@codex-voice/voices';
import { expect, onTestFinished, test } from 'vitest';

const SYNTHESIZER = join(import.meta.dirname, '../../apps/synthesizer/src/main.ts');

/** Where Debian has them, by architecture. */
function pronunciationsOfThisMachine(): string {
  const places = ['/usr/share', ...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`)];
  const found = places
    .map((place) => join(place, 'espeak-ng-data'))
    .find((each) => existsSync(each));
  if (found === undefined) throw new Error('espeak-ng has no data here');
  return found;
}

test('VOICES-20: the files that the catalogue lists make the sounds of English', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-piper-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const directory = join(folder, 'vits-piper-mine');
  writePiperModel(directory);
  const needed = findEntry('voice-piper-en')?.files.filter(({ role }) => role === 'pronunciations');
  for (const { name } of needed ?? []) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    cpSync(join(dirname(pronunciationsOfThisMachine()), name), join(directory, name));
  }
  const store = new ModelStore({ folder: join(folder, 'models'), clock: systemClock });
  const added = await store.addFolder({ directory, onEvent: () => undefined });
  expect(added.manifest).toMatchObject({ kind: 'voice', layout: 'vits' });
  const command = { file: process.execPath, args: [SYNTHESIZER] };
  const system = { platform: process.platform, path: '' };
  const model = { folder: added.folder, command };
  const voice = findVoice({ choice: 'model', ...system, model });
  onTestFinished(() => voice.dispose());
  const { signal } = new AbortController();
  let sounds = '';
  for await (const { samples } of voice.speak('Fix the test.', { signal })) {
    sounds += piperSounds(samples);
  }
  expect(sounds).toBe('fˈɪks ðə tˈɛst.');
});
