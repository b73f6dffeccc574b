// Decides whether what a decoder wrote was said: it is, unless it is nothing.

import type { Recognition } from '@codex-voice/speech';
import type { DecodedText } from './decoded-text.ts';

export function acceptedOrRejected(decoded: DecodedText): Recognition {
  return decoded.text === ''
    ? { verdict: 'rejected', text: '' }
    : { verdict: 'accepted', ...decoded };
}
