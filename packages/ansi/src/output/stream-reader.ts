// Cuts the child's stream into text, controls, sequences and strings, keeps the model up with them
// and passes them on, rewritten where their handler says so. When to read is for the filter to say.
import type { ChildState } from './child-state.ts';
import { applyCsi } from './csi-dispatch.ts';
import { CsiSequence } from './csi-sequence.ts';
import { applyControl, applyEscape } from './escape-dispatch.ts';
import { LEAST_SKIPPED_BYTES, LineSkipper } from './line-skipper.ts';
import { joined, OutputParts } from './output-parts.ts';
import { cursorSequence, regionSequence } from './placement.ts';
import {
  beginsString,
  C1_CSI_INTRODUCER,
  CSI_INTRODUCER,
  cleanSequence,
  packed,
  textOfClean,
} from './sequence-cleaning.ts';
import { StringWatcher } from './string-watcher.ts';
import { guardWrap, noteEdge, printCharacter } from './text-printing.ts';
import { decodeCharacter } from './utf8.ts';

/** Unfinished sequences longer than this are passed on unread: no real one comes near it. */
export const MAX_HELD_BYTES = 4096;

const ESC = 0x1b;
const DEL = 0x7f;
const CAN = 0x18;
const SUB = 0x1a;
const BEL = 0x07;
const C1_LEAD = 0xc2;
const STRING_TERMINATOR = 0x9c;
/** Distance between a C1 control and the byte that says the same after ESC. */
const C1_OFFSET = 0x40;
const CSI_FINAL = 0x5b;
const SGR_FINAL = 0x6d;
/** Digits of the longest number that is a rendition by itself. */
const PLAIN_SGR_DIGITS = 3;
const EMPTY = new Uint8Array(0);

/** Reads the child's output. */
export class StreamReader {
  readonly #state: ChildState;
  readonly #csi = new CsiSequence();
  readonly #lines: LineSkipper;
  readonly #out = new OutputParts();
  readonly #strings = new StringWatcher();
  #held: Uint8Array = EMPTY;
  /** The terminal is inside a sequence that was too long to be held. */
  #lost = false;
  /** A string was ended by an ESC that the terminal has not been given yet. */
  #stringTail = false;

  constructor(state: ChildState) {
    this.#state = state;
    this.#lines = new LineSkipper(state, this.#csi);
  }

  /** Whether the terminal has been given only part of a string or a sequence. */
  get unfinished(): boolean {
    return this.#strings.open || this.#stringTail || this.#lost;
  }

  /** Reads one piece of the stream; what is to be passed on. */
  read(bytes: Uint8Array): Uint8Array[] {
    const input = this.#held.length === 0 ? bytes : joined(this.#held, bytes);
    this.#held = EMPTY;
    this.#out.begin(input);
    const rest = this.#readAll(input);
    this.#out.passTo(rest);
    if (rest < input.length) this.#held = new Uint8Array(input.subarray(rest));
    return this.#out.take();
  }

  /** Gives up what was held back, as the terminal would have it at the end of the stream. */
  flush(): Uint8Array[] {
    const held = this.#held;
    this.#held = EMPTY;
    if (held.length === 0) return [];
    this.#lost = held[0] === ESC || held[0] === C1_LEAD;
    return [held];
  }

  /** Forgets whatever is unfinished; the sequence that ends it for the terminal. */
  abandon(): string {
    const text = this.unfinished ? '\x18\x1b\\' : '';
    this.#held = EMPTY;
    if (this.#strings.open) this.#strings.close();
    this.#stringTail = false;
    this.#lost = false;
    return text;
  }

  /** Reads until the end or the unfinished rest, whose offset is returned. */
  #readAll(input: Uint8Array): number {
    const end = input.length;
    let at = 0;
    this.#lines.lookedTo = 0;
    while (at < end) {
      if (at >= this.#lines.lookedTo && end - at >= LEAST_SKIPPED_BYTES && !this.unfinished) {
        at = this.#lines.skip(input, at);
        if (at >= end) return end;
      }
      const byte = input[at] ?? 0;
      let next: number;
      if (this.#strings.open) next = this.#readString(input, at, end);
      else if (this.#lost) next = this.#readLost(input, at, end);
      else if (byte >= 0x20 && byte < DEL) next = this.#readText(input, at, end);
      else if (byte === ESC) next = this.#readEscape(input, at, end);
      else if (byte < 0x20) next = this.#readControl(input, at);
      else if (byte === DEL) next = at + 1;
      else next = this.#readCharacter(input, at);
      if (next < 0) return unread(next);
      at = next;
    }
    return end;
  }

  #readText(input: Uint8Array, start: number, end: number): number {
    const { cursor, printed } = this.#state;
    let at = start + 1;
    while (at < end) {
      const byte = input[at] ?? 0;
      if (byte < 0x20 || byte > 0x7e) break;
      at += 1;
    }
    const shifted = this.#state.singleShift && at === start + 1;
    this.#state.singleShift = false;
    if (!cursor.rowCertain) this.#state.guardBlindly();
    if (cursor.row > cursor.buffer.bottom && this.#state.reserved > 0) {
      for (let index = start; index < at; index += 1) guardWrap(this.#state, this.#out, index, 1);
    } else {
      cursor.printNarrow(at - start);
    }
    printed.note(input[at - 1] ?? 0, 1, !shifted);
    if (cursor.column >= cursor.columns) noteEdge(this.#state);
    return at;
  }

  #readControl(input: Uint8Array, at: number): number {
    applyControl(this.#state, input[at] ?? 0);
    this.#state.printed.just = false;
    this.#emit(at, at + 1);
    return at + 1;
  }

  /** Passes on what was read from `start` to `next`, or what its handler made of it. */
  #emit(start: number, next: number): void {
    const state = this.#state;
    if (state.replacement === undefined && state.before === '' && state.after === '') return;
    this.#out.passTo(start);
    this.#out.insert(state.before);
    if (state.replacement === undefined) {
      this.#out.passTo(next);
    } else {
      this.#out.insert(state.replacement);
      this.#out.skipTo(next);
    }
    this.#out.insert(state.after);
    state.replacement = undefined;
    state.before = '';
    state.after = '';
  }

  #readEscape(input: Uint8Array, at: number, end: number): number {
    const second = input[at + 1] ?? 0;
    if (second === CSI_FINAL) return this.#readCsi(input, at, end);
    if (at + 1 >= end) return holdFrom(at);
    if (second < 0x30 || second > 0x7e) return this.#readUnusual(input, at, 1);
    this.#stringTail = false;
    if (beginsString(second)) this.#beginString(second);
    else applyEscape(this.#state, 0, second);
    this.#state.printed.just = false;
    this.#emit(at, at + 2);
    return at + 2;
  }

  #readCsi(input: Uint8Array, at: number, end: number): number {
    const plain = this.#readPlainSgr(input, at + 2);
    if (plain > 0) return plain;
    const csi = this.#csi;
    const parse = csi.parse(input, at + 2, end);
    if (parse === 'unusual') return this.#readUnusual(input, at, 1);
    if (parse === 'incomplete') return this.#holdOrLose(at, end);
    if (csi.end - at > MAX_HELD_BYTES) return this.#lose(at);
    this.#stringTail = false;
    if (csi.final === 0x6d && csi.prefix === 0 && csi.intermediates === 0 && !csi.ignored) {
      this.#state.cursor.sgr.apply(csi);
      this.#state.printed.just = false;
      return csi.end;
    }
    const next = csi.end;
    applyCsi(this.#state, csi, CSI_INTRODUCER);
    this.#state.printed.just = false;
    this.#emit(at, next);
    return next;
  }

  /** The most frequent of all sequences, a rendition of one number; 0 where it is another. */
  #readPlainSgr(input: Uint8Array, start: number): number {
    let at = start;
    let code = 0;
    let byte = input[at] ?? 0;
    while (byte >= 0x30 && byte <= 0x39 && at < start + PLAIN_SGR_DIGITS) {
      code = code * 10 + byte - 0x30;
      at += 1;
      byte = input[at] ?? 0;
    }
    if (byte !== SGR_FINAL || !this.#state.cursor.sgr.applyPlain(code)) return 0;
    this.#stringTail = false;
    this.#state.printed.just = false;
    return at + 1;
  }

  #holdOrLose(at: number, end: number): number {
    return end - at > MAX_HELD_BYTES ? this.#lose(at) : holdFrom(at);
  }

  /** Too long to be read: from here on only its end is looked for. */
  #lose(at: number): number {
    this.#lost = true;
    this.#stringTail = false;
    return at + 2;
  }

  #readLost(input: Uint8Array, start: number, end: number): number {
    for (let at = start; at < end; at += 1) {
      const byte = input[at] ?? 0;
      if (byte === ESC) return this.#endLost(at);
      if (byte === CAN || byte === SUB || (byte >= 0x40 && byte < DEL))
        return this.#endLost(at + 1);
    }
    return end;
  }

  /** What the unread sequence did is unknown: everything it can have changed is set or doubted. */
  #endLost(next: number): number {
    const { cursor } = this.#state;
    this.#lost = false;
    cursor.loseTrack();
    cursor.sgr.certain = false;
    this.#state.wiped();
    if (this.#state.reserved > 0) {
      this.#out.passTo(next);
      this.#out.insert(regionSequence(this.#state) + cursorSequence(this.#state, cursor.column));
    }
    return next;
  }

  /** A sequence with something foreign inside: said again without it, controls first. */
  #readUnusual(input: Uint8Array, at: number, introducerLength: number): number {
    const read = cleanSequence(input, at, introducerLength);
    if (read.outcome === 'incomplete') return this.#holdOrLose(at, input.length);
    if (read.next - at > MAX_HELD_BYTES) return this.#lose(at);
    this.#stringTail = false;
    const { cursor, printed } = this.#state;
    // A sequence that came to nothing leaves the last character where it was.
    if (read.outcome === 'complete' || read.controls.length > 0) printed.just = false;
    if (read.outcome === 'complete') {
      const isPlain = read.clean.length === read.next - at;
      if (!isPlain) this.#out.passTo(at);
      for (const control of read.controls) this.#say(control);
      if (!isPlain) this.#state.replacement = textOfClean(read.clean, introducerLength);
      this.#applyClean(Uint8Array.from(read.clean), introducerLength);
      this.#emit(at, read.next);
    } else if (read.controls.length > 0) {
      this.#out.passTo(at);
      for (const control of read.controls) this.#say(control);
      this.#out.skipTo(read.next);
    }
    if (read.disputed) cursor.loseTrack();
    return read.next;
  }

  /** Applies a control taken out of a sequence, and passes it on by itself. */
  #say(control: number): void {
    const state = this.#state;
    applyControl(state, control);
    this.#out.insert(state.replacement ?? String.fromCharCode(control));
    state.replacement = undefined;
  }

  #applyClean(clean: Uint8Array, introducerLength: number): void {
    const csi = this.#csi;
    const isC1 = introducerLength === 2;
    if (isC1 || clean[1] === CSI_FINAL) {
      if (csi.parse(clean, 2, clean.length) === 'complete') {
        applyCsi(this.#state, csi, isC1 ? C1_CSI_INTRODUCER : CSI_INTRODUCER);
      }
      return;
    }
    const final = clean[clean.length - 1] ?? 0;
    if (clean.length === 2 && beginsString(final)) this.#beginString(final);
    else applyEscape(this.#state, packed(clean.subarray(1, -1)), final);
  }

  #beginString(second: number): void {
    if (second === 0x5d) this.#strings.begin('osc');
    else if (second === 0x50) this.#strings.begin('dcs');
    else this.#strings.begin(second === 0x5f ? 'apc' : 'other');
  }

  #readString(input: Uint8Array, start: number, end: number): number {
    const at = this.#strings.scan(input, start, end);
    if (at === end) return end;
    const byte = input[at] ?? 0;
    if (byte === C1_LEAD) return this.#readC1InString(input, at, end);
    this.#closeString();
    this.#stringTail = byte === ESC;
    return byte === BEL || byte === CAN || byte === SUB ? at + 1 : at;
  }

  #readC1InString(input: Uint8Array, at: number, end: number): number {
    if (at + 1 >= end) return holdFrom(at);
    const second = input[at + 1] ?? 0;
    if (second < 0x80 || second > 0x9f) {
      this.#strings.pass(C1_LEAD);
      return at + 1;
    }
    this.#closeString();
    this.#state.cursor.loseTrack();
    return second === STRING_TERMINATOR ? at + 2 : at;
  }

  #closeString(): void {
    const state = this.#state;
    const effect = this.#strings.close();
    if (effect === 'link-opened') state.hyperlinkOpen = true;
    else if (effect === 'link-closed') state.hyperlinkOpen = false;
    else if (effect === 'may-move-cursor') state.cursor.loseTrack();
  }

  #readCharacter(input: Uint8Array, at: number): number {
    // The common cases without an object for each: none of the forms that need a check.
    const lead = input[at] ?? 0;
    const second = input[at + 1] ?? 0;
    const third = input[at + 2] ?? 0;
    const isCommon = lead > 0xe0 && lead < 0xed && second >> 6 === 2 && third >> 6 === 2;
    if (isCommon) {
      printCharacter(
        this.#state,
        this.#out,
        ((lead & 0xf) << 12) | ((second & 0x3f) << 6) | (third & 0x3f),
        at,
      );
      return at + 3;
    }
    if (lead > 0xc2 && lead < 0xe0 && second >> 6 === 2) {
      printCharacter(this.#state, this.#out, ((lead & 0x1f) << 6) | (second & 0x3f), at);
      return at + 2;
    }
    return this.#readOtherCharacter(input, at);
  }

  #readOtherCharacter(input: Uint8Array, at: number): number {
    const character = decodeCharacter(input, at);
    if (character.kind === 'incomplete') return holdFrom(at);
    if (character.kind === 'invalid') {
      // Dropped by some terminals, shown as a replacement character by others.
      this.#state.cursor.addSlack(1);
      this.#state.printed.spoil();
      return at + character.length;
    }
    if (character.codePoint < 0xa0) return this.#readC1(input, at, character.codePoint);
    printCharacter(this.#state, this.#out, character.codePoint, at);
    return at + character.length;
  }

  /** C1 controls written as UTF-8: obeyed by some terminals, ignored or shown by others. */
  #readC1(input: Uint8Array, at: number, codePoint: number): number {
    const second = codePoint - C1_OFFSET;
    if (second === CSI_FINAL) {
      const next = this.#readUnusual(input, at, 2);
      if (next >= 0) this.#doubtC1();
      return next;
    }
    if (beginsString(second)) this.#beginString(second);
    else applyEscape(this.#state, 0, second);
    this.#state.printed.just = false;
    this.#emit(at, at + 2);
    this.#doubtC1();
    return at + 2;
  }

  #doubtC1(): void {
    this.#state.cursor.loseTrack();
    this.#state.cursor.sgr.certain = false;
    this.#state.cursor.charsets.certain = false;
  }
}

/** Says that everything from an offset on is an unfinished sequence or character. */
function holdFrom(at: number): number {
  return -1 - at;
}

/** The offset that {@link holdFrom} named. */
function unread(held: number): number {
  return -1 - held;
}
