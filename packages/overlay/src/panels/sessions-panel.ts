// The sessions there are: to switch to, to take over, to end.
import type { PanelKey } from '@codex-voice/ansi';
import { chosenBy } from './list-window.ts';
import { lineRoom } from './panel-frame.ts';
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

/** A session, as the wire has it. */
export interface SessionItem {
  readonly sessionId: string;
  readonly agent: string;
  readonly cwd: string;
  readonly state: 'idle' | 'busy' | 'dialog' | 'unknown' | 'lost';
  readonly columns: number;
  readonly rows: number;
  readonly startedAtMs: number;
  readonly terminals: number;
  readonly held: boolean;
  readonly queued: number;
  readonly keeperMemoryBytes: number;
  readonly agentMemoryBytes?: number;
}

export interface SessionsData {
  readonly items: readonly SessionItem[];
  /** The session of this terminal, and whether this terminal holds it. */
  readonly here: string;
  readonly role: 'holder' | 'viewer';
  /** Wall clock now, in ms since 1970. */
  readonly nowMs: number;
}

export interface SessionsPanel extends PanelCommon, SessionsData {
  readonly kind: 'sessions';
  readonly chosen: number;
}

export function openSessions(data: SessionsData): SessionsPanel {
  const here = data.items.findIndex(({ sessionId }) => sessionId === data.here);
  return { kind: 'sessions', ...QUIET, ...data, chosen: Math.max(0, here) };
}

/** The choice stays with its session; where that has gone, with its place. */
export function updateSessions(panel: SessionsPanel, data: SessionsData): SessionsPanel {
  const id = panel.items[panel.chosen]?.sessionId;
  const place = data.items.findIndex(({ sessionId }) => sessionId === id);
  const last = Math.max(0, data.items.length - 1);
  return { ...panel, ...data, chosen: place >= 0 ? place : Math.min(panel.chosen, last) };
}

export function sessionsKey(
  panel: SessionsPanel,
  key: PanelKey,
  area: PanelArea,
): PanelStep<SessionsPanel> {
  let current = panel;
  const effects: PanelEffect[] = [];
  for (const command of commandsOf(key)) {
    const step = sessionsCommand(current, command, area);
    current = step.panel;
    effects.push(...step.effects);
    if (effects.some(({ kind }) => kind === 'close')) break;
  }
  return { panel: current, effects };
}

function sessionsCommand(
  before: SessionsPanel,
  command: string,
  area: PanelArea,
): PanelStep<SessionsPanel> {
  if (before.question !== undefined) return answered(before, before.question, command);
  const panel = { ...before, ...QUIET };
  if (isClosing(command)) return { panel, effects: [{ kind: 'close' }] };
  if (command === '?') return { panel, effects: [{ kind: 'open', panel: 'help' }] };
  const { chosen, items } = panel;
  const place = chosenBy(command, { chosen, count: items.length, page: lineRoom(area) });
  if (place !== undefined) return { panel: { ...panel, chosen: place }, effects: [] };
  const item = items[chosen];
  return item === undefined ? { panel, effects: [] } : itemCommand(panel, item, command);
}

function itemCommand(
  panel: SessionsPanel,
  item: SessionItem,
  command: string,
): PanelStep<SessionsPanel> {
  const { sessionId } = item;
  const isHere = sessionId === panel.here;
  switch (command) {
    case 'Enter':
    case 's':
      if (isHere) return { panel, effects: [{ kind: 'close' }] };
      return { panel, effects: [{ kind: 'session', do: 'switch', sessionId }] };
    case 't':
      if (isHere && panel.role === 'holder') {
        const notice = { text: 'this terminal holds it already', severity: 'info' } as const;
        return { panel: { ...panel, notice }, effects: [] };
      }
      return { panel, effects: [{ kind: 'session', do: 'take', sessionId }] };
    case 'x':
    case 'Delete': {
      const text = `End ${sessionId} and its agent?`;
      const question = { text, yes: { kind: 'session', do: 'kill', sessionId } } as const;
      return { panel: { ...panel, question }, effects: [] };
    }
    default:
      return { panel, effects: [] };
  }
}
