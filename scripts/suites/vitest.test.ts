// A small run of Vitest's own, in a folder without a project.
import { existsSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { notEnded, totalsOfRun } from './totals.ts';
import { runVitest } from './vitest.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a run that is stopped by its limit has told of the files that have ended, and names the others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  const begun = join(folder, 'begun');
  const files = {
    'vitest.config.mjs': `export default { cacheDir: 'cache', test: { globals: true, fileParallelism: false,
      sequence: { sequencer: class { shard = (all) => all; sort = (all) => all.toReversed(); } } } };`,
    'a.test.mjs': '',
    'b.test.mjs': `test('goes on', async () => {
      (await import('node:fs')).writeFileSync(${JSON.stringify(begun)}, '');
      await new Promise(() => {});
    }, 1e9);`,
    'c.test.mjs': "test('ends', () => {}); test.skip('is not for now', () => {});",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const stop = new AbortController();
  const request = { root: folder, config: 'vitest.config.mjs' };
  const running = runVitest({ ...request, files: [], stop: stop.signal, quiet: true });
  await expect.poll(() => existsSync(begun)).toBe(true);
  stop.abort();
  const run = await running;
  expect(run.files).toMatchObject([{ path: 'c.test.mjs', tests: ['passed', 'skipped'] }]);
  expect(notEnded(run).toSorted()).toEqual(['a.test.mjs', 'b.test.mjs']);
  expect(totalsOfRun(run)).toEqual({ passed: 1, failed: 2, skipped: 1 });

  // What comes after does not begin.
  const after = await runVitest({ ...request, files: ['a.test.mjs'], stop: stop.signal });
  expect(totalsOfRun(after)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
