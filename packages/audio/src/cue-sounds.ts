// The short sounds that tell without a look what the microphone, the text and the agent are doing. Pure
// samples: when they are played, and whether at all, is decided elsewhere.
import { SAMPLE_RATE_HZ } from '@codex-voice/speech';

/**
 * - `open`, `close`: the microphone. `sent`: the agent was given a prompt. `thinking`: it began to work on it.
 * - `refused`: not understood, not there, or nobody can vouch for it.
 */
export const CUES = ['open', 'close', 'sent', 'thinking', 'refused'] as const;
export type Cue = (typeof CUES)[number];

/** At 0 Hz: a rest. */
interface Note {
  readonly hz: number;
  readonly ms: number;
}

/**
 * Rising means listening, falling means not; E, A and B of the fifth octave are soft and carry. Two even
 * taps are the agent at work; what went wrong is low. Each is told by rhythm alone, too.
 */
const MELODIES: Readonly<Record<Cue, readonly Note[]>> = {
  open: [
    { hz: 659.26, ms: 45 },
    { hz: 880, ms: 75 },
  ],
  close: [
    { hz: 880, ms: 75 },
    { hz: 659.26, ms: 45 },
  ],
  sent: [
    { hz: 880, ms: 35 },
    { hz: 987.77, ms: 35 },
    { hz: 1318.51, ms: 70 },
  ],
  thinking: [
    { hz: 523.25, ms: 30 },
    { hz: 0, ms: 50 },
    { hz: 523.25, ms: 30 },
  ],
  refused: [
    { hz: 220, ms: 60 },
    { hz: 185, ms: 80 },
  ],
};

/** Highest sample: -18 dBFS, well below speech, so that no cue startles through headphones. */
export const CUE_PEAK = 10 ** (-18 / 20);

/** Fade at both ends of a note, in ms: shorter clicks, longer smears. */
const FADE_MS = 8;

/** Nothing is heard beyond this length, in ms: a cue must be over before anybody would speak. */
export const LONGEST_CUE_MS = 150;

/** The sound of a cue: 16 kHz mono, starting and ending at silence. `volume`: 0 to 1, of `CUE_PEAK`. */
export function cueSamples(cue: Cue, volume = 1): Float32Array {
  const notes = MELODIES[cue].map((note) => noteSamples(note, volume));
  const samples = new Float32Array(notes.reduce((sum, note) => sum + note.length, 0));
  let offset = 0;
  for (const note of notes) {
    samples.set(note, offset);
    offset += note.length;
  }
  return samples;
}

/** A sine with a quiet octave above it, faded in and dying away. */
function noteSamples({ hz, ms }: Note, volume: number): Float32Array {
  const length = Math.round((ms * SAMPLE_RATE_HZ) / 1000);
  const fade = (FADE_MS * SAMPLE_RATE_HZ) / 1000;
  return Float32Array.from({ length }, (_, n) => {
    const angle = (2 * Math.PI * hz * n) / SAMPLE_RATE_HZ;
    const tone = 0.8 * Math.sin(angle) + 0.2 * Math.sin(2 * angle);
    const envelope = Math.min(1, n / fade, (length - 1 - n) / fade) * (1 - (0.6 * n) / length);
    return CUE_PEAK * volume * tone * envelope;
  });
}
