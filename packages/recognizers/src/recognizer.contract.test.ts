// The contract of Recognizer, held by the phrase recogniser in each of its languages and by a generated
// model of each layout.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { melody, type ToneLayout, writeToneModel } from '@codex-voice/testing';
import { afterAll, beforeAll } from 'vitest';
import { PHRASE_RECOGNIZERS } from './phrase-recognizer.test-support.ts';
import { describeRecognizer } from './recognizer-contract.test-support.ts';
import { createModelRecognizer } from './sherpa/model-recognizer.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-contract-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

for (const subject of PHRASE_RECOGNIZERS) describeRecognizer(subject);

const LAYOUTS: readonly ToneLayout[] = [
  'streaming-t-one',
  'streaming-transducer',
  'transducer',
  'nemo-ctc',
  'whisper',
];

for (const layout of LAYOUTS) {
  describeRecognizer({
    name: `tones-${layout}`,
    create: async () => createModelRecognizer(await writeToneModel(join(folder, layout), layout)),
    recording: melody('fix the failing tests'),
    text: 'fix the failing tests',
  });
}
