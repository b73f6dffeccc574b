// Takes back what a neural detector adds after speech: it goes on answering "speech" for about 100 ms
// after the last sound. Only level is judged here; whether there is speech is the detector's word.

/** A frame this much weaker than the loudest of the speech, in dB, is its end, not part of it. */
const WEAK_DB = 30;

/** In a louder room: a frame so near to the room's level, and so far below the speech, is its end; in dB. */
const NEAR_ROOM_DB = 6;
const WEAK_IN_ROOM_DB = 12;

/** The room's level falls at once by a part of the way and rises slowly: the first frames of speech aren't room yet. */
const ROOM_FALL = 1 / 4;
const ROOM_RISE_DB = 0.5;

/** Weak ends and hang-over together reach seven frames (224 ms), less than any usual end-pointer waits. */
const LONGEST_FRAMES = 7;

/** After 128 ms without speech the next speech has a level of its own. */
const FORGET_FRAMES = 4;

/** Power of digital silence, so that its level is a number: -120 dB. */
const LEAST_POWER = 1e-12;

/** Follows one source, frame by frame. */
export class HangOver {
  #roomDb: number | undefined;
  #loudestDb = Number.NEGATIVE_INFINITY;
  #weakFrames = 0;
  #silentFrames = 0;

  /** Whether a frame is speech, given what the detector takes it for. */
  isSpeech(frame: Float32Array, detected: 'speech' | 'none'): boolean {
    const levelDb = meanLevelDb(frame);
    if (detected === 'none') {
      this.#followRoom(levelDb);
      this.#silentFrames += 1;
      if (this.#silentFrames >= FORGET_FRAMES) this.#loudestDb = Number.NEGATIVE_INFINITY;
      this.#weakFrames = 0;
      return false;
    }
    this.#silentFrames = 0;
    this.#loudestDb = Math.max(this.#loudestDb, levelDb);
    this.#weakFrames = this.#isWeak(levelDb) ? this.#weakFrames + 1 : 0;
    return this.#weakFrames === 0 || this.#weakFrames > LONGEST_FRAMES;
  }

  reset(): void {
    this.#roomDb = undefined;
    this.#loudestDb = Number.NEGATIVE_INFINITY;
    this.#weakFrames = 0;
    this.#silentFrames = 0;
  }

  #isWeak(levelDb: number): boolean {
    const belowDb = this.#loudestDb - levelDb;
    if (belowDb > WEAK_DB) return true;
    const aboveRoomDb = this.#roomDb === undefined ? Number.NaN : levelDb - this.#roomDb;
    return belowDb > WEAK_IN_ROOM_DB && aboveRoomDb < NEAR_ROOM_DB;
  }

  #followRoom(levelDb: number): void {
    const roomDb = this.#roomDb ?? levelDb;
    this.#roomDb =
      levelDb < roomDb
        ? roomDb + (levelDb - roomDb) * ROOM_FALL
        : Math.min(levelDb, roomDb + ROOM_RISE_DB);
  }
}

function meanLevelDb(frame: Float32Array): number {
  let sum = 0;
  for (const sample of frame) sum += sample * sample;
  return 10 * Math.log10(sum / frame.length + LEAST_POWER);
}
