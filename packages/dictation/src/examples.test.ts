// The examples are what the rules do, and the guide to dictation shows them as they are.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_NAMES, EXAMPLES, type ExampleSection } from './examples.table.ts';
import { format } from './format.ts';
import { knownNames } from './known-names.ts';
import { DICTATION_RULES } from './settings.ts';

const GUIDE = new URL('../../../docs/dictation.md', import.meta.url);
const BEGIN = '<!-- examples: `npx vitest run packages/dictation -u` writes them anew -->';
const END = '<!-- end of examples -->';
const LEAST_EXAMPLES = 120;

const known = knownNames(EXAMPLE_NAMES);

function dictated({ language, settings }: ExampleSection, said: string) {
  return format(said, { language, settings, known });
}

describe.each(EXAMPLES)('$title', (section) => {
  it.each(section.examples)('DICT-60 %j is %j', (said, typed) => {
    expect(dictated(section, said).text).toBe(typed);
  });
});

it('DICT-60 there are enough examples, each said once, and every rule is in one', () => {
  const said = EXAMPLES.flatMap((section) =>
    section.examples.map(([words]) => `${section.title}: ${words}`),
  );
  expect(said.length).toBeGreaterThanOrEqual(LEAST_EXAMPLES);
  expect(new Set(said).size).toBe(said.length);
  const rules = EXAMPLES.flatMap((section) =>
    section.examples.flatMap(([words]) =>
      dictated(section, words).rewrites.map(({ rule }) => rule),
    ),
  );
  expect([...new Set(rules)].sort()).toEqual([...DICTATION_RULES].sort());
});

it('DICT-60 what the README shows is one of them', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const [, said = '', typed] = /"(camel [^"]+)" is typed as `([^`]+)`/u.exec(readme) ?? [];
  const shown = [said.replaceAll(/\s+/gu, ' '), typed];
  expect(EXAMPLES.flatMap(({ examples }) => examples)).toContainEqual(shown);
});

it('DICT-60 the guide shows every example', async () => {
  const text = readFileSync(GUIDE, 'utf8');
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  expect(begin, `the guide has ${BEGIN}`).toBeGreaterThanOrEqual(0);
  expect(end).toBeGreaterThan(begin);
  const wanted = `${text.slice(0, begin + BEGIN.length)}\n\n${EXAMPLES.map(shown).join('\n')}\n${text.slice(end)}`;
  await expect(wanted).toMatchFileSnapshot(GUIDE.pathname);
});

/** A section as a heading and a table; sayings that stay are a list. */
function shown({ title, about, examples }: ExampleSection): string {
  const changed = examples.filter(([said, typed]) => said !== typed);
  const kept = examples.filter(([said, typed]) => said === typed);
  const table = ['| said | typed |', '|---|---|'];
  const rows = changed.map(([said, typed]) => `| ${said} | ${code(typed)} |`);
  const list = kept.map(([said]) => `- ${said}`);
  return [
    `### ${title}`,
    about,
    '',
    ...(rows.length > 0 ? [...table, ...rows, ''] : []),
    ...(list.length > 0 && rows.length > 0 ? ['As it is said:', ''] : []),
    ...(list.length > 0 ? [...list, ''] : []),
  ].join('\n');
}

function code(text: string): string {
  const visible = text.replaceAll('\n', '⏎').replaceAll('\t', '⇥').replaceAll('|', '\\|');
  return visible.includes('`') ? `\`\` ${visible} \`\`` : `\`${visible}\``;
}
