// What the scripted model does in the pictured run: it looks at tests that really fail, puts right what is
// wrong, looks again, and tells. Codex asks for, runs and writes all of it itself.
import type { ModelRequest, ModelScript } from '@codex-voice/testing';

/** The project that is worked on, by file. */
export const PROJECT: Readonly<Record<string, string>> = {
  'package.json':
    '{ "type": "module", "scripts": { "test": "node --test --test-reporter=dot" } }\n',
  'average.js': `export function average(numbers) {
  const sum = numbers.reduce((a, b) => a + b);
  return sum / numbers.length;
}
`,
  'average.test.js': `import { equal } from 'node:assert/strict';
import { test } from 'node:test';
import { average } from './average.js';

test('of two numbers', () => equal(average([2, 4]), 3));
test('of nothing', () => equal(average([]), 0));
`,
};

const TESTS = 'npm test';
const PATCH = `apply_patch <<'EOF'
*** Begin Patch
*** Update File: average.js
@@
-  const sum = numbers.reduce((a, b) => a + b);
-  return sum / numbers.length;
+  const sum = numbers.reduce((a, b) => a + b, 0);
+  return sum / Math.max(1, numbers.length);
*** End Patch
EOF`;
const FIXED =
  'Fixed: `average` of nothing threw, because `reduce` had no number to begin with. It is 0 now, and both tests pass.';
const EXPLAINED =
  '`average` adds the numbers up, beginning with 0, and divides by how many there are, at least by 1.';

/** Text comes as a model's does, a few letters at a time. */
const LETTERS = { chunkCharacters: 6, chunkDelayMs: 40 } as const;
/** A model thinks before it does something, in ms. */
const THINKS_MS = 700;

export function modelScript(): ModelScript {
  let results = 0;
  return ({ cause, prompt }: ModelRequest) => {
    if (/explain/iu.test(prompt)) return { kind: 'text', text: EXPLAINED, ...LETTERS };
    results = cause === 'prompt' ? 0 : results + 1;
    switch (results) {
      case 0:
        return asking('Run the tests to see what fails?');
      case 1:
        return { kind: 'command', command: PATCH, sandbox: 'inside', afterMs: THINKS_MS };
      case 2:
        return asking('Run them again?');
      default:
        return { kind: 'text', text: FIXED, ...LETTERS };
    }
  };
}

function asking(reason: string): ReturnType<Extract<ModelScript, (request: never) => unknown>> {
  return { kind: 'command', command: TESTS, sandbox: 'escalated', reason, afterMs: THINKS_MS };
}
