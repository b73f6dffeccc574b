// The few signs the HUD uses, for terminals with and without Unicode. All are one cell wide except
// where a list says otherwise.
import type { GlyphSupport } from './terminal-support.ts';

export interface Glyphs {
  readonly off: string;
  readonly ready: string;
  readonly pending: string;
  readonly opening: string;
  /** For the wake phrase alone, for anything, and while something is being said. */
  readonly waiting: string;
  readonly open: string;
  readonly hearing: string;
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
    opening: '◔',
    waiting: '◎',
    open: '◉',
    hearing: '◆',
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
    opening: ',',
    waiting: '?',
    open: '*',
    hearing: '#',
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

/** What stands before a notice, so that its colour need not be seen. */
export function severitySign(severity: 'info' | 'warning' | 'error', glyphs: Glyphs): string {
  return { info: '', warning: `${glyphs.attention} `, error: `${glyphs.failed} ` }[severity];
}

/** The signs for a terminal. */
export function glyphsFor(support: GlyphSupport): Glyphs {
  return GLYPHS[support];
}
