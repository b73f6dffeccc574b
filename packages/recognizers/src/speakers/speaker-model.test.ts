// A speaker model in a process of its own: what is refused before native code sees it, what a death costs,
// and who speaks when in a whole recording.
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { SpeakerModelSpec } from '@codex-voice/protocol';
import { isProcessAlive, joinSamples, writeSpeakerModels } from '@codex-voice/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FixtureName, fixture } from '../fixture.ts';
import { createSpeakerModel, type SpeakerModelEmbedder } from './process-embedder.ts';
import { createSherpaEmbedder } from './sherpa-embedder.ts';

const app = fileURLToPath(new URL('../../../../apps/recognizer/src/main.ts', import.meta.url));
const command = { file: process.execPath, args: ['--no-warnings', app] };

let folder: string;
let model: SpeakerModelSpec & { readonly segmentation: string };
const made: SpeakerModelEmbedder[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-speaker-model-'));
  const { embedding, segmentation } = await writeSpeakerModels(folder);
  model = { id: 'generated', file: embedding, segmentation, provider: 'cpu', threads: 1 };
});
afterEach(async () => {
  for (const embedder of made.splice(0)) embedder.dispose();
  await rm(folder, { recursive: true });
});

async function create(spec: SpeakerModelSpec = model): Promise<SpeakerModelEmbedder> {
  const embedder = await createSpeakerModel({ model: spec, command });
  made.push(embedder);
  return embedder;
}

async function without(path: string, key: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(key);
  expect(at).toBeGreaterThanOrEqual(0);
  bytes.write('x'.repeat(key.length), at);
  await writeFile(path, bytes);
}

describe('a speaker model', () => {
  it.each(['framework', 'output_dim', 'normalize_samples', 'sample_rate', 'language'])(
    'RECOG-127 without %s in its metadata is damaged, which is said before native code sees it',
    async (key) => {
      await without(model.file, key);
      await expect(createSherpaEmbedder(model)).rejects.toMatchObject({
        code: 'damaged-model',
        message: expect.stringMatching(/install the model generated again/),
      });
    },
  );

  it.each(['window_size', 'num_classes', 'powerset_max_classes', 'receptive_field_shift'])(
    'RECOG-127 a segmentation without %s is damaged',
    async (key) => {
      await without(model.segmentation, key);
      await expect(createSherpaEmbedder(model)).rejects.toMatchObject({ code: 'damaged-model' });
    },
  );

  it('RECOG-127 one that is not there, cut short or something else is one line', async () => {
    await expect(create({ ...model, file: join(folder, 'none') })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringMatching(/can't be loaded: .*is not there/),
    });
    await truncate(model.file, 4_000);
    await expect(create()).rejects.toThrow(/the end of it is missing/);
    await writeFile(model.file, '<!doctype html>');
    await expect(create()).rejects.toThrow(/no ONNX model/);
  });

  it('RECOG-128 killed, what was asked has failed with the reason, and no process stays', async () => {
    const embedder = await create();
    const { pid } = embedder;
    if (pid === undefined) throw new TypeError('no process');
    const asked = embedder.embed(fixture('other-speech'));
    process.kill(pid, 'SIGKILL');
    expect(await asked).toEqual({
      kind: 'failed',
      message: 'the process of the speaker model generated was ended by SIGKILL',
    });
    expect(embedder.pid).toBeUndefined();
    // It rests before it is started again.
    expect(await embedder.embed(fixture('other-speech'))).toMatchObject({ kind: 'failed' });
    while (isProcessAlive(pid)) await sleep(10);
  });

  it('RECOG-129 says who speaks when, as many as it is told', async () => {
    const embedder = await create();
    expect(embedder.canDiarize).toBe(true);
    // The generated segmentation hears in windows of 4 s: turns of about that length part voices well.
    const gap = new Float32Array(16_000);
    const twice = (name: FixtureName): Float32Array => joinSamples([fixture(name), fixture(name)]);
    const [one, other] = [twice('other-speech'), twice('hey-codex-fix-the-failing-tests')];
    const turns = await embedder.diarize(joinSamples([one, gap, other, gap, one]), 2);
    if (typeof turns === 'string') throw new TypeError(turns);
    const at = (samples: number): number | undefined =>
      turns.find(({ startMs, endMs }) => startMs <= samples / 16 && samples / 16 <= endMs)?.speaker;
    // Both sentences have their loudest part before their middle.
    const first = at(one.length / 4);
    const second = at(one.length + gap.length + other.length / 4);
    const third = at(one.length * 1.25 + 2 * gap.length + other.length);
    expect(first).toBeDefined();
    expect(second).not.toBe(first);
    expect(third).toBe(first);
    expect(new Set(turns.map(({ speaker }) => speaker)).size).toBe(2);
    const beyond = new Float32Array(7_200_001 * 16);
    expect(await embedder.diarize(beyond, 2)).toMatch(/longer than two hours/);
  });
});
