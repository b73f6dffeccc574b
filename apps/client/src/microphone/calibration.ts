// What sensitivity suits a room and a voice, from the levels of both. Decides and explains; measures and
// prints nothing.
import type { Config } from '../config-schema.ts';
import { THRESHOLDS } from '../voice-start.ts';

export type Sensitivity = Config['speech']['sensitivity'];

/** One report of the meter. */
export interface MeterReading {
  /** In dBFS. */
  readonly rmsDb: number;
  /** Of speech, 0–1. */
  readonly speechProbability: number;
}

export interface Calibration {
  /** Median level of the room, and of speech where it is loud, in dBFS. */
  readonly floorDb: number;
  readonly speechDb: number;
  /** Speech against the room, in dB. */
  readonly snrDb: number;
  readonly sensitivity: Sensitivity;
  /** One line. */
  readonly reason: string;
}

/** What is this much louder than the room, in dB, is the person who was asked to speak. */
const LOUDER_THAN_ROOM_DB = 6;

/** Speech is measured over at least so many readings: half a second. */
const LEAST_SPEECH_READINGS = 8;

/** So much of the room may pass for speech, as a share, before it opens the microphone by itself. */
const TOLERATED_ROOM_SHARE = 0.02;

/** So much of a sentence passes for speech, as a share, where all of it is heard. */
const HEARD_SPEECH_SHARE = 0.6;

/** Undefined where nobody spoke. */
export function calibrate(
  room: readonly MeterReading[],
  speech: readonly MeterReading[],
): Calibration | undefined {
  const floorDb = median(room.map(({ rmsDb }) => rmsDb));
  const spoken = speech.filter(({ rmsDb }) => rmsDb > floorDb + LOUDER_THAN_ROOM_DB);
  if (spoken.length < LEAST_SPEECH_READINGS) return undefined;
  const speechDb = median(spoken.map(({ rmsDb }) => rmsDb));
  const measured = { floorDb, speechDb, snrDb: speechDb - floorDb };
  const passing = (readings: readonly MeterReading[], sensitivity: Sensitivity): number => {
    const { startThreshold } = THRESHOLDS[sensitivity];
    const taken = readings.filter(({ speechProbability: each }) => each >= startThreshold);
    return taken.length / readings.length;
  };
  const roomAtNormal = passing(room, 'normal');
  if (roomAtNormal > TOLERATED_ROOM_SHARE) {
    const roomAtLow = passing(room, 'low');
    const stillMuch =
      roomAtLow > TOLERATED_ROOM_SHARE
        ? `, and ${percent(roomAtLow)} at low: was somebody speaking?`
        : '';
    const reason = `${percent(roomAtNormal)} of the room would pass for speech at normal${stillMuch}`;
    return { ...measured, sensitivity: 'low', reason };
  }
  const heard = passing(spoken, 'normal');
  const heardAtHigh = passing(spoken, 'high');
  const roomAtHigh = passing(room, 'high');
  const isHelped = heardAtHigh > heard && roomAtHigh <= TOLERATED_ROOM_SHARE;
  if (heard < HEARD_SPEECH_SHARE && isHelped) {
    const reason = `${percent(heard)} of your speech passes for it at normal, ${percent(heardAtHigh)} at high, and the room at neither`;
    return { ...measured, sensitivity: 'high', reason };
  }
  const reason = `${percent(heard)} of your speech passes for it at normal, and ${percent(roomAtNormal)} of the room`;
  return { ...measured, sensitivity: 'normal', reason };
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length / 2;
  const [one = Number.NaN, other = one] = Number.isInteger(middle)
    ? [sorted[middle - 1], sorted[middle]]
    : [sorted[Math.floor(middle)]];
  return (one + other) / 2;
}
