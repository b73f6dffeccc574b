// Writes down what a headless terminal still shows, as bytes for a new one. Used when the old one
// has failed: attributes that no reader looks at are left out.
import {
  CELL_BACKGROUND,
  CELL_BOLD,
  CELL_COLORED,
  CELL_DIM,
  CELL_REVERSE,
} from '@codex-voice/agents';
import type { Terminal } from '@xterm/headless';
import { readXtermRow } from './xterm-row.ts';

const encoder = new TextEncoder();

/** Any palette colour: readers ask only whether there is one. */
const SOME_COLOR = 7;

/** The visible rows, the modes that matter to delivery, and the cursor. */
export function copyScreen(terminal: Terminal): Uint8Array {
  const buffer = terminal.buffer.active;
  const cell = buffer.getNullCell();
  let output = buffer.type === 'alternate' ? '\u001b[?1049h' : '';
  if (terminal.modes.bracketedPasteMode) output += '\u001b[?2004h';
  for (let index = 0; index < terminal.rows; index += 1) {
    const line = buffer.getLine(buffer.baseY + index);
    if (line === undefined) continue;
    const row = readXtermRow(line, cell);
    output += `\u001b[${index + 1};1H`;
    let style = -1;
    let offset = 0;
    for (const character of row.text) {
      const next = row.styles[offset] ?? 0;
      if (next !== style) output += rendition(next);
      style = next;
      output += character;
      offset += character.length;
    }
  }
  return encoder.encode(
    `${output}${rendition(0)}\u001b[${buffer.cursorY + 1};${buffer.cursorX + 1}H`,
  );
}

function rendition(style: number): string {
  const codes = ['0'];
  if ((style & CELL_BOLD) !== 0) codes.push('1');
  if ((style & CELL_DIM) !== 0) codes.push('2');
  if ((style & CELL_REVERSE) !== 0) codes.push('7');
  if ((style & CELL_COLORED) !== 0) codes.push(String(30 + SOME_COLOR));
  if ((style & CELL_BACKGROUND) !== 0) codes.push(String(40 + SOME_COLOR));
  return `\u001b[${codes.join(';')}m`;
}
