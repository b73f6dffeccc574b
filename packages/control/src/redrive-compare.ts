// Holds what came of a re-driven session against what the recording says came of it: the same things in the same
// order, at the same time but for what a busy machine makes of it. What is told of a difference is plain words.
import { isDeepStrictEqual } from 'node:util';

/** Two times this close, in ms, are the same: another timer may have run a little earlier. */
export const SAME_TIME_MS = 250;
/** So many outputs ahead it is looked for where the two meet again. */
const MEET_WITHIN = 64;
/** Of a text so much is told in a line, in UTF-16 units. */
const TOLD_UNITS = 120;

/** Something that a control gave out. */
export interface Output {
  /** Since the recording began, in ms. */
  readonly atMs: number;
  readonly code: 'w' | 'd';
  readonly data: Readonly<Record<string, unknown>>;
}

/** `missing`: recorded, and did not come; `extra`: came, and was not recorded; `late`: at another time. */
export interface RedriveDifference {
  readonly kind: 'changed' | 'missing' | 'extra' | 'late';
  readonly atMs: number;
  readonly expected?: Output;
  readonly got?: Output;
}

export interface Compared {
  readonly differences: readonly RedriveDifference[];
  /** Erasures whose length depends on a text that was redacted. */
  readonly redactedErasures: number;
}

export function compareOutputs(
  expected: readonly Output[],
  got: readonly Output[],
  { redacted }: { readonly redacted: boolean },
): Compared {
  const differences: RedriveDifference[] = [];
  let redactedErasures = 0;
  let left = 0;
  let right = 0;
  while (left < expected.length || right < got.length) {
    const was = expected[left];
    const is = got[right];
    const how = was === undefined || is === undefined ? 'different' : likeness(was, is, redacted);
    if (how === 'different') {
      const step = meeting({ expected, got, left, right, redacted });
      differences.push(...between(expected.slice(left, step.left), got.slice(right, step.right)));
      left = step.left;
      right = step.right;
      continue;
    }
    if (how === 'erases') redactedErasures += 1;
    if (was !== undefined && is !== undefined && Math.abs(was.atMs - is.atMs) > SAME_TIME_MS)
      differences.push({ kind: 'late', atMs: was.atMs, expected: was, got: is });
    left += 1;
    right += 1;
  }
  return { differences, redactedErasures };
}

type Likeness = 'same' | 'erases' | 'different';

function likeness(was: Output, is: Output, redacted: boolean): Likeness {
  if (was.code !== is.code) return 'different';
  if (isDeepStrictEqual(comparable(was.data), comparable(is.data))) return 'same';
  const erases = redacted && isErasure(was) && isErasure(is);
  return erases && was.data.writeId === is.data.writeId ? 'erases' : 'different';
}

/** The nearest place where both go on alike. */
function meeting(given: {
  readonly expected: readonly Output[];
  readonly got: readonly Output[];
  readonly left: number;
  readonly right: number;
  readonly redacted: boolean;
}): { readonly left: number; readonly right: number } {
  const { expected, got, left, right, redacted } = given;
  for (let distance = 1; distance <= MEET_WITHIN; distance += 1) {
    for (let skip = distance; skip >= 0; skip -= 1) {
      const was = expected[left + distance - skip];
      const is = got[right + skip];
      if (was === undefined || is === undefined) continue;
      if (likeness(was, is, redacted) !== 'different')
        return { left: left + distance - skip, right: right + skip };
    }
  }
  const isAtEnd = expected.length - left <= MEET_WITHIN || got.length - right <= MEET_WITHIN;
  return isAtEnd
    ? { left: expected.length, right: got.length }
    : { left: left + 1, right: right + 1 };
}

function between(was: readonly Output[], is: readonly Output[]): RedriveDifference[] {
  return Array.from({ length: Math.max(was.length, is.length) }, (_, at): RedriveDifference => {
    const expected = was[at];
    const got = is[at];
    if (expected === undefined)
      return { kind: 'extra', atMs: got?.atMs ?? 0, ...(got === undefined ? {} : { got }) };
    if (got === undefined) return { kind: 'missing', atMs: expected.atMs, expected };
    return { kind: 'changed', atMs: expected.atMs, expected, got };
  });
}

/** How long something took is a time, and compared as one. */
function comparable(data: Readonly<Record<string, unknown>>): unknown {
  return JSON.parse(
    JSON.stringify(data, (key, value: unknown) => (key === 'latencyMs' ? null : value)),
  );
}

function isErasure({ code, data }: Output): boolean {
  return code === 'w' && typeof data.text === 'string' && /^\u007f+$/u.test(data.text);
}

/** What an output is, in words. */
export function outputWords({ code, data }: Output): string {
  if (code === 'w') {
    const { is, writeId, text } = data;
    if (is === 'write') return `${shown(text)} typed (${String(writeId)})`;
    return `${String(is)} ${shown(text ?? data.promptId ?? data.decision ?? '')}`.trim();
  }
  const { event, answer, prompt } = data;
  if (isRecord(answer)) return `the answer ${shown(answer)}`;
  if (isRecord(prompt)) return `the turn of ${shown(prompt.text)} failed`;
  if (!isRecord(event)) return shown(data);
  const { type, ...rest } = event;
  if (type === 'delivery') return `${shown(rest.text)} ${states(rest)}`;
  if (type === 'notice') return `the line ${shown(rest.text)}`;
  if (type === 'queue')
    return `a queue of ${Array.isArray(rest.entries) ? rest.entries.length : 0}: ${shown(rest.entries)}`;
  return `${String(type)} ${shown(rest)}`;
}

/** One line that a person reads. */
export function differenceWords({ kind, expected, got }: RedriveDifference): string {
  const was = expected === undefined ? 'nothing' : outputWords(expected);
  const is = got === undefined ? 'nothing' : outputWords(got);
  if (kind !== 'late' || expected === undefined || got === undefined)
    return `expected ${was}; got ${is}`;
  const laterMs = Math.round(got.atMs - expected.atMs);
  return `${was}: ${Math.abs(laterMs)} ms ${laterMs > 0 ? 'later' : 'earlier'} than recorded`;
}

function states({ state, why }: Readonly<Record<string, unknown>>): string {
  return why === undefined ? String(state) : `${String(state)} (${String(why)})`;
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? '');
  return text.length > TOLD_UNITS ? `${text.slice(0, TOLD_UNITS - 1)}…` : text;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
