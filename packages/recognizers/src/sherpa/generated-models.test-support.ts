// Folders with generated models for one test file, gone when it is done.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelSpec } from '@codex-voice/protocol';
import { type ToneLayout, writeToneModel } from '@codex-voice/testing';
import { afterAll, beforeAll } from 'vitest';

/** Call at the top of a suite; what it returns generates a model that the suite may spoil. */
export function generatedModels(): (layout: ToneLayout) => Promise<ModelSpec> {
  let parent = '';
  beforeAll(async () => {
    parent = await mkdtemp(join(tmpdir(), 'codex-voice-models-'));
  });
  afterAll(async () => {
    await rm(parent, { recursive: true });
  });
  let count = 0;
  return (layout) => {
    count += 1;
    return writeToneModel(join(parent, `${layout}-${count}`), layout);
  };
}
