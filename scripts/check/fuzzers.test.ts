import { expect, test } from 'vitest';
import { checkFuzzers } from './fuzzers.ts';
import { treeOf } from './tree.ts';

const PARSER = 'export function parseThing(text: string): unknown {\n  return text;\n}\n';
const FUZZER =
  "const here = 'packages/a/src';\nexport const FUZZERS = [fuzzer('a', [`$" +
  '{here}/thing.ts#parseThing`], parseThing)];\n';

const messages = (files: Readonly<Record<string, string>>, reasons = {}) =>
  checkFuzzers(treeOf(files), reasons).map(({ message }) => message);

test('a parser that a fuzzer names passes; so do one with a reason, tests, and what is no parser', () => {
  const files = { 'packages/a/src/thing.ts': PARSER, 'tests/fuzz/a.fuzz.ts': FUZZER };
  expect(messages(files)).toEqual([]);
  const other = {
    'packages/a/src/thing.ts': PARSER,
    'packages/a/src/thing.test.ts': PARSER.replace('Thing', 'Other'),
    'packages/a/src/words.ts': 'export function readiness(): number {\n  return 1;\n}\n',
  };
  expect(messages(other, { 'packages/a/src/thing.ts#parseThing': 'why' })).toEqual([]);
});

test('a new parser without a fuzzer fails by name', () => {
  const path = 'apps/b/src/new.ts';
  const text = `// A header.\nexport async function readNew(): Promise<void> {}\n`;
  expect(checkFuzzers(treeOf({ [path]: text }), {})).toEqual([
    { path, line: 2, message: expect.stringContaining('readNew has no fuzzer') },
  ]);
});

test('names of what is gone fail, and a reason for what has a fuzzer', () => {
  expect(
    messages({ 'tests/fuzz/a.fuzz.ts': FUZZER }, { 'packages/a/src/old.ts#readOld': 'x' }),
  ).toEqual([
    'names packages/a/src/thing.ts#parseThing, which is not there',
    'names packages/a/src/old.ts#readOld, which is not there',
  ]);
  const files = { 'packages/a/src/thing.ts': PARSER, 'tests/fuzz/a.fuzz.ts': FUZZER };
  expect(messages(files, { 'packages/a/src/thing.ts#parseThing': 'why' })).toEqual([
    expect.stringContaining('has a fuzzer'),
  ]);
});
