// Decides whether what a decoder wrote was said, it is, unless it is nothing; and makes one text of the
// parts of an utterance.

import type { Recognition } from '@codex-voice/speech';
import type { DecodedText } from './decoded-text.ts';

export function acceptedOrRejected(decoded: DecodedText): Recognition {
  return decoded.text === ''
    ? { verdict: 'rejected', text: '' }
    : { verdict: 'accepted', ...decoded };
}

/** The parts in order. Words and confidence are told where every part has them; of languages, the first. */
export function joinDecoded(parts: readonly DecodedText[]): DecodedText {
  const spoken = parts.filter((part) => part.text !== '');
  const words = spoken.map((part) => part.words ?? []);
  const confidences = spoken.map((part) => part.confidence ?? Number.NaN);
  const confidence = confidences.reduce((sum, one) => sum + one, 0) / confidences.length;
  const language = spoken.find((part) => part.language !== undefined)?.language;
  return {
    text: spoken.map((part) => part.text).join(' '),
    ...(words.length > 0 && words.every((some) => some.length > 0) && { words: words.flat() }),
    ...(Number.isFinite(confidence) && { confidence }),
    ...(language !== undefined && { language }),
  };
}
