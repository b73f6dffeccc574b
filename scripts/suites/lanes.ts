// Works through a list a few at a time, in its order, and hands the results back in that order.

export interface Lanes<Item> {
  /** Worked through by one lane, one at a time, before it helps the others. */
  readonly alone?: readonly Item[];
  readonly items: readonly Item[];
  readonly lanes: number;
  /** Other work that leaves room for one lane only, not that of `alone`: the rest open when it has ended, well or not. */
  readonly beside?: Promise<unknown>;
}

/**
 * Runs `work` for each item, at most `lanes` at once; a lane that is free takes the next one. Results: of
 * `alone` first, then of `items`. The first rejection is handed on once the other lanes have ended what they had begun.
 */
export async function runInLanes<Item, Result>(
  { alone = [], items, lanes, beside }: Lanes<Item>,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const own = alone.entries();
  const shared = items.entries();
  const lane = async (number: number): Promise<void> => {
    const isLast = number === lanes - 1;
    if (!isLast || lanes === 1) await beside?.catch(() => undefined);
    if (number === 0) for (const [at, item] of own) results[at] = await work(item);
    for (const [at, item] of shared) results[alone.length + at] = await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, (_, number) => lane(number)));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}
