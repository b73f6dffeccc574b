// An agent that starts slowly, lent to one test after the other of a file; after a test that failed with it the
// next one has another.
import { afterAll, afterEach } from 'vitest';

/** What is lent is ended with the file. */
export function lending<World extends AsyncDisposable>(
  start: () => Promise<World>,
): () => Promise<World> {
  let lent: Promise<World> | undefined;
  const end = async (): Promise<void> => {
    const world = await lent?.catch(() => undefined);
    lent = undefined;
    await world?.[Symbol.asyncDispose]();
  };
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await end();
  });
  afterAll(end);
  return async () => {
    lent ??= start();
    return await lent;
  };
}
