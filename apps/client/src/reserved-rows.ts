// How many of a terminal's rows are ours, and so how large the agent's window is. What stands in them is
// left to others.
import { HUD_ROWS } from '@codex-voice/overlay';
import type { HudSize } from './hud-size.ts';

/** Rows the agent must have before we take any: below this our rows vanish. */
const LEAST_AGENT_ROWS = 2;

/** Rows of ours on a terminal of so many. */
export function reservedRows(size: HudSize, terminalRows: number): number {
  if (size === 'off') return 0;
  const most = terminalRows - LEAST_AGENT_ROWS;
  const wanted = HUD_ROWS[size];
  if (most >= wanted) return wanted;
  return most >= HUD_ROWS.line ? HUD_ROWS.line : 0;
}
