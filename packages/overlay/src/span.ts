// A run of text with one meaning, and rows of such runs turned into bytes.
import { background, type ColourSupport, foreground } from './colour.ts';
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
  const ground = look.theme.text.background;
  const bare = ground === undefined ? RESET : sgr({ background: ground }, look.colour);
  const write = (text: string, style: string): void => {
    if (text === '') return;
    row += style === current ? text : style + text;
    current = style;
  };
  for (const { text, role } of spans) {
    if (role === 'caret') {
      write(text, sgr(look.theme[role], look.colour));
      continue;
    }
    // Blanks around words stay bare: underlined or reversed, they would be seen.
    const [, before = '', words = '', after = ''] = /^( *)(.*?)( *)$/su.exec(text) ?? [];
    write(before, bare);
    write(words, sgr(look.theme[role], look.colour));
    write(after, bare);
  }
  write(' '.repeat(Math.max(0, look.columns - spansWidth(spans))), bare);
  return new TextEncoder().encode(row + RESET);
}

const RESET = '\x1b[0m';

/** How rows are written. */
export interface RowLook {
  readonly columns: number;
  readonly theme: Theme;
  readonly colour: ColourSupport;
}

function sgr(style: Style, colour: ColourSupport): string {
  const attributes = (style.attributes ?? []).map((name) => ATTRIBUTE_CODES[name]);
  const tint = style.foreground === undefined ? '' : foreground(style.foreground, colour);
  const ground = style.background === undefined ? '' : background(style.background, colour);
  // What stands out by its ground stands out without colours, too.
  const isReversed = colour === 'none' && style.background !== undefined && style.background !== 0;
  const codes = ['0', ...attributes, isReversed ? ATTRIBUTE_CODES.reverse : '', tint, ground];
  return `\x1b[${codes.filter((code) => code !== '').join(';')}m`;
}
