import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SPEECH_ENGINE, speechEngineFolder } from './speech-engine.ts';

test.each([
  ['linux', {}, '/ours/.local/share/codex-voice/engine'],
  ['linux', { XDG_DATA_HOME: '/d' }, '/d/codex-voice/engine'],
  ['linux', { XDG_DATA_HOME: 'relative' }, '/ours/.local/share/codex-voice/engine'],
  ['darwin', {}, '/ours/Library/Application Support/codex-voice/engine'],
] as const)('FOLDERS-4 on %s with %o it is in %s', (platform, named, folder) => {
  expect(speechEngineFolder({ HOME: '/ours', ...named }, platform)).toBe(
    `${folder}/sherpa-onnx-${SPEECH_ENGINE.version}`,
  );
});

test('FOLDERS-4 the version is the one that the recognisers depend upon', () => {
  const path = new URL('../../recognizers/package.json', import.meta.url);
  const { dependencies } = JSON.parse(readFileSync(path, 'utf8'));
  expect(dependencies[SPEECH_ENGINE.packageName]).toBe(SPEECH_ENGINE.version);
});
