// A small agent to try codex-voice on: it has a composer, takes pastes, and answers every prompt with
// what it received. No model is behind it, and it says so. With EXAMPLE_AGENT_LOG set, every prompt
// received is also appended there as one line of JSON.
import { appendFileSync } from 'node:fs';
import { stdin, stdout } from 'node:process';
import { Composer } from './composer.ts';

const BOLD = '\u001b[1m';
const DIM = '\u001b[2m';
const CYAN = '\u001b[36m';
const RESET = '\u001b[0m';
const BRACKETED_PASTE_ON = '\u001b[?2004h';
const BRACKETED_PASTE_OFF = '\u001b[?2004l';
const CLEAR_TO_END = '\u001b[J';
const PLACEHOLDER = 'Type or say something; Ctrl-D ends';

const logPath = process.env.EXAMPLE_AGENT_LOG;
const composer = new Composer();
let drawnRowsAbove = 0;

/** Draws the composer over its last drawing; the cursor ends behind the text. */
function draw(): void {
  const columns = stdout.columns || 80;
  const lines = composer.text.split('\n');
  const empty = composer.text === '';
  const shown = lines.map((line, index) => `${index === 0 ? `${CYAN}›${RESET} ` : '  '}${line}`);
  const up = drawnRowsAbove > 0 ? `\u001b[${drawnRowsAbove}A` : '';
  stdout.write(`${up}\r${CLEAR_TO_END}${shown.join('\r\n')}`);
  if (empty) stdout.write(`${DIM}${PLACEHOLDER}${RESET}\r\u001b[2C`);
  drawnRowsAbove = lines.reduce(
    (rows, line, index) =>
      rows + Math.floor((line.length + 2) / columns) + (index === lines.length - 1 ? 0 : 1),
    0,
  );
}

function answer(text: string): void {
  if (logPath) appendFileSync(logPath, `${JSON.stringify({ received: text })}\n`);
  const up = drawnRowsAbove > 0 ? `\u001b[${drawnRowsAbove}A` : '';
  const words = text.trim().split(/\s+/u).length;
  stdout.write(
    `${up}\r${CLEAR_TO_END}${BOLD}> ${text.replaceAll('\n', '\r\n  ')}${RESET}\r\n` +
      `  Received: ${words} ${words === 1 ? 'word' : 'words'}. ` +
      `${DIM}(There is no model behind this example.)${RESET}\r\n\r\n`,
  );
  drawnRowsAbove = 0;
}

function leave(): void {
  stdout.write(`\r${CLEAR_TO_END}${BRACKETED_PASTE_OFF}`);
  stdin.setRawMode(false);
  process.exit(0);
}

if (!stdin.isTTY) {
  process.stderr.write('example agent: standard input is no terminal: start it in one\n');
  process.exit(1);
}
stdin.setRawMode(true);
stdin.setEncoding('utf8');
stdout.write(
  `${BOLD}Example agent${RESET} ${DIM}(shows what it receives)${RESET}\r\n\r\n${BRACKETED_PASTE_ON}`,
);
draw();
stdout.on('resize', draw);
process.on('SIGTERM', leave);
stdin.on('data', (input: string) => {
  for (const event of composer.accept(input)) {
    if (event.type === 'quit') leave();
    else answer(event.text);
  }
  draw();
});
