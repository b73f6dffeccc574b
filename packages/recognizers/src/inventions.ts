// Tells texts that models write where nobody spoke. Whether somebody did is for who knows the audio.

import { plain } from './plain-text.ts';
import { SILENCE_INVENTIONS } from './silence-inventions.table.ts';

/** Only sounds, described: `[BLANK_AUDIO]`, `(wind blowing)`, `*music*`, `♪`. */
const DESCRIBED_SOUNDS = /^(?:\[[^\]]*\]|\([^)]*\)|\*[^*]*\*|[♪♫\s.,…])*$/u;

/** Whether `text` describes sounds, whatever was heard; an empty one does. */
export function describesSounds(text: string): boolean {
  return DESCRIBED_SOUNDS.test(text);
}

/** Whether `text` is wholly one of a short list. */
export function isInventedOnSilence(text: string): boolean {
  return SILENCE_INVENTIONS.has(plain(text));
}
