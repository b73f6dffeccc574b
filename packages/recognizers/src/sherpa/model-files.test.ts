import { appendFile, readFile, truncate, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { ModelSpec } from '@codex-voice/protocol';
import type { ToneLayout } from '@codex-voice/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generatedModels } from './generated-models.test-support.ts';
import { checkModelFiles } from './model-files.ts';
import { createModelRecognizer } from './model-recognizer.ts';

const generate = generatedModels();

/** A generated model, one file of it spoilt. */
async function spoilt(
  role: 'model' | 'tokens',
  spoil: (path: string) => Promise<void>,
): Promise<ModelSpec> {
  const spec = await generate('streaming-t-one');
  await spoil(spec.files[role] ?? '');
  return spec;
}

async function replaceIn(path: string, from: string, to: string): Promise<void> {
  const bytes = await readFile(path);
  const at = bytes.indexOf(from);
  expect(at).toBeGreaterThanOrEqual(0);
  bytes.write(to, at);
  await writeFile(path, bytes);
}

describe('checkModelFiles', () => {
  it('RECOG-80 finds nothing wrong with a whole model', async () => {
    const checked = await checkModelFiles(await generate('streaming-t-one'));
    expect(checked.tokens.count).toBe(29);
    expect(checked.metadata.get('frame_length_ms')).toBe('300');
  });

  it('RECOG-80 names the role of a file that the specification lacks or that is not there', async () => {
    const spec = await generate('streaming-t-one');
    const model = spec.files.model ?? '';
    const folder = dirname(model);
    for (const tokens of [{}, { tokens: `${model}.none` }, { tokens: folder }]) {
      const files = { model, ...tokens };
      await expect(createModelRecognizer({ ...spec, files })).rejects.toMatchObject({
        code: 'missing-model',
        message: expect.stringMatching(/tokens.*(install the model|a streaming-t-one model has)/),
      });
    }
  });

  it.each<[string, 'model' | 'tokens', (path: string) => Promise<void>, RegExp]>([
    ['an empty network', 'model', (path) => truncate(path, 0), /empty/],
    ['an empty list of tokens', 'tokens', (path) => truncate(path, 0), /empty/],
    ['a web page', 'model', (path) => writeFile(path, '<!doctype html>'), /no ONNX model/],
    ['a pointer', 'model', (path) => writeFile(path, 'version https://git'), /no ONNX model/],
    ['a network cut short', 'model', (path) => truncate(path, 40_000), /the end of it is missing/],
    ['something appended', 'model', (path) => appendFile(path, '\xff\xff'), /ONNX|missing/],
    ['another layout', 'model', (path) => replaceIn(path, 'state_dim', 'xxxxx_dim'), /state_dim/],
    ['too few tokens', 'tokens', (path) => writeFile(path, '<blk> 0\na 1\n'), /2 tokens.*29/],
    ['no blank', 'tokens', (path) => replaceIn(path, '<blk>', '<xxx>'), /<blk>/],
    ['a word too many', 'tokens', (path) => appendFile(path, 'a b 29\n'), /line 30/],
    ['a number left out', 'tokens', (path) => appendFile(path, 'a 31\n'), /number 29/],
    ['no numbers', 'tokens', (path) => writeFile(path, 'a\nb\n'), /line 1/],
  ])('RECOG-81 calls %s damaged', async (_, role, spoil, message) => {
    const spec = await spoilt(role, spoil);
    await expect(createModelRecognizer(spec)).rejects.toMatchObject({
      code: 'damaged-model',
      message: expect.stringMatching(message),
    });
  });

  it.each<[ToneLayout, string, string]>([
    ['streaming-transducer', 'encoder', 'attention_dims'],
    ['streaming-transducer', 'encoder', 'model_type'],
    ['streaming-transducer', 'decoder', 'context_size'],
    ['transducer', 'decoder', 'vocab_size'],
    ['nemo-ctc', 'model', 'subsampling_factor'],
    ['whisper', 'encoder', 'sot_sequence'],
    ['whisper', 'encoder', 'all_language_codes'],
  ])('RECOG-81 misses in a %s the %s without %s', async (layout, role, key) => {
    const spec = await generate(layout);
    await checkModelFiles(spec);
    await replaceIn(spec.files[role] ?? '', key, `${key.toUpperCase().slice(0, -1)}?`);
    await expect(checkModelFiles(spec)).rejects.toMatchObject({
      code: 'damaged-model',
      message: expect.stringMatching(new RegExp(`${role}.onnx.*${key}`)),
    });
  });

  it("RECOG-81 takes files in the runtime's own format where a layout needs no metadata", async () => {
    const { files } = await generate('streaming-t-one');
    const path = files.model ?? '';
    await writeFile(path, 'xxxxORTM and more');
    const spec: ModelSpec = {
      kind: 'model',
      id: 'moonshine',
      layout: 'moonshine-merged',
      files: { encoder: path, 'merged-decoder': path, tokens: files.tokens ?? '' },
      languages: ['en'],
      provider: 'cpu',
    };
    expect((await checkModelFiles(spec)).metadata.size).toBe(0);
    await writeFile(path, 'xxxxORT');
    await expect(checkModelFiles(spec)).rejects.toMatchObject({ code: 'damaged-model' });
  });

  it('RECOG-81 calls a vocabulary of anything but pieces and scores damaged', async () => {
    const spec = await generate('streaming-transducer');
    await writeFile(spec.files.vocabulary ?? '', '\u2581a\t-1\nb\n');
    await expect(checkModelFiles(spec)).rejects.toMatchObject({
      code: 'damaged-model',
      message: expect.stringContaining('line 2'),
    });
  });

  it('RECOG-81 refuses a network cut off at any byte', async () => {
    const spec = await generate('streaming-t-one');
    const whole = await readFile(spec.files.model ?? '');
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await writeFile(spec.files.model ?? '', whole.subarray(0, length));
        await expect(checkModelFiles(spec)).rejects.toMatchObject({ code: 'damaged-model' });
      }),
      { seed: 7, numRuns: 60 },
    );
  });
});
