import { expect, test } from 'vitest';
import { checkDependencies } from './dependencies.ts';
import { treeOf } from './tree.ts';

function messages(root: object, member: object = {}, lock: object = {}): string[] {
  const tree = treeOf({
    'package.json': JSON.stringify(root),
    'packages/a/package.json': JSON.stringify({ name: '@x/a', version: '0.1.0', ...member }),
    'package-lock.json': JSON.stringify({ packages: lock }),
  });
  return checkDependencies(tree).map(({ message }) => message);
}

test('exact versions, the same everywhere, pass', () => {
  const dependencies = { ws: '8.0.0', '@x/a': '0.1.0' };
  expect(messages({ devDependencies: dependencies }, { dependencies: { ws: '8.0.0' } })).toEqual(
    [],
  );
});

test.each(['^8.0.0', '~8.0.0', '8', 'latest', '*', '>=8.0.0'])('%s is not exact', (version) => {
  expect(messages({ optionalDependencies: { ws: version } })).toEqual([
    `ws is "${version}": pin one exact version`,
  ]);
});

test('two versions of one dependency fail with both places', () => {
  expect(messages({ devDependencies: { ws: '8.0.0' } }, { dependencies: { ws: '8.0.1' } })).toEqual(
    ['ws is 8.0.1 here and 8.0.0 in package.json'],
  );
});

test('a member of the workspace is asked for at its own version', () => {
  expect(messages({ dependencies: { '@x/a': '0.2.0' } })).toEqual([
    '@x/a is 0.2.0 here and 0.1.0 in its own package.json',
  ]);
});

test('a package that runs a script when installed fails by its name', () => {
  const lock = {
    '': { hasInstallScript: true },
    'node_modules/a/node_modules/@b/native': { hasInstallScript: true },
    'node_modules/plain': {},
  };
  expect(messages({}, {}, lock)).toEqual([
    '@b/native runs a script when installed: choose one that does not',
  ]);
});
