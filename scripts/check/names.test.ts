import { expect, test } from 'vitest';
import { checkNames, judgeName } from './names.ts';
import { treeOf } from './tree.ts';

test.each(['kill-ring.ts', 'kill-ring.test.ts', 'utf8', 'east-asian.table.ts', 'SPEC.md'])(
  '%s passes',
  (name) => {
    expect(judgeName(name)).toBeUndefined();
  },
);

test.each(['killRing.ts', 'Kill-ring.ts', 'kill_ring.ts', 'kill-Ring.test.ts'])(
  '%s is not kebab-case',
  (name) => {
    expect(judgeName(name)).toContain('kebab-case');
  },
);

test.each(['utils.ts', 'test-helpers.ts', 'session-manager.test.ts', 'common', 'misc'])(
  '%s does not say what is inside',
  (name) => {
    expect(judgeName(name)).toContain('does not say');
  },
);

test('folders are judged too, fixtures are not', () => {
  expect(checkNames(treeOf({ 'packages/a/src/utils/a.ts': '' }))).toHaveLength(1);
  expect(checkNames(treeOf({ 'packages/a/fixtures/Some_Recording.cast': '' }))).toEqual([]);
});
