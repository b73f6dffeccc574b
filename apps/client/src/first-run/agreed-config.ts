// What was chosen becomes the config file's, once the person has seen it and agrees: a new file whole, in
// one that is there only what is missing.
import { parse as parseToml } from 'smol-toml';
import type { CommandGiven } from '../commands/session-access.ts';
import { parseConfig } from '../config.ts';
import { configLocation } from '../configuration/config-location.ts';
import { changedConfig, writeConfig } from '../configuration/write-config.ts';
import { visible } from '../user-error.ts';
import { type Chosen, firstConfig, wantedSettings } from './first-config.ts';
import type { Questions } from './questions.ts';

export interface ConfigOutcome {
  readonly file: string;
  /** `as-it-was`: nothing was missing. `left`: it was not agreed to. */
  readonly state: 'written' | 'as-it-was' | 'left';
  /** Lines that are new in it, or would be. */
  readonly lines: readonly string[];
}

export interface ChoosingConfig {
  readonly given: CommandGiven;
  readonly ask: Questions;
  readonly settings: Chosen;
}

/** Throws `UserError` where the file can't be changed or written. */
export async function chooseConfig({
  given,
  ask,
  settings,
}: ChoosingConfig): Promise<ConfigOutcome> {
  const { path: read, text } = given.config().file;
  // The first program's own file stays as it is: what it says is taken along.
  const { target: path } = configLocation(given.request.options);
  const { after, lines } =
    text.trim() === '' ? newFile(path, settings) : added({ path, text, settings });
  if (lines.length === 0) {
    ask.tell(`${visible(path)} says all that already: it stays as it is`);
    return { file: path, state: 'as-it-was', lines };
  }
  const what = text === '' ? 'a new file' : 'to be added, everything else stays';
  ask.tell([`${visible(path)}, ${what}:`, ...lines.map((line) => `  ${visible(line)}`)].join('\n'));
  if ((await ask.agree('Write that?', 'yes')) === 'no') return { file: path, state: 'left', lines };
  writeConfig(path, { before: read === path ? text : '', after });
  ask.tell('written; sessions that run keep their settings');
  return { file: path, state: 'written', lines };
}

interface Change {
  readonly after: string;
  readonly lines: readonly string[];
}

function newFile(path: string, settings: Chosen): Change {
  const after = firstConfig(settings);
  // What we write ourselves loads, or is not written.
  parseConfig(after, path);
  const said = after.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  // A table of which all is commented out says nothing.
  const lines = said.filter((line, at) => !isTable(line) || !isTable(said[at + 1] ?? '['));
  return { after, lines };
}

function isTable(line: string): boolean {
  return line.startsWith('[');
}

function added({
  path,
  text,
  settings,
}: {
  readonly path: string;
  readonly text: string;
  readonly settings: Chosen;
}): Change {
  const tables: unknown = parseToml(text);
  const wanted = wantedSettings(settings, ([table, key]) => {
    const within = memberOf(tables, table);
    // Several languages are a choice as well.
    return hasKey(within, key) || (key === 'language' && hasKey(within, 'languages'));
  });
  const change = changedConfig({ path, text }, wanted);
  return { after: change.text, lines: change.after.filter((line) => line.trim() !== '') };
}

function hasKey(table: unknown, key: string): boolean {
  return typeof table === 'object' && table !== null && key in table;
}

function memberOf(table: unknown, key: string): unknown {
  return typeof table === 'object' && table !== null ? Reflect.get(table, key) : undefined;
}
