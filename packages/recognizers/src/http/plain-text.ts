// Texts as they are compared: what only writing adds is left out.

/** Without case and punctuation; typographic apostrophes equal straight ones. */
export function plain(text: string): string {
  return text
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/[^\p{L}\p{N}']+/gu, ' ')
    .trim();
}
