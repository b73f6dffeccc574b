import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runInLanes } from './lanes.ts';

describe('runInLanes', () => {
  test('never more at once than there are lanes, and each item once, results in the order of items', async () => {
    let running = 0;
    let most = 0;
    const items = [5, 1, 4, 2, 3, 0];
    const results = await runInLanes(items, 2, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let left = turns; left > 0; left -= 1) await turn();
      running -= 1;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 0]);
    expect(most).toBe(2);
  });

  test('a failure is told after the other lane has ended what it had begun', async () => {
    const ended: string[] = [];
    const run = runInLanes(['bad', 'slow'], 2, async (item) => {
      if (item === 'bad') throw new Error('broken');
      await turn();
      await turn();
      ended.push(item);
    });
    await expect(run).rejects.toThrow('broken');
    expect(ended).toEqual(['slow']);
  });

  test('nothing to do is done', async () => {
    expect(await runInLanes([], 3, async () => 1)).toEqual([]);
  });
});
