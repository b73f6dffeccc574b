// The commands: a line to type into, and below it those that it may mean. What a command becomes is shown
// before Enter does it; doing it is the owner's. How it looks is `commands-view.ts`'s.
import type { PanelKey } from '@codex-voice/ansi';
import { edited, editorOf, editorText, type LineEditor } from './line-editor.ts';
import { chosenBy } from './list-window.ts';
import { lineRoom, lineWidth } from './panel-frame.ts';
import { type PanelArea, type PanelCommon, type PanelStep, QUIET } from './panel-types.ts';

export interface CommandItem {
  /** Lower case, without the sign before it. */
  readonly name: string;
  /** What words it takes, such as `WORDS` or `[WORDS]`; empty: none. */
  readonly usage: string;
  readonly label: string;
  /** Where it is from, in a word; empty: built in. */
  readonly note: string;
  /** What it becomes without words; absent: it needs some. */
  readonly alone?: string;
  /** What it becomes with words, which stand where `{args}` is. */
  readonly filled: string;
  /** What Enter does with it; absent: it puts a text into the composer. */
  readonly enter?: 'opens' | 'does';
  /** Why it can't be done now; absent: it can. */
  readonly refused?: string;
}

export interface CommandsPanel extends PanelCommon {
  readonly kind: 'commands';
  readonly items: readonly CommandItem[];
  readonly line: LineEditor;
  /** Among those that are shown. */
  readonly chosen: number;
}

export function openCommands(items: readonly CommandItem[]): CommandsPanel {
  return { kind: 'commands', ...QUIET, items, line: editorOf(''), chosen: 0 };
}

/** The choice stays with its command. */
export function updateCommands(panel: CommandsPanel, items: readonly CommandItem[]): CommandsPanel {
  const name = shownCommands(panel)[panel.chosen]?.name;
  const updated = { ...panel, items };
  const place = shownCommands(updated).findIndex((item) => item.name === name);
  return { ...updated, chosen: Math.max(0, place) };
}

interface TypedLine {
  readonly name: string;
  /** Undefined: no word has been begun behind the name. */
  readonly args: string | undefined;
}

function typedLine({ line }: Pick<CommandsPanel, 'line'>): TypedLine {
  const [, name = '', space = '', args = ''] =
    /^\s*[/:]?(\S*)(\s*)([\s\S]*)$/u.exec(editorText(line)) ?? [];
  return { name: name.toLowerCase(), args: space === '' ? undefined : args.trim() };
}

/** What was typed behind the name. */
export function typedWords(panel: Pick<CommandsPanel, 'line'>): string {
  return typedLine(panel).args ?? '';
}

/** Those that the line may mean: by their name's beginning, then by what stands in name or label. */
export function shownCommands(
  panel: Pick<CommandsPanel, 'items' | 'line'>,
): readonly CommandItem[] {
  const { items } = panel;
  const { name, args } = typedLine(panel);
  if (name === '') return items;
  const exact = items.filter((item) => item.name === name);
  if (args !== undefined && exact.length > 0) return exact;
  const begun = items.filter((item) => item.name.startsWith(name));
  if (args !== undefined) return begun;
  const inside = items.filter(
    (item) => !begun.includes(item) && (item.name.includes(name) || hasWord(item.label, name)),
  );
  return [...begun, ...inside];
}

/** Whether a word of the label begins so; where words are not parted by blanks, whether it stands in it. */
function hasWord(label: string, begun: string): boolean {
  const text = label.toLowerCase();
  if (UNSPACED.test(begun)) return text.includes(begun);
  return text.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(begun));
}

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

/** What Enter would hand over; undefined: the command needs words first. */
export function commandText(item: CommandItem, words: string): string | undefined {
  if (words === '') return item.alone;
  return item.filled.replaceAll('{args}', () => words);
}

export function commandsKey(
  panel: CommandsPanel,
  key: PanelKey,
  area: PanelArea,
): PanelStep<CommandsPanel> {
  const current: CommandsPanel = { ...panel, ...QUIET };
  const name = key.kind === 'key' ? key.name : '';
  if (name === 'Escape' || name === 'Ctrl-c')
    return { panel: current, effects: [{ kind: 'close' }] };
  if (name === 'Enter') return done(current);
  if (name === 'Tab') return { panel: completed(current), effects: [] };
  const count = shownCommands(current).length;
  const place = MOVES.has(name)
    ? chosenBy(name, { chosen: current.chosen, count, page: lineRoom(area) })
    : undefined;
  if (place !== undefined) return { panel: { ...current, chosen: place }, effects: [] };
  const line = edited(current.line, { key: onOneLine(key), width: lineWidth(area) - 1 });
  if (line === undefined) return { panel: current, effects: [] };
  const isSame = editorText(line) === editorText(current.line);
  return { panel: { ...current, line, chosen: isSame ? current.chosen : 0 }, effects: [] };
}

/** Keys that choose; the others that choose in lists move the caret here, or are letters. */
const MOVES: ReadonlySet<string> = new Set([
  ...['Up', 'Down', 'PageUp', 'PageDown', 'Ctrl-p', 'Ctrl-n'],
]);

/** Line ends of a paste become spaces, and keys that would make one do nothing. */
function onOneLine(key: PanelKey): PanelKey {
  if (key.kind === 'text') return { ...key, text: key.text.replaceAll(/[\r\n]+/gu, ' ') };
  return NEW_LINES.has(key.name) ? { ...key, name: '' } : key;
}

const NEW_LINES: ReadonlySet<string> = new Set([
  ...['Ctrl-j', 'Alt-Enter', 'Shift-Enter', 'Ctrl-Enter'],
]);

/** The chosen name in full, ready for words. */
function completed(panel: CommandsPanel): CommandsPanel {
  const item = shownCommands(panel)[panel.chosen];
  if (item === undefined) return panel;
  const words = typedWords(panel);
  return { ...panel, line: editorOf(`${item.name} ${words}`), chosen: 0 };
}

function done(panel: CommandsPanel): PanelStep<CommandsPanel> {
  const item = shownCommands(panel)[panel.chosen];
  const told = (text: string, on: CommandsPanel = panel): PanelStep<CommandsPanel> => ({
    panel: { ...on, notice: { text, severity: 'warning' } },
    effects: [],
  });
  if (item === undefined) return told('no such command');
  if (item.refused !== undefined) return told(item.refused);
  const words = typedWords(panel);
  if (commandText(item, words) === undefined) {
    return told(`${item.name} needs words: type them`, completed(panel));
  }
  return { panel, effects: [{ kind: 'command', name: item.name, words }] };
}
