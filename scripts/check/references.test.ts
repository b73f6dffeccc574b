import { expect, test } from 'vitest';
import { checkReferences } from './references.ts';
import { treeOf } from './tree.ts';

const project = (base: string, ...paths: string[]) =>
  JSON.stringify({ extends: base, references: paths.map((path) => ({ path })) });

const GOOD = {
  'packages/a/package.json': JSON.stringify({ name: '@x/a', codexVoice: { runtime: 'any' } }),
  'packages/a/tsconfig.json': project('../../tsconfig.any.json'),
  'packages/b/package.json': JSON.stringify({
    name: '@x/b',
    codexVoice: { runtime: 'node' },
    dependencies: { '@x/a': '0.1.0', ws: '1.0.0' },
  }),
  'packages/b/tsconfig.json': project('../../tsconfig.node.json', '../a'),
  'tsconfig.json': project('', './packages/a', './packages/b', './tsconfig.tests.json'),
  'tsconfig.tests.json': project('', './packages/a', './packages/b'),
};

const messages = (files: Record<string, string>) =>
  checkReferences(treeOf({ ...GOOD, ...files })).map(({ message }) => message);

test('references that mirror the workspace pass', () => {
  expect(messages({})).toEqual([]);
});

test('a missing and a left-over reference fail', () => {
  expect(messages({ 'packages/b/tsconfig.json': project('../../tsconfig.node.json') })).toEqual([
    'does not reference packages/a, which it depends on',
  ]);
  expect(
    messages({ 'packages/a/tsconfig.json': project('../../tsconfig.any.json', '../b') }),
  ).toEqual(['references packages/b, which it does not depend on']);
});

test('the root projects list every member', () => {
  expect(messages({ 'tsconfig.tests.json': project('', './packages/a') })).toHaveLength(1);
});

test('a runtime that the compiler does not hold it to fails', () => {
  expect(
    messages({ 'packages/a/tsconfig.json': project('../../tsconfig.node.json') }),
  ).toHaveLength(1);
});
