import { MODEL_FILE_ROLES, type ModelLayout } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import { RECOGNISERS } from '../catalogue/recognisers.table.ts';
import { guessLayout } from './layout-guess.ts';

test.each(RECOGNISERS.map((entry) => [entry.id, entry] as const))(
  'MODEL-20 the files of %s are told by their names',
  (_, entry) => {
    const { place, files, layout } = entry;
    const name = place.host === 'hugging-face' ? (place.repository.split('/')[1] ?? '') : '';
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
    layouts: ['streaming-transducer', 'transducer', 'nemo-transducer'],
  });
  const layouts = Object.keys(MODEL_FILE_ROLES) as ModelLayout[]; // `Object.keys` forgets what it lists
  for (const layout of layouts) {
    const guess = guessLayout({ name: 'mine', files: transducer }, layout);
    const roles: readonly string[] = MODEL_FILE_ROLES[layout];
    const fits = roles.every((role) => transducer.some((file) => file.startsWith(role)));
    expect(guess.kind, layout).toBe(fits ? 'found' : 'none');
  }
});

test('MODEL-20 a folder without a model has none', () => {
  for (const files of [[], ['README.md'], ['tokens.txt'], ['encoder.onnx', 'tokens.txt']]) {
    expect(guessLayout({ name: 'whisper', files }), files.join()).toMatchObject({ kind: 'none' });
  }
});
