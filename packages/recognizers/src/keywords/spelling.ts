// A phrase in the tokens of a keyword model, as its spotter takes it. The model was trained with the pieces
// that SentencePiece finds, so its scores decide where they are known; else the fewest pieces do.
import type { SpokenPhrase } from '@codex-voice/speech';
import type { TokenList } from '../sherpa/token-list.ts';

/** SentencePiece's mark of the beginning of a word. */
const WORD_START = '\u2581';

/** Without scores each piece costs the same; a piece that has none is as unlikely as can be. */
const EQUAL_SCORE = -1;
const NO_SCORE = -100;

/** The scores of pieces: natural logarithms of their probabilities. */
export type PieceScores = ReadonlyMap<string, number>;

/**
 * Tokens of the phrase, in order; the word that can't be spelt where there is one. A pronunciation that was
 * given for a word, and whose every part is a token, is taken as it is.
 */
export function spellPhrase(
  { spoken, pronunciations = {} }: SpokenPhrase,
  tokens: TokenList,
  scores: PieceScores | undefined,
): { readonly tokens: readonly string[] } | { readonly unspeltWord: string } {
  const spelt: string[] = [];
  for (const word of spoken.split(' ')) {
    const known = Object.hasOwn(pronunciations, word) ? pronunciations[word] : undefined;
    const given = known
      ?.map((sounds) => sounds.split(' '))
      .find((sounds) => sounds.every((sound) => tokens.pieces.has(sound)));
    const pieces = given ?? spellWord(inLettersOf(tokens, word), tokens.pieces, scores);
    if (pieces === undefined) return { unspeltWord: word };
    spelt.push(...pieces);
  }
  return { tokens: spelt };
}

function inLettersOf({ letters }: TokenList, word: string): string {
  if (letters === 'mixed') return word;
  return letters === 'upper' ? word.toUpperCase() : word.toLowerCase();
}

/** The likeliest cut into pieces, the longer piece first among equals. */
function spellWord(
  word: string,
  pieces: ReadonlySet<string>,
  scores: PieceScores | undefined,
): readonly string[] | undefined {
  const hasMark = [...pieces].some((piece) => piece.startsWith(WORD_START));
  const letters = [...(hasMark ? WORD_START + word : word)];
  /** From each letter on: the best cut of the rest. */
  const best: ({ readonly score: number; readonly cut: readonly string[] } | undefined)[] = [];
  best[letters.length] = { score: 0, cut: [] };
  for (let at = letters.length - 1; at >= 0; at -= 1) {
    for (let end = letters.length; end > at; end -= 1) {
      const piece = letters.slice(at, end).join('');
      const rest = best[end];
      if (rest === undefined || !pieces.has(piece)) continue;
      const score =
        rest.score + (scores === undefined ? EQUAL_SCORE : (scores.get(piece) ?? NO_SCORE));
      const known = best[at];
      if (known === undefined || score > known.score)
        best[at] = { score, cut: [piece, ...rest.cut] };
    }
  }
  return best[0]?.cut;
}
