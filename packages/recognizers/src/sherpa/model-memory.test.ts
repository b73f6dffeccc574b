// What utterances and lists of terms leave behind in native memory, which V8 does not see: nothing.
import type { UtteranceContext } from '@codex-voice/speech';
import { melody, type ToneLayout } from '@codex-voice/testing';
import { describe, expect, it } from 'vitest';
import { generatedModels } from './generated-models.test-support.ts';
import { createModelRecognizer } from './model-recognizer.ts';
import { releaseNativeMemory } from './native.ts';

const generate = generatedModels();

/** What other work in this process may add meanwhile, in bytes: half of what a leak would. */
const SLACK_BYTES = 8_000_000;

/** The runtime's own heap has its size by then: on a busy machine it was still growing after forty. */
const WARM_UP_UTTERANCES = 200;

/** By how many bytes this process has grown when each of `contexts` has had its utterance. */
async function growth(layout: ToneLayout, contexts: readonly UtteranceContext[]): Promise<number> {
  const recognizer = await createModelRecognizer(await generate(layout));
  const samples = melody('quick fox');
  const say = async (context: UtteranceContext) => {
    const utterance = recognizer.begin(context);
    utterance.accept(samples);
    await utterance.finish();
    // Native memory goes in a turn of the event loop.
    await new Promise((resolve) => setImmediate(resolve));
  };
  const residentBytes = async () => {
    releaseNativeMemory();
    await new Promise((resolve) => setImmediate(resolve));
    return process.memoryUsage().rss;
  };
  for (const context of contexts.slice(0, WARM_UP_UTTERANCES)) await say(context);
  const before = await residentBytes();
  for (const context of contexts) await say(context);
  const grown = (await residentBytes()) - before;
  recognizer.dispose();
  return grown;
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
