// Turns what a decoder found into text, words with their times, and confidence.

import type { RecognizedWord } from '@codex-voice/speech';
import type { NativeResult } from './native.ts';
import type { TokenList } from './token-list.ts';

/** A decoder tells where a token begins; the last one of a word is taken to last this long, in ms. */
const TOKEN_MS = 100;

/** How to read a decoder's results. */
export interface Reading {
  readonly letters: TokenList['letters'];
  /** Audio that was put before the utterance, in ms: times are counted from after it. */
  readonly leadMs: number;
}

/** With the length of the utterance, in ms: no word ends after it. */
type WholeReading = Reading & { readonly lengthMs: number };

/** Text and what goes with it; all of it from the best path of the decoder. */
export interface DecodedText {
  readonly text: string;
  readonly words?: readonly RecognizedWord[];
  readonly confidence?: number;
  readonly language?: string;
}

/** The text alone, for partials. A character of which some bytes are yet to come is left out. */
export function readText({ text }: NativeResult, { letters }: Reading): string {
  const plain = text.replace(/\ufffd+$/u, '').trim();
  return letters === 'upper' ? plain.toLowerCase() : plain;
}

export function readResult(result: NativeResult, reading: WholeReading): DecodedText {
  const text = readText(result, reading);
  const words = readWords(result, reading);
  // Where tokens are no plain pieces of the text, as in byte-level vocabularies, times say nothing.
  const areWords = words.length > 0 && words.map((word) => word.text).join(' ') === text;
  const confidence = probability(scoresOf(result));
  const language = /^(?:<\|)?([a-z]{2,3})(?:\|>)?$/.exec(result.lang ?? '')?.[1];
  return {
    text,
    ...(areWords && { words }),
    ...(confidence !== undefined && { confidence }),
    ...(language !== undefined && { language }),
  };
}

interface OpenWord {
  text: string;
  readonly startMs: number;
  lastMs: number;
  readonly scores: number[];
}

function readWords(
  result: NativeResult,
  { letters, leadMs, lengthMs }: WholeReading,
): readonly RecognizedWord[] {
  const { tokens, timestamps, durations = [] } = result;
  if (timestamps.length !== tokens.length) return [];
  const scores = scoresOf(result);
  const words: OpenWord[] = [];
  let isOpen = false;
  tokens.forEach((token, index) => {
    const piece = token.replace(/^[ \u2581]/u, '');
    if (piece !== token) isOpen = false;
    if (piece === '') return;
    const heardMs = Math.round((timestamps[index] ?? 0) * 1000) - leadMs;
    const atMs = Math.max(0, Math.min(heardMs, lengthMs));
    const endMs = atMs + Math.round((durations[index] ?? TOKEN_MS / 1000) * 1000);
    const score = scores[index];
    const word = words.at(-1);
    if (word === undefined || !isOpen) {
      words.push({ text: piece, startMs: atMs, lastMs: endMs, scores: [] });
    } else {
      word.text += piece;
      word.lastMs = endMs;
    }
    if (score !== undefined) words.at(-1)?.scores.push(score);
    isOpen = true;
  });
  return words.map((word, index) => {
    const confidence = probability(word.scores);
    const next = words[index + 1]?.startMs ?? lengthMs;
    return {
      text: letters === 'upper' ? word.text.toLowerCase() : word.text,
      startMs: word.startMs,
      endMs: Math.max(word.startMs, Math.min(word.lastMs, next)),
      ...(confidence !== undefined && { confidence }),
    };
  });
}

function scoresOf({ tokens, ys_probs = [], ys_log_probs = [] }: NativeResult): readonly number[] {
  const scores = ys_probs.length > 0 ? ys_probs : ys_log_probs;
  return scores.length === tokens.length ? scores : [];
}

/** The geometric mean of the tokens' probabilities. */
function probability(scores: readonly number[]): number | undefined {
  if (scores.length === 0) return undefined;
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return Math.min(1, Math.exp(mean));
}
