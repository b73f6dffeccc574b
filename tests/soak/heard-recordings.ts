// Recordings as a bad device makes them: the clock of one runs fast or slow, and pieces are missing between what
// is said. What is said in them is what the journal hears; a phrase that a fault has spoilt is nobody's.
import { readFileSync, writeFileSync } from 'node:fs';
import type { ScratchHome } from '@codex-voice/testing';
import { spokenRecording } from '../program/sessions/spoken-home.ts';
import type { Chance } from './chance.ts';
import type { SoakRecord } from './soak-record.ts';

const WAVE_HEADER_BYTES = 44;
const BYTES_PER_SAMPLE = 2;
const SAMPLES_PER_MS = 16;
/** Cheap sound clocks are off by parts in ten thousand; this is what a wrong rate makes of a phrase. */
const MOST_DRIFT = 0.012;
/** Lost at a time, in ms, and how often: every few words. */
const DROPOUT_MS = { least: 3, most: 14 };
const DROPOUT_EVERY_MS = 700;

/**
 * Writes a recording in which all phrases are said `rounds` times, over and over, as such a device heard them.
 * `heardMs`: how much of it is heard, at least once; faults behind it are not counted.
 */
export function unevenRecording(
  home: ScratchHome,
  given: {
    readonly rounds: number;
    readonly chance: Chance;
    readonly record: SoakRecord;
    readonly heardMs: number;
  },
): string {
  const { rounds, chance, record } = given;
  const path = spokenRecording(home, rounds);
  const whole = readFileSync(path);
  const header = Buffer.from(whole.subarray(0, WAVE_HEADER_BYTES));
  const clean = whole.subarray(WAVE_HEADER_BYTES);
  const drift = 1 + (chance.below(2_001) - 1_000) * (MOST_DRIFT / 1_000);
  record.fault('audio: clock drift');
  const samples = stretched(clean, drift);
  const dropouts = spoil(samples, chance);
  record.fault('audio: dropout', dropouts.filter((atMs) => atMs < given.heardMs).length);
  header.writeUInt32LE(WAVE_HEADER_BYTES - 8 + samples.length, 4);
  header.writeUInt32LE(samples.length, WAVE_HEADER_BYTES - 4);
  writeFileSync(path, Buffer.concat([header, samples]));
  return path;
}

/** The same sound as a clock hears it that runs `drift` times as fast. */
function stretched(clean: Buffer, drift: number): Buffer {
  const count = Math.floor(clean.length / BYTES_PER_SAMPLE / drift) - 1;
  const out = Buffer.alloc(count * BYTES_PER_SAMPLE);
  for (let at = 0; at < count; at += 1) {
    const from = at * drift;
    const left = clean.readInt16LE(Math.floor(from) * BYTES_PER_SAMPLE);
    const right = clean.readInt16LE(Math.ceil(from) * BYTES_PER_SAMPLE);
    out.writeInt16LE(Math.round(left + (right - left) * (from % 1)), at * BYTES_PER_SAMPLE);
  }
  return out;
}

/** Puts silence in the place of what got lost; answers where, in ms. */
function spoil(sound: Buffer, chance: Chance): readonly number[] {
  const bytesPerMs = SAMPLES_PER_MS * BYTES_PER_SAMPLE;
  const dropouts: number[] = [];
  for (let atMs = 0; ; ) {
    atMs += 1 + chance.below(2 * DROPOUT_EVERY_MS);
    const from = atMs * bytesPerMs;
    if (from >= sound.length) return dropouts;
    dropouts.push(atMs);
    const bytes = chance.between(DROPOUT_MS.least, DROPOUT_MS.most) * bytesPerMs;
    sound.fill(0, from, Math.min(sound.length, from + bytes));
  }
}
