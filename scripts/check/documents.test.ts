import { expect, test } from 'vitest';
import { checkDocuments } from './documents.ts';
import { treeOf } from './tree.ts';

const messages = (files: Record<string, string>) =>
  checkDocuments(treeOf(files)).map(({ message }) => message);

test('links to files, folders, headings and the web pass', () => {
  const text =
    '# The Two Walks\n[a](docs/b.md#one-two) [c](docs) [d](#the-two-walks) [e](https://e.test/x)';
  expect(messages({ 'README.md': text, 'docs/b.md': '## One, two' })).toEqual([]);
});

test('a link to nothing fails, from where the document stands', () => {
  expect(messages({ 'docs/b.md': '[a](c.md)' })).toEqual([
    'links to docs/c.md, which does not exist',
  ]);
});

test('a link to a heading that is not there fails', () => {
  expect(messages({ 'README.md': '[a](b.md#two)', 'b.md': '# One' })).toEqual([
    'links to #two, which b.md does not have',
  ]);
});

test('a path in backticks exists, unless it is a pattern', () => {
  expect(messages({ 'a.md': '`packages/x/src/y.ts`' })).toEqual([
    'names packages/x/src/y.ts, which does not exist',
  ]);
  expect(messages({ 'a.md': '`packages/*/SPEC.md` `scripts/NAME.ts`' })).toEqual([]);
  expect(messages({ 'a.md': '`scripts/`', 'scripts/a.ts': '' })).toEqual([]);
});

test('what stands in a fenced block is not prose', () => {
  expect(messages({ 'a.md': '```\n[a](b.md)\n```' })).toEqual([]);
});

test('a command that does not exist fails', () => {
  const manifest = JSON.stringify({ scripts: { test: 'x', check: 'x' } });
  const text = '```\nnpm ci\nnpm test\nnpm run check -- --write\nnpm run dance\n```';
  expect(messages({ 'package.json': manifest, 'README.md': text })).toEqual([
    'tells of npm run dance, which package.json does not have',
  ]);
  expect(messages({ 'README.md': '`npm test`' })).toHaveLength(1);
});

test('the README and the decisions stay short', () => {
  const files = { 'README.md': 'a\n'.repeat(101), 'docs/adr/0001-a.md': 'a\n'.repeat(61) };
  expect(messages(files)).toEqual(['has 101 lines, at most 100', 'has 61 lines, at most 60']);
});

test('every guide can be reached from the index', () => {
  const files = {
    'docs/README.md': '[a](a.md) [d](adr/d.md)',
    'docs/a.md': '[b](b/b.md#b)',
    'docs/b/b.md': '# B\n[a](../a.md)',
    'docs/c.md': '[a](a.md)',
    'docs/adr/d.md': '',
    'docs/adr/e.md': '',
  };
  const found = checkDocuments(treeOf(files));
  expect(found.map(({ path, message }) => `${path} ${message}`)).toEqual([
    "docs/c.md can't be reached from docs/README.md: link to it where it is looked for",
  ]);
  expect(messages({ 'docs/a.md': '' })).toEqual([]);
});
