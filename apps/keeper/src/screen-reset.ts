// What a terminal is told when the program that drew on it is gone without having put anything back.

/**
 * Leaves the alternate screen, undoes key reporting, mouse, focus and paste modes, scrolling region,
 * and rendition, shows the cursor, and goes to the start of a line of its own.
 */
export const SCREEN_RESET = new TextEncoder().encode(
  [
    '\u001b[?2026l',
    '\u001b[?1049l',
    '\u001b[<9u',
    '\u001b[>4;0m',
    '\u001b[?1000l\u001b[?1002l\u001b[?1003l\u001b[?1006l',
    '\u001b[?1004l\u001b[?2004l',
    '\u001b[?1l\u001b>',
    '\u001b[r\u001b[0m\u001b(B\u000f',
    '\u001b[?7h\u001b[?25h',
    '\u001b[999;1H\r\n',
  ].join(''),
);
