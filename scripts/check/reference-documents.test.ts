import { expect, test } from 'vitest';
import { checkReferenceDocuments, madeDocuments, withPart } from './reference-documents.ts';
import { treeOf } from './tree.ts';

const PLACE = (name: string) =>
  `a\n<!-- ${name}: made from the code by \`npm run check -- --write\` -->\n<!-- end of ${name} -->\nb\n`;
const EMPTY = {
  'docs/embedding.md': ['options', 'calls', 'events', 'errors'].map(PLACE).join(''),
  'docs/languages.md': PLACE('languages'),
  'docs/mcp.md': PLACE('tools'),
  'docs/plugins.md': PLACE('manifest') + PLACE('environment'),
};

test('what is made stands, and is told where it is another than the code says', () => {
  const made = Object.entries(madeDocuments(treeOf(EMPTY))).map(([path, text]) => [
    path,
    text ?? '',
  ]);
  const files = Object.fromEntries(made);
  expect(checkReferenceDocuments(treeOf(files))).toEqual([]);
  const path = 'docs/reference/keys.md';
  const stale = { ...files, [path]: files[path].replace('`F2`', '`F3`') };
  expect(checkReferenceDocuments(treeOf(stale))).toEqual([
    { path, message: 'is not what the code says: npm run check -- --write makes it anew' },
  ]);
});

test('every page has something of the code', () => {
  const made = madeDocuments(treeOf(EMPTY));
  expect(made['docs/reference/keys.md']).toContain('`Ctrl-\\ s`');
  expect(made['docs/reference/commands.md']).toContain('| `--follow` |');
  expect(made['docs/reference/spoken.md']).toContain('"schick es ab"');
  expect(made['docs/plugins.md']).toContain('| `timeout_ms` |');
  expect(made['docs/mcp.md']).toContain('a number, 1 to ');
  expect(made['docs/embedding.md']).toMatch(/`settledLength`[\s\S]*`cannot-listen`/u);
  expect(made['docs/languages.md']).toContain('| French | `fr` | commands and prompts |');
});

test('a part takes the place between its marks, and a page without them is told', () => {
  const part = { name: 'tools', text: 'x' };
  const once = withPart(PLACE('tools'), part) ?? '';
  expect(once).toMatch(/^a\n<!-- tools: [^\n]*-->\n\nx\n\n<!-- end of tools -->\nb\n$/u);
  expect(withPart(once, part)).toBe(once);
  expect(withPart('no place', part)).toBeUndefined();
  const [first] = checkReferenceDocuments(treeOf({}));
  expect(first?.message).toContain('is not what the code says');
  const without = checkReferenceDocuments(treeOf({})).find(({ path }) => path === 'docs/mcp.md');
  expect(without?.message).toContain('has no place');
});
