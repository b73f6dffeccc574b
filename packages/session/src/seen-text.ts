// Answers whether a composer shows a given text. It works on what can be seen of a screen: soft
// wraps, blanks and characters whose width terminals disagree about must not matter.
import type { ComposerView } from './ports.ts';

/** What agents show in place of a long paste, e.g. `[Pasted Content 1631 chars]`, `[Pasted text #1 +7 lines]`, `[Pasted Text: 8 lines]`. */
const PLACEHOLDER = /\[Pasted (?:Content|[Tt]ext)[^\]\n]*\]/gu;
const PLACEHOLDER_CHARACTERS = /(\d+) chars/u;

// Characters whose width terminals and programs disagree about: a neighbour may be overwritten.
const UNCERTAIN =
  /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\p{M}|\p{Cf}/gu;
const BLANK = /[\s\u00a0\u2000-\u200a\u3000]/gu;

/** Visible characters that one character of uncertain width may cost: itself, and what it hides. */
const LOSS_PER_UNCERTAIN = 2;
/** Characters of uncertain width beyond this many buy no more tolerance: then it is another text. */
const MAXIMUM_LOSS = 64;

/** The text without blanks and without characters of uncertain width, in composed form. */
export function visibleEssence(text: string): string {
  return text.normalize('NFC').replace(UNCERTAIN, '').replace(BLANK, '');
}

/** Every placeholder of a collapsed paste in a composer's text, in order. */
export function pastePlaceholders(text: string): readonly string[] {
  // A narrow composer may wrap inside a placeholder.
  return text.replace(/\n/gu, ' ').match(PLACEHOLDER) ?? [];
}

/**
 * Whether `now` shows that `inserted` was put into a composer that showed `before`. A placeholder
 * counts when it is new and, where it names a number of characters, that number is the text's.
 */
export function showsInserted(facts: {
  readonly before: ComposerView;
  readonly inserted: string;
  readonly now: ComposerView;
}): boolean {
  const { before, inserted, now } = facts;
  const offset = before.cursorOffset ?? before.text.length;
  const expected = `${before.text.slice(0, offset)}${inserted}${before.text.slice(offset)}`;
  const expectedEssence = visibleEssence(expected);
  const nowEssence = visibleEssence(now.text);
  const insertedEssence = visibleEssence(inserted);
  const tolerance = uncertainty(expected);
  if (insertedEssence === '' && tolerance === 0) return false;
  if (nowEssence === expectedEssence && now.text.trim() !== before.text.trim()) return true;
  if (insertedEssence !== '') {
    if (
      occurrences(nowEssence, insertedEssence) >
      occurrences(visibleEssence(before.text), insertedEssence)
    )
      return true;
    if (now.clipped && nowEssence !== '' && expectedEssence.endsWith(nowEssence)) return true;
  }
  if (newPlaceholderFits(before.text, now.text, inserted)) return true;
  return (
    tolerance > 0 &&
    now.text.trim() !== before.text.trim() &&
    distanceAtMost({ left: expectedEssence, right: nowEssence, bound: tolerance })
  );
}

/** Whether a composer that showed `shown` when `texts` were confirmed in it still holds them all. */
export function stillHolds(facts: {
  readonly shown: ComposerView;
  readonly texts: readonly string[];
  readonly now: ComposerView;
}): boolean {
  const nowEssence = visibleEssence(facts.now.text);
  if (nowEssence === '' && facts.now.text.trim() === '') return false;
  if (nowEssence === visibleEssence(facts.shown.text)) return true;
  const placeholders = pastePlaceholders(facts.shown.text);
  const placeholdersNow = pastePlaceholders(facts.now.text);
  const collapsed =
    placeholders.length > 0 && placeholders.every((one) => placeholdersNow.includes(one));
  return facts.texts.every((text) => {
    const essence = visibleEssence(text);
    return (essence !== '' && nowEssence.includes(essence)) || collapsed;
  });
}

/** Whether the composer shows nothing after its end but `text`: what a Backspace would take away. */
export function endsWithText(now: ComposerView, text: string): boolean {
  if (now.cursorOffset !== undefined && now.text.slice(now.cursorOffset).trim() !== '')
    return false;
  const essence = visibleEssence(text);
  return essence !== '' && visibleEssence(now.text).endsWith(essence);
}

/** Where `text` begins in a composer's text that ends with it, blanks and soft wraps aside; undefined: it doesn't. */
export function startOfText(standing: string, text: string): number | undefined {
  const essence = visibleEssence(text);
  if (essence === '') return undefined;
  if (standing.endsWith(text)) return standing.length - text.length;
  let [start, length] = [standing.length, 0];
  for (const character of [...standing].reverse()) {
    if (length >= essence.length) break;
    start -= character.length;
    length += visibleEssence(character).length;
  }
  return visibleEssence(standing.slice(start)) === essence ? start : undefined;
}

function newPlaceholderFits(before: string, now: string, inserted: string): boolean {
  const old = pastePlaceholders(before);
  const fresh = pastePlaceholders(now);
  if (fresh.length <= old.length) return false;
  const last = fresh.find((one) => !old.includes(one)) ?? fresh.at(-1);
  const characters = last === undefined ? null : PLACEHOLDER_CHARACTERS.exec(last);
  return characters === null || Number(characters[1]) === [...inserted].length;
}

function uncertainty(text: string): number {
  const count = text.normalize('NFC').match(UNCERTAIN)?.length ?? 0;
  return Math.min(count * LOSS_PER_UNCERTAIN, MAXIMUM_LOSS);
}

function occurrences(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) count += 1;
  return count;
}

/** Edit distance ≤ bound, by a band of the table: time is length × bound. */
function distanceAtMost(facts: { left: string; right: string; bound: number }): boolean {
  const left = [...facts.left];
  const right = [...facts.right];
  const { bound } = facts;
  if (Math.abs(left.length - right.length) > bound) return false;
  const far = bound + 1;
  let previous = right.concat('').map((_, column) => (column <= bound ? column : far));
  for (let row = 1; row <= left.length; row += 1) {
    const current = new Array<number>(right.length + 1).fill(far);
    if (row <= bound) current[0] = row;
    const end = Math.min(right.length, row + bound);
    for (let column = Math.max(1, row - bound); column <= end; column += 1) {
      const substitution =
        (previous[column - 1] ?? far) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current[column] = Math.min(
        substitution,
        (previous[column] ?? far) + 1,
        (current[column - 1] ?? far) + 1,
        far,
      );
    }
    previous = current;
  }
  return (previous[right.length] ?? far) <= bound;
}
