// The help: keys and words and what they do, to scroll through.
import type { PanelKey } from '@codex-voice/ansi';
import { type Glyphs, glyphsFor } from '../glyphs.ts';
import { printable } from '../printable.ts';
import { type Span, spansWidth } from '../span.ts';
import { fitText } from '../text-fit.ts';
import { wrapText } from '../wrap-text.ts';
import { chosenBy } from './list-window.ts';
import { framedRows, lineRoom, lineWidth } from './panel-frame.ts';
import {
  commandsOf,
  isClosing,
  type PanelArea,
  type PanelCommon,
  type PanelStep,
  QUIET,
} from './panel-types.ts';

/** A heading and what stands below it: a key or a phrase, and what it does. */
export interface HelpSection {
  readonly title: string;
  readonly rows: readonly { readonly what: string; readonly does: string }[];
}

/** Text to scroll through: the help, or what a developer looks for. */
export interface HelpPanel extends PanelCommon {
  readonly kind: 'help' | 'debug';
  readonly sections: readonly HelpSection[];
  /** First line shown. */
  readonly top: number;
}

/** Cells of the left column, where there is room; and the least the right one needs beside it. */
const WHAT_CELLS = 22;
const LEAST_DOES_CELLS = 24;

export function openHelp(
  sections: readonly HelpSection[],
  kind: HelpPanel['kind'] = 'help',
): HelpPanel {
  return { kind, ...QUIET, sections, top: 0 };
}

export function helpKey(panel: HelpPanel, key: PanelKey, area: PanelArea): PanelStep<HelpPanel> {
  let top = panel.top;
  const count = helpLines(panel, area).length;
  const page = lineRoom(area);
  const last = Math.max(0, count - page);
  for (const command of commandsOf(key)) {
    if (isClosing(command) || command === '?') return { panel, effects: [{ kind: 'close' }] };
    const scrolled = command === ' ' || command === 'Enter' ? 'PageDown' : command;
    const moved = chosenBy(scrolled, { chosen: Math.min(top, last), count: last + 1, page });
    top = moved ?? top;
  }
  return { panel: { ...panel, ...QUIET, top }, effects: [] };
}

const TITLES = { help: 'Help', debug: 'Debug' } as const;

const SCROLL = { key: 'Up Down Space', does: 'scroll' };
const CLOSE = { key: 'Esc', does: 'close' };
/** Keys of the help. */
export const HELP_KEYS = [SCROLL, CLOSE];

export function helpRows(panel: HelpPanel, area: PanelArea): Uint8Array[] {
  const lines = helpLines(panel, area);
  const room = lineRoom(area);
  const top = Math.min(panel.top, Math.max(0, lines.length - room));
  const shown = lines.slice(top, top + room);
  const isAll = shown.length === lines.length;
  const note = isAll ? '' : `${top + 1}-${top + shown.length} of ${lines.length}`;
  const scroll = isAll ? [] : [SCROLL];
  const hints = [...scroll, CLOSE];
  return framedRows({ ...panel, title: TITLES[panel.kind], note, lines: shown, hints }, area);
}

function helpLines(panel: HelpPanel, area: PanelArea): readonly (readonly Span[])[] {
  const glyphs = glyphsFor(area.glyphs);
  const width = lineWidth(area);
  return panel.sections.flatMap(({ title, rows }, index) => {
    const heading: Span[] = [
      { text: cut(printable(title, area.glyphs), width, glyphs), role: 'accent' },
    ];
    const body = rows.flatMap(({ what, does }) =>
      pair(printable(what, area.glyphs), printable(does, area.glyphs), { width, glyphs }),
    );
    return [...(index === 0 ? [] : [[]]), heading, ...body];
  });
}

/** Beside each other, or one below the other where it is narrow or the left is long. */
function pair(
  what: string,
  does: string,
  { width, glyphs }: { readonly width: number; readonly glyphs: Glyphs },
): readonly (readonly Span[])[] {
  const isNarrow = width < WHAT_CELLS + LEAST_DOES_CELLS;
  const indent = isNarrow ? 2 : WHAT_CELLS;
  const explanation = wrapText(does, Math.max(1, width - indent));
  const left: Span = { text: cut(what, width, glyphs), role: 'key' };
  const below = (lines: readonly string[]) =>
    lines.map((text): Span[] => [
      { text: ' '.repeat(Math.min(indent, width - 1)), role: 'text' },
      { text, role: 'text' },
    ]);
  const isBeside = !isNarrow && spansWidth([left]) < WHAT_CELLS - 1;
  if (!isBeside) return [[left], ...below(explanation)];
  const pad: Span = { text: ' '.repeat(WHAT_CELLS - spansWidth([left])), role: 'text' };
  const [first = '', ...rest] = explanation;
  return [[left, pad, { text: first, role: 'text' }], ...below(rest)];
}

function cut(text: string, width: number, glyphs: Glyphs): string {
  return fitText(text, { width, lose: 'end', ellipsis: glyphs.ellipsis });
}
