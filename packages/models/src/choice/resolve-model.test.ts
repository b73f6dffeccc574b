import { truncateSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { expect, test } from 'vitest';
import { folderWith, type StoreWorld, storeWorld } from '../store-world.test-support.ts';
import { AUTOMATIC, type ModelResolution, resolveModel } from './resolve-model.ts';

const facts = { cores: 4, memoryBytes: 8e9, graphics: 'none' } as const;

function resolve(world: StoreWorld, wanted: string, language = 'en'): ModelResolution {
  return resolveModel({ modelsFolder: world.folder, wanted, language, facts });
}

/** Two models of one's own that the recommendations know by name. */
async function addOwn({ store }: StoreWorld, id: string, languages?: readonly string[]) {
  const files = ['encoder.onnx', 'decoder.onnx', 'joiner.onnx', 'tokens.txt', 'bpe.vocab'];
  const adding = { directory: folderWith(id, files), onEvent: () => undefined };
  const layout = 'streaming-transducer';
  await store.addFolder({ ...adding, layout, ...(languages === undefined ? {} : { languages }) });
}

test('MODEL-22 a name becomes a specification with absolute paths', async () => {
  const world = await storeWorld();
  await world.add();
  const folder = join(world.folder, 'whisper-test');
  expect(resolve(world, 'whisper-test')).toEqual({
    kind: 'resolved',
    title: 'A model of the test',
    spec: {
      kind: 'model',
      id: 'whisper-test',
      layout: 'whisper',
      files: {
        encoder: join(folder, 'encoder.onnx'),
        decoder: join(folder, 'decoder.onnx'),
        tokens: join(folder, 'tokens.txt'),
      },
      languages: ['en'],
      provider: 'auto',
    },
  });
});

test('MODEL-22 what can not be used is refused in one line with the way out', async () => {
  const world = await storeWorld();
  await world.add();
  const cases = [
    ['whisper-test', 'fr', 'language'],
    ['parakeet-v3', 'en', 'not-installed'],
    ['no-such-model', 'en', 'unknown-model'],
    ['../models/whisper-test', 'en', 'unknown-model'],
  ] as const;
  for (const [wanted, language, code] of cases) {
    const answer = resolve(world, wanted, language);
    expect(answer).toMatchObject({ kind: 'refused', code });
    if (answer.kind === 'refused') expect(answer.message).toMatch(/^[^\n:]+: [^\n]+$/);
  }
  expect(resolve(world, 'whisper-test', AUTOMATIC)).toMatchObject({ kind: 'resolved' });
  expect(resolve(world, AUTOMATIC, AUTOMATIC)).toMatchObject({ kind: 'resolved' });
  truncateSync(join(world.folder, 'whisper-test', 'decoder.onnx'), 3);
  expect(resolve(world, 'whisper-test')).toMatchObject({ code: 'damaged' });
  writeFileSync(join(world.folder, 'whisper-test', 'model.json'), 'torn');
  expect(resolve(world, 'whisper-test')).toMatchObject({ code: 'damaged' });
});

test('MODEL-22 auto is the recommended one, else the most wanted that is intact and knows the language', async () => {
  const world = await storeWorld();
  expect(resolve(world, AUTOMATIC)).toMatchObject({
    code: 'none-installed',
    message: expect.stringContaining('models add zipformer-en'),
  });
  await addOwn(world, 'my-own-model');
  expect(resolve(world, AUTOMATIC)).toMatchObject({ spec: { id: 'my-own-model' } });
  await addOwn(world, 'zipformer-20m-en', ['en']);
  const chosen = resolve(world, AUTOMATIC);
  expect(chosen).toMatchObject({ spec: { id: 'zipformer-20m-en' } });
  if (chosen.kind === 'resolved') {
    expect(Object.values(chosen.spec.files).every(isAbsolute)).toBe(true);
    expect(chosen.spec.files.vocabulary).toMatch(/bpe\.vocab$/);
  }
  await addOwn(world, 'nemotron-en', ['en']);
  expect(resolve(world, AUTOMATIC)).toMatchObject({ spec: { id: 'nemotron-en' } });
  await addOwn(world, 'zipformer-en', ['en']);
  expect(resolve(world, AUTOMATIC)).toMatchObject({ spec: { id: 'zipformer-en' } });
  truncateSync(join(world.folder, 'zipformer-en', 'encoder.onnx'), 1);
  expect(resolve(world, AUTOMATIC)).toMatchObject({ spec: { id: 'nemotron-en' } });
  expect(resolve(world, AUTOMATIC, 'fr')).toMatchObject({ spec: { id: 'my-own-model' } });
});
