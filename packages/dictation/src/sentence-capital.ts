// The capital after a sentence that was ended by words. The one at the start of the text is for
// `joinText`, which knows what stands before it; what looks like code stays, as it decides.
import { joinText } from '@codex-voice/speech';
import type { Piece } from './rewrites.ts';
import type { SpokenWords } from './spoken-words.ts';

interface Before {
  readonly words: SpokenWords;
  readonly last: Piece | undefined;
  /** What stood before the new line. */
  readonly beforeLine: 'prose' | 'code';
}

const ENDS_SENTENCE: ReadonlySet<string> = new Set(['.', '?', '!']);

/** The piece with a capital, where a sentence begins with it. */
export function withCapital({ words, last, beforeLine }: Before, piece: Piece): Piece {
  if (piece.kind !== 'word' || piece.rule !== undefined || piece.technical) return piece;
  const begins =
    (last?.kind === 'mark' && ENDS_SENTENCE.has(last.text)) ||
    (last?.kind === 'line' && last.text !== '\t' && beforeLine === 'prose');
  if (!begins || isPartOfName(words, piece)) return piece;
  const text = joinText('.', piece.text).trimStart();
  return text === piece.text ? piece : { ...piece, text, rule: 'capital' };
}

/** "Index dot ts" begins with a name, not with a word. */
function isPartOfName(words: SpokenWords, { first, count }: Piece): boolean {
  return /^(?:dot|slash|underscore|dash)$/u.test(words.norm(first + count));
}
