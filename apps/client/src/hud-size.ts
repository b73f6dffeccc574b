// How many rows of the terminal are ours, and whether anything but words moves in them, in a word each.

export type HudSize = 'large' | 'full' | 'line' | 'off';

export function isHudSize(name: unknown): name is HudSize {
  return name === 'large' || name === 'full' || name === 'line' || name === 'off';
}

export type Motion = 'full' | 'reduced';

export function isMotion(name: unknown): name is Motion {
  return name === 'full' || name === 'reduced';
}
