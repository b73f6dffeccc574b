import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { locateModel, SILERO_MODEL, verifyModel } from './model-file.ts';

describe('model files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'codex-voice-model-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('RECOG-35 finds the installed model', async () => {
    const path = await locateModel(SILERO_MODEL);
    await expect(readFile(path)).resolves.toHaveLength(SILERO_MODEL.sizeBytes);
  });

  it('RECOG-35 calls an absent file missing', async () => {
    await expect(verifyModel(join(folder, 'none.onnx'), SILERO_MODEL)).rejects.toMatchObject({
      code: 'missing-model',
    });
    await expect(
      locateModel({ ...SILERO_MODEL, packageName: 'codex-voice-no-such-package' }),
    ).rejects.toMatchObject({ code: 'missing-model' });
  });

  it('RECOG-35 calls a file of the wrong size damaged', async () => {
    const path = join(folder, 'short.onnx');
    await writeFile(path, 'short');
    await expect(verifyModel(path, SILERO_MODEL)).rejects.toMatchObject({ code: 'damaged-model' });
  });

  it('RECOG-35 calls a file with one changed byte damaged', async () => {
    const path = join(folder, 'changed.onnx');
    const bytes = await readFile(await locateModel(SILERO_MODEL));
    bytes[1000] = (bytes[1000] ?? 0) ^ 1;
    await writeFile(path, bytes);
    await expect(verifyModel(path, SILERO_MODEL)).rejects.toMatchObject({ code: 'damaged-model' });
  });
});
