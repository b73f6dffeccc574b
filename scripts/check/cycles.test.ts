import { expect, test } from 'vitest';
import { checkCycles, circlesIn } from './cycles.ts';
import { treeOf } from './tree.ts';

test('files that import each other fail with the whole circle', () => {
  const found = checkCycles(
    treeOf({
      'packages/a/src/one.ts': `import './two.ts';`,
      'packages/a/src/two.ts': `import type { A } from './three.ts';`,
      'packages/a/src/three.ts': `export * from './one.ts';`,
    }),
  );
  expect(found).toHaveLength(1);
  expect(found[0]?.message).toMatch(/one\.ts → .*two\.ts → .*three\.ts → .*one\.ts/);
});

test('packages that depend on each other fail even when no file says so', () => {
  const manifest = (name: string, other: string) =>
    JSON.stringify({ name: `@x/${name}`, dependencies: { [`@x/${other}`]: '0.1.0' } });
  const found = checkCycles(
    treeOf({
      'packages/a/package.json': manifest('a', 'b'),
      'packages/b/package.json': manifest('b', 'a'),
    }),
  );
  expect(found[0]?.message).toContain('packages/a → packages/b → packages/a');
});

test('a diamond is no circle', () => {
  const graph = new Map([
    ['top', ['left', 'right']],
    ['left', ['bottom']],
    ['right', ['bottom']],
    ['bottom', []],
  ]);
  expect(circlesIn(graph)).toEqual([]);
});
