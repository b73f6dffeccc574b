// The level meter's motion: turns input levels in dBFS into a short, smooth history to draw. Time
// is passed in; drawing is the renderer's.

/** What the meter shows: heights in 0–1, the newest last. */
export interface Meter {
  readonly heights: readonly number[];
  /** The smoothed level in 0–1. */
  readonly level: number;
  /** How long the newest height has been the newest, in ms. */
  readonly slotAgeMs: number;
}

/** One measurement. */
export interface MeterInput {
  /** RMS of the input in dBFS; -Infinity for silence. */
  readonly levelDb: number;
  /** Time since the measurement before, in ms. */
  readonly elapsedMs: number;
}

/** Cells of history: about two thirds of a second, a word or two. */
export const METER_CELLS = 8;

/** Duration of one cell in ms: slower is sluggish, faster flickers. */
const SLOT_MS = 80;

/** The quietest level drawn, in dBFS: room noise of a laptop microphone lies below it. */
const FLOOR_DB = -50;

/** The level that fills the meter, in dBFS: speech, at -35 to -20, moves in the middle of it. */
const CEILING_DB = -8;

/** Time constants in ms: up at once so that it feels live, down slowly so that it is calm. */
const ATTACK_MS = 20;
const RELEASE_MS = 100;

/** Nothing heard for a while. */
export const METER_AT_REST: Meter = {
  heights: Array.from({ length: METER_CELLS }, () => 0),
  level: 0,
  slotAgeMs: 0,
};

/** The meter after one more measurement. */
export function meterStep(meter: Meter, input: MeterInput): Meter {
  const elapsedMs = Math.max(0, input.elapsedMs);
  const target = heightOf(input.levelDb);
  const constantMs = target > meter.level ? ATTACK_MS : RELEASE_MS;
  const level = target + (meter.level - target) * Math.exp(-elapsedMs / constantMs);
  const ageMs = meter.slotAgeMs + elapsedMs;
  const slots = Math.min(METER_CELLS, Math.floor(ageMs / SLOT_MS));
  if (slots === 0) {
    return { heights: [...meter.heights.slice(0, -1), level], level, slotAgeMs: ageMs };
  }
  const heights = [...meter.heights, ...Array.from({ length: slots }, () => level)];
  return { heights: heights.slice(-METER_CELLS), level, slotAgeMs: ageMs % SLOT_MS };
}

function heightOf(levelDb: number): number {
  if (Number.isNaN(levelDb)) return 0;
  return Math.min(1, Math.max(0, (levelDb - FLOOR_DB) / (CEILING_DB - FLOOR_DB)));
}
