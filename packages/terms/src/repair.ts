// What a repair is: a stretch of a transcript, what is to stand there instead, and why. Finding
// repairs is told in `homophone-repairs.ts` and `name-repairs.ts`, choosing among them in
// `transcript-repair.ts`.

/**
 * Why words are replaced.
 * - `project-name`: they are a way to say a name that is likely to be said.
 * - `developer-term`: a known mishearing of a term, with what must stand around it.
 * - `sounds-like-name`: they sound like such a name, in a technical text.
 */
export type RepairReason = 'project-name' | 'developer-term' | 'sounds-like-name';

export interface Repair {
  readonly from: string;
  readonly to: string;
  readonly reason: RepairReason;
  /** UTF-16 offsets of `from` in the original text. */
  readonly start: number;
  readonly end: number;
}

export interface RepairedText {
  /** As the recogniser gave it. */
  readonly original: string;
  readonly text: string;
  /** In the order of the text; no two touch the same characters. */
  readonly repairs: readonly Repair[];
}

/** A repair that might be made, by the words it covers. */
export interface RepairCandidate {
  readonly first: number;
  readonly last: number;
  readonly possessive: 'yes' | 'no';
  readonly to: string;
  readonly reason: RepairReason;
}

/** The text with the repairs made. They must not overlap. */
export function applyRepairs(original: string, repairs: readonly Repair[]): RepairedText {
  const inOrder = [...repairs].sort((left, right) => left.start - right.start);
  let text = '';
  let at = 0;
  for (const { start, end, to } of inOrder) {
    text += original.slice(at, start) + to;
    at = end;
  }
  return { original, text: text + original.slice(at), repairs: inOrder };
}

/** The text without one of its repairs, the others kept. Throws when `repair` is none of them. */
export function undoRepair(repaired: RepairedText, repair: Repair): RepairedText {
  const kept = repaired.repairs.filter((made) => made !== repair);
  if (kept.length === repaired.repairs.length)
    throw new RangeError(`repair: "${repair.from}" was not repaired in this text`);
  return applyRepairs(repaired.original, kept);
}
