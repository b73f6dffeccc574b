// A run of text with one meaning, and rows of such runs turned into bytes.
import { type ColourSupport, foreground } from './colour.ts';
import { cellsOf } from './text-fit.ts';
import type { Role, Style, Theme } from './theme.ts';

/** Text that is already printable, and what it means. */
export interface Span {
  readonly text: string;
  readonly role: Role;
}

const ATTRIBUTE_CODES = { bold: '1', dim: '2', underline: '4', reverse: '7' } as const;

/** Cells of several spans. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + cellsOf(span.text), 0);
}

/**
 * One row as bytes: SGR and printable text only, beginning from a reset and ending with one, filled
 * with blanks to `columns`.
 */
export function encodeRow(spans: readonly Span[], look: RowLook): Uint8Array {
  let row = '';
  let current = '';
  for (const { text, role } of spans) {
    if (text === '') continue;
    const wanted = sgr(look.theme[role], look.colour);
    // Blanks look the same in every foreground, but not underlined or reversed.
    const style = text.trim() === '' ? '\x1b[0m' : wanted;
    if (style !== current) row += style;
    current = style;
    row += text;
  }
  const blanks = ' '.repeat(Math.max(0, look.columns - spansWidth(spans)));
  const reset = current === '\x1b[0m' || blanks === '' ? '' : '\x1b[0m';
  return new TextEncoder().encode(`${row}${reset}${blanks}\x1b[0m`);
}

/** How rows are written. */
export interface RowLook {
  readonly columns: number;
  readonly theme: Theme;
  readonly colour: ColourSupport;
}

function sgr(style: Style, colour: ColourSupport): string {
  const attributes = (style.attributes ?? []).map((name) => ATTRIBUTE_CODES[name]);
  const tint = style.foreground === undefined ? '' : foreground(style.foreground, colour);
  const codes = ['0', ...attributes, ...(tint === '' ? [] : [tint])];
  return `\x1b[${codes.join(';')}m`;
}
