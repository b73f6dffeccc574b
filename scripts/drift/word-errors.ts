// How many words the built-in recogniser gets wrong of phrases that synthesisers say, voice by voice, against
// figures that were kept: whether a library, a synthesiser or a model made it worse, or better.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createPhraseRecognizer, createVoiceActivity } from '@codex-voice/recognizers';
import { defaultPhrasebook } from '@codex-voice/speech';
import * as v from 'valibot';
import { inRoom } from '../../bench/recognition/make-corpus.ts';
import { hear } from '../../bench/recognition/pipeline.ts';
import { seededRandom } from '../../bench/recognition/random.ts';
import { speak, type Voice } from '../../bench/recognition/synthesis.ts';
import type { Finding } from './finding.ts';

const KEPT = join(import.meta.dirname, '../../tests/golden/word-errors.json');
/** Of two synthesisers, and none that anything was tuned on. */
const VOICES: readonly Voice[] = ['flite:awb', 'flite:rms', 'espeak:en-us', 'espeak:en-gb'];
/** Every third of the built-in prompts: a minute for four voices. */
const EACH = 3;
/** A microphone's hiss. */
const HISS = 0.0008;
/** Rates differ by so much, of one, before it is told: three words of sixty. */
const TOLERANCE = 0.05;

export type WordErrors = Readonly<Record<string, number>>;

const keptSchema = v.object({ of: v.string(), wordErrorRates: v.record(v.string(), v.number()) });

/** Wrong, missing and additional words of what was said. */
export function wordErrors(said: string, heard: string): number {
  const [spoken, found] = [wordsOf(said), wordsOf(heard)];
  let row = found.map((_, index) => index + 1);
  for (const [at, word] of spoken.entries()) {
    let [corner, left] = [at, at + 1];
    row = row.map((above, index) => {
      const same = found[index] === word ? corner : corner + 1;
      [corner, left] = [above, Math.min(same, above + 1, left + 1)];
      return left;
    });
  }
  return row.at(-1) ?? spoken.length;
}

function wordsOf(text: string): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}

/** Speaks and hears them; takes a minute. */
export async function measureWordErrors(): Promise<WordErrors> {
  const { phrases } = defaultPhrasebook('en');
  const recognizer = await createPhraseRecognizer({ phrases, language: 'en' });
  const { voiceActivity } = await createVoiceActivity();
  const random = seededRandom(23);
  const rates: Record<string, number> = {};
  try {
    for (const voice of VOICES) {
      let [wrong, words] = [0, 0];
      for (const { spoken } of phrases.filter((_, index) => index % EACH === 0)) {
        const samples = inRoom(random, { speech: speak(spoken, voice), hiss: HISS });
        const heard = await hear(samples, { voiceActivity, recognizer });
        const accepted = heard.filter(({ recognition }) => recognition.verdict === 'accepted');
        const text = accepted.map(({ recognition }) => recognition.text).join(' ');
        wrong += wordErrors(spoken, text);
        words += wordsOf(spoken).length;
      }
      rates[voice] = Math.round((1_000 * wrong) / words) / 1_000;
    }
  } finally {
    recognizer.dispose();
    voiceActivity.dispose();
  }
  return rates;
}

export function wordErrorsText(rates: WordErrors): string {
  const of = 'every third built-in English phrase, spoken with a microphone’s hiss';
  return `${JSON.stringify({ of, wordErrorRates: rates }, undefined, 2)}\n`;
}

export function keptWordErrors(): WordErrors {
  return v.parse(keptSchema, JSON.parse(readFileSync(KEPT, 'utf8'))).wordErrorRates;
}

/** `now` against `kept`: what became worse has failed, what became better is worth keeping. */
export function compareWordErrors(kept: WordErrors, now: WordErrors): Finding {
  const lines = Object.entries(kept).map(([voice, before]) => {
    const after = now[voice];
    return `${voice}: ${percent(before)} → ${after === undefined ? 'not spoken' : percent(after)}`;
  });
  const changes = Object.entries(kept).map(([voice, before]) => (now[voice] ?? 1) - before);
  const within = `${lines.length} voices, at most ${percent(TOLERANCE)} either way is no change`;
  if (changes.some((change) => change > TOLERANCE))
    return { verdict: 'failed', summary: `more words are wrong: ${within}`, lines };
  if (changes.some((change) => change < -TOLERANCE))
    return { verdict: 'changed', summary: `fewer words are wrong: ${within}`, lines };
  return { verdict: 'same', summary: within, lines };
}

function percent(rate: number): string {
  return `${(100 * rate).toFixed(1)} %`;
}

export { KEPT as KEPT_WORD_ERRORS };
