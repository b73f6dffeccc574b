// Which recogniser suits a machine and a language: a pure answer from facts that are passed in and from
// the table. What is installed plays no part in it.
import { CATALOGUE } from '../catalogue/catalogue.ts';
import {
  entryBytes,
  knowsLanguage,
  type ModelEntry,
  type RecogniserEntry,
} from '../catalogue/model-entry.ts';
import {
  MEMORY_FACTOR,
  MEMORY_SHARE,
  RECOMMENDATIONS,
  type RecommendationRow,
} from './recommendation.table.ts';

export interface MachineFacts {
  readonly cores: number;
  readonly memoryBytes: number;
  /** A graphics card is not counted: the speech library that comes along computes on the processor. */
  readonly graphics: 'present' | 'none';
}

export interface Recommendation {
  readonly entry: RecogniserEntry;
  /** Why this one, and on what the answer rests. */
  readonly why: string;
}

/** Undefined: no model of the catalogue knows the language, or even the smallest asks for too much. */
export function recommend(
  facts: MachineFacts,
  language: string,
  catalogue: readonly ModelEntry[] = CATALOGUE,
): Recommendation | undefined {
  for (const row of RECOMMENDATIONS) {
    const entry = catalogue.find(({ id }) => id === row.id);
    if (entry?.kind !== 'recogniser' || !knowsLanguage(entry.languages, language)) continue;
    if (facts.cores < row.leastCores || !hasRoomFor(entry, facts)) continue;
    return { entry, why: why(row, facts) };
  }
  return undefined;
}

/** Ids in the table's order: of two models the one to prefer. Others have no place in it. */
export function preferenceOf(id: string): number {
  const place = RECOMMENDATIONS.findIndex((row) => row.id === id);
  return place === -1 ? RECOMMENDATIONS.length : place;
}

function hasRoomFor(entry: ModelEntry, { memoryBytes }: MachineFacts): boolean {
  const bytes = entryBytes(entry);
  return bytes !== undefined && bytes * MEMORY_FACTOR <= memoryBytes * MEMORY_SHARE;
}

const BYTES_PER_GIGABYTE = 1_000_000_000;

function why(row: RecommendationRow, facts: MachineFacts): string {
  const memory = (facts.memoryBytes / BYTES_PER_GIGABYTE).toFixed(0);
  const cores = `${facts.cores} ${facts.cores === 1 ? 'core' : 'cores'}`;
  const speed =
    row.speed === undefined
      ? 'its speed is estimated'
      : `published: ${row.speed.realTimeFactor} s for a second of speech on the publisher's computer`;
  const graphics = facts.graphics === 'present' ? '; the graphics card is not used' : '';
  return `${row.reason}; fits ${cores} and ${memory} GB; ${speed}, not measured here${graphics}`;
}
