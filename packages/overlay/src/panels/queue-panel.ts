// The queue: prompts that wait, in the order in which they go, to be moved, changed and dropped. How
// it looks is `queue-view.ts`'s; what becomes of a change is its owner's, who tells by an update.
import type { PanelKey } from '@codex-voice/ansi';
import { edited, editorOf, editorText, type LineEditor } from './line-editor.ts';
import { chosenBy } from './list-window.ts';
import { lineRoom, lineWidth } from './panel-frame.ts';
import {
  answered,
  commandsOf,
  isClosing,
  type PanelArea,
  type PanelCommon,
  type PanelEffect,
  type PanelQueueEdit,
  type PanelStep,
  QUIET,
} from './panel-types.ts';

/** A prompt, as the wire has it. */
export interface QueueItem {
  readonly id: string;
  readonly text: string;
  readonly intent: 'compose' | 'send';
  readonly origin: 'voice' | 'say' | 'replay' | 'key' | 'plugin';
  /** The folder has moved on since it was queued. */
  readonly stale?: true;
  readonly state:
    | 'queued'
    | 'waiting'
    | 'typing'
    | 'composed'
    | 'sending'
    | 'sent'
    | 'unconfirmed'
    | 'dropped';
  /** Why it waits, in words of the person, such as `the agent is busy`. */
  readonly why?: string;
}

export interface QueuePanel extends PanelCommon {
  readonly kind: 'queue';
  readonly items: readonly QueueItem[];
  readonly chosen: number;
  readonly editing: { readonly id: string; readonly editor: LineEditor } | undefined;
}

/** Whether it can still be changed: nothing of it has gone to the agent. */
export function isWaiting({ state }: QueueItem): boolean {
  return state === 'queued' || state === 'waiting';
}

export function openQueue(items: readonly QueueItem[]): QueuePanel {
  return { kind: 'queue', ...QUIET, items, chosen: 0, editing: undefined };
}

/** The choice stays with its prompt; where that has gone, with its place. */
export function updateQueue(panel: QueuePanel, items: readonly QueueItem[]): QueuePanel {
  const id = panel.items[panel.chosen]?.id;
  const place = items.findIndex((item) => item.id === id);
  const chosen = place >= 0 ? place : Math.max(0, Math.min(panel.chosen, items.length - 1));
  const updated = { ...panel, items, chosen };
  const changing = items.find((item) => item.id === panel.editing?.id);
  const isLost = panel.editing !== undefined && (changing === undefined || !isWaiting(changing));
  return isLost ? { ...updated, notice: GONE } : updated;
}

const GONE = {
  text: 'it has gone to the agent: Enter can no longer change it, Esc leaves',
  severity: 'warning',
} as const;

export function queueKey(panel: QueuePanel, key: PanelKey, area: PanelArea): PanelStep<QueuePanel> {
  if (panel.editing !== undefined) return editingKey(panel, panel.editing, { key, area });
  let current = panel;
  const effects: PanelEffect[] = [];
  const commands = commandsOf(key);
  for (const [index, command] of commands.entries()) {
    const step = queueCommand(current, command, area);
    current = step.panel;
    effects.push(...step.effects);
    if (effects.some(({ kind }) => kind === 'close')) break;
    if (current.editing === undefined) continue;
    // What was typed on at once belongs to the text already.
    const text = commands.slice(index + 1).join('');
    const rest = { kind: 'text', text, origin: 'typed' } as const;
    if (text !== '') current = editingKey(current, current.editing, { key: rest, area }).panel;
    break;
  }
  return { panel: current, effects };
}

function queueCommand(before: QueuePanel, command: string, area: PanelArea): PanelStep<QueuePanel> {
  if (before.question !== undefined) return answered(before, before.question, command);
  const panel = { ...before, ...QUIET };
  if (isClosing(command)) return { panel, effects: [{ kind: 'close' }] };
  if (command === '?') return { panel, effects: [{ kind: 'open', panel: 'help' }] };
  if (command === 'x') return askToClear(panel);
  const { chosen, items } = panel;
  const place = chosenBy(command, { chosen, count: items.length, page: lineRoom(area) });
  if (place !== undefined) return { panel: { ...panel, chosen: place }, effects: [] };
  const item = items[chosen];
  return item === undefined ? { panel, effects: [] } : itemCommand(panel, item, command);
}

function itemCommand(panel: QueuePanel, item: QueueItem, command: string): PanelStep<QueuePanel> {
  const isCommand = ITEM_COMMANDS.includes(command);
  if (isCommand && !isWaiting(item)) {
    const notice = { text: 'it is in the agent already', severity: 'warning' } as const;
    return { panel: { ...panel, notice }, effects: [] };
  }
  const { id } = item;
  switch (command) {
    case 'Enter':
    case 'e':
      return { panel: { ...panel, editing: { id, editor: editorOf(item.text) } }, effects: [] };
    case 'd':
    case 'Delete':
      return edit(panel, { do: 'remove', id });
    case 't':
      return edit(panel, { do: 'intent', id, intent: item.intent === 'send' ? 'compose' : 'send' });
    case 'K':
    case 'Shift-Up':
    case 'Alt-Up':
      return move(panel, id, -1);
    case 'J':
    case 'Shift-Down':
    case 'Alt-Down':
      return move(panel, id, 1);
    default:
      return { panel, effects: [] };
  }
}

const ITEM_COMMANDS: readonly string[] = [
  ...['Enter', 'e', 'd', 'Delete', 't', 'K', 'J'],
  ...['Shift-Up', 'Alt-Up', 'Shift-Down', 'Alt-Down'],
];

function edit(panel: QueuePanel, change: PanelQueueEdit): PanelStep<QueuePanel> {
  return { panel, effects: [{ kind: 'queue', edit: change }] };
}

/** Only among those that wait: what is going in now stays first. */
function move(panel: QueuePanel, id: string, step: 1 | -1): PanelStep<QueuePanel> {
  const index = panel.chosen + step;
  const other = panel.items[index];
  if (other === undefined || !isWaiting(other)) return { panel, effects: [] };
  return edit(panel, { do: 'move', id, index });
}

function askToClear(panel: QueuePanel): PanelStep<QueuePanel> {
  const count = panel.items.filter(isWaiting).length;
  if (count === 0) return { panel, effects: [] };
  const text = count === 1 ? 'Drop it?' : `Drop all ${count}?`;
  const question = { text, yes: { kind: 'queue', edit: { do: 'clear' } } } as const;
  return { panel: { ...panel, question }, effects: [] };
}

function editingKey(
  panel: QueuePanel,
  editing: { readonly id: string; readonly editor: LineEditor },
  { key, area }: { readonly key: PanelKey; readonly area: PanelArea },
): PanelStep<QueuePanel> {
  const name = key.kind === 'key' ? key.name : '';
  const left = { ...panel, ...QUIET, editing: undefined };
  if (name === 'Escape' || name === 'Ctrl-c') return { panel: left, effects: [] };
  if (name === 'Enter') return finishEditing(panel, editing);
  const editor = edited(editing.editor, { key, width: lineWidth(area) - 1 });
  if (editor === undefined) return { panel, effects: [] };
  return { panel: { ...panel, editing: { ...editing, editor } }, effects: [] };
}

/** An empty text drops the prompt; one that stayed the same changes nothing. */
function finishEditing(
  panel: QueuePanel,
  { id, editor }: { readonly id: string; readonly editor: LineEditor },
): PanelStep<QueuePanel> {
  const item = panel.items.find((one) => one.id === id);
  if (item === undefined || !isWaiting(item)) {
    return { panel: { ...panel, notice: GONE }, effects: [] };
  }
  const left = { ...panel, ...QUIET, editing: undefined };
  const text = editorText(editor);
  if (text === item.text) return { panel: left, effects: [] };
  if (text.trim() === '') return edit(left, { do: 'remove', id });
  return edit(left, { do: 'edit', id, text });
}
