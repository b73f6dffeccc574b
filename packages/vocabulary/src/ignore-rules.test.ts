import { expect, test } from 'vitest';
import { IgnoreRules } from './ignore-rules.ts';

test('VOCAB-51: each folder rules over what is in it, the innermost last', () => {
  const rules = new IgnoreRules();
  rules.set('', '*.log\n/generated\n!keep.log\n');
  rules.set('app', '!debug.log\nprivate/\n');
  expect(rules.ignores('a.log', 'file')).toBe(true);
  expect(rules.ignores('app/a.log', 'file')).toBe(true);
  expect(rules.ignores('app/debug.log', 'file')).toBe(false);
  expect(rules.ignores('app/keep.log', 'file')).toBe(false);
  expect(rules.ignores('generated', 'folder')).toBe(true);
  expect(rules.ignores('app/generated', 'folder')).toBe(false);
  expect(rules.ignores('app/private', 'folder')).toBe(true);
  expect(rules.ignores('app/private', 'file')).toBe(false);
  expect(rules.ignoresAnywhere('app/private/deep/file.ts', 'file')).toBe(true);
});

test('VOCAB-51: folders of builds and dependencies are ignored whatever is written', () => {
  const rules = new IgnoreRules();
  rules.set('', '!node_modules\n');
  for (const path of ['node_modules', 'a/b/.git', 'target', 'dist', '.venv'])
    expect(rules.ignores(path, 'folder')).toBe(true);
  expect(rules.ignores('dist', 'file')).toBe(false);
});

test('VOCAB-51: a .gitignore comes before the exclude file, and rules can be taken away', () => {
  const rules = new IgnoreRules();
  rules.set('', '!a.tmp\n', '*.tmp\n');
  expect(rules.ignores('a.tmp', 'file')).toBe(false);
  expect(rules.ignores('b.tmp', 'file')).toBe(true);
  rules.set('', '');
  expect(rules.ignores('b.tmp', 'file')).toBe(false);
});
