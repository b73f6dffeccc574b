// Makes the recogniser of a model on disk: looks at its files, chooses where it is computed, loads it.

import type { ModelSpec } from '@codex-voice/protocol';
import type { Recognizer } from '@codex-voice/speech';
import { chooseCompute } from './compute.ts';
import { isStreaming } from './model-config.ts';
import { checkModelFiles } from './model-files.ts';
import { loadSherpa } from './native.ts';
import { createOfflineRecognizer } from './offline-recognizer.ts';
import { createStreamingRecognizer } from './streaming-recognizer.ts';

/**
 * Loads the model that `spec` describes into this process: native code runs in it, and ends it where a
 * network computes what its metadata don't promise.
 * @throws RecognizerError `missing-model` or `damaged-model` naming the file, or `engine-failed`.
 */
export async function createModelRecognizer(spec: ModelSpec): Promise<Recognizer> {
  const checked = await checkModelFiles(spec);
  const parts = { spec, checked, compute: chooseCompute(spec) };
  const sherpa = loadSherpa();
  if (isStreaming(spec.layout)) {
    return createStreamingRecognizer(sherpa, { ...parts, layout: spec.layout });
  }
  return createOfflineRecognizer(sherpa, parts);
}
