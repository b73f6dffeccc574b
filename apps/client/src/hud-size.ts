// How many rows of the terminal are ours, in a word.

export type HudSize = 'full' | 'line' | 'off';

export function isHudSize(name: unknown): name is HudSize {
  return name === 'full' || name === 'line' || name === 'off';
}
