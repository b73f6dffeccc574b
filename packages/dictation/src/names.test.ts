import { describe, expect, it } from 'vitest';
import { format } from './format.ts';
import { type KnownName, knownNames, MAXIMUM_KNOWN_NAMES } from './known-names.ts';
import {
  DEFAULT_DICTATION_SETTINGS,
  type DictationSettings,
  MAXIMUM_REPLACEMENTS,
} from './settings.ts';

const NAMES: readonly (string | KnownName)[] = [
  'package.json',
  'README.md',
  'src/useAuth.ts',
  'use-cache.ts',
  'use_cache.py',
  '.npmrc',
  '@acme/ui-kit',
  'getUserName',
  'MAX_RETRIES',
  'readConfig',
  'setup',
  'has space.txt',
  { text: 'useXyz', spoken: 'use ex why zed' },
];
const known = knownNames(NAMES);

function typed(said: string, settings: Partial<DictationSettings> = {}): string {
  return format(said, {
    language: 'en',
    known,
    settings: { ...DEFAULT_DICTATION_SETTINGS, ...settings },
  }).text;
}

describe('files that exist', () => {
  it.each([
    ['open package dot json', 'open package.json'],
    ['open Package dot jason', 'open package.json'],
    ['open package dot j s o n', 'open package.json'],
    ['the read me dot md', 'the README.md'],
    ['source use auth dot ts', 'source use auth.ts'],
    ['src slash use auth dot ts', 'src/useAuth.ts'],
    ['use cache dot ts', 'use-cache.ts'],
    ['use dash cache dot ts', 'use-cache.ts'],
    ['use underscore cache dot pie', 'use_cache.py'],
    ['the dot npmrc', 'the .npmrc'],
    ['at acme slash ui kit', '@acme/ui-kit'],
    ['package, dot json', 'package, dot json'],
    ['has space dot txt', 'has space.txt'],
  ])('DICT-30 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it('DICT-30 the longest one counts', () => {
    const longer = knownNames(['index.ts', 'index.ts.map']);
    const { text } = format('open index dot ts dot map', { language: 'en', known: longer });
    expect(text).toBe('open index.ts.map');
  });
});

describe('identifiers that exist', () => {
  it.each([
    ['call get user name now', 'call getUserName now'],
    ['the function read config fails', 'the function readConfig fails'],
    ['const max retries', 'const MAX_RETRIES'],
    ['read config first', 'read config first'],
    ['set up the project', 'set up the project'],
    ['use ex why zed here', 'useXyz here'],
  ])('DICT-31 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it('DICT-31 of two that are said alike the first counts, and names beyond the bound do not', () => {
    const many = Array.from({ length: MAXIMUM_KNOWN_NAMES }, (_, index) => `file${index}.ts`);
    const bounded = knownNames([...many, 'last.one']);
    expect(bounded.has('file0.ts')).toBe(true);
    expect(bounded.has('last.one')).toBe(false);
    const alike = knownNames(['a-b.ts', 'aB.ts']);
    expect(format('a b dot ts', { language: 'en', known: alike }).text).toBe('a-b.ts');
  });
});

describe('terms and abbreviations', () => {
  it.each([
    ['clear the cash', 'clear the cache'],
    ['Cash hit', 'Cache hit'],
    ['invalidate the cashed response', 'invalidate the cached response'],
    ['use git work trees', 'use git worktrees'],
    ['oh auth is broken', 'OAuth is broken'],
    ['oauth is broken', 'OAuth is broken'],
    ['kube c t l get pods', 'kubectl get pods'],
    ['push to git hub', 'push to GitHub'],
    ['see github.com', 'see github.com'],
    ['github dot com', 'github.com'],
    ['open a p r', 'open a PR'],
    ['two prs', 'two PRs'],
    ['p n p m run build', 'pnpm run build'],
    ['the u r l is wrong', 'the URL is wrong'],
    ['all a p i s', 'all APIs'],
    ['slash a p i slash users', '/api/users'],
    ['H T T P server', 'HTTP server'],
    ['parse the jason', 'parse the JSON'],
    ['a dot net app', 'a .NET app'],
  ])('DICT-32 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it.each(['pay in cash', 'cash flow', 'clear the cash drawer', 'ask jason', 'x y z', 'a b test'])(
    'DICT-32 stays: %s',
    (said) => {
      expect(typed(said)).toBe(said);
    },
  );
});

describe('replacements and fillers', () => {
  it('DICT-33 whole words, whatever their case, the longest first', () => {
    const replacements = { dot: 'DOT', 'dot json': 'of JSON', "o'neil": "O'Neil" };
    expect(typed('some Dot json', { replacements })).toBe('some of JSON');
    expect(typed('a dot here', { replacements })).toBe('a DOT here');
    expect(typed('dots stay', { replacements })).toBe('dots stay');
    expect(typed('ask O\u2019NEIL', { replacements })).toBe("ask O'Neil");
  });

  it('DICT-33 they are heard inside a formatter as well', () => {
    expect(typed('snake get gee pee you', { replacements: { 'gee pee you': 'gpu' } })).toBe(
      'get_gpu',
    );
  });

  it('DICT-33 beyond the bound they are ignored, and one without words is nothing', () => {
    const many = Object.fromEntries(
      Array.from({ length: MAXIMUM_REPLACEMENTS + 1 }, (_, index) => [`word${index}`, 'x']),
    );
    expect(typed(`word0 word${MAXIMUM_REPLACEMENTS}`, { replacements: many })).toBe(
      `x word${MAXIMUM_REPLACEMENTS}`,
    );
    expect(typed('a b', { replacements: { '': 'x', '...': 'y' } })).toBe('a b');
  });

  it.each([
    ['um so we go', 'so we go'],
    ['Um, I think so', 'I think so'],
    ['we uh go', 'we go'],
    ['so, um, we go', 'so, we go'],
    ['we go um', 'we go'],
    ['we go um uh.', 'we go.'],
    ['um uh', 'um uh'],
    ['an umbrella', 'an umbrella'],
  ])('DICT-34 %s', (said, text) => {
    expect(typed(said)).toBe(text);
  });

  it('DICT-34 they stay where the rule is off', () => {
    expect(typed('um so', { off: ['filler'] })).toBe('um so');
  });
});
