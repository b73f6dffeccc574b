import { expect, test } from 'vitest';
import { checkImports } from './imports.ts';
import { type Problem, treeOf } from './tree.ts';

const TABLE = { low: [], high: ['low'], testing: ['low', 'high'] };

interface Sample {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  runtime?: string;
}

function manifest(name: string, { runtime = 'node', ...sample }: Sample = {}): string {
  const exports = { '.': './src/index.ts' };
  return JSON.stringify({ name: `@x/${name}`, exports, codexVoice: { runtime }, ...sample });
}

function problemsOf(files: Record<string, string>): readonly Problem[] {
  const base = {
    'package.json': JSON.stringify({ devDependencies: { vitest: '1.0.0' } }),
    'packages/low/package.json': manifest('low', { runtime: 'any' }),
    'packages/high/package.json': manifest('high', {
      dependencies: { '@x/low': '0.1.0', ws: '1.0.0' },
      devDependencies: { '@x/testing': '0.1.0' },
    }),
    'packages/testing/package.json': manifest('testing'),
  };
  return checkImports(treeOf({ ...base, ...files }), TABLE);
}

function messages(files: Record<string, string>): string {
  return problemsOf(files)
    .map((problem) => problem.message)
    .join('\n');
}

test('what the table allows and the manifest declares passes', () => {
  const text = `import { a } from '@x/low';\nimport ws from 'ws';\nimport 'node:fs';\nimport './b.ts';`;
  expect(messages({ 'packages/high/src/a.ts': text })).toBe('');
});

test('an import against the table fails with what the table allows', () => {
  const found = problemsOf({ 'packages/low/src/a.ts': `\nexport { a } from '@x/high';` });
  expect(found).toHaveLength(1);
  expect(found[0]?.line).toBe(2);
  expect(found[0]?.message).toContain('lets low import nothing');
});

test.each([
  ['a type import', `import type { A } from '@x/high';`],
  ['a dynamic import', `await import('@x/high');`],
  ['an import type', `export type A = import('@x/high').A;`],
  ['a require', `require('@x/high');`],
])('%s counts as an import', (_, text) => {
  expect(messages({ 'packages/low/src/a.ts': text })).toContain('the import table');
});

test('an import past the front door fails', () => {
  expect(messages({ 'packages/high/src/a.ts': `import '@x/low/src/inner.ts';` })).toContain(
    'past the front door',
  );
  expect(messages({ 'packages/high/src/a.ts': `import '../../low/src/inner.ts';` })).toContain(
    'past the front door',
  );
  expect(messages({ 'scripts/a.ts': `import '../packages/low/src/inner.ts';` })).toContain(
    'past the front door',
  );
});

test('a package does not reach into the root', () => {
  expect(messages({ 'packages/high/src/a.ts': `import '../../../scripts/a.ts';` })).toContain(
    'outside its package',
  );
});

test('an undeclared dependency fails', () => {
  expect(messages({ 'packages/high/src/a.ts': `import 'left-pad/deep';` })).toContain(
    'imports left-pad, which packages/high/package.json does not declare',
  );
  expect(messages({ 'scripts/a.ts': `import 'left-pad';` })).toContain('root package.json');
});

test('Node is not there for a package with runtime any, except in its tests', () => {
  expect(messages({ 'packages/low/src/a.ts': `import 'node:fs';` })).toContain('runtime "any"');
  expect(messages({ 'packages/low/src/a.test.ts': `import 'node:fs';` })).toBe('');
});

test('only tests import the testing package, and they declare it', () => {
  const text = `import '@x/testing';`;
  expect(messages({ 'packages/high/src/a.ts': text })).toContain('only tests may');
  expect(messages({ 'packages/high/src/a.test.ts': `${text}\nimport 'vitest';` })).toBe('');
  expect(messages({ 'packages/low/src/a.test.ts': text })).toContain('does not declare');
});

test('a declared dependency that the table does not allow fails', () => {
  const low = manifest('low', { dependencies: { '@x/high': '0.1.0' } });
  expect(messages({ 'packages/low/package.json': low })).toContain('depends on @x/high');
});

test('the table and the tree name the same members', () => {
  expect(messages({ 'packages/extra/package.json': manifest('extra') })).toContain(
    'has no entry for extra',
  );
  const gone = checkImports(treeOf({}), { low: [] });
  expect(gone.map(({ message }) => message)).toEqual(['names low, which does not exist']);
});
