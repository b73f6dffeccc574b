// How the sessions look: one a line with its folder, state, size, age and memory, or on two lines where
// it is narrow.
import { type Glyphs, glyphsFor } from '../glyphs.ts';
import { printable } from '../printable.ts';
import { type Span, spansWidth } from '../span.ts';
import { fitText } from '../text-fit.ts';
import { firstShown } from './list-window.ts';
import { framedRows, justified, lineRoom, lineWidth } from './panel-frame.ts';
import type { PanelArea } from './panel-types.ts';
import type { SessionItem, SessionsPanel } from './sessions-panel.ts';

/** From this width on, in cells, a session is one line; below the second, only its folder is told. */
const ONE_LINE_FROM = 104;
const FACTS_FROM = 56;
/** Cells of the folder on the one line. */
const FOLDER_CELLS = 36;

const STATE_WORDS: Readonly<Record<SessionItem['state'], string>> = {
  idle: 'idle',
  busy: 'working',
  dialog: 'asks you',
  unknown: 'running',
  lost: 'does not answer',
};

/** Keys of the sessions. */
export const SESSIONS_KEYS = [
  { key: 'Enter', does: 'switch to it' },
  { key: 't', does: 'take over' },
  { key: 'x', does: 'end it' },
  { key: 'Esc', does: 'close' },
];

export function sessionsRows(panel: SessionsPanel, area: PanelArea): Uint8Array[] {
  const { items, chosen } = panel;
  const perItem = lineWidth(area) >= ONE_LINE_FROM ? 1 : 2;
  const visible = Math.max(1, Math.floor(lineRoom(area) / perItem));
  const first = firstShown(chosen, items.length, visible);
  const shown = items.slice(first, first + visible);
  const lines = shown.flatMap((item, index) => {
    const mark = first + index === chosen ? 'chosen' : 'other';
    return itemLines({ panel, item, mark, area, perItem });
  });
  const isPart = shown.length < items.length;
  const note = isPart
    ? `${first + 1}-${first + shown.length} of ${items.length}`
    : `${items.length}`;
  const none: Span[][] = [[{ text: 'No session is known.', role: 'quiet' }]];
  const listed = items.length === 0 ? none : lines;
  return framedRows(
    { ...panel, title: 'Sessions', note, lines: listed, hints: SESSIONS_KEYS },
    area,
  );
}

interface ItemLook {
  readonly panel: SessionsPanel;
  readonly item: SessionItem;
  readonly mark: 'chosen' | 'other';
  readonly area: PanelArea;
  readonly perItem: 1 | 2;
}

function itemLines(look: ItemLook): readonly (readonly Span[])[] {
  const { area, item, perItem } = look;
  const glyphs = glyphsFor(area.glyphs);
  const width = lineWidth(area);
  const name = nameSpans(look, glyphs);
  const state = stateSpan(item);
  const facts: Span = { text: factsText(look, glyphs), role: 'quiet' };
  if (perItem === 1) {
    const folder = folderSpan(item, { width: FOLDER_CELLS, area });
    const left: Span[] = [...name, { text: '  ', role: 'text' }, folder];
    const between: Span = { text: ` ${glyphs.separator} `, role: 'faint' };
    return [justified(left, [state, between, facts], { width, glyphs })];
  }
  const indent: Span = { text: '    ', role: 'text' };
  const below = width < FACTS_FROM ? [] : [facts];
  const room = width - 4 - (below.length === 0 ? 0 : spansWidth(below) + 2);
  const folder = folderSpan(item, { width: room, area });
  return [
    justified(name, [state], { width, glyphs }),
    justified([indent, folder], below, { width, glyphs }),
  ];
}

function nameSpans({ panel, item, mark, area }: ItemLook, glyphs: Glyphs): readonly Span[] {
  const isChosen = mark === 'chosen';
  const isHere = item.sessionId === panel.here;
  return [
    { text: isChosen ? `${glyphs.pointer} ` : '  ', role: 'accent' },
    { text: isHere ? `${glyphs.ready} ` : '  ', role: 'good' },
    { text: printable(item.sessionId, area.glyphs), role: isChosen ? 'chosen' : 'text' },
  ];
}

function folderSpan(
  item: SessionItem,
  { width, area }: { readonly width: number; readonly area: PanelArea },
): Span {
  const { ellipsis } = glyphsFor(area.glyphs);
  const text = fitText(printable(item.cwd, area.glyphs), { width, lose: 'start', ellipsis });
  return { text, role: 'quiet' };
}

function stateSpan({ state }: SessionItem): Span {
  const attention = state === 'dialog' || state === 'lost';
  return { text: STATE_WORDS[state], role: attention ? 'warning' : 'quiet' };
}

function factsText({ panel, item }: ItemLook, glyphs: Glyphs): string {
  const texts = [
    ...(item.queued > 0 ? [`${item.queued} waiting`] : []),
    ...(item.terminals > 1 ? [`${item.terminals} terminals`] : []),
    `${item.columns}x${item.rows}`,
    ageText(panel.nowMs - item.startedAtMs),
    memoryText(item.keeperMemoryBytes + (item.agentMemoryBytes ?? 0)),
  ];
  return texts.join(` ${glyphs.separator} `);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const MEGABYTE = 1024 * 1024;

function ageText(ageMs: number): string {
  if (!(ageMs >= MINUTE_MS)) return 'new';
  if (ageMs < HOUR_MS) return `${Math.floor(ageMs / MINUTE_MS)} min`;
  if (ageMs < DAY_MS) return `${Math.floor(ageMs / HOUR_MS)} h`;
  return `${Math.floor(ageMs / DAY_MS)} d`;
}

function memoryText(bytes: number): string {
  return `${Math.round(bytes / MEGABYTE)} MB`;
}
