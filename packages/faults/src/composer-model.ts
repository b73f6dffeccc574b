// What an agent makes of the bytes that reach it: keys and pastes for one composer, or for the question
// that lies before it. Cut anywhere. What is drawn is left to the agent.

const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
const ESCAPE = '\u001b';

export type ComposerEvent =
  | { readonly kind: 'submitted'; readonly text: string }
  /** A key that answers an open question. */
  | { readonly kind: 'answered' };

export class ComposerModel {
  text = '';
  #pending = '';

  /** In the middle of a paste or an escape sequence. */
  get isUnfinished(): boolean {
    return this.#pending !== '';
  }

  /** `isAsking`: a question lies before the composer, and takes every key; a paste it passes over. */
  accept(input: string, isAsking: () => boolean, onEvent: (event: ComposerEvent) => void): void {
    this.#pending += input;
    while (this.#pending !== '') {
      const used = this.#step(isAsking(), onEvent);
      if (used === 0) return;
      this.#pending = this.#pending.slice(used);
    }
  }

  #step(isAsking: boolean, onEvent: (event: ComposerEvent) => void): number {
    const input = this.#pending;
    if (input.startsWith(PASTE_START)) {
      const end = input.indexOf(PASTE_END);
      if (end === -1) return 0;
      if (!isAsking) this.text += input.slice(PASTE_START.length, end).replaceAll('\r', '\n');
      return end + PASTE_END.length;
    }
    if (input.startsWith(ESCAPE) && PASTE_START.startsWith(input)) return 0;
    if (input.startsWith(PASTE_END)) return PASTE_END.length;
    const character = String.fromCodePoint(input.codePointAt(0) ?? 0);
    if (isAsking) onEvent({ kind: 'answered' });
    else this.#key(character, onEvent);
    return character.length;
  }

  #key(character: string, onEvent: (event: ComposerEvent) => void): void {
    if (character === '\r') {
      const { text } = this;
      this.text = '';
      if (text.trim() !== '') onEvent({ kind: 'submitted', text });
    } else if (character === '\u007f') this.text = [...this.text].slice(0, -1).join('');
    else if (character === '\u0015') this.text = '';
    else if (character >= ' ' || character === '\n') this.text += character;
  }
}
