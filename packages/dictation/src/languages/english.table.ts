// English: the words that hold its sentences together, terms that recognisers get wrong, letters that
// are written together. Symbols and numbers are beside.
import { FORMATTER_WORDS } from '../formatter-words.table.ts';
import { PhraseIndex } from '../phrase-index.ts';
import { wordSet } from '../word-set.ts';
import { ENGLISH_NUMBERS } from './english-numbers.table.ts';
import { ENGLISH_SYMBOLS } from './english-symbols.table.ts';
import { symbolPhrases, type TermRow, type WordLanguage } from './language.ts';

const CACHE_WORDS =
  'clear flush invalidate invalidates redis browser build disk memory query warm warms cold stale http lru miss misses hit hits key keys entry entries invalidation layer ttl result results response responses evict eviction store npm pnpm compiler bust';

const MONEY_WORDS = 'drawer register flow pay paid pays money bank machine prize till petty';

const TERMS: readonly TermRow[] = [
  { heard: 'cash', written: 'cache', near: CACHE_WORDS, notNear: MONEY_WORDS, capital: 'kept' },
  { heard: 'cashed', written: 'cached', near: CACHE_WORDS, notNear: MONEY_WORDS, capital: 'kept' },
  {
    heard: 'cashing',
    written: 'caching',
    near: CACHE_WORDS,
    notNear: MONEY_WORDS,
    capital: 'kept',
  },
  { heard: 'work tree', written: 'worktree', capital: 'kept' },
  { heard: 'work trees', written: 'worktrees', capital: 'kept' },
  { heard: 'o auth', written: 'OAuth' },
  { heard: 'oh auth', written: 'OAuth' },
  { heard: 'oauth', written: 'OAuth' },
  { heard: 'cube control', written: 'kubectl' },
  { heard: 'kube control', written: 'kubectl' },
  { heard: 'cube ctl', written: 'kubectl' },
  { heard: 'kube ctl', written: 'kubectl' },
  { heard: 'cube c t l', written: 'kubectl' },
  { heard: 'kube c t l', written: 'kubectl' },
  { heard: 'cube cuttle', written: 'kubectl' },
  { heard: 'kube cuttle', written: 'kubectl' },
  { heard: 'pn pm', written: 'pnpm' },
  { heard: 'p npm', written: 'pnpm' },
  { heard: 'git hub', written: 'GitHub' },
  { heard: 'get hub', written: 'GitHub' },
  { heard: 'github', written: 'GitHub' },
  { heard: 'git lab', written: 'GitLab' },
  { heard: 'gitlab', written: 'GitLab' },
  { heard: 'type script', written: 'TypeScript' },
  { heard: 'typescript', written: 'TypeScript' },
  { heard: 'java script', written: 'JavaScript' },
  { heard: 'javascript', written: 'JavaScript' },
  { heard: 'node js', written: 'Node.js' },
  { heard: 'node j s', written: 'Node.js' },
  { heard: 'next js', written: 'Next.js' },
  { heard: 'vs code', written: 'VS Code' },
  { heard: 'v s code', written: 'VS Code' },
  { heard: 'es lint', written: 'ESLint' },
  { heard: 'e s lint', written: 'ESLint' },
  { heard: 'post gres', written: 'Postgres' },
  { heard: 'post gress', written: 'Postgres' },
  { heard: 'web socket', written: 'WebSocket' },
  { heard: 'web sockets', written: 'WebSockets' },
  { heard: 'c plus plus', written: 'C++' },
  { heard: 'c sharp', written: 'C#' },
  { heard: 'dot net', written: '.NET' },
  { heard: 'reg ex', written: 'regex', capital: 'kept' },
  {
    heard: 'jason',
    written: 'JSON',
    near: 'parse file files schema body payload response valid invalid serialize',
  },
  { heard: 'pr', written: 'PR' },
  { heard: 'prs', written: 'PRs' },
];

const UPPER_CASE_LETTERS =
  'api apis url urls http https pr prs ci cd ssh sql html css json xml cli ui ux id ids db aws gcp sdk ide jwt dns tcp udp ip tls ssl cpu gpu ram csv pdf llm ai os dom orm crud rpc';
const LOWER_CASE_LETTERS = 'npm pnpm npx tsx jsx ls';

const SPELLING: [string, string][] =
  'alpha alfa bravo charlie delta echo foxtrot golf hotel india juliett juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whiskey whisky xray yankee zulu'
    .split(' ')
    .map((word) => [word, word.slice(0, 1)]);

const SIGNS: readonly [string, string][] = [
  ...'zero one two three four five six seven eight nine'
    .split(' ')
    .map((word, value): [string, string] => [word, String(value)]),
  ['dash', '-'],
  ['hyphen', '-'],
  ['underscore', '_'],
  ['dot', '.'],
  ['slash', '/'],
];

export const ENGLISH: WordLanguage = {
  kind: 'words',
  symbols: new PhraseIndex(symbolPhrases(ENGLISH_SYMBOLS)),
  determiners: wordSet(
    'a an the this that these those my your our his her its their each every any some no another which what',
  ),
  adjectives: wordSet(
    'missing extra trailing leading unmatched unbalanced first second last next single double whole new',
  ),
  functionWords: wordSet(
    `a an the this that these those my your our his her its their each every any some no another
     i you he she it we they me him us them who which what where when why how
     of to in on at by for with from as into onto over under between through about after before
     and or but nor so than then if else because while until unless although though
     is are was were be been being am isn't aren't wasn't do does did don't doesn't has have had
     can could should would must may might will shall won't can't not just also only very too
     here there everywhere please instead there's it's that's we're i'm`,
  ),
  mentions: wordSet('character characters symbol symbols operator operators key keys'),
  numbers: ENGLISH_NUMBERS,
  fillers: wordSet('um umm uhm uh uhh erm'),
  terms: new PhraseIndex(TERMS.map((term) => [term.heard, term])),
  acronyms: new Map([
    ...UPPER_CASE_LETTERS.split(' ').map((letters): [string, string] => [
      letters,
      letters.length > 2 &&
      /s$/u.test(letters) &&
      UPPER_CASE_LETTERS.split(' ').includes(letters.slice(0, -1)) &&
      letters !== 'https'
        ? `${letters.slice(0, -1).toUpperCase()}s`
        : letters.toUpperCase(),
    ]),
    ...LOWER_CASE_LETTERS.split(' ').map((letters): [string, string] => [letters, letters]),
  ]),
  codeWords: wordSet(
    'true false null undefined nil none localhost const let var args argv env nan',
  ),
  introducing: wordSet(
    'called named variable function func const let var def class method type interface field property parameter argument identifier import return enum struct component hook as',
  ),
  formatters: FORMATTER_WORDS,
  spell: 'spell',
  letters: new Map([...SPELLING, ...SIGNS]),
};
