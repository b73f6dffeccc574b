// A golden transcript from what was seen of everybody who played: what all show stands once, what some show
// is marked with their names. Marks that a person has made, of what may be missing, are kept.
import { aligned } from './golden-alignment.ts';
import { isWait } from './golden-compare.ts';
import type { GoldenPerformer } from './golden-performers.ts';
import {
  GOLDEN_SOURCES,
  type Golden,
  type GoldenLine,
  type GoldenSource,
  linesFor,
  type SeenStep,
} from './golden-transcript.ts';

export interface TakenGolden {
  readonly name: string;
  readonly about: string;
  readonly absent: readonly string[];
  readonly seen: ReadonlyMap<GoldenPerformer, readonly SeenStep[]>;
  /** As it was: who has not played now stays in it. */
  readonly before: Golden | undefined;
}

type Shown = Pick<GoldenLine, 'text' | 'isOptional'>;
interface Merged extends Shown {
  readonly performers: Set<GoldenPerformer>;
}

/** Throws where the steps of two performers are not the same. */
export function takeGolden({ name, about, absent, seen, before }: TakenGolden): Golden {
  const kept = [...(before?.performers ?? [])].filter((performer) => !seen.has(performer));
  const labels = labelsOf(seen, before);
  const isKept = before?.steps.map(({ label }) => label).join('\n') === labels.join('\n');
  if (before !== undefined && kept.length > 0 && !isKept)
    throw new Error(`${name}: its steps have changed, and ${kept.join(' ')} did not play them`);
  const steps = labels.map((label, index) => {
    const lines = GOLDEN_SOURCES.flatMap((source) => {
      const at = { index, source };
      const merged: Merged[] = [];
      const players = [...seen.keys(), ...kept].sort((one, other) => other.localeCompare(one));
      for (const performer of players) {
        const now = seen.get(performer)?.[index]?.lines[source];
        merge(merged, { performer, shown: shownBy(performer, { ...at, now, before, merged }) });
      }
      return merged.map((line): GoldenLine => ({ source, ...line }));
    });
    return { label, lines };
  });
  return { name, about, absent, performers: new Set([...seen.keys(), ...kept]), steps };
}

function labelsOf(seen: TakenGolden['seen'], before: Golden | undefined): readonly string[] {
  const all = [...seen.values()].map((steps) => steps.map(({ label }) => label));
  const [first = before?.steps.map(({ label }) => label) ?? []] = all;
  for (const labels of all) {
    if (labels.join('\n') !== first.join('\n'))
      throw new Error(`not the same steps: ${first.join(' | ')} and ${labels.join(' | ')}`);
  }
  return first;
}

/** Without `now` it is what was expected; with it, what may be missing stays so. */
function shownBy(
  performer: GoldenPerformer,
  given: {
    readonly index: number;
    readonly source: GoldenSource;
    readonly now: readonly string[] | undefined;
    readonly before: Golden | undefined;
    readonly merged: readonly Merged[];
  },
): readonly Shown[] {
  const { index, source, now, before, merged } = given;
  const step = before?.steps[index];
  const expected = step === undefined ? [] : linesFor(step, { performer, source });
  if (now === undefined) return expected;
  // A real screen has many a moment in which something waits: those that its scripted one shows count.
  const [, driver = ''] = performer.split(':');
  const isNews = (text: string): boolean =>
    !performer.startsWith('real:') ||
    !isWait(text) ||
    merged.some((line) => line.text === text && isOfScripted(line, driver));
  const shown = now.filter(isNews);
  return aligned(expected, shown, ({ text }, other) => text === other).flatMap((pair): Shown[] => {
    if (pair.in === 'both') return [{ text: pair.other, isOptional: pair.one.isOptional }];
    if (pair.in === 'other') return [{ text: pair.other, isOptional: false }];
    return pair.one.isOptional ? [{ text: pair.one.text, isOptional: true }] : [];
  });
}

function isOfScripted({ performers }: Merged, driver: string): boolean {
  return [...performers].some((one) => one === `scripted:${driver}`);
}

/** Puts a performer's lines among those of the others, in its order. */
function merge(
  merged: Merged[],
  { performer, shown }: { readonly performer: GoldenPerformer; readonly shown: readonly Shown[] },
): void {
  const isSame = (one: Merged, other: Shown): boolean =>
    one.text === other.text && one.isOptional === other.isOptional;
  const result = aligned(merged, shown, isSame).map((pair): Merged => {
    if (pair.in === 'other') return { ...pair.other, performers: new Set([performer]) };
    if (pair.in === 'both') pair.one.performers.add(performer);
    return pair.one;
  });
  merged.splice(0, merged.length, ...result);
}
