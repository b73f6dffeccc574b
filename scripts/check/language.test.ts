import { expect, test } from 'vitest';
import { checkLanguage } from './language.ts';
import { treeOf } from './tree.ts';

const problemsOf = (text: string) => checkLanguage(treeOf({ 'a.ts': text }));

test.each([
  ['any', 'export let a: any;'],
  ['a non-null assertion', 'run(a!);'],
  ['an enum', 'enum A { B }'],
  ['a namespace', 'namespace A { export const b = 1; }'],
  ['a parameter property', 'class A { constructor(private readonly b: number) {} }'],
  ['an angle-bracket assertion', 'run(<A>b);'],
  ['an assertion without a reason', 'const a = b as A;'],
  ['a double assertion without a reason', 'const a = b as unknown as A;'],
  ['an assertion with an empty comment', 'const a = b as A; // ok'],
  ['export *', `export * from './b.ts';`],
  ['a skipped test', `test.skip('a', () => {});`],
  ['a test alone', `describe.only('a', () => {});`],
  ['a planned test', `it.todo('a');`],
  ['a mocked module', `vi.mock('./b.ts');`],
  ['an error expected without a reason', '// @ts-expect-error\nrun();'],
  ['a lint rule switched off without a reason', '// biome-ignore lint/a/b:\nrun();'],
])('%s fails', (_, text) => {
  expect(problemsOf(text)).not.toEqual([]);
});

test.each([
  ['as const', 'const a = [1] as const;'],
  ['a reason on the line', 'const a = b as A; // The parser has checked it.'],
  ['a reason above', '// The parser has checked it.\nconst a = b as A;'],
  ['a reason above the statement', '// The parser has checked it.\nconst a = run(\n  b as A,\n);'],
  ['satisfies', 'const a = { b: 1 } satisfies A;'],
  ['an error expected with a reason', '// @ts-expect-error the types lack the member\nrun();'],
  ['import as', `import { a as b } from './a.ts';`],
  ['a member called skip', 'reader.skip(3);'],
])('%s passes', (_, text) => {
  expect(problemsOf(text)).toEqual([]);
});

test('a problem has its line', () => {
  expect(problemsOf('run();\nrun(a!);')[0]).toMatchObject({ path: 'a.ts', line: 2 });
});
