// Which names are told when there are more than anybody can look up, and how they are cut into lines.
import type { NamesAnswer } from '@codex-voice/protocol';
import type { KnownName } from '@codex-voice/vocabulary';

/** Names told of one project, and the UTF-16 units of them and of their words: what dictation looks up. */
const MOST_NAMES = 20_000;
const MOST_NAME_UNITS = 512 * 1024;

/** Units in one line: six bytes each at worst, which is well within what a line may have. */
const PART_UNITS = 64 * 1024;
/** What a word costs a line beside its letters: two quotes and a comma. */
const WORD_MARKS = 3;

type NamesPart = Pick<Extract<NamesAnswer, { type: 'names' }>, 'part' | 'names' | 'own'>;
type PartWords = Pick<NamesPart, 'names' | 'own'>;

/** Those that changed last, if not all fit. At least one part. */
export function namesInParts(known: Iterable<KnownName>): NamesPart[] {
  const newest = Array.from(known, (name) => name).sort((a, b) => b.changedMs - a.changedMs);
  const parts: PartWords[] = [{ names: [], own: [] }];
  const told = new Set<string>();
  let allUnits = 0;
  let units = 0;
  for (const { text, ownWords } of newest.slice(0, MOST_NAMES)) {
    const own = ownWords.filter((word) => !told.has(word));
    const cost = [text, ...own].reduce((sum, word) => sum + word.length + WORD_MARKS, 0);
    if (allUnits + cost > MOST_NAME_UNITS) break;
    if (units + cost > PART_UNITS) {
      parts.push({ names: [], own: [] });
      units = 0;
    }
    allUnits += cost;
    units += cost;
    parts.at(-1)?.names.push(text);
    for (const word of own) {
      told.add(word);
      parts.at(-1)?.own.push(word);
    }
  }
  return parts.map((part, index) => ({ ...part, part: placeOf(index, parts.length) }));
}

function placeOf(index: number, count: number): NamesPart['part'] {
  if (count === 1) return 'only';
  if (index === 0) return 'first';
  return index === count - 1 ? 'last' : 'middle';
}
