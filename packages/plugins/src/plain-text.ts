// What a plugin gave, as a text that can be shown and typed.

export type PlainText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'none'; readonly why: string };

/** Escape sequences of terminals: CSI, OSC and the like, and the short ones. */
const SEQUENCES =
  /\u001b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[ -/]*[0-~])/gu;

/** UTF-8 without anything that gives orders to a terminal. */
export function plainText(bytes: Uint8Array): PlainText {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { kind: 'none', why: 'gave something that is no UTF-8 text' };
  }
  const plain = text
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(SEQUENCES, '')
    .replaceAll(/[^\P{Cc}\n\t]/gu, '')
    .trim();
  return plain === '' ? { kind: 'none', why: 'gave no text' } : { kind: 'text', text: plain };
}
