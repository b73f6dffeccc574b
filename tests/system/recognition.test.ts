// needs: flite sox
// Default phrases, each spoken by one of two voices that nothing was tuned on, and other speech by the same
// voices, on the path from frames to text; bench/recognition.ts has every phrase from every voice.

import {
  createPhraseRecognizer,
  createVoiceActivity,
  type PhraseRecognizer,
} from '@codex-voice/recognizers';
import { defaultPhrasebook, type VoiceActivity } from '@codex-voice/speech';
import { sized } from '@codex-voice/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { conversation, inRoom } from '../../bench/recognition/make-corpus.ts';
import { hear } from '../../bench/recognition/pipeline.ts';
import { seededRandom } from '../../bench/recognition/random.ts';
import { speak } from '../../bench/recognition/synthesis.ts';

/** No voice of the development set. */
const VOICES = ['flite:awb', 'flite:rms'] as const;

/** Of the phrases. */
const LEAST_RIGHT_SHARE = 0.97;

/** Other speech by each voice, in minutes. */
const OTHER_SPEECH_MINUTES = sized({ usual: 0.5, full: 1 });
const SILENCE_SECONDS = sized({ usual: 20, full: 60 });

/** One phrase of so many is spoken: both voices have some. */
const EVERY = sized({ usual: 3, full: 1 });

/** Some sixty phrases are spoken and heard within half a minute; on a starved machine it takes several times that. */
const PHRASES_MS = 240_000;

/** A microphone's hiss. */
const HISS = 0.0008;

let recognizer: PhraseRecognizer;
let voiceActivity: VoiceActivity;

beforeAll(async () => {
  const { phrases } = defaultPhrasebook('en');
  recognizer = await createPhraseRecognizer({ phrases, language: 'en' });
  ({ voiceActivity } = await createVoiceActivity());
});

afterAll(() => {
  recognizer.dispose();
  voiceActivity.dispose();
});

/** Texts of the phrases heard. */
async function phrasesIn(samples: Float32Array): Promise<readonly string[]> {
  const heard = await hear(samples, { voiceActivity, recognizer });
  return heard.map(({ recognition }) => recognition.text).filter((text) => text !== '');
}

it(
  'RECOG-1 hears the default phrases, each from one of the voices',
  async () => {
    const random = seededRandom(21);
    const phrases = defaultPhrasebook('en').phrases.filter((_, at) => at % EVERY === 0);
    const wrong: { readonly spoken: string; readonly heard: readonly string[] }[] = [];
    for (const [at, { spoken }] of phrases.entries()) {
      const voice = VOICES[at % VOICES.length] ?? VOICES[0];
      const heard = await phrasesIn(inRoom(random, { speech: speak(spoken, voice), hiss: HISS }));
      if (heard.length !== 1 || heard[0] !== spoken) wrong.push({ spoken, heard });
    }
    expect(wrong.length / phrases.length, JSON.stringify(wrong)).toBeLessThanOrEqual(
      1 - LEAST_RIGHT_SHARE,
    );
  },
  PHRASES_MS,
);

it.each(VOICES)('RECOG-2 hears no phrase in other speech from %s', async (voice) => {
  const samples = conversation(seededRandom(22), voice, OTHER_SPEECH_MINUTES);
  expect(await phrasesIn(samples)).toEqual([]);
});

it('RECOG-2 hears nothing in silence', async () => {
  expect(
    await hear(new Float32Array(SILENCE_SECONDS * 16_000), { voiceActivity, recognizer }),
  ).toEqual([]);
});
