import { expect, test } from 'vitest';
import { checkRuleIds } from './rule-ids.ts';
import { treeOf } from './tree.ts';

const SPEC = 'packages/a/SPEC.md';
const messages = (files: Record<string, string>) =>
  checkRuleIds(treeOf(files)).map(({ message }) => message);

test('a rule with a test passes, in whichever form the title stands', () => {
  const spec = '- **ANSI-F3** One.\n- **ANSI-4** Two.\n- **ANSI-5** Three.';
  const tests =
    "test('ANSI-F3: one', () => {});\n" +
    `describe(\`ANSI-4 $\{name}\`, () => {});\n` +
    "test.each(rows)('%s ANSI-5', () => {});";
  expect(messages({ [SPEC]: spec, 'packages/a/src/a.test.ts': tests })).toEqual([]);
});

test('a rule without a test fails at the line of the rule', () => {
  const found = checkRuleIds(treeOf({ [SPEC]: '# Rules\n- **ANSI-F3** One.' }));
  expect(found).toEqual([{ path: SPEC, line: 2, message: 'no test has ANSI-F3 in its title' }]);
});

test('a rule named only in a comment or a body has no test', () => {
  const tests = "// ANSI-F3\ntest('one', () => run('ANSI-F3'));";
  expect(messages({ [SPEC]: '**ANSI-F3**', 'packages/a/src/a.test.ts': tests })).toHaveLength(1);
});

test('a test of a rule that does not exist fails', () => {
  const tests = "test('ANSI-1', () => {});\ntest('ANSI-2 and UTF-8', () => {});";
  expect(messages({ [SPEC]: '**ANSI-1**', 'packages/a/src/a.test.ts': tests })).toEqual([
    'a test names ANSI-2, which no SPEC defines',
  ]);
});

test('a rule defined twice fails', () => {
  const files = { [SPEC]: '**ANSI-1**', 'packages/b/SPEC.md': '**ANSI-1**' };
  const tests = "test('ANSI-1', () => {});";
  expect(messages({ ...files, 'packages/a/src/a.test.ts': tests })).toEqual([
    'defines ANSI-1 again, after packages/a/SPEC.md:1',
  ]);
});

test('a rule is also defined without bold, at the start of its list item', () => {
  expect(messages({ [SPEC]: '- ANSI-1: One, unlike ANSI-2.' })).toEqual([
    'no test has ANSI-1 in its title',
  ]);
});

test('a SPEC without a rule fails', () => {
  expect(messages({ [SPEC]: 'Be good.' })).toEqual(['defines no rule: write them as **PREFIX-1**']);
});
