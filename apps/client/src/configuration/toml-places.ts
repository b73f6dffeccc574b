// On which line of a TOML text each key and each entry of a list stands. Whether the text is valid is the
// parser's to say: for one that is not, what is found here means nothing, but it ends.

/** A key or an entry of a list, from the top of the file, and its line, counted from 1. */
export interface TomlPlace {
  readonly path: readonly string[];
  readonly line: number;
}

export function tomlPlaces(text: string): readonly TomlPlace[] {
  return new Scanner(text).scan();
}

/** Every comment, in their order. */
export function tomlComments(text: string): readonly string[] {
  const scanner = new Scanner(text);
  scanner.scan();
  return scanner.comments;
}

/** The comment at the end of each line that has one, to the line's very end; lines are counted from 1. */
export function tomlCommentLines(text: string): ReadonlyMap<number, string> {
  const scanner = new Scanner(text);
  scanner.scan();
  return scanner.commentLines;
}

const BARE_KEY = /[A-Za-z0-9_-]+/uy;
const BARE_VALUE = /[^,\]}\n#]+/uy;

class Scanner {
  readonly #text: string;
  #at = 0;
  #line = 1;
  readonly #places: TomlPlace[] = [];
  readonly comments: string[] = [];
  readonly commentLines = new Map<number, string>();
  /** The number of the last entry of each list of tables, by the path of the list. */
  readonly #entries = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  scan(): readonly TomlPlace[] {
    let table: readonly string[] = [];
    for (;;) {
      this.#skipBlank();
      if (this.#at >= this.#text.length) return this.#places;
      const from = this.#at;
      if (this.#text[this.#at] === '[') table = this.#header();
      else this.#keyAndValue(table);
      if (this.#at === from) this.#at += 1;
    }
  }

  /** `[table]` or `[[list]]`: the path that what follows it belongs to. */
  #header(): readonly string[] {
    const isList = this.#text.startsWith('[[', this.#at);
    this.#at += isList ? 2 : 1;
    const path: string[] = [];
    const names = this.#keyPath();
    for (const [index, name] of names.entries()) {
      path.push(name);
      const list = path.join('\0');
      const isLast = index === names.length - 1;
      if (isList && isLast) {
        const entry = (this.#entries.get(list) ?? -1) + 1;
        this.#entries.set(list, entry);
        if (entry === 0) this.#found([...path]);
        path.push(String(entry));
      } else if (this.#entries.has(list)) path.push(String(this.#entries.get(list)));
    }
    this.#found(path);
    while (this.#text[this.#at] === ']') this.#at += 1;
    return path;
  }

  #keyAndValue(table: readonly string[]): void {
    const path = [...table];
    for (const name of this.#keyPath()) {
      path.push(name);
      this.#found([...path]);
    }
    this.#skipSpaces();
    if (this.#text[this.#at] !== '=') return;
    this.#at += 1;
    this.#value(path);
  }

  #value(path: readonly string[]): void {
    this.#skipSpaces();
    const first = this.#text[this.#at] ?? '';
    if (first === '"' || first === "'") this.#string(first);
    else if (first === '[') this.#list(path);
    else if (first === '{') this.#inlineTable(path);
    else this.#matched(BARE_VALUE);
  }

  #list(path: readonly string[]): void {
    this.#at += 1;
    for (let index = 0; ; index += 1) {
      this.#skipBlank();
      if (this.#isOver(']')) return;
      const from = this.#at;
      const entry = [...path, String(index)];
      this.#found(entry);
      this.#value(entry);
      this.#separator(from);
    }
  }

  #inlineTable(path: readonly string[]): void {
    this.#at += 1;
    for (;;) {
      this.#skipBlank();
      if (this.#isOver('}')) return;
      const from = this.#at;
      this.#keyAndValue(path);
      this.#separator(from);
    }
  }

  #isOver(closing: string): boolean {
    if (this.#at >= this.#text.length) return true;
    if (this.#text[this.#at] !== closing) return false;
    this.#at += 1;
    return true;
  }

  #separator(from: number): void {
    this.#skipBlank();
    if (this.#text[this.#at] === ',' || this.#at === from) this.#at += 1;
  }

  #keyPath(): readonly string[] {
    const names: string[] = [];
    for (;;) {
      this.#skipSpaces();
      const first = this.#text[this.#at] ?? '';
      const isQuoted = first === '"' || first === "'";
      const name = isQuoted ? unquoted(this.#string(first)) : this.#matched(BARE_KEY);
      if (name === undefined) return names;
      names.push(name);
      this.#skipSpaces();
      if (this.#text[this.#at] !== '.') return names;
      this.#at += 1;
    }
  }

  /** With its quotes; of three quotes it may hold several lines. */
  #string(quote: '"' | "'"): string {
    const from = this.#at;
    const mark = this.#text.startsWith(quote.repeat(3), from) ? quote.repeat(3) : quote;
    this.#at += mark.length;
    while (this.#at < this.#text.length && !this.#text.startsWith(mark, this.#at)) {
      if (quote === '"' && this.#text[this.#at] === '\\') this.#at += 1;
      if (this.#text[this.#at] === '\n') this.#line += 1;
      this.#at += 1;
    }
    this.#at += mark.length;
    // Before the three that close it, one or two more are text.
    while (mark.length > 1 && this.#text[this.#at] === quote) this.#at += 1;
    return this.#text.slice(from, this.#at);
  }

  #matched(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #skipSpaces(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t') this.#at += 1;
  }

  /** White space, ends of lines and comments. */
  #skipBlank(): void {
    for (;;) {
      const first = this.#text[this.#at];
      if (first === '#') {
        const end = this.#text.indexOf('\n', this.#at);
        const next = end < 0 ? this.#text.length : end;
        const comment = this.#text.slice(this.#at, next);
        this.comments.push(comment.trimEnd());
        this.commentLines.set(this.#line, comment);
        this.#at = next;
      } else if (first === '\n') {
        this.#line += 1;
        this.#at += 1;
      } else if (first === ' ' || first === '\t' || first === '\r') this.#at += 1;
      else return;
    }
  }

  #found(path: readonly string[]): void {
    this.#places.push({ path, line: this.#line });
  }
}

function unquoted(quoted: string): string {
  if (!quoted.startsWith('"')) return quoted.slice(1, -1);
  try {
    return String(JSON.parse(quoted));
  } catch {
    return quoted.slice(1, -1);
  }
}
