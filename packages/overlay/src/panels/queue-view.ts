// How the queue looks: a prompt a line with what it waits for at its right, or below it where it is
// narrow; and the one being edited.
import { type Glyphs, glyphsFor } from '../glyphs.ts';
import { printable } from '../printable.ts';
import type { Span } from '../span.ts';
import { editorSpans } from './editor-view.ts';
import type { LineEditor } from './line-editor.ts';
import { firstShown } from './list-window.ts';
import { cutSpans, framedRows, justified, lineRoom, lineWidth } from './panel-frame.ts';
import type { PanelArea } from './panel-types.ts';
import { isWaiting, type QueueItem, type QueuePanel } from './queue-panel.ts';

/** From this width on, in cells, what a prompt waits for stands beside it. */
const WIDE_FROM = 56;
/** Cells that what it waits for may take beside it. */
const STATUS_CELLS = 34;

const STATE_WORDS: Readonly<Record<QueueItem['state'], string>> = {
  queued: 'waits its turn',
  waiting: 'waits',
  typing: 'going in',
  composed: 'in the composer',
  sending: 'being sent',
  sent: 'sent',
  unconfirmed: 'not confirmed',
  dropped: 'dropped',
};

const ORIGIN_WORDS: Readonly<Record<QueueItem['origin'], string>> = {
  voice: '',
  say: 'from elsewhere',
  replay: 'from before',
  key: 'by key',
  plugin: 'from a plugin',
};

/** Before what it waits for, which may be cut. */
const STALE_WORDS = 'HEAD moved';

/** Keys of the queue. */
export const QUEUE_KEYS = [
  { key: 'Enter', does: 'edit' },
  { key: 'd', does: 'drop' },
  { key: 't', does: 'send or compose' },
  { key: 'J K', does: 'move' },
  { key: 'x', does: 'drop all' },
  { key: 'Esc', does: 'close' },
];
/** Keys of a prompt that is edited. */
export const EDIT_KEYS = [
  { key: 'Enter', does: 'keep' },
  { key: 'Alt-Enter', does: 'new line' },
  { key: 'Esc', does: 'as it was' },
];

export function queueRows(panel: QueuePanel, area: PanelArea): Uint8Array[] {
  if (panel.editing !== undefined) return editingRows(panel, panel.editing, area);
  const { items, chosen } = panel;
  const count = items.filter(isWaiting).length;
  const note = count === 0 ? '' : `${count} waiting`;
  if (items.length === 0) {
    const lines: Span[][] = [[{ text: 'Nothing waits.', role: 'quiet' }]];
    const hints = QUEUE_KEYS.slice(-1);
    return framedRows({ ...panel, title: 'Queue', note, lines, hints }, area);
  }
  const perItem = lineWidth(area) >= WIDE_FROM ? 1 : 2;
  const visible = Math.max(1, Math.floor(lineRoom(area) / perItem));
  const first = firstShown(chosen, items.length, visible);
  const shown = items.slice(first, first + visible);
  const lines = shown.flatMap((item, index) => {
    const place = first + index;
    const line = { item, place, mark: place === chosen ? 'chosen' : 'other' } as const;
    return perItem === 1 ? [wideLine(line, area)] : narrowLines(line, area);
  });
  const part =
    items.length > shown.length ? `${first + 1}-${first + shown.length} of ${items.length}` : note;
  return framedRows({ ...panel, title: 'Queue', note: part, lines, hints: QUEUE_KEYS }, area);
}

interface ItemLine {
  readonly item: QueueItem;
  readonly place: number;
  readonly mark: 'chosen' | 'other';
}

function wideLine(line: ItemLine, area: PanelArea): readonly Span[] {
  const glyphs = glyphsFor(area.glyphs);
  const status = cutSpans(statusSpans(line.item, area, glyphs), { width: STATUS_CELLS, glyphs });
  return justified(textSpans(line, area, glyphs), status, { width: lineWidth(area), glyphs });
}

function narrowLines(line: ItemLine, area: PanelArea): readonly (readonly Span[])[] {
  const glyphs = glyphsFor(area.glyphs);
  const indent: Span = { text: '    ', role: 'text' };
  return [textSpans(line, area, glyphs), [indent, ...statusSpans(line.item, area, glyphs)]];
}

function textSpans(
  { item, place, mark }: ItemLine,
  area: PanelArea,
  glyphs: Glyphs,
): readonly Span[] {
  const isChosen = mark === 'chosen';
  const lines = item.text.split('\n').map((text) => printable(text, area.glyphs));
  return [
    { text: isChosen ? `${glyphs.pointer} ` : '  ', role: 'accent' },
    { text: `${place + 1} `, role: 'quiet' },
    { text: lines.join(` ${glyphs.lineEnd} `), role: isChosen ? 'chosen' : 'text' },
  ];
}

function statusSpans(item: QueueItem, area: PanelArea, glyphs: Glyphs): readonly Span[] {
  const why = item.state === 'waiting' && item.why !== undefined ? `: ${item.why}` : '';
  const state: Span = {
    text: printable(`${STATE_WORDS[item.state]}${why}`, area.glyphs),
    role: isWaiting(item) ? 'quiet' : 'good',
  };
  const intent: Span = { text: item.intent, role: item.intent === 'send' ? 'accent' : 'quiet' };
  const between: Span = { text: ` ${glyphs.separator} `, role: 'faint' };
  const origin = ORIGIN_WORDS[item.origin];
  const stale: Span[] =
    item.stale === true ? [{ text: STALE_WORDS, role: 'warning' }, between] : [];
  const spans: Span[] = [intent, between, ...stale, state];
  return origin === '' ? spans : [...spans, between, { text: origin, role: 'quiet' }];
}

function editingRows(
  panel: QueuePanel,
  { id, editor }: { readonly id: string; readonly editor: LineEditor },
  area: PanelArea,
): Uint8Array[] {
  const room = {
    width: lineWidth(area),
    rows: lineRoom(area),
    glyphs: glyphsFor(area.glyphs),
    support: area.glyphs,
  };
  const place = panel.items.findIndex((item) => item.id === id);
  const note = place < 0 ? '' : `${place + 1} of ${panel.items.length}`;
  const lines = editorSpans(editor, room);
  return framedRows({ ...panel, title: 'Edit the prompt', note, lines, hints: EDIT_KEYS }, area);
}
