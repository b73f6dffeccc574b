// What the person types while a panel of ours is open, as keys with names and as text. Fed with what
// the input filter passes, so that no key arrives cut; what the terminal itself says goes on to the
// child.
import { type KeyChord, MODIFIER } from './key-chord.ts';
import {
  decodeCharacter,
  decodeCsi,
  decodeLinuxFunction,
  decodeSs3,
  type KeyEvent,
  withEscapePrefix,
} from './key-decode.ts';
import { readCsiMouse } from './mouse-report.ts';
import { PasteGuard } from './paste-guard.ts';
import {
  type MouseEncoding,
  type Scan,
  scanInput,
  scanLongCsi,
  scanStringPayload,
} from './sequence-scan.ts';

export type PanelKey =
  /** Printable characters in a row; a paste holds line ends and tabs too, written `\n` and `\t`. */
  | { readonly kind: 'text'; readonly text: string; readonly origin: 'typed' | 'pasted' }
  /** Modifiers in the order Ctrl-, Alt-, Shift-, Super-, then a name or a character: `Ctrl-Left`, `Alt-b`. */
  | { readonly kind: 'key'; readonly name: string };

export type PanelInput =
  | { readonly kind: 'key'; readonly key: PanelKey }
  /** The terminal's own word, for the child; a view of what was given. */
  | { readonly kind: 'pass'; readonly bytes: Uint8Array };

/** Longest paste taken, in bytes: the longest text a prompt may have. What is beyond it is lost. */
export const PANEL_PASTE_LIMIT_BYTES = 65_536;

/** A paste without a byte for this long, in ms, counts as over: its end got lost. */
const PANEL_PASTE_STALL_MS = 10_000;

/** Bytes of the sequence that ends a paste. */
const PASTE_END_BYTES = 6;

const ESC = 0x1b;
const NOTHING = new Uint8Array(0);
const PRINTABLE = /^[^\p{Cc}]$/u;
const NAMED_MODIFIERS = [
  ['Ctrl-', MODIFIER.ctrl],
  ['Alt-', MODIFIER.alt],
  ['Shift-', MODIFIER.shift],
  ['Super-', MODIFIER.super],
] as const;
const CURSOR_POSITION_FINAL = 'R';

/** Reads one person's keys for panels; make a new one for each time a panel opens. */
export class PanelKeys {
  #mouse: MouseEncoding;
  readonly #paste = new PasteGuard();
  #mode: 'ground' | 'paste' | 'string' | 'long-csi' = 'ground';
  #pasted: number[] = [];
  /** The first bytes of a character that was cut. */
  #held: Uint8Array = NOTHING;
  #lastByteMs = Number.NEGATIVE_INFINITY;

  /** `mouse`: the encoding the child last asked mouse reports in. */
  constructor(mouse: MouseEncoding) {
    this.#mouse = mouse;
  }

  /** Takes the bytes of one `pass` event. */
  accept(bytes: Uint8Array, nowMs: number): readonly PanelInput[] {
    const isStalled = nowMs - this.#lastByteMs >= PANEL_PASTE_STALL_MS;
    if (this.#mode === 'paste' && isStalled) this.#mode = 'ground';
    this.#lastByteMs = nowMs;
    const input = this.#held.length === 0 ? bytes : Uint8Array.from([...this.#held, ...bytes]);
    this.#held = NOTHING;
    const found = new Found(input);
    let at = 0;
    while (at < input.length) at = this.#step(input, at, found);
    return found.inputs;
  }

  #step(bytes: Uint8Array, at: number, found: Found): number {
    switch (this.#mode) {
      case 'ground':
        return this.#ground(bytes, at, found);
      case 'paste':
        return this.#takePaste(bytes, at, found);
      case 'long-csi': {
        const end = scanLongCsi(bytes, at);
        if (end !== undefined) this.#mode = 'ground';
        found.pass(at, end ?? bytes.length);
        return end ?? bytes.length;
      }
      case 'string': {
        const scan = scanStringPayload(bytes, at);
        if (scan.kind === 'ended') this.#mode = 'ground';
        const end = scan.kind === 'ended' ? scan.end : bytes.length;
        found.pass(at, end);
        return end;
      }
    }
  }

  #takePaste(bytes: Uint8Array, at: number, found: Found): number {
    const end = this.#paste.findEnd(bytes, at);
    for (const byte of bytes.subarray(at, end ?? bytes.length)) {
      if (this.#pasted.length < PANEL_PASTE_LIMIT_BYTES + PASTE_END_BYTES) this.#pasted.push(byte);
    }
    if (end === undefined) return bytes.length;
    this.#mode = 'ground';
    found.text(pastedText(this.#pasted), 'pasted');
    this.#pasted = [];
    return end;
  }

  #ground(bytes: Uint8Array, at: number, found: Found): number {
    const scan = scanInput(bytes, at, this.#mouse);
    if (scan.kind === 'incomplete') return this.#rest(bytes, at, found);
    this.#settle(bytes, at, scan, found);
    return scan.end;
  }

  /** The filter let it go unfinished: what began with ESC was that key, or Alt with another. */
  #rest(bytes: Uint8Array, at: number, found: Found): number {
    const rest = bytes.subarray(at);
    if (rest[0] !== ESC) this.#held = Uint8Array.from(rest);
    else if (rest.length === 2 && rest[1] !== ESC) found.key(alt(bytes, at, bytes.length));
    else if (rest.length === 1 || rest[1] === ESC) found.key(decodeCharacter('\x1b', 0));
    return bytes.length;
  }

  #settle(
    bytes: Uint8Array,
    at: number,
    scan: Exclude<Scan, { kind: 'incomplete' }>,
    found: Found,
  ) {
    switch (scan.kind) {
      case 'character':
        found.character(decoder.decode(bytes.subarray(at, scan.end)));
        return;
      case 'alt':
        found.key(alt(bytes, at, scan.end));
        return;
      case 'escape':
        found.key(decodeCharacter('\x1b', 0));
        return;
      case 'csi':
        if (scan.final === '~' && scan.body === '200') {
          this.#mode = 'paste';
          this.#pasted = [];
          this.#paste.restart();
          return;
        }
        if (readCsiMouse(scan.body, scan.final) !== undefined) return;
        sequence(decodeCsi(scan.body, scan.final), scan, at, found);
        return;
      case 'ss3':
        sequence(decodeSs3(scan.body, scan.final), scan, at, found);
        return;
      case 'linux-function':
        sequence(decodeLinuxFunction(scan.final), scan, at, found);
        return;
      case 'string':
      case 'long-csi':
        this.#mode = scan.kind;
        found.pass(at, scan.end);
        return;
      case 'setting-reply':
        found.pass(at, scan.end);
        return;
      case 'mouse-bytes':
      case 'broken':
    }
  }
}

const decoder = new TextDecoder();

function alt(bytes: Uint8Array, at: number, end: number): KeyEvent {
  return decodeCharacter(decoder.decode(bytes.subarray(at + 1, end)), MODIFIER.alt);
}

/** A key, or the terminal's word: no panel wants F3, which a cursor position looks like. */
function sequence(
  key: KeyEvent | undefined,
  scan: {
    readonly start: number;
    readonly end: number;
    readonly body: string;
    readonly final: string;
  },
  at: number,
  found: Found,
): void {
  // A key without a name or a character, such as Shift alone.
  if (key === undefined && scan.final === 'u' && !scan.body.startsWith('?')) return;
  if (key === undefined || scan.final === CURSOR_POSITION_FINAL) {
    found.pass(scan.start, scan.end);
    return;
  }
  if (key.phase === 'release') return;
  const isAlt = scan.start > at;
  const text = scan.final === 'u' && !isAlt ? kittyText(scan.body) : undefined;
  if (text === undefined) found.key(isAlt ? withEscapePrefix(key) : key);
  else found.text(text, 'typed');
}

/** The text of a kitty event, where the terminal tells it or the key is its own; undefined for other keys. */
function kittyText(body: string): string | undefined {
  const [codes = '', modifiers = '', texts = ''] = body.split(';');
  if (texts !== '') return printable(texts.split(':').map(Number));
  const [code, shifted] = codes.split(':').map(Number);
  const bits = Math.max(0, Number(modifiers.split(':')[0] || 1) - 1);
  const isShifted = (bits & MODIFIER.shift) !== 0;
  if ((bits & (MODIFIER.ctrl | MODIFIER.alt | MODIFIER.super)) !== 0) return undefined;
  if (isShifted && shifted !== undefined && shifted > 0) return printable([shifted]);
  const plain = printable([code ?? 0]);
  return isShifted ? plain?.toUpperCase() : plain;
}

/** Kitty's names for keys without a character lie in a private range. */
const FIRST_PRIVATE = 0xe000;
const LAST_PRIVATE = 0xf8ff;
const HIGHEST_CODE_POINT = 0x10ffff;

function printable(codes: readonly number[]): string | undefined {
  const isText = codes.every(
    (code) =>
      Number.isInteger(code) &&
      code <= HIGHEST_CODE_POINT &&
      (code < FIRST_PRIVATE || code > LAST_PRIVATE) &&
      PRINTABLE.test(String.fromCodePoint(code)),
  );
  return isText ? String.fromCodePoint(...codes) : undefined;
}

function pastedText(bytes: readonly number[]): string {
  const text = decoder.decode(Uint8Array.from(bytes.slice(0, -PASTE_END_BYTES)));
  return text.replace(/\r\n?/gu, '\n').replace(/(?![\n\t])\p{Cc}/gu, '');
}

/** What one call gave, with neighbouring text joined. */
class Found {
  readonly inputs: PanelInput[] = [];
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  pass(start: number, end: number): void {
    if (end > start) this.inputs.push({ kind: 'pass', bytes: this.#bytes.subarray(start, end) });
  }

  text(text: string, origin: 'typed' | 'pasted'): void {
    if (text === '') return;
    const last = this.inputs.at(-1);
    if (last?.kind === 'key' && last.key.kind === 'text' && last.key.origin === origin) {
      const key = { kind: 'text', text: last.key.text + text, origin } as const;
      this.inputs[this.inputs.length - 1] = { kind: 'key', key };
    } else {
      this.inputs.push({ kind: 'key', key: { kind: 'text', text, origin } });
    }
  }

  character(character: string): void {
    if (PRINTABLE.test(character) && character !== '\ufffd') this.text(character, 'typed');
    else if (character !== '\ufffd') this.key(decodeCharacter(character, 0));
  }

  key({ meanings: [chord] }: KeyEvent): void {
    if (chord === undefined) return;
    // Only Shift on a character: what it types is told, where it isn't held back as a sequence.
    const plain = (chord.modifiers & ~MODIFIER.shift) === 0;
    if (plain && PRINTABLE.test(chord.key)) this.text(typed(chord), 'typed');
    else this.inputs.push({ kind: 'key', key: { kind: 'key', name: nameOf(chord) } });
  }
}

function typed({ key, modifiers }: KeyChord): string {
  return (modifiers & MODIFIER.shift) === 0 ? key : key.toUpperCase();
}

function nameOf({ key, modifiers }: KeyChord): string {
  const held = NAMED_MODIFIERS.filter(([, bit]) => (modifiers & bit) !== 0);
  return held.map(([name]) => name).join('') + key;
}
