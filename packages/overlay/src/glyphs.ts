// The few signs the HUD uses, for terminals with and without Unicode. All are one cell wide except
// where a list says otherwise.
import type { GlyphSupport } from './terminal-support.ts';

export interface Glyphs {
  readonly off: string;
  readonly ready: string;
  readonly pending: string;
  readonly open: string;
  readonly deciding: string;
  readonly speaking: string;
  readonly attention: string;
  readonly separator: string;
  readonly done: string;
  readonly failed: string;
  readonly caret: string;
  readonly ellipsis: string;
  /** A line across, and what points at the chosen line of a list. */
  readonly rule: string;
  readonly pointer: string;
  /** A line end within a text on one line; one or two cells. */
  readonly lineEnd: string;
  /** Heights of a meter cell, lowest first; empty: the meter is a bar instead. */
  readonly heights: readonly string[];
}

const GLYPHS: Readonly<Record<GlyphSupport, Glyphs>> = {
  unicode: {
    off: '○',
    ready: '●',
    pending: '◌',
    open: '●',
    deciding: '◐',
    speaking: '»',
    attention: '▲',
    separator: '·',
    done: '✓',
    failed: '✗',
    caret: '▏',
    ellipsis: '…',
    rule: '─',
    pointer: '›',
    lineEnd: '⏎',
    heights: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  },
  ascii: {
    off: '-',
    ready: 'o',
    pending: '.',
    open: '*',
    deciding: '~',
    speaking: ')',
    attention: '!',
    separator: '|',
    done: '+',
    failed: 'x',
    caret: '_',
    ellipsis: '..',
    rule: '-',
    pointer: '>',
    lineEnd: '\\n',
    heights: [],
  },
};

/** The signs for a terminal. */
export function glyphsFor(support: GlyphSupport): Glyphs {
  return GLYPHS[support];
}
