import { expect, test } from 'vitest';
import { checkHeaders } from './headers.ts';
import { treeOf } from './tree.ts';

const HEADER = '// Cuts sound into frames; where it comes from is left to others.\n';

test.each([
  ['a line comment', `${HEADER}run();`],
  ['a sentence over two lines', `// Cuts sound into frames\n// of equal length.\nrun();`],
  ['a block comment', '/**\n * Cuts sound into frames of equal length.\n */\nrun();'],
  ['a shebang first', `#!/usr/bin/env node\n${HEADER}run();`],
  ['the needs of a system suite first', `// needs: tmux\n${HEADER}run();`],
])('%s passes', (_, text) => {
  expect(checkHeaders(treeOf({ 'tests/system/a.test.ts': text }))).toEqual([]);
});

test.each([
  ['no comment', 'run();'],
  ['a comment after the first statement', `run();\n${HEADER}`],
  ['words that are no sentence', '// frames\nrun();'],
  ['only the needs of a system suite', '// needs: tmux flite\nrun();'],
])('%s fails', (_, text) => {
  expect(checkHeaders(treeOf({ 'tests/system/a.test.ts': text }))).toHaveLength(1);
});

test('a front door and a test beside its source are exempt', () => {
  const files = {
    'packages/a/src/index.ts': `export { a } from './a.ts';`,
    'packages/a/src/a.ts': HEADER,
    'packages/a/src/a.test.ts': 'run();',
  };
  expect(checkHeaders(treeOf(files))).toEqual([]);
});
