// Takes apart a sequence that has something in it which does not belong there: control characters,
// which act at once, DEL and broken UTF-8, which are dropped, or something that ends it early.
import { decodeCharacter } from './utf8.ts';

const ESC = 0x1b;
const CAN = 0x18;
const SUB = 0x1a;
const DEL = 0x7f;
const CSI_FINAL = 0x5b;
/** How a control sequence begins, and how as a C1 control. */
export const CSI_INTRODUCER = '\x1b[';
export const C1_CSI_INTRODUCER = '\u009b';
/** `P`, `X`, `]`, `^` and `_` after ESC begin a string. */
const STRING_STARTS: readonly number[] = [0x50, 0x58, 0x5d, 0x5e, 0x5f];

export interface CleanedSequence {
  readonly outcome: 'complete' | 'aborted' | 'incomplete';
  /** The sequence without anything foreign, introducer included. */
  readonly clean: readonly number[];
  /** Control characters found inside, in order. */
  readonly controls: readonly number[];
  /** Where reading goes on. */
  readonly next: number;
  /** Whether terminals may have read it differently. */
  readonly disputed: boolean;
}

/** Reads the sequence at `start`, whose introducer has `introducerLength` bytes (1 for ESC). */
export function cleanSequence(
  bytes: Uint8Array,
  start: number,
  introducerLength: number,
): CleanedSequence {
  const clean = Array.from(bytes.subarray(start, start + introducerLength));
  const controls: number[] = [];
  let inCsi = introducerLength === 2;
  let disputed = false;
  const finish = (outcome: CleanedSequence['outcome'], next: number): CleanedSequence => {
    return { outcome, clean, controls, next, disputed };
  };
  for (let at = start + introducerLength; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte === ESC) return finish('aborted', at);
    if (byte === CAN || byte === SUB) return finish('aborted', at + 1);
    if (byte < 0x20) {
      controls.push(byte);
    } else if (byte >= 0x80) {
      disputed = true;
      const character = decodeCharacter(bytes, at);
      if (character.kind === 'incomplete') return finish('incomplete', at);
      if (character.kind === 'character') {
        return finish('aborted', character.codePoint < 0xa0 ? at : at + character.length);
      }
    } else if (byte !== DEL) {
      clean.push(byte);
      if (inCsi ? byte >= 0x40 : isEscapeEnd(byte, clean.length)) return finish('complete', at + 1);
      if (!inCsi && byte === CSI_FINAL && clean.length === 2) inCsi = true;
    }
  }
  return finish('incomplete', bytes.length);
}

function isEscapeEnd(byte: number, length: number): boolean {
  return byte >= 0x30 && !(byte === CSI_FINAL && length === 2);
}

/** Whether the byte after ESC begins a string. */
export function beginsString(byte: number): boolean {
  return STRING_STARTS.includes(byte);
}

/** Intermediates as one number, the way a control sequence keeps them. */
export function packed(intermediates: Uint8Array): number {
  return intermediates.reduce((sum, byte) => ((sum & 0xff) << 8) | byte, 0);
}

/** A clean sequence as text; one that began with a C1 control begins with it again. */
export function textOfClean(clean: readonly number[], introducerLength: number): string {
  const text = String.fromCharCode(...clean);
  return introducerLength === 2 ? C1_CSI_INTRODUCER + text.slice(2) : text;
}
