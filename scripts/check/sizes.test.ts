import { expect, test } from 'vitest';
import { checkSizes } from './sizes.ts';
import { treeOf } from './tree.ts';

const statements = (count: number) => 'run();\n'.repeat(count);

test('a file of 400 lines passes and one of 401 fails', () => {
  expect(checkSizes(treeOf({ 'a.ts': statements(400) }))).toEqual([]);
  expect(checkSizes(treeOf({ 'a.ts': statements(401) }))[0]?.message).toContain('401 lines');
  expect(checkSizes(treeOf({ 'a.test.ts': statements(401) }))).toHaveLength(1);
});

test('tables and generated files are exempt by name', () => {
  const long = statements(401);
  expect(checkSizes(treeOf({ 'a.table.ts': long, 'b.generated.ts': long }))).toEqual([]);
});

test('a composition root has 120 lines at most', () => {
  expect(checkSizes(treeOf({ 'apps/a/src/main.ts': statements(121) }))).toHaveLength(1);
});

test.each([
  ['a function', (body: string) => `function a() {\n${body}}`],
  ['an arrow', (body: string) => `const a = () => {\n${body}};`],
  ['a method', (body: string) => `class A { b() {\n${body}} }`],
  ['the callback of a test', (body: string) => `test('a', () => {\n${body}});`],
])('%s of 60 lines passes and one of 61 fails', (_, wrap) => {
  expect(checkSizes(treeOf({ 'a.ts': wrap(statements(58)) }))).toEqual([]);
  expect(checkSizes(treeOf({ 'a.ts': `\n${wrap(statements(59))}` }))).toMatchObject([
    { line: 2, message: 'a function of 61 lines, at most 60' },
  ]);
});

test('a describe may be long', () => {
  const text = `describe('a', () => {\n${statements(100)}});`;
  expect(checkSizes(treeOf({ 'a.test.ts': text }))).toEqual([]);
});
