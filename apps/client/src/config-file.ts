// The text of a config file, and on which line of it something stands: what is found to be wrong later
// than at reading is told with its place all the same. What an environment variable says is told with the
// variable's name.
import { type TomlPlace, tomlPlaces } from './configuration/toml-places.ts';

/** A setting's path, such as `speech.silence_ms` → where it was said, when not under this name in the file. */
export type OtherPlaces = ReadonlyMap<string, string>;

export class ConfigFile {
  /** For messages. */
  readonly path: string;
  readonly #text: string;
  readonly #elsewhere: OtherPlaces;
  #places: readonly TomlPlace[] | undefined;

  constructor(path: string, text: string, elsewhere: OtherPlaces = new Map()) {
    this.path = path;
    this.#text = text;
    this.#elsewhere = elsewhere;
  }

  get text(): string {
    return this.#text;
  }

  /** `file:line` of a key, or where else it was said; of the table, or line 1, where it isn't found. */
  place(keys: readonly (string | number)[]): string {
    const names = keys.map(String);
    for (let length = names.length; length > 0; length -= 1) {
      const other = this.#elsewhere.get(names.slice(0, length).join('.'));
      if (other !== undefined) return other;
    }
    const line = this.lineOf(names);
    if (line !== undefined) return `${this.path}:${line}`;
    // What is missing beside something that was said elsewhere is missing there.
    const beside = [...this.#elsewhere].find(([path]) => path.startsWith(`${names[0]}.`));
    return beside?.[1] ?? `${this.path}:1`;
  }

  /** Line of the key or of the nearest table around it, from 1; undefined: nothing of it is there. */
  lineOf(keys: readonly string[]): number | undefined {
    this.#places ??= tomlPlaces(this.#text);
    for (let length = keys.length; length > 0; length -= 1) {
      const wanted = keys.slice(0, length).join('\0');
      const found = this.#places.find(({ path }) => path.join('\0') === wanted);
      if (found !== undefined) return found.line;
    }
    return undefined;
  }

  /** Whether the key itself stands there. */
  has(keys: readonly string[]): boolean {
    this.#places ??= tomlPlaces(this.#text);
    return this.#places.some(({ path }) => path.join('\0') === keys.join('\0'));
  }
}
