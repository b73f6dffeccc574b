// How many rows our display takes: known before anything of it is loaded that draws.

export type HudMode = 'line' | 'full' | 'large';

/** Rows each mode takes. */
export const HUD_ROWS: Readonly<Record<HudMode, number>> = { line: 1, full: 3, large: 5 };
