// What the agent asks: one approval whole, to be read, approved and denied; the others one key away.
// What becomes of an answer is its owner's, who tells by an update.
import type { PanelKey } from '@codex-voice/ansi';
import { printable } from '../printable.ts';
import type { Span } from '../span.ts';
import type { GlyphSupport } from '../terminal-support.ts';
import { editorLines } from './editor-lines.ts';
import { chosenBy } from './list-window.ts';
import { framedRows, lineRoom, lineWidth } from './panel-frame.ts';
import {
  answered,
  commandsOf,
  isClosing,
  type PanelArea,
  type PanelCommon,
  type PanelEffect,
  type PanelStep,
  QUIET,
} from './panel-types.ts';

export interface ApprovalItem {
  readonly id: string;
  /** What is asked, such as `asks to run`. */
  readonly asks: string;
  /** Shown exactly: nothing of it is hidden. */
  readonly text: string;
  /** Why it is risky; absent: it is not. */
  readonly risk?: string;
  /** What else is to be known of it, a line each. */
  readonly notes: readonly string[];
  readonly takes: readonly ('approve' | 'deny')[];
  /** The part of a question that is next: its place from 0, and how many choices it has. */
  readonly choose?: {
    readonly part: number;
    readonly count: number;
    readonly take: 'one' | 'several';
  };
}

export interface ApprovalsPanel extends PanelCommon {
  readonly kind: 'approvals';
  readonly items: readonly ApprovalItem[];
  readonly chosen: number;
  /** First line shown. */
  readonly top: number;
  /** It came in another one's place: what was about to be answered was not this one. */
  readonly cameBy: 'key' | 'update';
  /** Where several may be chosen, those that are to be given, from 1. */
  readonly marked: readonly number[];
}

export function openApprovals(items: readonly ApprovalItem[]): ApprovalsPanel {
  return { kind: 'approvals', ...QUIET, items, chosen: 0, top: 0, cameBy: 'key', marked: [] };
}

/** The choice stays with its approval; where that is settled, the first one is shown. */
export function updateApprovals(
  panel: ApprovalsPanel,
  items: readonly ApprovalItem[],
): ApprovalsPanel {
  const before = panel.items[panel.chosen];
  const id = before?.id;
  const place = items.findIndex((item) => item.id === id);
  if (place >= 0) {
    const isSame = items[place]?.choose?.part === before?.choose?.part;
    const kept = isSame ? panel : { ...panel, marked: [], top: 0 };
    return { ...kept, items, chosen: place };
  }
  const isOther = id !== undefined && items.length > 0;
  const other: ApprovalsPanel = { ...panel, ...QUIET, items, chosen: 0, top: 0, marked: [] };
  return isOther ? { ...other, notice: ANOTHER, cameBy: 'update' } : other;
}

const ANOTHER = { text: 'settled; this is another one', severity: 'warning' } as const;

export function approvalsKey(
  before: ApprovalsPanel,
  key: PanelKey,
  area: PanelArea,
): PanelStep<ApprovalsPanel> {
  let panel = before;
  const effects: PanelEffect[] = [];
  for (const command of commandsOf(key)) {
    const step = approvalsCommand(panel, command, area);
    panel = step.panel;
    effects.push(...step.effects);
    // An answer is one key: what was typed on at once was not meant for what comes next.
    if (step.effects.length > 0) break;
  }
  return { panel, effects };
}

function approvalsCommand(
  before: ApprovalsPanel,
  command: string,
  area: PanelArea,
): PanelStep<ApprovalsPanel> {
  if (before.question !== undefined) return answered(before, before.question, command);
  const panel: ApprovalsPanel = { ...before, ...QUIET, cameBy: 'key' };
  if (isClosing(command)) return { panel, effects: [{ kind: 'close' }] };
  if (command === '?') return { panel, effects: [{ kind: 'open', panel: 'help' }] };
  const item = panel.items[panel.chosen];
  if (item === undefined) return { panel, effects: [] };
  if (command === 'y' || command === 'n') {
    if (before.cameBy === 'update') return { panel: { ...panel, notice: ANOTHER }, effects: [] };
    return answer(panel, item, command === 'y' ? 'approve' : 'deny');
  }
  const chosen = choice(panel, { item, command, cameBy: before.cameBy });
  if (chosen !== undefined) return chosen;
  if (command === 'Left' || command === 'Right') {
    const chosen = panel.chosen + (command === 'Right' ? 1 : -1);
    const isThere = panel.items[chosen] !== undefined;
    return { panel: isThere ? { ...panel, chosen, top: 0, marked: [] } : panel, effects: [] };
  }
  const page = lineRoom(area);
  const last = Math.max(0, itemLines(item, area).length - page);
  const scrolled = command === ' ' ? 'PageDown' : command;
  const top = chosenBy(scrolled, { chosen: Math.min(panel.top, last), count: last + 1, page });
  return { panel: top === undefined ? panel : { ...panel, top }, effects: [] };
}

function answer(
  panel: ApprovalsPanel,
  { id, risk, takes }: ApprovalItem,
  what: 'approve' | 'deny',
): PanelStep<ApprovalsPanel> {
  if (!takes.includes(what)) {
    const notice = { text: 'answer it in the agent’s dialog', severity: 'warning' } as const;
    return { panel: { ...panel, notice }, effects: [] };
  }
  const effect = { kind: 'approval', id, answer: what } as const;
  if (what === 'deny' || risk === undefined) return { panel, effects: [effect] };
  const question = { text: `${id}: ${risk}. Approve it?`, yes: effect };
  return { panel: { ...panel, question }, effects: [] };
}

const ANSWERS = [
  { key: 'y', does: 'approve' },
  { key: 'n', does: 'deny' },
];
const CHOOSE = { key: '1-9', does: 'choose, or mark, of a question' };
const GIVE = { key: 'Enter', does: 'give what is marked' };
const OTHERS = { key: 'Left Right', does: 'others' };
const SCROLL = { key: 'Up Down Space', does: 'scroll' };
const CLOSE = { key: 'Esc', does: 'close' };
/** Keys of what the agent asks. */
export const APPROVALS_KEYS = [...ANSWERS, CHOOSE, GIVE, OTHERS, SCROLL, CLOSE];
/** A number chooses; where several may be chosen it marks, and Enter gives what is marked. */
function choice(
  panel: ApprovalsPanel,
  {
    item: { id, choose },
    command,
    cameBy,
  }: {
    readonly item: ApprovalItem;
    readonly command: string;
    readonly cameBy: ApprovalsPanel['cameBy'];
  },
): PanelStep<ApprovalsPanel> | undefined {
  const isNumber = /^[1-9]$/u.test(command);
  const gives = command === 'Enter' && choose?.take === 'several' && panel.marked.length > 0;
  if (choose === undefined || (!isNumber && !gives)) return undefined;
  if (cameBy === 'update') return { panel: { ...panel, notice: ANOTHER }, effects: [] };
  const { part, count, take } = choose;
  if (gives) {
    const effect = { kind: 'choice', id, part, numbers: panel.marked } as const;
    return { panel: { ...panel, marked: [] }, effects: [effect] };
  }
  const number = Number(command);
  if (number > count) {
    const notice = { text: `choose from 1 to ${count}`, severity: 'warning' } as const;
    return { panel: { ...panel, notice }, effects: [] };
  }
  if (take === 'one') return { panel, effects: [{ kind: 'choice', id, part, numbers: [number] }] };
  const { marked } = panel;
  const others = marked.filter((each) => each !== number);
  const now = others.length === marked.length ? [...marked, number].toSorted() : others;
  return { panel: { ...panel, marked: now }, effects: [] };
}

export function approvalsRows(panel: ApprovalsPanel, area: PanelArea): Uint8Array[] {
  const item = panel.items[panel.chosen];
  const count = panel.items.length;
  const lines = item === undefined ? nothing() : itemLines(item, area);
  const room = lineRoom(area);
  const top = Math.min(panel.top, Math.max(0, lines.length - room));
  const shown = lines.slice(top, top + room);
  const isAll = shown.length === lines.length;
  const part = isAll ? [] : [`${top + 1}-${top + shown.length} of ${lines.length}`];
  const place = count > 1 ? [`${panel.chosen + 1} of ${count}`] : [];
  const hints = [
    ...(item === undefined ? [] : answersOf(item, panel.marked)),
    ...(count > 1 ? [OTHERS] : []),
    ...(isAll ? [] : [SCROLL]),
    CLOSE,
  ];
  const note = [...place, ...part].join(', ');
  return framedRows({ ...panel, title: 'The agent asks', note, lines: shown, hints }, area);
}

function answersOf(
  { choose }: ApprovalItem,
  marked: readonly number[],
): readonly { readonly key: string; readonly does: string }[] {
  if (choose === undefined) return ANSWERS;
  const keys = choose.count === 1 ? '1' : `1-${Math.min(choose.count, 9)}`;
  if (choose.take === 'one') return [{ key: keys, does: 'choose' }];
  const gives = { key: 'Enter', does: `give ${marked.join(', ')}` };
  return [{ key: keys, does: 'mark' }, ...(marked.length === 0 ? [] : [gives])];
}

function nothing(): readonly (readonly Span[])[] {
  return [[{ text: 'nothing is asked', role: 'quiet' }]];
}

function itemLines(item: ApprovalItem, area: PanelArea): readonly (readonly Span[])[] {
  const { id, asks, text, risk, notes } = item;
  const clean = (words: string): string => printable(words, area.glyphs);
  const heading: Span[] = [
    { text: id, role: 'key' },
    { text: ` ${clean(asks)}`, role: 'text' },
    ...(risk === undefined ? [] : [{ text: ` ${clean(risk)}`, role: 'warning' } as const]),
  ];
  const body = exactLines(text, area).map((line): Span[] => [{ text: line, role: 'accent' }]);
  const below = notes.map((words): Span[] => [{ text: clean(words), role: 'quiet' }]);
  return [heading, ...body, ...below];
}

/** The text with nothing hidden: what is not seen by itself stands as its number. */
function exactLines(text: string, area: PanelArea): readonly string[] {
  const characters = [...text].flatMap((character) => [...seen(character, area.glyphs)]);
  return editorLines(characters, lineWidth(area)).map(({ start, end }) =>
    characters.slice(start, end).join('').replace(/\n$/u, ''),
  );
}

function seen(character: string, glyphs: GlyphSupport): string {
  if (character === ' ' || character === '\n') return character;
  if (character === '\t') return '    ';
  const shown = printable(character, glyphs);
  const isKept = shown !== '' && (shown !== '?' || character === '?');
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return isKept ? shown : `<U+${number}>`;
}
