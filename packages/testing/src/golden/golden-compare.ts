// Whether what was seen is what the golden transcript says, and what a person reads where it is not.
import { aligned } from './golden-alignment.ts';
import type { GoldenPerformer } from './golden-performers.ts';
import {
  GOLDEN_SOURCES,
  type Golden,
  type GoldenSource,
  type GoldenStep,
  linesFor,
  type SeenStep,
} from './golden-transcript.ts';

interface Comparison {
  readonly source: GoldenSource;
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** A wait that nobody has named, such as for a screen that is drawn: a matter of the machine. */
export function isWait(text: string): boolean {
  return /^p\d+ waits: /u.test(text);
}

function compareStep(
  step: GoldenStep,
  { seen, performer }: { seen: SeenStep; performer: GoldenPerformer },
): readonly Comparison[] {
  return GOLDEN_SOURCES.flatMap((source) => {
    const expected = linesFor(step, { performer, source });
    const pairs = aligned(expected, seen.lines[source], ({ text }, other) => text === other);
    return pairs.flatMap((pair): Comparison[] => {
      if (pair.in === 'both') return [{ source, mark: ' ', text: pair.other }];
      if (pair.in === 'other')
        return isWait(pair.other) ? [] : [{ source, mark: '+', text: pair.other }];
      return pair.one.isOptional ? [] : [{ source, mark: '-', text: pair.one.text }];
    });
  });
}

/** Everything that the step must show was seen. */
export function isStepReached(
  step: GoldenStep,
  shown: { readonly seen: SeenStep; readonly performer: GoldenPerformer },
): boolean {
  return compareStep(step, shown).every(({ mark }) => mark !== '-');
}

/** A few lines for a person; undefined: what was seen is what the golden transcript says. */
export function goldenDifference(
  golden: Golden,
  { seen, performer }: { readonly seen: readonly SeenStep[]; readonly performer: GoldenPerformer },
): string | undefined {
  if (!golden.performers.has(performer))
    return `${golden.name} was never played by ${performer}: npm run golden -- --write`;
  const parts: string[] = [];
  for (const [index, step] of golden.steps.entries()) {
    const its = seen[index];
    const where = `${golden.name}, ${performer}, step ${index + 1}`;
    if (its?.label !== step.label) {
      parts.push(`${where} is "${step.label}", and "${its?.label ?? 'nothing'}" was done`);
      break;
    }
    const compared = compareStep(step, { seen: its, performer });
    const wrong = new Set(compared.flatMap(({ mark, source }) => (mark === ' ' ? [] : [source])));
    if (wrong.size === 0) continue;
    const lines = compared.filter(({ source }) => wrong.has(source));
    const shown = lines.map(({ mark, source, text }) => `  ${mark} ${source}  ${text}`);
    parts.push([`${where}: ${step.label}`, ...shown].join('\n'));
  }
  if (seen.length > golden.steps.length) parts.push(`${golden.name}: more steps than it has`);
  return parts.length === 0
    ? undefined
    : [...parts, '(- is expected, + was seen; npm run golden -- --write takes it anew)'].join('\n');
}
