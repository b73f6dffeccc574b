// Remembers what a program has asked of its terminal and the headless one does not know or tell:
// keyboard protocols, colours, mouse modes in their order, and private modes of all kinds.
import type { HeadlessTerminal } from './headless-core.ts';

/** Modes that are told apart otherwise, or that change the screen's shape and can't be put back. */
const NOT_KEPT: ReadonlySet<number> = new Set([
  1, 2, 3, 6, 7, 25, 45, 47, 66, 69, 1004, 1047, 1048, 1049, 2004, 2026,
]);
const MOUSE_TRACKING: ReadonlySet<number> = new Set([9, 1000, 1001, 1002, 1003]);
const MOUSE_ENCODING: ReadonlySet<number> = new Set([1005, 1006, 1015, 1016]);
/** Modes kept at most: more than any program sets; the oldest are forgotten. */
const MODES_LIMIT = 64;
/** Depth of a stack of keyboard flags, as terminals have it; the oldest entry is forgotten. */
const KEYBOARD_STACK_LIMIT = 16;
/** All that a program may set of these, and what sets it back. */
const COLOR_NUMBERS: readonly number[] = [10, 11, 12, 13, 14, 17, 19];
/** Longest colour kept, in UTF-16 units. */
const COLOR_TEXT_LIMIT = 64;
const PALETTE_SIZE = 256;

type Numbers = readonly (number | number[])[];
type Screen = 'main' | 'alternate';

export class AgentModes {
  /** Private mode → set or reset, in the order in which they were last changed. */
  #modes = new Map<number, 'h' | 'l'>();
  #keyboard: Record<Screen, number[]> = { main: [0], alternate: [0] };
  #modifyOtherKeys: number | undefined;
  #colors = new Map<string, string>();
  readonly #screen: () => Screen;

  /** @param screen Which screen is shown: keyboard flags are kept for each. */
  constructor(screen: () => Screen) {
    this.#screen = screen;
  }

  /** Listens to a terminal. */
  follow({ parser }: HeadlessTerminal): void {
    const heard = (act: (params: Numbers) => void) => (params: (number | number[])[]) => {
      act(params);
      return false;
    };
    parser.registerCsiHandler(
      { prefix: '?', final: 'h' },
      heard((modes) => this.#setModes(modes, 'h')),
    );
    parser.registerCsiHandler(
      { prefix: '?', final: 'l' },
      heard((modes) => this.#setModes(modes, 'l')),
    );
    parser.registerCsiHandler(
      { prefix: '>', final: 'u' },
      heard((params) => this.#pushKeyboard(first(params))),
    );
    parser.registerCsiHandler(
      { prefix: '<', final: 'u' },
      heard((params) => this.#popKeyboard(first(params) || 1)),
    );
    parser.registerCsiHandler(
      { prefix: '=', final: 'u' },
      heard((params) => this.#changeKeyboard(first(params), numberAt(params, 1) || 1)),
    );
    parser.registerCsiHandler(
      { prefix: '>', final: 'm' },
      heard((params) => {
        if (first(params) === 4) this.#modifyOtherKeys = numberAt(params, 1);
        else if (first(params) === 0) this.#modifyOtherKeys = undefined;
      }),
    );
    parser.registerEscHandler({ final: 'c' }, () => {
      this.#forget();
      return false;
    });
    this.#followColors(parser);
  }

  /** The flags in force on a screen; 0: the plain keyboard. */
  get keyboardFlags(): number {
    return this.#keyboard[this.#screen()].at(-1) ?? 0;
  }

  /** The program wants to be told the size whenever it changes. */
  get reportsSize(): boolean {
    return this.#modes.get(2048) === 'h';
  }

  /** A colour that the program has set, as it wrote it; the key as in `4;1` or `11`. */
  color(key: string): string | undefined {
    return this.#colors.get(key);
  }

  /** What sets all modes as they are, keyboard apart, on a terminal in its initial state. */
  modeBytes(): string {
    let bytes = '';
    for (const [mode, state] of this.#modes) bytes += `\u001b[?${mode}${state}`;
    if (this.#modifyOtherKeys !== undefined) bytes += `\u001b[>4;${this.#modifyOtherKeys}m`;
    for (const [key, color] of this.#colors) bytes += `\u001b]${key};${color}\u001b\\`;
    return bytes;
  }

  /** What sets a screen's keyboard flags, once that screen is shown. */
  keyboardBytes(screen: Screen): string {
    const [base = 0, ...pushed] = this.#keyboard[screen];
    const start = base === 0 ? '' : `\u001b[=${base};1u`;
    return start + pushed.map((flags) => `\u001b[>${flags}u`).join('');
  }

  #setModes(modes: Numbers, state: 'h' | 'l'): void {
    for (const mode of modes) {
      if (typeof mode !== 'number' || NOT_KEPT.has(mode)) continue;
      if (MOUSE_TRACKING.has(mode)) this.#setMouse(MOUSE_TRACKING, mode, state);
      else if (MOUSE_ENCODING.has(mode)) this.#setMouse(MOUSE_ENCODING, mode, state);
      else {
        this.#modes.delete(mode);
        this.#modes.set(mode, state);
      }
    }
    while (this.#modes.size > MODES_LIMIT) {
      const [oldest] = this.#modes.keys();
      if (oldest !== undefined) this.#modes.delete(oldest);
    }
  }

  /** The mode set last counts, and resetting any ends them all. */
  #setMouse(family: ReadonlySet<number>, mode: number, state: 'h' | 'l'): void {
    this.#modes.delete(mode);
    if (state === 'h') this.#modes.set(mode, 'h');
    else for (const other of family) this.#modes.delete(other);
  }

  #pushKeyboard(flags: number): void {
    const stack = this.#keyboard[this.#screen()];
    stack.push(flags);
    if (stack.length > KEYBOARD_STACK_LIMIT + 1) stack.shift();
  }

  #popKeyboard(count: number): void {
    const stack = this.#keyboard[this.#screen()];
    if (count < stack.length) stack.length -= count;
    else this.#keyboard[this.#screen()] = [0];
  }

  #changeKeyboard(flags: number, how: number): void {
    const stack = this.#keyboard[this.#screen()];
    const now = stack.at(-1) ?? 0;
    const next = how === 2 ? now | flags : how === 3 ? now & ~flags : flags;
    stack[stack.length - 1] = next;
  }

  #forget(): void {
    this.#modes = new Map();
    this.#keyboard = { main: [0], alternate: [0] };
    this.#modifyOtherKeys = undefined;
    this.#colors = new Map();
  }

  #followColors(parser: HeadlessTerminal['parser']): void {
    parser.registerOscHandler(4, (data) => {
      const parts = data.split(';');
      for (let at = 0; at + 1 < parts.length; at += 2) {
        const index = Number(parts[at]);
        if (Number.isInteger(index) && index < PALETTE_SIZE)
          this.#keep(`4;${index}`, parts[at + 1]);
      }
      return false;
    });
    parser.registerOscHandler(104, (data) => {
      for (const key of [...this.#colors.keys()].filter((one) => one.startsWith('4;')))
        if (data === '' || data.split(';').includes(key.slice(2))) this.#colors.delete(key);
      return false;
    });
    for (const number of COLOR_NUMBERS) {
      parser.registerOscHandler(number, (data) => {
        for (const [at, color] of data.split(';').entries()) this.#keep(`${number + at}`, color);
        return false;
      });
      parser.registerOscHandler(100 + number, () => {
        this.#colors.delete(`${number}`);
        return false;
      });
    }
  }

  #keep(key: string, color: string | undefined): void {
    if (color === undefined || color === '?' || color.length > COLOR_TEXT_LIMIT) return;
    if (/^[\w#:/.]+$/u.test(color)) this.#colors.set(key, color);
  }
}

function first(params: Numbers): number {
  return numberAt(params, 0);
}

function numberAt(params: Numbers, index: number): number {
  const value = params[index];
  return typeof value === 'number' && value > 0 ? value : 0;
}
