// Makes a text safe to type into a terminal program and frames it as bytes. It decides nothing
// about when that may happen.

const encoder = new TextEncoder();

/** Spaces that stand for a tab: a tab key completes a word in most programs. */
const TAB = '    ';

// Whole escape sequences go first (7-bit and 8-bit CSI, OSC and other strings, two-character
// ones), so that no harmless-looking rest such as `[201~` is left in the text.
const STRING_SEQUENCE =
  /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*(?:\u0007|\u001b\\|\u009c)/gu;
const CONTROL_SEQUENCE = /(?:\u001b\[|\u009b)[\u0030-\u003f]*[\u0020-\u002f]*[\u0040-\u007e]/gu;
const ESCAPE_SEQUENCE = /\u001b[\u0020-\u002f]*[\u0030-\u005a\u005c-\u007e]/gu;
const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/gu;

/**
 * The text without anything a terminal program could take for a key: escape sequences and control
 * characters (C0 except line feed, DEL, C1) are removed, every kind of line end becomes a line
 * feed, a tab becomes four spaces, halves of characters become U+FFFD, and line feeds at the end are
 * dropped. Idempotent.
 */
export function cleanText(text: string): string {
  const lines = text.replace(/\r\n?|[\u0085\u2028\u2029]/gu, '\n').replace(/\t/gu, TAB);
  return withoutSequences(lines).replace(CONTROL, '').replace(/\n+$/u, '').toWellFormed();
}

/** Repeats, since what is left around a removed sequence may be one in its turn. */
function withoutSequences(text: string): string {
  let before = text;
  for (;;) {
    const after = before
      .replace(STRING_SEQUENCE, '')
      .replace(CONTROL_SEQUENCE, '')
      .replace(ESCAPE_SEQUENCE, '');
    if (after === before) return after;
    before = after;
  }
}

/** One bracketed paste of an already cleaned text. Throws RangeError on a control character. */
export function pasteBytes(cleaned: string): Uint8Array {
  refuseControls(cleaned);
  return encoder.encode(`\u001b[200~${cleaned}\u001b[201~`);
}

/** A cleaned text of one line as plain keys. Throws RangeError on a control character or a line feed. */
export function typedBytes(cleaned: string): Uint8Array {
  refuseControls(cleaned);
  if (cleaned.includes('\n')) throw new RangeError('cleaned: more than one line can not be typed');
  return encoder.encode(cleaned);
}

/** The Enter key, alone. */
export function enterBytes(): Uint8Array {
  return encoder.encode('\r');
}

/** As many Backspace keys (DEL, 0x7f) as asked for. */
export function backspaceBytes(count: number): Uint8Array {
  if (!Number.isInteger(count) || count < 1) throw new RangeError(`count: ${count} is not a count`);
  return new Uint8Array(count).fill(0x7f);
}

/** User-perceived characters of a text: what one Backspace takes away. */
export function graphemeCount(text: string): number {
  let count = 0;
  for (const _ of new Intl.Segmenter().segment(text)) count += 1;
  return count;
}

function refuseControls(text: string): void {
  if (text.search(CONTROL) !== -1) throw new RangeError('cleaned: contains a control character');
}
