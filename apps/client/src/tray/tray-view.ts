// What the tray shows of this person's sessions: an icon and a text for all of them, a line for each, and
// what can be done there.
import { homedir } from 'node:os';
import type { SessionRow } from '@codex-voice/protocol';
import type { ItemLook, MenuEntry } from '@codex-voice/tray';
import { visible } from '../user-error.ts';
import type { TrayWords } from '../words/session-words.ts';

/** What the menu can do. */
export const TRAY_CHOICES = { stopListening: 2, leave: 3 } as const;

const HEADING_ID = 1;
/** Rules between the parts. */
const RULE_IDS = { sessions: 4, leave: 5 } as const;
/** The first session's; the others follow. */
const SESSIONS_ID = 100;
/** Sessions that the menu lists; of more the rest is counted. */
const LISTED = 12;

/** Of the icon naming specification, so that every theme has them. */
const ICONS = {
  none: 'audio-input-microphone',
  idle: 'audio-input-microphone',
  busy: 'audio-input-microphone',
  listening: 'media-record',
  asks: 'dialog-question',
} as const;

type TrayState = keyof typeof ICONS;

export interface TrayView {
  readonly look: ItemLook;
  readonly entries: readonly MenuEntry[];
}

export function trayView(rows: readonly SessionRow[], words: TrayWords): TrayView {
  const state = stateOf(rows);
  const title = `codex-voice: ${words.state[state]}`;
  const lines = rows.map((row) => rowText(row, words));
  const status = state === 'asks' ? 'attention' : state === 'none' ? 'passive' : 'active';
  return {
    look: { status, icon: ICONS[state], title, text: lines.join('\n') },
    entries: [
      { id: HEADING_ID, label: title, only: 'shown' },
      ...sessionEntries(lines),
      { id: RULE_IDS.sessions },
      stopEntry(rows, words),
      { id: RULE_IDS.leave },
      { id: TRAY_CHOICES.leave, label: words.leave },
    ],
  };
}

/** What a person wants to know first goes before the rest. */
function stateOf(rows: readonly SessionRow[]): TrayState {
  if (rows.length === 0) return 'none';
  if (rows.some(asks)) return 'asks';
  if (rows.some(({ listening }) => listening === true)) return 'listening';
  return rows.some(({ state }) => state === 'busy') ? 'busy' : 'idle';
}

function asks({ state, call }: SessionRow): boolean {
  return state === 'dialog' || call !== undefined;
}

function rowText(row: SessionRow, { row: words, state }: TrayWords): string {
  const said = asks(row) ? state.asks : words[row.state];
  const heard = row.listening === true ? [state.listening] : [];
  return [visible(row.agent), fromHome(visible(row.cwd)), said, ...heard].join(' · ');
}

function fromHome(path: string): string {
  const home = homedir();
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function sessionEntries(lines: readonly string[]): readonly MenuEntry[] {
  const more = lines.length - LISTED;
  const shown = more > 0 ? [...lines.slice(0, LISTED), `+${more}`] : lines;
  return shown.map((label, at) => ({ id: SESSIONS_ID + at, label, only: 'shown' }));
}

function stopEntry(rows: readonly SessionRow[], words: TrayWords): MenuEntry {
  const isHeard = rows.some(({ listening }) => listening === true);
  const entry = { id: TRAY_CHOICES.stopListening, label: words.stopListening };
  return isHeard ? entry : { ...entry, only: 'shown' };
}
