// All models to choose from, found by id. Whether one is installed is the store's to say.
import type { ModelEntry } from './model-entry.ts';
import { OTHER_MODELS } from './other-models.table.ts';
import { RECOGNISERS } from './recognisers.table.ts';

export const CATALOGUE: readonly ModelEntry[] = [...RECOGNISERS, ...OTHER_MODELS];

export function findEntry(
  id: string,
  catalogue: readonly ModelEntry[] = CATALOGUE,
): ModelEntry | undefined {
  return catalogue.find((entry) => entry.id === id);
}
