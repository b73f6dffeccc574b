// How the simulated agent draws what it shows: as Codex does, as far as the project's reader of Codex's
// screen goes by it. A drawing is one synchronised update.

const BEGIN = '\u001b[?2026h\u001b[?25l\u001b[H\u001b[2J';
const END = '\u001b[?25h\u001b[?2026l';
/** Cells of a composer's line, without its marker: fewer than any size of the terminal has. */
const WIDTH = 54;
/** Rows of the composer that are drawn: the newest. */
const ROWS = 12;

export interface Shown {
  readonly text: string;
  readonly works: boolean;
  readonly asks: boolean;
  readonly turns: number;
}

export function drawing({ text, works, asks, turns }: Shown): string {
  const said = `> é ✓ turn ${turns}\r\n\r\n`;
  if (asks)
    return `${BEGIN}${said}  Would you like to run the following command?\r\n\r\n\u001b[7m›\u001b[27m 1. Yes, proceed (y)\r\n  2. No (esc)\r\n\r\n  Press enter to confirm or esc to cancel${END}`;
  const working = works ? '• Working (1s • \u001b[1mesc to interrupt\u001b[22m)\r\n\r\n' : '';
  const rows = wrapped(text).slice(-ROWS);
  return `${BEGIN}${said}${working}\u001b[1m›\u001b[22m ${rows.join('\r\n  ')}${END}`;
}

function wrapped(text: string): string[] {
  return text.split('\n').flatMap((line) => {
    const rows: string[] = [];
    for (let at = 0; at === 0 || at < line.length; at += WIDTH)
      rows.push(line.slice(at, at + WIDTH));
    return rows;
  });
}
