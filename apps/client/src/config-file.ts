// The text of a config file, and on which line of it something stands: what is found to be wrong later
// than at reading is told with its place all the same.

/** `table.name.key`, or `list.number.key`. */
const DEEPEST_KEYS = 3;

export class ConfigFile {
  /** For messages. */
  readonly path: string;
  readonly #text: string;

  constructor(path: string, text: string) {
    this.path = path;
    this.#text = text;
  }

  get text(): string {
    return this.#text;
  }

  /** `file:line` of a key; of the table, or line 1, where it can't be found. */
  place(keys: readonly (string | number)[]): string {
    // What stands in a table within a table's value is on the line of that value.
    const named = keys.slice(0, DEEPEST_KEYS).map(String);
    return `${this.path}:${lineOf(this.#text, named)}`;
  }
}

/** Line on which the key stands, counted from 1; the table's line, or 1, if it can't be found. */
function lineOf(text: string, path: readonly string[]): number {
  // A value in a list that stands on one line has no key of its own: the list's key is looked for.
  const keys = path.length > 1 && /^\d+$/u.test(path.at(-1) ?? '') ? path.slice(0, -1) : path;
  const key = keys.at(-1) ?? '';
  const [first, second, third] = keys;
  const isEntry = third !== undefined && /^\d+$/u.test(second ?? '');
  const table =
    third !== undefined && !isEntry ? `${first}.${second}` : keys.length > 1 ? first : undefined;
  const wantedEntry = isEntry ? Number(second) : 0;
  let entry = -1;
  let inside = table === undefined;
  let found = 1;
  for (const [index, line] of text.split('\n').entries()) {
    const header = /^\s*\[+\s*([^\]\s]+)\s*\]+/.exec(line);
    if (header) {
      if (header[1] === table) entry += 1;
      inside = header[1] === table && entry === wantedEntry;
      if (inside) found = index + 1;
    } else if (inside && line.split('=')[0]?.trim().replaceAll('"', '') === key) {
      return index + 1;
    }
  }
  return found;
}
