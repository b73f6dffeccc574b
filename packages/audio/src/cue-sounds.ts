// The four short sounds that tell without a look what the microphone and the text are doing. Pure
// samples: when they are played, and whether at all, is decided elsewhere.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

export type Cue = 'open' | 'close' | 'sent' | 'refused';

interface Note {
  readonly hz: number;
  readonly ms: number;
}

/** Rising means listening, falling means not; E, A and B of the fifth octave are soft and carry. */
const MELODIES: Readonly<Record<Cue, readonly Note[]>> = {
  open: [
    { hz: 659.26, ms: 60 },
    { hz: 880, ms: 90 },
  ],
  close: [
    { hz: 880, ms: 60 },
    { hz: 659.26, ms: 90 },
  ],
  sent: [
    { hz: 880, ms: 45 },
    { hz: 987.77, ms: 45 },
    { hz: 1318.51, ms: 100 },
  ],
  refused: [
    { hz: 220, ms: 90 },
    { hz: 185, ms: 140 },
  ],
};

/** Highest sample: -18 dBFS, well below speech, so that no cue startles through headphones. */
export const CUE_PEAK = 10 ** (-18 / 20);

/** Fade at both ends of a note, in ms: shorter clicks, longer smears. */
const FADE_MS = 8;

/** The sound of a cue: 16 kHz mono, at most 250 ms, starting and ending at silence. */
export function cueSamples(cue: Cue): Float32Array {
  const notes = MELODIES[cue].map(noteSamples);
  const samples = new Float32Array(notes.reduce((sum, note) => sum + note.length, 0));
  let offset = 0;
  for (const note of notes) {
    samples.set(note, offset);
    offset += note.length;
  }
  return samples;
}

/** A sine with a quiet octave above it, faded in and dying away. */
function noteSamples({ hz, ms }: Note): Float32Array {
  const length = Math.round((ms * SAMPLE_RATE_HZ) / 1000);
  const fade = (FADE_MS * SAMPLE_RATE_HZ) / 1000;
  return Float32Array.from({ length }, (_, n) => {
    const angle = (2 * Math.PI * hz * n) / SAMPLE_RATE_HZ;
    const tone = 0.8 * Math.sin(angle) + 0.2 * Math.sin(2 * angle);
    const envelope = Math.min(1, n / fade, (length - 1 - n) / fade) * (1 - (0.6 * n) / length);
    return CUE_PEAK * tone * envelope;
  });
}
