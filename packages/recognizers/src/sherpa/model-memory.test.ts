// What utterances and lists of terms leave behind in native memory, which V8 does not see: nothing.
import type { UtteranceContext } from '@codex-voice/speech';
import { melody, type ToneLayout } from '@codex-voice/testing';
import { describe, expect, it } from 'vitest';
import { generatedModels } from './generated-models.test-support.ts';
import { createModelRecognizer } from './model-recognizer.ts';
import { releaseNativeMemory } from './native.ts';

const generate = generatedModels();

/** What one round may add, in bytes: half of what a leak adds in each. */
const SLACK_BYTES = 8_000_000;

/**
 * A heap grows in jumps, whenever it finds its size anew; a leak adds as much in every round. So the
 * calmest of these rounds tells them apart, and the first calm one is the last.
 */
const ROUNDS = 5;

/** By how many bytes this process grew in the calmest round, in which each of `contexts` has its utterance. */
async function growth(layout: ToneLayout, contexts: readonly UtteranceContext[]): Promise<number> {
  const recognizer = await createModelRecognizer(await generate(layout));
  const samples = melody('quick fox');
  const residentBytesAfterAll = async () => {
    for (const context of contexts) {
      const utterance = recognizer.begin(context);
      utterance.accept(samples);
      await utterance.finish();
      // Native memory goes in a turn of the event loop.
      await new Promise((resolve) => setImmediate(resolve));
    }
    releaseNativeMemory();
    await new Promise((resolve) => setImmediate(resolve));
    return process.memoryUsage().rss;
  };
  let calmest = Number.POSITIVE_INFINITY;
  let before = await residentBytesAfterAll();
  for (let round = 0; round < ROUNDS && calmest >= SLACK_BYTES; round += 1) {
    const after = await residentBytesAfterAll();
    calmest = Math.min(calmest, after - before);
    before = after;
  }
  recognizer.dispose();
  return calmest;
}

describe('native memory', () => {
  it('RECOG-98 does not grow with the number of utterances', async () => {
    expect(await growth('streaming-t-one', Array(400).fill({}))).toBeLessThan(SLACK_BYTES);
  });

  it('RECOG-98 does not grow with the number of lists of terms', async () => {
    const lists = Array.from({ length: 30 }, (_, index) => ({
      terms: [{ text: index % 2 === 0 ? 'quick' : 'fox' }],
    }));
    expect(await growth('streaming-transducer', lists)).toBeLessThan(SLACK_BYTES);
  });
});
