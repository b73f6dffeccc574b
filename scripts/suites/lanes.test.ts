import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { runInLanes } from './lanes.ts';

describe('runInLanes', () => {
  test('never more at once than there are lanes, and each item once, results in the order of items', async () => {
    let running = 0;
    let most = 0;
    const items = [5, 1, 4, 2, 3, 0];
    const results = await runInLanes({ items, lanes: 2 }, async (turns) => {
      running += 1;
      most = Math.max(most, running);
      for (let left = turns; left > 0; left -= 1) await turn();
      running -= 1;
      return turns * 10;
    });
    expect(results).toEqual([50, 10, 40, 20, 30, 0]);
    expect(most).toBe(2);
  });

  test('what is to be alone never runs two at a time, and the others go on beside it', async () => {
    const running = new Set<string>();
    const seen: string[] = [];
    const results = await runInLanes(
      { alone: ['A', 'B', 'C'], items: ['d', 'e', 'f', 'g'], lanes: 2 },
      async (item) => {
        running.add(item);
        seen.push([...running].toSorted().join(''));
        for (let left = 3; left > 0; left -= 1) await turn();
        running.delete(item);
        return item;
      },
    );
    expect(results).toEqual(['A', 'B', 'C', 'd', 'e', 'f', 'g']);
    expect(seen.filter((together) => /[A-C].*[A-C]/u.test(together))).toEqual([]);
    expect(seen).toContain('Ad');
  });

  test('a failure is told after the other lane has ended what it had begun', async () => {
    const ended: string[] = [];
    const run = runInLanes({ items: ['bad', 'slow'], lanes: 2 }, async (item) => {
      if (item === 'bad') throw new Error('broken');
      await turn();
      await turn();
      ended.push(item);
    });
    await expect(run).rejects.toThrow('broken');
    expect(ended).toEqual(['slow']);
  });

  test('beside other work one lane goes on, and the rest open when that has ended', async () => {
    const other = Promise.withResolvers<void>();
    const seen: string[] = [];
    const run = runInLanes(
      { alone: ['A', 'B'], items: ['c', 'd', 'e', 'f', 'g'], lanes: 3, beside: other.promise },
      async (item) => {
        seen.push(item);
        if (item === 'd') other.reject(new Error('the other work failed'));
        await turn();
        return item;
      },
    );
    expect(await run).toEqual(['A', 'B', 'c', 'd', 'e', 'f', 'g']);
    expect(seen.slice(0, 2)).toEqual(['c', 'd']);
    expect(seen.indexOf('A')).toBeLessThan(seen.indexOf('B'));
  });

  test('nothing to do is done', async () => {
    expect(await runInLanes({ items: [], lanes: 3 }, async () => 1)).toEqual([]);
  });
});
