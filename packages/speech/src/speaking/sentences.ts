// Cuts a text into pieces that are synthesised one after the other, so that the first is heard early.

/** What can be waited for before the first sound, in UTF-16 units: a clause. */
const LONGEST_FIRST = 80;
/** A longer sentence is cut at a clause, in UTF-16 units: each piece must be ready before the last one ends. */
const LONGEST = 200;

/** The text's sentences in order, none empty; joined they have every word of it. */
export function cutSentences(text: string): readonly string[] {
  const sentences = text
    .split(/(?<=[.!?…]["'”’)]?)\s+|(?<=[。！？])|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '');
  const pieces: string[] = [];
  for (const sentence of sentences) {
    let rest = sentence;
    for (;;) {
      const longest = pieces.length === 0 ? LONGEST_FIRST : LONGEST;
      if (rest.length <= longest) break;
      const at = clauseEnd(rest, longest);
      if (at === undefined) break;
      pieces.push(rest.slice(0, at).trim());
      rest = rest.slice(at).trim();
    }
    pieces.push(rest);
  }
  return pieces;
}

/** After a clause within the length; where there is none, between words, but for a bound that only hurries. */
function clauseEnd(text: string, longest: number): number | undefined {
  const head = text.slice(0, longest);
  const clause = Math.max(...[', ', '; ', ': ', '，', '、'].map((end) => head.lastIndexOf(end)));
  if (clause > 0) return clause + 1;
  if (longest === LONGEST_FIRST && text.length <= LONGEST) return undefined;
  const word = head.lastIndexOf(' ');
  return word > 0 ? word : undefined;
}
