// How the commands look: the line, those it may mean, and below them what the chosen one becomes.
import { type Glyphs, glyphsFor } from '../glyphs.ts';
import { printable } from '../printable.ts';
import type { Span } from '../span.ts';
import { graphemesOf } from '../text-fit.ts';
import {
  type CommandItem,
  type CommandsPanel,
  commandText,
  shownCommands,
  typedWords,
} from './commands-panel.ts';
import { editorLines } from './editor-lines.ts';
import { editorSpans } from './editor-view.ts';
import { firstShown } from './list-window.ts';
import { framedRows, justified, lineRoom, lineWidth } from './panel-frame.ts';
import type { PanelArea } from './panel-types.ts';

/** Rows of a panel's lines from which on there is room for what a command becomes. */
const SHOWN_FROM_ROWS = 8;
/** Rows that it may take: a prompt of ours has two or three in 80 columns. */
const MOST_SHOWN_ROWS = 4;
/** From this width on, in cells, a command's label stands beside it. */
const LABEL_FROM = 40;
/** Cells of the longest built-in command with its words, and two blanks. */
const USAGE_CELLS = 22;

/** What Enter does with the chosen command. */
const ENTER_DOES = { composes: 'into the composer', opens: 'open', does: 'do it' } as const;

/** Keys of the palette. */
export const COMMANDS_KEYS = [
  { key: 'Enter', does: ENTER_DOES.composes },
  { key: 'Tab', does: 'complete' },
  { key: 'Up Down', does: 'choose' },
  { key: 'Esc', does: 'close' },
];

export function commandsRows(panel: CommandsPanel, area: PanelArea): Uint8Array[] {
  const glyphs = glyphsFor(area.glyphs);
  const found = shownCommands(panel);
  const chosen = Math.min(panel.chosen, Math.max(0, found.length - 1));
  const become = becomes(found[chosen], panel, area);
  const visible = Math.max(1, lineRoom(area) - 1 - become.length);
  const first = firstShown(chosen, found.length, visible);
  const shown = found.slice(first, first + visible);
  const lines = shown.map((item, index) =>
    itemLine(item, { mark: first + index === chosen ? 'chosen' : 'other', area, glyphs }),
  );
  const nothing: Span[][] = [[{ text: '  no such command', role: 'quiet' }]];
  const note =
    shown.length < found.length ? `${first + 1}-${first + shown.length} of ${found.length}` : '';
  return framedRows(
    {
      ...panel,
      title: 'Commands',
      note,
      lines: [typed(panel, area, glyphs), ...(found.length === 0 ? nothing : lines), ...become],
      hints: hints(found[chosen]),
    },
    area,
  );
}

function hints(item: CommandItem | undefined): typeof COMMANDS_KEYS {
  const does = ENTER_DOES[item?.enter ?? 'composes'];
  return COMMANDS_KEYS.map((hint) => (hint.key === 'Enter' ? { ...hint, does } : hint));
}

function typed(panel: CommandsPanel, area: PanelArea, glyphs: Glyphs): readonly Span[] {
  const width = Math.max(1, lineWidth(area) - 2);
  const [spans = []] = editorSpans(panel.line, { width, rows: 1, glyphs, support: area.glyphs });
  return [{ text: '/ ', role: 'key' }, ...spans];
}

interface Look {
  readonly mark: 'chosen' | 'other';
  readonly area: PanelArea;
  readonly glyphs: Glyphs;
}

function itemLine(item: CommandItem, { mark, area, glyphs }: Look): readonly Span[] {
  const width = lineWidth(area);
  const clean = (text: string): string => printable(text, area.glyphs);
  const name = clean(`/${item.name}`);
  const usage = item.usage === '' ? '' : ` ${clean(item.usage)}`;
  const gap = ' '.repeat(Math.max(2, USAGE_CELLS - name.length - usage.length));
  const can = item.refused === undefined;
  const left: Span[] = [
    { text: mark === 'chosen' ? `${glyphs.pointer} ` : '  ', role: 'accent' },
    { text: name, role: can ? (mark === 'chosen' ? 'chosen' : 'text') : 'quiet' },
    { text: usage, role: 'quiet' },
  ];
  const label: Span[] =
    width < LABEL_FROM
      ? []
      : [
          { text: gap, role: 'text' },
          { text: clean(item.label), role: can ? 'text' : 'quiet' },
        ];
  const told = [...(can ? [] : [glyphs.failed]), item.note].filter((part) => part !== '').join(' ');
  const note: Span[] = told === '' ? [] : [{ text: clean(told), role: 'quiet' }];
  return justified([...left, ...label], note, { width, glyphs });
}

/** A blank line and what Enter hands over; of a long one its beginning, and that there is more. */
function becomes(
  item: CommandItem | undefined,
  panel: CommandsPanel,
  area: PanelArea,
): readonly (readonly Span[])[] {
  if (item === undefined || lineRoom(area) < SHOWN_FROM_ROWS) return [];
  const glyphs = glyphsFor(area.glyphs);
  const text =
    item.refused ??
    commandText(item, typedWords(panel)) ??
    item.filled.replaceAll('{args}', () => item.usage);
  const onOne = text
    .split(/\n+/u)
    .map((line) => printable(line, area.glyphs))
    .join(` ${glyphs.lineEnd} `);
  const characters = graphemesOf(onOne);
  const lines = editorLines(characters, Math.max(2, lineWidth(area) - 4)).map(({ start, end }) =>
    characters.slice(start, end).join('').trimEnd(),
  );
  const kept = lines.slice(0, MOST_SHOWN_ROWS);
  const more = lines.length > kept.length ? ` ${glyphs.ellipsis}` : '';
  return [
    [],
    ...kept.map((line, index): Span[] => [
      { text: `  ${line}${index === kept.length - 1 ? more : ''}`, role: 'quiet' },
    ]),
  ];
}
