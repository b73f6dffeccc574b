// The launcher names the commands by itself, as it can load nothing: its list is held to the table.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COMMANDS } from './options.table.ts';

test('every command of the command line is known to the launcher, which starts no keeper for it', () => {
  const launcher = new URL('../../../bin/codex-voice.js', import.meta.url);
  const text = readFileSync(launcher, 'utf8');
  const listed = (name: string): string[] =>
    JSON.parse(
      (new RegExp(`const ${name} = (\\[[^\\]]*\\])`).exec(text)?.[1] ?? '[]')
        .replaceAll("'", '"')
        .replace(/,\s*\]$/, ']'),
    );
  const known = [...listed('OTHER_COMMANDS'), ...listed('OF_AGENTS'), 'start'];
  expect(known.toSorted()).toEqual(COMMANDS.map(({ name }) => name).toSorted());
});
