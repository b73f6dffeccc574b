// What keyboards, mice and terminals send, as bytes (one character each), in every form there is.
// Which of it is ours is the suites' business.

/** Modifier values as they are sent: 1 + the sum of the bits, here up to Super and with the locks. */
const MODIFIERS = [...Array.from({ length: 16 }, (_, index) => index + 1), 65, 129, 193, 197];
const PRINTABLE = Array.from({ length: 0x7f - 0x20 }, (_, index) => index + 0x20);
const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** kitty CSI-u: every code of a keyboard with modifiers, phases, alternates and text. */
export const KITTY_FORMS: readonly string[] = [
  ...[9, 13, 27, ...PRINTABLE, 127, 233, 1103, ...range(57_344, 57_454)].flatMap((code) => [
    `\x1b[${code}u`,
    ...MODIFIERS.map((modifier) => `\x1b[${code};${modifier}u`),
    ...[1, 2, 3].map((phase) => `\x1b[${code};1:${phase}u`),
    ...[1, 2, 3].map((phase) => `\x1b[${code};6:${phase}u`),
  ]),
  '\x1b[97:65;2;65u',
  '\x1b[1103:1071:122;2;1071u',
  '\x1b[0;;233u',
  '\x1b[?1u',
];

/** xterm's modifyOtherKeys. */
export const OTHER_KEY_FORMS: readonly string[] = MODIFIERS.flatMap((modifier) =>
  [9, 13, 27, ...PRINTABLE, 127, 233].map((code) => `\x1b[27;${modifier};${code}~`),
);

/** Cursor, editing and function keys: legacy, application, xterm, rxvt, Linux console, kitty phases. */
export const FUNCTION_KEY_FORMS: readonly string[] = [
  ...[...'ABCDEFGHPQRSZ'].flatMap((final) => [
    `\x1b[${final}`,
    `\x1bO${final}`,
    `\x1b\x1bO${final}`,
    ...MODIFIERS.map((modifier) => `\x1b[1;${modifier}${final}`),
    ...[1, 2, 3].map((phase) => `\x1b[1;1:${phase}${final}`),
  ]),
  ...[...'Mjklmnopqrstuvwxy'].map((final) => `\x1bO${final}`),
  ...range(1, 34).flatMap((code) => [
    ...[...'~^$@'].map((final) => `\x1b[${code}${final}`),
    `\x1b\x1b[${code}~`,
    ...MODIFIERS.map((modifier) => `\x1b[${code};${modifier}~`),
    ...[1, 2, 3].map((phase) => `\x1b[${code};1:${phase}~`),
  ]),
  ...[...'ABCDE'].map((final) => `\x1b[[${final}`),
];

/** Alt with every key that is one byte. */
export const ALT_FORMS: readonly string[] = range(0, 0x7f)
  .filter((byte) => !'[O]_P\x1b'.includes(String.fromCharCode(byte)))
  .map((byte) => `\x1b${String.fromCharCode(byte)}`);

/** What a terminal says by itself or when asked, none of it telling the height. */
export const TERMINAL_REPORTS: readonly string[] = [
  '\x1b[I',
  '\x1b[O',
  '\x1b[?62;4;22c',
  '\x1b[>41;390;0c',
  '\x1b[=1;0c',
  '\x1bP!|00000000\x1b\\',
  '\x1b[0n',
  '\x1b[?997;1n',
  '\x1b[?2026;2$y',
  '\x1b[4;1$y',
  '\x1bP>|xterm(390)\x1b\\',
  '\x1bP1$r0;1m\x1b\\',
  '\x1bP1$r2 q\x1b\\',
  '\x1bP1+r544e=787465726d\x1b\\',
  '\x1b]10;rgb:ffff/ffff/ffff\x1b\\',
  '\x1b]11;rgb:0000/0000/0000\x07',
  '\x1b]4;1;rgb:cdcd/0000/0000\x1b\\',
  '\x1b]52;c;aGVsbG8=\x07',
  '\x1b_Gi=31;OK\x1b\\',
  '\x1b[6;16;8t',
  '\x1b[3;10;20t',
  '\x1b[1t',
  '\x1b[5;7R',
  '\x1b[?5;7;1R',
];

const BUTTON_CODES = [0, 1, 2, 3, 4, 8, 16, 32, 33, 34, 35, 64, 65, 66, 67, 80, 128, 129];
const ROWS_TO_TRY = [1, 2, 12, 22, 23];

/** Mouse reports on the rows of the child of a terminal of 24 rows, one of them ours. */
export const MOUSE_FORMS = {
  sgr: ROWS_TO_TRY.flatMap((row) =>
    BUTTON_CODES.flatMap((code) => [`\x1b[<${code};5;${row}M`, `\x1b[<${code};5;${row}m`]),
  ),
  urxvt: ROWS_TO_TRY.flatMap((row) =>
    BUTTON_CODES.map((code) => `\x1b[${code + 32};200;${row}M\x1b[35;200;${row}M`),
  ),
  x10: ROWS_TO_TRY.flatMap((row) =>
    BUTTON_CODES.map((code) => {
      const [button, column, line] = [code + 32, 150 + 32, row + 32].map((value) =>
        String.fromCharCode(value),
      );
      return `\x1b[M${button}${column}${line}\x1b[M#${column}${line}`;
    }),
  ),
  /** Column 200 in two bytes, of which the second alone would be a row of ours. */
  utf8: ROWS_TO_TRY.map((row) => {
    const line = String.fromCharCode(row + 32);
    return `\x1b[M \xc3\xa8${line}\x1b[M#\xc3\xa8${line}`;
  }),
  /** Rows in pixels: larger numbers than the terminal has rows. */
  pixels: [1, 100, 360].flatMap((y) => [`\x1b[<0;800;${y}M`, `\x1b[<0;800;${y}m`]),
} as const;

/** A person's text, in scripts and sizes that bytes are cut in. */
export const TEXTS: readonly string[] = [
  'plain text with a ? and a \\ and "quotes"',
  String.fromCharCode(...new TextEncoder().encode('Grüße, 日本語, 👩‍👩‍👧 и ещё')),
  'many\rlines\nof\r\ntext\t.',
];
