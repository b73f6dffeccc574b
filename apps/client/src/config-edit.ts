// Changes one setting in the text of a config file and nothing else: comments, order and line ends stay.
// What can't be changed so is refused rather than guessed. Reads and writes nothing.
import { isDeepStrictEqual } from 'node:util';
import { parse as parseToml } from 'smol-toml';

export interface Setting {
  /** `[table]` of the file's top. */
  readonly table: string;
  readonly key: string;
  readonly value: string;
}

export interface ConfigEdit {
  /** The whole file. */
  readonly text: string;
  /** Where the change is, from 1. */
  readonly line: number;
  /** The line as it was; absent where one is added. */
  readonly before?: string;
  /** The lines as they become. */
  readonly after: readonly string[];
}

/** Undefined: the file is written in a way that this does not know; it must be changed by hand. */
export function withSetting(text: string, setting: Setting): ConfigEdit | undefined {
  const edit = edited(text, setting);
  return isOnlyChange(text, edit.text, setting) ? edit : undefined;
}

function edited(text: string, { table, key, value }: Setting): ConfigEdit {
  const lines = text.split('\n');
  const end = lines.some((line) => line.endsWith('\r')) ? '\r' : '';
  const written = `${key} = ${JSON.stringify(value)}`;
  const header = lines.findIndex((line) => tableOf(line) === table);
  if (header < 0) {
    const isLast = lines.at(-1) === '';
    const kept = isLast ? lines.slice(0, -1) : lines;
    const after = [...(kept.length > 0 ? [''] : []), `[${table}]`, written];
    return {
      text: [...kept, ...after.map((line) => line + end), ''].join('\n'),
      line: kept.length + 1,
      after: after.filter((line) => line !== ''),
    };
  }
  const next = lines.findIndex((line, at) => at > header && tableOf(line) !== undefined);
  const inside = lines.slice(header + 1, next < 0 ? undefined : next);
  const offset = inside.findIndex((line) => keyOf(line) === key);
  if (offset < 0) {
    const all = [...lines.slice(0, header + 1), written + end, ...lines.slice(header + 1)];
    return { text: all.join('\n'), line: header + 2, after: [written] };
  }
  const at = header + 1 + offset;
  const before = lines[at] ?? '';
  const comment = /(?:"[^"]*"|'[^']*')(?<rest>\s*#.*)$/u.exec(before.trimEnd())?.groups?.rest ?? '';
  const indent = /^\s*/u.exec(before)?.[0] ?? '';
  const after = indent + written + comment;
  return {
    text: lines.with(at, after + end).join('\n'),
    line: at + 1,
    before: before.trimEnd(),
    after: [after],
  };
}

/** `[name]` alone, with a comment or without. */
function tableOf(line: string): string | undefined {
  return /^\s*\[+\s*(?<name>[^\]\s]+)\s*\]+\s*(?:#.*)?$/u.exec(line)?.groups?.name;
}

function keyOf(line: string): string | undefined {
  return /^\s*(?:"(?<quoted>[^"]+)"|(?<bare>[\w-]+))\s*=/u.exec(line)?.groups?.bare;
}

/** Both read as TOML, and all else has stayed as it was. */
function isOnlyChange(before: string, after: string, { table, key, value }: Setting): boolean {
  try {
    const wanted = structuredClone(parseToml(before)) as Record<string, Record<string, unknown>>; // checked by whoever read the file
    wanted[table] = { ...wanted[table], [key]: value };
    return isDeepStrictEqual(structuredClone(parseToml(after)), structuredClone(wanted));
  } catch {
    return false;
  }
}
