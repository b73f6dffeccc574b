// One line that shows how loud it is now: a bar, the level, the peak, and whether it counts as speech.
export interface MeterLevel {
  /** In dBFS. */
  readonly rmsDb: number;
  readonly peakDb: number;
  readonly isSpeech: boolean;
}

/** What the bar's left end stands for, in dBFS: a quiet room; its right end is full scale. */
const BAR_FLOOR_DB = -60;
const BAR_CELLS = 30;

/** A peak above this, in dBFS, is soon a clipped one. */
const LOUD_PEAK_DB = -3;

export function meterLine({ rmsDb, peakDb, isSpeech }: MeterLevel): string {
  const share = Math.min(1, Math.max(0, 1 - rmsDb / BAR_FLOOR_DB));
  const full = Math.round(share * BAR_CELLS);
  const bar = '█'.repeat(full) + '░'.repeat(BAR_CELLS - full);
  return `${bar} ${meterFigures({ rmsDb, peakDb, isSpeech })}`;
}

/** The same without a bar. */
export function meterFigures({ rmsDb, peakDb, isSpeech }: MeterLevel): string {
  const loud = peakDb > LOUD_PEAK_DB ? '  too loud' : '';
  return `${decibels(rmsDb)} dBFS  peak ${decibels(peakDb)}  ${isSpeech ? 'speech' : '-     '}${loud}`.trimEnd();
}

function decibels(value: number): string {
  return value.toFixed(1).padStart(6);
}
