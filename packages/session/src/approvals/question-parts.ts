// What a question of an agent's takes for an answer: words, or one of its choices, for each thing it asks.
// Pure; who may answer it, and when, is `approvals.ts`'s.
import { cleanText } from '../clean-text.ts';

/** Things that one question asks, and choices of each: more are for the agent's dialog alone. */
export const MOST_PARTS = 8;
export const MOST_CHOICES = 32;
/** Longest question with its choices, and longest answer, in UTF-16 units. */
const PARTS_LIMIT = 8_192;
export const REPLY_LIMIT = 8_192;

/** One thing that a question asks. */
export interface QuestionPart {
  /** The agent's own name for it. */
  readonly partId: string;
  readonly question: string;
  /** What may be chosen; none: it wants words. */
  readonly choices: readonly {
    readonly label: string;
    readonly description?: string;
  }[];
  /** A person's own words are taken too. */
  readonly takesWords: boolean;
  /** Several of its choices may be chosen. */
  readonly takesSeveral?: true;
}

/** By the names of the parts; the words of a choice are exactly the agent's. */
export type QuestionAnswers = Readonly<Record<string, readonly string[]>>;

type Unfit = { readonly kind: 'unfit'; readonly why: string };

type Reading<Value> = ({ readonly kind: 'read' } & Value) | Unfit;

/** Whether a person here can be told all of it. */
export function canBeTold(parts: readonly QuestionPart[]): boolean {
  const isFew = parts.length <= MOST_PARTS;
  const areFew = parts.every(({ choices }) => choices.length <= MOST_CHOICES);
  return parts.length > 0 && isFew && areFew && JSON.stringify(parts).length <= PARTS_LIMIT;
}

/** One of `words` for each part; for an only part all of them together. */
export function answersTo(
  parts: readonly QuestionPart[],
  words: readonly string[],
): Reading<{ readonly answers: QuestionAnswers }> {
  const given = parts.length === 1 ? [words.join(' ')] : words;
  if (given.length !== parts.length)
    return unfit(`it asks ${parts.length} things: give an answer to each, in their order`);
  const answers: [string, readonly string[]][] = [];
  for (const [index, part] of parts.entries()) {
    const read = answerTo(part, given[index] ?? '');
    if (read.kind === 'unfit') return read;
    answers.push([part.partId, read.texts]);
  }
  return { kind: 'read', answers: Object.fromEntries(answers) };
}

/**
 * The answer to the part that is next, `part` from 0, with those given before; `read` once all are there.
 */
export function answersWith(
  parts: readonly QuestionPart[],
  {
    before,
    part,
    words,
    choices,
  }: {
    readonly before: readonly (readonly string[])[];
    readonly part: number;
    readonly words: readonly string[];
    /** By their places from 0, in place of words. */
    readonly choices?: readonly number[] | undefined;
  },
):
  | Reading<{ readonly answers: QuestionAnswers }>
  | { readonly kind: 'part'; readonly given: readonly (readonly string[])[] } {
  if (part !== before.length)
    return unfit(`answer ${before.length + 1} of ${parts.length} is next`);
  const next = parts[part];
  if (next === undefined) return unfit(`it asks ${parts.length} things`);
  const read = choices === undefined ? answerTo(next, words.join(' ')) : answerAt(next, choices);
  if (read.kind === 'unfit') return read;
  const given = [...before, read.texts];
  if (given.length < parts.length) return { kind: 'part', given };
  const answers = parts.map(({ partId }, place) => [partId, given[place] ?? []]);
  return { kind: 'read', answers: Object.fromEntries(answers) };
}

/** By its words, or its number counted from 1; else as it is said. */
function answerTo(
  part: QuestionPart,
  written: string,
): Reading<{ readonly texts: readonly string[] }> {
  const { choices, takesWords, takesSeveral } = part;
  const text = replyText(written);
  if (text === undefined)
    return unfit(`an answer has words, ${REPLY_LIMIT.toLocaleString('en')} characters at most`);
  if (choices.length === 0) return { kind: 'read', texts: [text] };
  const chosen = chosenOf(part, text);
  if (chosen !== undefined) return { kind: 'read', texts: [chosen] };
  const several = takesSeveral === true ? severalOf(part, text) : undefined;
  if (several !== undefined) return { kind: 'read', texts: several };
  if (takesWords && !/^[\d\s,]+$/u.test(text)) return { kind: 'read', texts: [text] };
  return noChoice(part);
}

/** By places alone, which no label can be taken for. */
function answerAt(
  part: QuestionPart,
  places: readonly number[],
): Reading<{ readonly texts: readonly string[] }> {
  const { choices, takesSeveral } = part;
  const areThere = places.length > 0 && places.every((place) => choices[place] !== undefined);
  if (!areThere || (places.length > 1 && takesSeveral !== true)) return noChoice(part);
  const chosen = choices.filter((_, place) => places.includes(place));
  return { kind: 'read', texts: chosen.map(({ label }) => label) };
}

function noChoice({ choices, takesWords, takesSeveral }: QuestionPart): Unfit {
  if (choices.length === 0) return unfit('it wants words, and has no choices');
  const more = takesSeveral === true ? ', several with commas' : '';
  return unfit(
    `choose from 1 to ${choices.length}${more}${takesWords ? ', or say it in words' : ''}`,
  );
}

/** The label of the choice that is named, by its words or its number; words come before numbers. */
function chosenOf({ choices }: QuestionPart, written: string): string | undefined {
  const text = written.trim();
  const named = choices.find(({ label }) => label.toLowerCase() === text.toLowerCase());
  return (named ?? (/^\d{1,4}$/u.test(text) ? choices[Number(text) - 1] : undefined))?.label;
}

/** Choices parted by commas, or numbers by blanks, in the order of the choices; undefined: not all are one. */
function severalOf(part: QuestionPart, text: string): readonly string[] | undefined {
  const pieces = /^[\d\s,]+$/u.test(text) ? text.split(/[\s,]+/u) : text.split(',');
  const chosen = pieces
    .filter((piece) => piece.trim() !== '')
    .map((piece) => chosenOf(part, piece));
  if (chosen.length === 0 || chosen.includes(undefined)) return undefined;
  return part.choices.map(({ label }) => label).filter((label) => chosen.includes(label));
}

/** What a person writes, without anything that is no text; undefined: nothing, or too much. */
export function replyText(written: string): string | undefined {
  const text = cleanText(written).trim();
  return text === '' || text.length > REPLY_LIMIT ? undefined : text;
}

function unfit(why: string): Unfit {
  return { kind: 'unfit', why };
}
