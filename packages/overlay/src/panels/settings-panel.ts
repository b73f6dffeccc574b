// Settings: a list of names with a value each, changed at once with the arrows. What there is to set
// and what a change does is the owner's.
import type { PanelKey } from '@codex-voice/ansi';
import { glyphsFor } from '../glyphs.ts';
import type { HudKeyHint } from '../hud-model.ts';
import { printable } from '../printable.ts';
import { type Span, spansWidth } from '../span.ts';
import { wrapText } from '../wrap-text.ts';
import { chosenBy, firstShown } from './list-window.ts';
import { framedRows, justified, lineRoom, lineWidth } from './panel-frame.ts';
import {
  commandsOf,
  isClosing,
  type PanelArea,
  type PanelCommon,
  type PanelEffect,
  type PanelStep,
  QUIET,
} from './panel-types.ts';

export interface SettingItem {
  /** What the owner calls it. */
  readonly name: string;
  readonly label: string;
  readonly value: string;
  /** Values in the order in which keys go through them; none: it is only shown. */
  readonly choices: readonly string[];
  /** What it is in the config file; absent: it is not kept there. */
  readonly kept?: string;
  /** What the value means, or why it can't be changed. */
  readonly hint: string;
}

export interface SettingsData {
  readonly items: readonly SettingItem[];
  /** How long a change is kept, in a few words. */
  readonly kept: string;
}

export interface SettingsPanel extends PanelCommon, SettingsData {
  readonly kind: 'settings';
  readonly chosen: number;
}

/** Rows that the chosen setting's hint may take below the list. */
const HINT_ROWS = 2;
/** Rows below which there is no room for a hint. */
const HINT_FROM_ROWS = 6;

const CHANGE = { key: 'Left Right', does: 'change' };
const KEEP = { key: 'w', does: 'write to the config file' };
const CHOOSE = { key: 'Up Down', does: 'choose' };
const CLOSE = { key: 'Esc', does: 'close' };
/** Keys of the settings. */
export const SETTINGS_KEYS = [CHANGE, KEEP, CHOOSE, CLOSE];

/** Behind the name of a setting that is another one here than in the config file. */
const UNKEPT_MARK = ' *';

/** Blanks between the longest name with its mark and the values. */
const VALUE_GAP = 2;
/** The sign of a choice and the blank behind it. */
const SIGN_CELLS = 2;

export function openSettings(data: SettingsData): SettingsPanel {
  return { kind: 'settings', ...QUIET, ...data, chosen: 0 };
}

export function updateSettings(panel: SettingsPanel, data: SettingsData): SettingsPanel {
  const name = panel.items[panel.chosen]?.name;
  const place = data.items.findIndex((item) => item.name === name);
  return { ...panel, ...data, chosen: Math.max(0, place) };
}

export function settingsKey(
  panel: SettingsPanel,
  key: PanelKey,
  area: PanelArea,
): PanelStep<SettingsPanel> {
  let current: SettingsPanel = { ...panel, ...QUIET };
  const effects: PanelEffect[] = [];
  for (const command of commandsOf(key)) {
    if (isClosing(command)) return { panel: current, effects: [...effects, { kind: 'close' }] };
    if (command === '?')
      return { panel: current, effects: [...effects, { kind: 'open', panel: 'help' }] };
    const { chosen, items } = current;
    if (command === 'w' && items.some(({ kept }) => kept !== undefined)) {
      effects.push({
        kind: 'keep',
        settings: items.filter(isUnkept).map(({ name, value }) => ({ name, value })),
      });
      continue;
    }
    const place = chosenBy(command, { chosen, count: items.length, page: lineRoom(area) });
    const item = items[chosen];
    if (place !== undefined) current = { ...current, chosen: place };
    else if (item !== undefined) {
      const step = changed(current, item, command);
      current = step.panel;
      effects.push(...step.effects);
    }
  }
  return { panel: current, effects };
}

const STEPS: Readonly<Record<string, 1 | -1>> = {
  Right: 1,
  l: 1,
  Enter: 1,
  ' ': 1,
  Left: -1,
  h: -1,
};

/** The next or the one before in the order of the choices, around its end. Shown before it is confirmed. */
function changed(
  panel: SettingsPanel,
  item: SettingItem,
  command: string,
): PanelStep<SettingsPanel> {
  const step = STEPS[command];
  if (step === undefined) return { panel, effects: [] };
  const { name, choices } = item;
  if (choices.length < 2) {
    const text = item.hint === '' ? 'it can’t be changed here' : item.hint;
    return { panel: { ...panel, notice: { text, severity: 'info' } }, effects: [] };
  }
  const place = (choices.indexOf(item.value) + step + choices.length) % choices.length;
  const value = choices[place] ?? item.value;
  const items = panel.items.map((one) => (one === item ? { ...one, value } : one));
  return { panel: { ...panel, items }, effects: [{ kind: 'setting', name, value }] };
}

export function settingsRows(panel: SettingsPanel, area: PanelArea): Uint8Array[] {
  const glyphs = glyphsFor(area.glyphs);
  const { items, chosen } = panel;
  const width = lineWidth(area);
  const hint = items[chosen]?.hint ?? '';
  const hasRoom = lineRoom(area) >= HINT_FROM_ROWS && hint !== '';
  const explained = hasRoom
    ? wrapText(printable(hint, area.glyphs), width - 2).slice(0, HINT_ROWS)
    : [];
  const below = hasRoom ? 1 + HINT_ROWS : 0;
  const visible = Math.max(1, lineRoom(area) - below);
  const first = firstShown(chosen, items.length, visible);
  const column = valueColumn(panel, area);
  const lines = items.slice(first, first + visible).map((item, index) => {
    const isChosen = first + index === chosen;
    const left = nameSpans(item, isChosen ? 'chosen' : 'other', area);
    const right = valueSpans(item, isChosen ? 'chosen' : 'other', area);
    if (column === undefined) return justified(left, right, { width, glyphs });
    // Below the other values, not below the signs before them.
    const values = column + (item.choices.length < 2 ? SIGN_CELLS : 0);
    return [
      ...left,
      { text: ' '.repeat(values - spansWidth(left)), role: 'text' } as const,
      ...right,
    ];
  });
  const hints = Array.from({ length: below }, (_, index): Span[] => {
    const text = explained[index - 1];
    return text === undefined ? [] : [{ text: `  ${text}`, role: 'quiet' }];
  });
  return framedRows(
    {
      ...panel,
      title: 'Settings',
      note: panel.kept,
      lines: [...lines, ...hints],
      hints: keysOf(panel),
    },
    area,
  );
}

function nameSpans(item: SettingItem, mark: 'chosen' | 'other', area: PanelArea): readonly Span[] {
  const isChosen = mark === 'chosen';
  return [
    { text: isChosen ? `${glyphsFor(area.glyphs).pointer} ` : '  ', role: 'accent' },
    { text: printable(item.label, area.glyphs), role: isChosen ? 'chosen' : 'text' },
    ...(isUnkept(item) ? [{ text: UNKEPT_MARK, role: 'warning' } as const] : []),
  ];
}

/** Where all values begin, so that the eye finds them; undefined: there they don't fit. */
function valueColumn({ items }: SettingsPanel, area: PanelArea): number | undefined {
  const widest = (spans: (item: SettingItem) => readonly Span[]): number =>
    Math.max(0, ...items.map((item) => spansWidth(spans(item))));
  // With room for the mark of each, so that no value moves when one is changed.
  const labels = widest((item) => nameSpans({ ...item, kept: item.value }, 'other', area));
  const column = labels + UNKEPT_MARK.length + VALUE_GAP;
  const values = widest((item) => valueSpans(item, 'other', area));
  return column + SIGN_CELLS + values <= lineWidth(area) ? column : undefined;
}

/** Writing is told of where there is something to write. */
function keysOf({ items }: SettingsPanel): readonly HudKeyHint[] {
  return items.some(isUnkept) ? [CHANGE, KEEP, CHOOSE, CLOSE] : [CHANGE, CHOOSE, CLOSE];
}

function isUnkept({ kept, value }: SettingItem): boolean {
  return kept !== undefined && kept !== value && value !== '';
}

/** All choices where there is room, the one that is in force marked; else that one alone. */
function valueSpans(item: SettingItem, mark: 'chosen' | 'other', area: PanelArea): readonly Span[] {
  const clean = (text: string) => printable(text, area.glyphs);
  const value: Span = { text: clean(item.value), role: mark === 'chosen' ? 'chosen' : 'accent' };
  if (item.choices.length < 2) return [{ ...value, role: 'quiet' }];
  const glyphs = glyphsFor(area.glyphs);
  const arrows: Span[] = [{ text: '< ', role: 'key' }, value, { text: ' >', role: 'key' }];
  const spread = item.choices.flatMap((choice, index): Span[] => [
    { text: index === 0 ? '' : '  ', role: 'text' },
    choice === item.value
      ? { text: `${glyphs.ready} ${clean(choice)}`, role: value.role }
      : { text: `${glyphs.off} ${clean(choice)}`, role: 'quiet' },
  ]);
  const markCells = isUnkept(item) ? UNKEPT_MARK.length : 0;
  const room =
    lineWidth(area) - spansWidth([{ text: clean(item.label), role: 'text' }]) - 6 - markCells;
  return spansWidth(spread) <= room ? spread : arrows;
}
