// Reads a run of number words as whole numbers, as far as they follow one another. Which of them
// become digits is decided in `numbers.ts`.
import type { NumberTable } from './languages/language.ts';
import type { SpokenWords } from './spoken-words.ts';

export interface NumberGroup {
  readonly value: number;
  /** How it is written in a row of digits: `05` for "oh five" is two groups. */
  readonly digits: string;
  readonly count: number;
  /** Digits that a recogniser wrote already. */
  readonly asWritten: 'yes' | 'no';
}

/** White space, or the hyphen of "twenty-three". */
const WITHIN_NUMBER = /^(?:\s+|-)$/u;

/** Beyond this a whole number is not exact. */
const LARGEST = Number.MAX_SAFE_INTEGER;

export interface NumberPlace {
  readonly words: SpokenWords;
  readonly table: NumberTable;
}

/** The longest whole number that begins at a place. */
export function numberGroup({ words, table }: NumberPlace, at: number): NumberGroup | undefined {
  const norm = words.norm(at);
  if (/^[0-9]{1,15}$/u.test(norm))
    return { value: Number(norm), digits: norm, count: 1, asWritten: 'yes' };
  const digit = table.digits.get(norm);
  if (digit !== undefined)
    return { value: digit, digits: String(digit), count: 1, asWritten: 'no' };
  const first = table.cardinals.find(words, at, WITHIN_NUMBER);
  if (first === undefined) return bareScale({ words, table }, at);
  let total = 0;
  let part = first.value;
  let count = first.count;
  let smallest = Number.POSITIVE_INFINITY;
  for (;;) {
    const scale = flows(words, at + count) ? table.scales.get(words.norm(at + count)) : undefined;
    if (scale === undefined || scale >= smallest || total + part * scale > LARGEST) break;
    smallest = scale;
    total += part * scale;
    part = 0;
    count += 1;
    const rest = restAfterScale({ words, table }, at + count);
    if (rest === undefined) break;
    part = rest.value;
    count += rest.count;
  }
  const value = total + part;
  return { value, digits: String(value), count, asWritten: 'no' };
}

/** "Mille" and what follows it, in languages that say no "one" before it. */
function bareScale({ words, table }: NumberPlace, at: number): NumberGroup | undefined {
  const scale = table.bareScale ? table.scales.get(words.norm(at)) : undefined;
  if (scale !== 1000) return undefined;
  const rest = restAfterScale({ words, table }, at + 1);
  const value = scale + (rest?.value ?? 0);
  return { value, digits: String(value), count: 1 + (rest?.count ?? 0), asWritten: 'no' };
}

function restAfterScale({ words, table }: NumberPlace, at: number) {
  if (!flows(words, at)) return undefined;
  const direct = table.cardinals.find(words, at, WITHIN_NUMBER);
  if (direct !== undefined) return direct.value < 1000 ? direct : undefined;
  if (table.joiner === '' || words.norm(at) !== table.joiner || !flows(words, at + 1))
    return undefined;
  const joined = table.cardinals.find(words, at + 1, WITHIN_NUMBER);
  if (joined === undefined || joined.value >= 100) return undefined;
  return { value: joined.value, count: joined.count + 1 };
}

function flows(words: SpokenWords, at: number): boolean {
  return at < words.length && WITHIN_NUMBER.test(words.gapBefore(at));
}

/** All whole numbers that follow one another from a place on. */
export function numberGroups(place: NumberPlace, at: number): readonly NumberGroup[] {
  const groups: NumberGroup[] = [];
  for (let next = at; ; ) {
    if (next > at && !flows(place.words, next)) return groups;
    const group = numberGroup(place, next);
    if (group === undefined) return groups;
    groups.push(group);
    next += group.count;
  }
}
