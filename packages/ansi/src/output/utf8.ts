// One UTF-8 character at a time, telling apart what is broken from what is not finished yet.

export type DecodedCharacter =
  | { readonly kind: 'character'; readonly codePoint: number; readonly length: number }
  /** More bytes are needed to tell. */
  | { readonly kind: 'incomplete' }
  /** The byte begins nothing valid; surrogates, overlong forms and byte order marks included. */
  | { readonly kind: 'invalid'; readonly length: number };

const BYTE_ORDER_MARK = 0xfeff;
const INCOMPLETE: DecodedCharacter = { kind: 'incomplete' };
const INVALID: readonly DecodedCharacter[] = [0, 1, 2, 3, 4].map((length) => {
  return { kind: 'invalid', length };
});

function invalid(length: number): DecodedCharacter {
  return INVALID[length] ?? INCOMPLETE;
}

function sequenceLength(lead: number): number {
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  return lead >= 0xf0 && lead <= 0xf4 ? 4 : 0;
}

/** Decodes the character at `at`, whose first byte is not ASCII. */
export function decodeCharacter(bytes: Uint8Array, at: number): DecodedCharacter {
  const lead = bytes[at] ?? 0;
  const length = sequenceLength(lead);
  if (length === 0) return invalid(1);
  let codePoint = lead & (0xff >> (length + 1));
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return INCOMPLETE;
    if ((byte & 0xc0) !== 0x80) return invalid(1);
    codePoint = (codePoint << 6) | (byte & 0x3f);
  }
  const broken =
    codePoint > 0x10ffff ||
    (length === 3 && (codePoint < 0x800 || codePoint === BYTE_ORDER_MARK)) ||
    (length === 4 && codePoint < 0x10000) ||
    (codePoint >= 0xd800 && codePoint <= 0xdfff);
  return broken ? invalid(length) : { kind: 'character', codePoint, length };
}
