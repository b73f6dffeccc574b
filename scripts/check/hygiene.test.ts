import { expect, test } from 'vitest';
import { checkHygiene, judgeLine } from './hygiene.ts';
import { treeOf } from './tree.ts';

/** Put together here, so that this file does not hold what it looks for. */
const slash = (...parts: string[]) => `/${parts.join('/')}`;

test.each([
  ['the home of root', `cd ${slash('root', 'project')}`],
  ['the home of root alone', `HOME="${slash('root')}"`],
  ['a checkout', `in ${slash('work', 'main')}`],
  ['a home', `see ${slash('home', 'sam', 'notes.md')}`],
  ['a home elsewhere', `see ${slash('Users', 'sam')}`],
  ['a package registry', `from https://registry${'.'}npmjs.org/ws`],
  ['a package registry of another language', `from files.python${'hosted.org'}`],
  ['a mirror of Debian', `from deb${'.'}debian.org`],
])('%s fails', (_, line) => {
  expect(judgeLine(line)).toBeDefined();
});

test.each([
  'docs/home/page.md',
  'apps/root/main.ts',
  'https://example.test/work/of/art',
  slash('workspace', 'a'),
  'the /tmp folder',
  '~/.config/codex-voice',
  'a host that serves a registry',
])('%s passes', (line) => {
  expect(judgeLine(line)).toBeUndefined();
});

test('the lock file is npm its own', () => {
  const text = `one\n${slash('root')}`;
  expect(checkHygiene(treeOf({ 'package-lock.json': text }))).toEqual([]);
  expect(checkHygiene(treeOf({ 'docs/a.cast': text }))).toMatchObject([{ line: 2 }]);
});
