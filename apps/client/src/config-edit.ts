// Changes one setting in the text of a config file and nothing else: comments, order and line ends stay.
// What can't be changed so is refused rather than guessed. Reads and writes nothing.
import { isDeepStrictEqual } from 'node:util';
import { patch } from '@decimalturn/toml-patch';
import { parse as parseToml } from 'smol-toml';
import { withValue } from './configuration/environment.ts';
import { valueAt } from './configuration/setting-rows.ts';
import { tomlKey, tomlValue } from './configuration/setting-values.ts';
import { tomlComments } from './configuration/toml-places.ts';

export interface Setting {
  /** From the top of the file; at least one. */
  readonly keys: readonly string[];
  readonly value: unknown;
}

export interface ConfigEdit {
  /** The whole file. */
  readonly text: string;
  /** Where the change is, from 1. */
  readonly line: number;
  /** The lines as they were; none where some are added. */
  readonly before: readonly string[];
  /** The lines as they become. */
  readonly after: readonly string[];
}

/** Undefined: the file is written in a way that this does not know; it must be changed by hand. */
export function withSetting(text: string, setting: Setting): ConfigEdit | undefined {
  if (!hasRoom(text, setting.keys)) return undefined;
  for (const changed of [withLine, withPatch]) {
    const after = changed(text, setting);
    if (after !== undefined && isOnlyChange(text, after, setting)) return changeOf(text, after);
  }
  return undefined;
}

/**
 * The same without a setting. Undefined: it does not stand there, or in a way that is more than one line of
 * its own.
 */
export function withoutSetting(text: string, keys: readonly string[]): ConfigEdit | undefined {
  const lines = text.split('\n');
  const { header, inside } = tableLines(lines, keys.slice(0, -1).join('.'));
  const offset = inside.findIndex((line) => keyOf(line) === keys.at(-1));
  if (offset < 0) return undefined;
  const after = lines.toSpliced(header + 1 + offset, 1).join('\n');
  return isOnlyRemoval(text, after, keys) ? changeOf(text, after) : undefined;
}

/** Both read as TOML, and nothing else is gone. */
function isOnlyRemoval(before: string, after: string, keys: readonly string[]): boolean {
  try {
    const wanted = structuredClone(parseToml(before));
    const table = valueAt(wanted, keys.slice(0, -1));
    if (table === null || typeof table !== 'object') return false;
    Reflect.deleteProperty(table, keys.at(-1) ?? '');
    return isDeepStrictEqual(structuredClone(parseToml(after)), wanted);
  } catch {
    return false;
  }
}

/** It is TOML, and nothing but tables is on the way to the setting. */
function hasRoom(text: string, keys: readonly string[]): boolean {
  let table: unknown;
  try {
    table = parseToml(text);
  } catch {
    return false;
  }
  return keys.slice(0, -1).every((_, index) => {
    const held = valueAt(table, keys.slice(0, index + 1));
    return held === undefined || (typeof held === 'object' && !Array.isArray(held));
  });
}

/** The usual way to write a file, where a change is one line: it keeps what is beside it as it was. */
function withLine(text: string, { keys, value }: Setting): string | undefined {
  const table = keys.slice(0, -1).join('.');
  const key = keys.at(-1) ?? '';
  const lines = text.split('\n');
  const end = lines.some((line) => line.endsWith('\r')) ? '\r' : '';
  const written = `${tomlKey(key)} = ${tomlValue(value)}`;
  const { header, inside } = tableLines(lines, table);
  if (table !== '' && header < 0) return withTable(lines, { table, written, end });
  const offset = inside.findIndex((line) => keyOf(line) === key);
  if (offset < 0) return withAdded(lines, { at: header + 1, inside, written, end });
  const at = header + 1 + offset;
  const before = lines[at] ?? '';
  const comment = VALUE_AND_COMMENT.exec(before.trimEnd())?.groups?.comment ?? '';
  const indent = /^\s*/u.exec(before)?.[0] ?? '';
  return lines.with(at, indent + written + comment + end).join('\n');
}

/** Where a table begins, -1 for the top of the file and for none; and what is in it, which then is nothing. */
function tableLines(lines: readonly string[], table: string) {
  const header = table === '' ? -1 : lines.findIndex((line) => tableOf(line) === table);
  if (table !== '' && header < 0) return { header, inside: [] };
  const next = lines.findIndex((line, at) => at > header && tableOf(line) !== undefined);
  return { header, inside: lines.slice(header + 1, next < 0 ? undefined : next) };
}

/** A value that stands on one line, and what follows it. */
const VALUE_AND_COMMENT =
  /=\s*(?:"(?:[^"\\]|\\.)*"|'[^']*'|\[[^\]"'#]*\]|[^\s"'[{#]+)(?<comment>\s*#.*)$/u;

/** A new one comes behind the last key of its table, before the blanks and comments that follow. */
function withAdded(
  lines: readonly string[],
  given: {
    readonly at: number;
    readonly inside: readonly string[];
    readonly written: string;
    readonly end: string;
  },
): string {
  const { at, inside, written, end } = given;
  const last = inside.findLastIndex((line) => keyOf(line) !== undefined);
  // What an editor reads in the first line stays there.
  const first = at === 0 && inside[0]?.startsWith('#:') === true ? 1 : 0;
  const place = at + (last < 0 ? first : last + 1);
  const all = [...ended(lines, end), ''];
  return [...all.slice(0, place), written + end, ...all.slice(place)].join('\n');
}

function withTable(
  lines: readonly string[],
  given: { readonly table: string; readonly written: string; readonly end: string },
): string {
  const { table, written, end } = given;
  const kept = ended(lines, end);
  const added = [...(kept.length > 0 ? [''] : []), `[${table}]`, written];
  return [...kept, ...added.map((line) => line + end), ''].join('\n');
}

/** Lines that each have their end, but for the line feed. */
function ended(lines: readonly string[], end: string): readonly string[] {
  const last = lines.at(-1) ?? '';
  return last === '' ? lines.slice(0, -1) : lines.with(-1, last.endsWith(end) ? last : last + end);
}

/** `[name]` alone, with a comment or without. */
function tableOf(line: string): string | undefined {
  return /^\s*\[+\s*(?<name>[^\]\s]+)\s*\]+\s*(?:#.*)?$/u.exec(line)?.groups?.name;
}

function keyOf(line: string): string | undefined {
  return /^\s*(?<bare>[\w-]+)\s*=/u.exec(line)?.groups?.bare;
}

/** Any other way to write it, such as dotted keys and tables on one line. */
function withPatch(text: string, { keys, value }: Setting): string | undefined {
  try {
    return patch(text, withValue(parseToml(text), keys, value));
  } catch {
    return undefined;
  }
}

/** Both read as TOML, all else has stayed as it was, and no comment is gone. */
function isOnlyChange(before: string, after: string, { keys, value }: Setting): boolean {
  try {
    const wanted = structuredClone(withValue(parseToml(before), keys, value));
    if (!isDeepStrictEqual(structuredClone(parseToml(after)), wanted)) return false;
  } catch {
    return false;
  }
  return isDeepStrictEqual(tomlComments(after), tomlComments(before));
}

/** What is different, as lines. */
function changeOf(before: string, after: string): ConfigEdit {
  const from = before.split('\n');
  const to = after.split('\n');
  let first = 0;
  while (first < from.length && first < to.length && from[first] === to[first]) first += 1;
  let same = 0;
  const most = Math.min(from.length, to.length) - first;
  while (same < most && from.at(-1 - same) === to.at(-1 - same)) same += 1;
  const shown = (lines: readonly string[]): string[] =>
    lines
      .slice(first, lines.length - same)
      .map((line) => line.trimEnd())
      .filter((line) => line !== '');
  return { text: after, line: first + 1, before: shown(from), after: shown(to) };
}
