// The state of a one-box prompt: keys and pastes in, text and submissions out. Knows no terminal.

const ESCAPE = '\u001b';
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';

export type ComposerEvent =
  | { readonly type: 'submitted'; readonly text: string }
  | { readonly type: 'quit' };

/** A text box at the end of which the cursor always stands. */
export class Composer {
  #text = '';
  #pending = '';

  get text(): string {
    return this.#text;
  }

  /** Characters from the terminal, cut anywhere. */
  accept(input: string): ComposerEvent[] {
    const events: ComposerEvent[] = [];
    this.#pending += input;
    while (this.#pending !== '') {
      const used = this.#step(events);
      if (used === 0) break;
      this.#pending = this.#pending.slice(used);
    }
    return events;
  }

  /** Takes one key or paste from the front; answers how many characters it was, 0 if unfinished. */
  #step(events: ComposerEvent[]): number {
    const input = this.#pending;
    if (input.startsWith(PASTE_START)) {
      const end = input.indexOf(PASTE_END);
      if (end === -1) return 0;
      this.#text += input.slice(PASTE_START.length, end).replaceAll('\r', '\n');
      return end + PASTE_END.length;
    }
    if (input.startsWith(ESCAPE)) return this.#escape(input);
    const character = String.fromCodePoint(input.codePointAt(0) ?? 0);
    this.#key(character, events);
    return character.length;
  }

  #escape(input: string): number {
    if (PASTE_START.startsWith(input)) return 0;
    // Any other escape sequence is a key this box does not know.
    return /^\u001b(?:\[[0-?]*[ -/]*[@-~]|O.|.|$)/su.exec(input)?.[0].length ?? input.length;
  }

  #key(character: string, events: ComposerEvent[]): void {
    switch (character) {
      case '\r':
        if (this.#text.trim() !== '') events.push({ type: 'submitted', text: this.#text });
        this.#text = '';
        return;
      case '\n':
        this.#text += '\n';
        return;
      case '\u007f':
      case '\b':
        this.#text = withoutLastGrapheme(this.#text);
        return;
      case '\u0003':
      case '\u0004':
        if (this.#text === '') events.push({ type: 'quit' });
        this.#text = '';
        return;
      case '\u0015':
        this.#text = '';
        return;
      default:
        if (character >= ' ') this.#text += character;
    }
  }
}

function withoutLastGrapheme(text: string): string {
  const graphemes = [...new Intl.Segmenter().segment(text)];
  return text.slice(0, graphemes.at(-1)?.index ?? 0);
}
