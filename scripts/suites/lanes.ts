// Works through a list a few at a time, in its order, and hands the results back in that order.

/**
 * Runs `work` for each of `items`, at most `lanes` at once; a lane that is free takes the next one.
 * The first rejection is handed on once the other lanes have ended what they had begun.
 */
export async function runInLanes<Item, Result>(
  items: readonly Item[],
  lanes: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const lane = async (): Promise<void> => {
    for (const [at, item] of queue) results[at] = await work(item);
  };
  const ends = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return results;
}
