// Knows what of a screen and its scrollback is a guess because output was lost, why, and from when on
// it is whole again.
import type { HeadlessTerminal } from './headless-core.ts';

export class Loss {
  readonly #scrollbackLines: number;
  #screen: string | undefined;
  #scrollback: string | undefined;
  /** Lines fed on the main screen since. */
  #lineFeeds = 0;

  /** @param scrollbackLines Lines kept above the screen. */
  constructor(scrollbackLines: number) {
    this.#scrollbackLines = scrollbackLines;
  }

  /** Why the screen can't be trusted, in words for a person; undefined when it can. */
  get screen(): string | undefined {
    return this.#screen;
  }

  /** Why the scrollback is not the program's own; undefined when it is. */
  get scrollback(): string | undefined {
    return this.#scrollback;
  }

  lost(why: string): void {
    this.#screen = why;
    this.#scrollback = why;
    this.#lineFeeds = 0;
  }

  /** Listens to a terminal for what makes it whole. */
  follow(terminal: HeadlessTerminal): void {
    const { parser } = terminal;
    parser.registerCsiHandler({ final: 'J' }, ([mode]) => {
      const { cursorX, cursorY } = terminal.buffer.active;
      if (mode === 3) this.#scrollback = undefined;
      if (mode === 2 || ((mode ?? 0) === 0 && cursorX === 0 && cursorY === 0)) this.#wholeScreen();
      return false;
    });
    parser.registerEscHandler({ final: 'c' }, () => {
      this.#wholeScreen();
      this.#scrollback = undefined;
      return false;
    });
    parser.registerCsiHandler({ prefix: '?', final: 'h' }, (modes) => {
      if (modes.includes(1049) || modes.includes(1047)) this.#wholeScreen();
      return false;
    });
    terminal.onLineFeed(() => {
      if (this.#scrollback === undefined || terminal.buffer.active.type !== 'normal') return;
      this.#lineFeeds += 1;
      if (this.#lineFeeds >= 2 * terminal.rows) this.#wholeScreen();
      if (this.#lineFeeds >= this.#scrollbackLines + terminal.rows) this.#scrollback = undefined;
    });
  }

  #wholeScreen(): void {
    this.#screen = undefined;
  }
}
