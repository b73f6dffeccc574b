// The modes a child has switched on that a terminal keeps after the child is gone, or that our own
// program must know. How the cursor moves is `cursor-model.ts`.
import type { MouseEncoding } from '../input/sequence-scan.ts';
import type { CsiSequence } from './csi-sequence.ts';

/** Private modes that stay on behind a dead child, in the order in which they are switched off. */
const LASTING_MODES: readonly number[] = [
  2026, 1003, 1002, 1001, 1000, 9, 1005, 1006, 1015, 1016, 1004, 2004, 2048, 2031, 2027, 1, 5, 66,
];
const MOUSE_TRACKING = [9, 1000, 1001, 1002, 1003] as const;
/** How mouse reports are written: of several that are on, the one switched on last. */
const MOUSE_ENCODINGS: ReadonlyMap<number, MouseEncoding> = new Map([
  [1005, 'utf8'],
  [1006, 'sgr'],
  [1015, 'urxvt'],
  [1016, 'sgr-pixels'],
]);

/** Deeper stacks than this lose their oldest entry, as the protocol's terminals do. */
const KITTY_STACK_LIMIT = 32;

/** What our own program may want to know of the child's modes. */
export interface ChildModes {
  readonly alternateScreen: boolean;
  readonly bracketedPaste: boolean;
  readonly focusEvents: boolean;
  readonly mouseTracking: boolean;
  readonly mouseEncoding: MouseEncoding;
  readonly synchronizedUpdate: boolean;
  readonly inBandResize: boolean;
  readonly applicationCursorKeys: boolean;
  readonly applicationKeypad: boolean;
  /** Flags of the kitty keyboard protocol in force on the current screen; 0 where it is off. */
  readonly kittyKeyboardFlags: number;
  readonly modifyOtherKeys: number;
  readonly cursorVisible: boolean;
}

class KittyKeyboard {
  flags = 0;
  stack: number[] = [];

  push(flags: number): void {
    this.stack.push(this.flags);
    if (this.stack.length > KITTY_STACK_LIMIT) this.stack.shift();
    this.flags = flags;
  }

  pop(count: number): void {
    for (let index = 0; index < Math.min(count, KITTY_STACK_LIMIT); index += 1) {
      this.flags = this.stack.pop() ?? 0;
    }
  }

  set(flags: number, how: number): void {
    if (how === 2) this.flags |= flags;
    else if (how === 3) this.flags &= ~flags;
    else this.flags = flags;
  }

  reset(): void {
    this.flags = 0;
    this.stack = [];
  }

  /** What switches everything off that was pushed or set here. */
  resetSequence(): string {
    const pops = this.stack.length === 0 ? '' : `\x1b[<${this.stack.length}u`;
    const base = this.stack[0] ?? this.flags;
    return pops + (base === 0 ? '' : '\x1b[=0u');
  }
}

/** Lasting modes of the child. */
export class ModeTracker {
  readonly #on = new Set<number>();
  readonly #mainKeyboard = new KittyKeyboard();
  readonly #alternateKeyboard = new KittyKeyboard();
  modifyOtherKeys = 0;
  applicationKeypad = false;
  cursorStyleChanged = false;

  isOn(mode: number): boolean {
    return this.#on.has(mode);
  }

  get mouseTracking(): boolean {
    return MOUSE_TRACKING.some((mode) => this.#on.has(mode));
  }

  get mouseEncoding(): MouseEncoding {
    const encodings = [...this.#on].map((mode) => MOUSE_ENCODINGS.get(mode));
    return encodings.findLast((encoding) => encoding !== undefined) ?? 'legacy';
  }

  /** DECSET and DECRST of one private mode. */
  change(mode: number, on: boolean): void {
    if (!LASTING_MODES.includes(mode)) return;
    this.#on.delete(mode);
    if (on) this.#on.add(mode);
  }

  kittyFlags(onAlternate: boolean): number {
    return this.#keyboard(onAlternate).flags;
  }

  #keyboard(onAlternate: boolean): KittyKeyboard {
    return onAlternate ? this.#alternateKeyboard : this.#mainKeyboard;
  }

  /** `CSI > flags u`, `CSI < count u`, `CSI = flags ; how u`. */
  changeKeyboard(csi: CsiSequence, onAlternate: boolean): void {
    const keyboard = this.#keyboard(onAlternate);
    if (csi.prefix === 0x3e) keyboard.push(csi.parameter(0, 0));
    else if (csi.prefix === 0x3c) keyboard.pop(csi.parameter(0, 1));
    else if (csi.prefix === 0x3d) keyboard.set(csi.parameter(0, 0), csi.parameter(1, 1));
  }

  /** RIS: all of it is gone. */
  reset(): void {
    this.#on.clear();
    this.#mainKeyboard.reset();
    this.#alternateKeyboard.reset();
    this.modifyOtherKeys = 0;
    this.applicationKeypad = false;
    this.cursorStyleChanged = false;
  }

  /** What switches off the keyboard flags of one screen; say it while that screen is shown. */
  keyboardResetSequence(onAlternate: boolean): string {
    return this.#keyboard(onAlternate).resetSequence();
  }

  /** What switches off everything else that is on. */
  resetSequence(): string {
    let text = LASTING_MODES.filter((mode) => this.#on.has(mode))
      .map((mode) => `\x1b[?${mode}l`)
      .join('');
    if (this.modifyOtherKeys > 0) text += '\x1b[>4m';
    if (this.applicationKeypad) text += '\x1b>';
    if (this.cursorStyleChanged) text += '\x1b[0 q';
    return text;
  }
}
