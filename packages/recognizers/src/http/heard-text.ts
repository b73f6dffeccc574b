// Decides what of a transcript was said: parts in which nobody spoke, inventions on silence and an
// echo of the prompt were not. What is left becomes a recognition.
import { type Recognition, type RecognizedWord, SAMPLE_RATE_HZ } from '@codex-voice/speech';
import { plain } from './plain-text.ts';
import { isEchoOf } from './prompt.ts';
import { SILENCE_INVENTIONS } from './silence-inventions.table.ts';
import { languageCode } from './spoken-language.ts';
import type { Transcript, TranscriptPart, TranscriptWord } from './transcript.ts';

/** Whisper's own rule: probably nobody spoke, and the text is unlikely. */
const NO_SPEECH = 0.6;
const UNLIKELY_LOG_PROBABILITY = -1;

/** Where nothing is told of the text's likelihood: almost certainly nobody spoke. */
const CERTAINLY_NO_SPEECH = 0.8;

/** What is often invented is believed only below this. */
const PROBABLY_SPEECH = 0.3;

/** Only sounds, described: `[BLANK_AUDIO]`, `(wind blowing)`, `*music*`, `♪`. */
const DESCRIBED_SOUNDS = /^(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫\s.,…])*$/u;

const REJECTED: Recognition = { verdict: 'rejected', text: '' };

/** `terms`: those the prompt had. `samples`: of the utterance, without what was put after it. */
export function heardText(
  transcript: Transcript,
  said: { readonly terms: readonly string[]; readonly samples: number },
): Recognition {
  const parts = transcript.parts.filter(wasSpoken);
  const text = textOf(parts);
  if (text === '' || DESCRIBED_SOUNDS.test(text)) return REJECTED;
  if (isInvention(text, parts) || isEchoOf(text, said.terms)) return REJECTED;
  const words = parts.length === transcript.parts.length ? wordsOf(text, transcript.words) : [];
  const fitting = within((said.samples * 1000) / SAMPLE_RATE_HZ, words);
  const confidence = confidenceOf(parts);
  const language = languageCode(transcript.language);
  return {
    verdict: 'accepted',
    text,
    ...(confidence === undefined ? {} : { confidence }),
    ...(fitting.length === 0 ? {} : { words: fitting }),
    ...(language === undefined ? {} : { language }),
  };
}

function textOf(parts: readonly TranscriptPart[]): string {
  return parts
    .map(({ text }) => text.trim())
    .join(' ')
    .replace(/\s+/gu, ' ')
    .trim();
}

function wasSpoken({ noSpeech, logProbability }: TranscriptPart): boolean {
  if (noSpeech === undefined) return true;
  if (logProbability === undefined) return noSpeech <= CERTAINLY_NO_SPEECH;
  return noSpeech <= NO_SPEECH || logProbability >= UNLIKELY_LOG_PROBABILITY;
}

function isInvention(text: string, parts: readonly TranscriptPart[]): boolean {
  if (!SILENCE_INVENTIONS.has(plain(text))) return false;
  return parts.some(({ noSpeech }) => noSpeech === undefined || noSpeech >= PROBABLY_SPEECH);
}

function confidenceOf(parts: readonly TranscriptPart[]): number | undefined {
  const known = parts.flatMap(({ logProbability }) =>
    logProbability === undefined ? [] : [logProbability],
  );
  if (known.length === 0) return undefined;
  const mean = known.reduce((sum, each) => sum + each, 0) / known.length;
  return Math.min(1, Math.max(Number.MIN_VALUE, Math.exp(mean)));
}

/** The words of the text with their times; none where the server's words are not the text's. */
function wordsOf(text: string, told: readonly TranscriptWord[]): readonly RecognizedWord[] {
  const whole = joinPieces(told);
  const words = text.split(' ');
  if (whole.length !== words.length) return [];
  return words.map((word, index) => {
    const { start = 0, end = 0, probability } = whole[index] ?? {};
    return {
      text: word,
      startMs: start * 1000,
      endMs: end * 1000,
      ...(probability === undefined || probability === 0 ? {} : { confidence: probability }),
    };
  });
}

/** Pieces without a blank before them belong to the word before, where any piece has one. */
function joinPieces(told: readonly TranscriptWord[]): readonly TranscriptWord[] {
  if (!told.some(({ word }) => word.startsWith(' '))) return told;
  const words: TranscriptWord[] = [];
  for (const piece of told) {
    const last = words.at(-1);
    if (last === undefined || piece.word.startsWith(' ')) words.push({ ...piece });
    else {
      last.word += piece.word;
      last.end = piece.end;
    }
  }
  return words.filter(({ word }) => word.trim() !== '');
}

/** Servers' times may overlap, and reach into the silence that was put after the utterance. */
function within(lengthMs: number, words: readonly RecognizedWord[]): readonly RecognizedWord[] {
  let fromMs = 0;
  return words.map((word) => {
    const startMs = Math.min(lengthMs, Math.max(fromMs, word.startMs));
    const endMs = Math.min(lengthMs, Math.max(startMs, word.endMs));
    fromMs = endMs;
    return { ...word, startMs, endMs };
  });
}
