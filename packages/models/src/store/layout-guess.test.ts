import { MODEL_FILE_ROLES, type ModelLayout } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { OTHER_MODELS } from '../catalogue/other-models.table.ts';
import { RECOGNISERS } from '../catalogue/recognisers.table.ts';
import { guessLayout } from './layout-guess.ts';

const OWN_NAMES: Readonly<Record<string, string>> = {
  'keywords-en': 'sherpa-onnx-kws-zipformer-gigaspeech-3.3M-2024-01-01',
  'keywords-zh': 'sherpa-onnx-kws-zipformer-wenetspeech-3.3M-2024-01-01',
};

test.each([...RECOGNISERS, ...OTHER_MODELS].map((entry) => [entry.id, entry] as const))(
  'MODEL-20 the files of %s are told by their names',
  (_, entry) => {
    const { place, files, layout } = entry;
    const own = OWN_NAMES[entry.id] ?? '';
    const name = place.host === 'hugging-face' ? (place.repository.split('/')[1] ?? '') : own;
    const guess = guessLayout({ name, files: [...files.map((file) => file.name), 'README.md'] });
    expect(guess).toMatchObject({ kind: 'found', layout });
    if (guess.kind !== 'found') return;
    for (const { role, name: file } of guess.files) {
      expect(files).toContainEqual(expect.objectContaining({ role, name: file }));
    }
  },
);

test('MODEL-20 of two files for a role the one with 8-bit numbers is taken', () => {
  const files = [
    'tiny-encoder.onnx',
    'tiny-encoder.int8.onnx',
    'tiny-decoder.onnx',
    'tiny-tokens.txt',
  ];
  expect(guessLayout({ name: 'sherpa-onnx-whisper-tiny', files })).toEqual({
    kind: 'found',
    layout: 'whisper',
    files: [
      { role: 'encoder', name: 'tiny-encoder.int8.onnx' },
      { role: 'decoder', name: 'tiny-decoder.onnx' },
      { role: 'tokens', name: 'tiny-tokens.txt' },
    ],
  });
});

test('MODEL-20 names without any sign leave it open, and the layout that is said decides', () => {
  const transducer = ['encoder.onnx', 'decoder.onnx', 'joiner.onnx', 'tokens.txt'];
  const open = guessLayout({ name: 'mine', files: transducer });
  expect(open).toEqual({
    kind: 'ambiguous',
    layouts: ['streaming-transducer', 'transducer', 'nemo-transducer', 'keyword-transducer'],
  });
  const layouts = Object.keys(MODEL_FILE_ROLES) as ModelLayout[]; // `Object.keys` forgets what it lists
  for (const layout of layouts) {
    const guess = guessLayout({ name: 'mine', files: transducer }, layout);
    const roles: readonly string[] = MODEL_FILE_ROLES[layout];
    const fits = roles.every((role) => transducer.some((file) => file.startsWith(role)));
    expect(guess.kind, layout).toBe(fits ? 'found' : 'none');
  }
});

test.each([
  ['vits-piper-en_US-amy-low', ['en_US-amy-low.onnx', 'en_US-amy-low.onnx.json'], 'vits'],
  ['kokoro-en-v0_19', ['model.onnx', 'voices.bin'], 'kokoro'],
  ['kokoro-int8-multi-lang-v1_1', ['model.int8.onnx', 'voices.bin', 'lexicon-zh.txt'], 'kokoro'],
  ['matcha-icefall-en_US-ljspeech', ['model-steps-3.onnx', 'vocos-22khz-univ.onnx'], 'matcha'],
  ['mine', ['mine.onnx'], 'vits'],
] as const)(
  'MODEL-20 a voice is told by its files, and has all of them: %s',
  (name, own, layout) => {
    const said = ['espeak-ng-data/phontab', 'espeak-ng-data/lang/gmw/en-US'];
    const files = [...own, 'tokens.txt', 'README.md', ...said];
    const guess = guessLayout({ name, files });
    expect(guess).toMatchObject({ kind: 'found', layout });
    const taken = guess.kind === 'found' ? guess.files.map((file) => file.name) : [];
    const needed = files.filter((file) => !/README|json/.test(file));
    expect(taken.toSorted()).toEqual(needed.toSorted());
  },
);

test.each([
  ['3dspeaker_speech_eres2net_base_sv_zh-cn_3dspeaker_16k', 'speaker-embedding'],
  ['nemo_en_titanet_small', 'speaker-embedding'],
  ['sherpa-onnx-pyannote-segmentation-3-0', 'speaker-segmentation'],
])('MODEL-20 a network alone is told by its name: %s', (name, layout) => {
  expect(guessLayout({ name, files: ['model.onnx'] })).toMatchObject({ kind: 'found', layout });
  expect(guessLayout({ name: 'mine', files: ['model.onnx'] })).toEqual({
    kind: 'ambiguous',
    layouts: ['speaker-embedding', 'speaker-segmentation'],
  });
});

test('MODEL-20 a folder without a model has none', () => {
  for (const files of [[], ['README.md'], ['tokens.txt'], ['encoder.onnx', 'tokens.txt']]) {
    expect(guessLayout({ name: 'whisper', files }), files.join()).toMatchObject({ kind: 'none' });
  }
});
