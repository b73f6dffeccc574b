// The menu: everything there is to do, each with its letter, for who does not know the keys yet.
import type { PanelKey } from '@codex-voice/ansi';
import { type Glyphs, glyphsFor } from '../glyphs.ts';
import { printable } from '../printable.ts';
import { type Span, spansWidth } from '../span.ts';
import { chosenBy, firstShown } from './list-window.ts';
import { framedRows, justified, lineRoom, lineWidth } from './panel-frame.ts';
import {
  commandsOf,
  isClosing,
  type PanelArea,
  type PanelCommon,
  type PanelStep,
  QUIET,
} from './panel-types.ts';

export interface MenuItem {
  /** What the owner calls it. */
  readonly action: string;
  /** One character, of which no two are the same. */
  readonly letter: string;
  readonly label: string;
  /** The key that does it without the menu, or how it stands; at the right. */
  readonly note: string;
  /** Why it can't be done now; absent: it can. */
  readonly refused?: string;
}

export interface MenuPanel extends PanelCommon {
  readonly kind: 'menu';
  readonly items: readonly MenuItem[];
  readonly chosen: number;
}

/** Keys of the menu. */
export const MENU_KEYS = [
  { key: 'Enter', does: 'do it' },
  { key: 'Up Down', does: 'choose' },
  { key: 'Esc', does: 'close' },
];

/** Blanks before a note. */
const NOTE_GAP = 2;

export function openMenu(items: readonly MenuItem[]): MenuPanel {
  return { kind: 'menu', ...QUIET, items, chosen: 0 };
}

export function updateMenu(panel: MenuPanel, items: readonly MenuItem[]): MenuPanel {
  const action = panel.items[panel.chosen]?.action;
  const place = items.findIndex((item) => item.action === action);
  return { ...panel, items, chosen: Math.max(0, place) };
}

/** Letters of the menu go before those that move the choice elsewhere. */
export function menuKey(panel: MenuPanel, key: PanelKey, area: PanelArea): PanelStep<MenuPanel> {
  let current: MenuPanel = { ...panel, ...QUIET };
  for (const command of commandsOf(key)) {
    const { items, chosen } = current;
    const place = items.findIndex(({ letter }) => letter === command);
    if (place >= 0) return done({ ...current, chosen: place });
    if (isClosing(command)) return { panel: current, effects: [{ kind: 'close' }] };
    if (command === 'Enter' || command === ' ') return done(current);
    const moved = chosenBy(command, { chosen, count: items.length, page: lineRoom(area) });
    if (moved !== undefined) current = { ...current, chosen: moved };
  }
  return { panel: current, effects: [] };
}

function done(panel: MenuPanel): PanelStep<MenuPanel> {
  const item = panel.items[panel.chosen];
  if (item === undefined) return { panel, effects: [] };
  if (item.refused !== undefined) {
    return {
      panel: { ...panel, notice: { text: item.refused, severity: 'warning' } },
      effects: [],
    };
  }
  return { panel, effects: [{ kind: 'action', action: item.action }] };
}

export function menuRows(panel: MenuPanel, area: PanelArea): Uint8Array[] {
  const glyphs = glyphsFor(area.glyphs);
  const { items, chosen } = panel;
  const visible = lineRoom(area);
  const first = firstShown(chosen, items.length, visible);
  const shown = items.slice(first, first + visible);
  const lines = shown.map((item, index) => {
    const isChosen = first + index === chosen;
    const left: Span[] = [
      { text: isChosen ? `${glyphs.pointer} ` : '  ', role: 'accent' },
      { text: printable(item.letter, area.glyphs), role: 'key' },
      { text: '  ', role: 'text' },
      {
        text: printable(item.label, area.glyphs),
        role: labelRole(item, isChosen ? 'chosen' : 'text'),
      },
    ];
    const room = lineWidth(area) - spansWidth(left) - NOTE_GAP;
    const text = printable(noteOf(item, { room, glyphs }), area.glyphs);
    const note: Span[] = text === '' ? [] : [{ text, role: 'quiet' }];
    return justified(left, note, { width: lineWidth(area), glyphs });
  });
  const note =
    shown.length < items.length ? `${first + 1}-${first + shown.length} of ${items.length}` : '';
  return framedRows({ ...panel, title: 'codex-voice', note, lines, hints: MENU_KEYS }, area);
}

/** What can't be done says so by a sign, and why where there is room: its colour need not be seen. */
function noteOf(
  { note, refused }: MenuItem,
  { room, glyphs }: { readonly room: number; readonly glyphs: Glyphs },
): string {
  if (refused === undefined) return note;
  const why = `${glyphs.failed} ${refused}`;
  return why.length <= room ? why : glyphs.failed;
}

function labelRole(item: MenuItem, role: 'chosen' | 'text'): Span['role'] {
  return item.refused === undefined ? role : 'quiet';
}
