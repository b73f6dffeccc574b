// The guides are run: every command of theirs that only looks is carried out in an empty home, and what a guide
// shows as its output is what it prints.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commandsOf, consolesOf } from '../../scripts/check/document-snippets.ts';
import { type Ended, type Home, makeHome, ROOT, runPlain } from './command.ts';

/** Commands that change nothing, by their first words; each prints something in an empty home. */
const LOOKING =
  /^(?:config(?: (?:explain|get|path|schema)\b.*)?|models list\b.*|role(?: \w+)?|do --list\b.*|completion \w+|host install --print|.*--help)$/u;
/** These may have nothing to show, which one line says. */
const MAYBE_EMPTY =
  /^(?:sessions\b.*|approvals\b.*|speaker list|session list\b.*|flush|notes(?: show)?|kb (?:list|search .*))$/u;
/** A word that stands for something of the reader's. */
const PLACEHOLDER = / [A-Z]+(?: |$)/u;
/** Two dozen starts of the program, on a machine with other things to do. */
const PATIENCE_MS = 120_000;
/** So many at once leave a small machine room. */
const AT_ONCE = 3;
const ONE_LINE = /^codex-voice: [^\n]+\n$/u;

const pages = [
  'README.md',
  ...readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md') && !name.startsWith('adr'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`),
];
const text = (page: string): string => readFileSync(join(ROOT, page), 'utf8');

async function ran(home: Home, command: string): Promise<Ended> {
  const ended = await runPlain(home, command.split(' '));
  expect(ended.stderr, command).not.toMatch(/\n\s+at /u);
  return ended;
}

/** Does the work for all, a few at a time. */
async function forAll<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<void>,
): Promise<void> {
  for (let first = 0; first < items.length; first += AT_ONCE) {
    await Promise.all(items.slice(first, first + AT_ONCE).map(work));
  }
}

test('what the guides show and only looks is carried out', { timeout: PATIENCE_MS }, async () => {
  const home = makeHome();
  const shown = pages.flatMap((page) => commandsOf(text(page)).map(({ words }) => words.join(' ')));
  const commands = [...new Set(shown)].filter((command) => !PLACEHOLDER.test(command));
  const looking = commands.filter((command) => LOOKING.test(command));
  const maybeEmpty = commands.filter((command) => MAYBE_EMPTY.test(command));
  expect(looking.length).toBeGreaterThan(8);
  expect(maybeEmpty.length).toBeGreaterThan(4);
  await forAll(looking, async (command) => {
    const { status, stdout } = await ran(home, command);
    expect([command, status]).toEqual([command, 0]);
    expect(stdout.trim(), command).not.toBe('');
  });
  await forAll(maybeEmpty, async (command) => {
    const { status, stdout, stderr } = await ran(home, command);
    if (status === 0) expect(`${stdout}${stderr}`.trim(), command).not.toBe('');
    else expect([command, status, stderr]).toEqual([command, 1, expect.stringMatching(ONE_LINE)]);
  });
});

test('what the guides show as printed is printed', { timeout: PATIENCE_MS }, async () => {
  const home = makeHome();
  const shown = pages.flatMap((page) => consolesOf(text(page)));
  expect(shown.length).toBeGreaterThan(0);
  await forAll(shown, async ({ words, output }) => {
    const { stdout, stderr } = await runPlain(home, words);
    expect(`${stdout}${stderr}`).toMatch(shapeOf(output));
  });
});

/** `…` stands for anything in a line, and alone for any lines. Blanks may be more or fewer. */
function shapeOf(output: readonly string[]): RegExp {
  const lines = output.map((line) => {
    if (line === '…') return '(?:[^\\n]*\\n)*';
    const words = line.split(/(…| +)/u).map((part) => {
      if (part === '…') return '[^\\n]*';
      return part.trim() === ''
        ? part === ''
          ? ''
          : ' +'
        : part.replaceAll(/[\\^$.*+?()[\]{}|/]/gu, '\\$&');
    });
    return `${words.join('')}\\n`;
  });
  return new RegExp(`^${lines.join('')}$`, 'u');
}
