// Speaks text with the speech synthesisers on this machine (flite, espeak-ng) and varies the result
// with sox. Everything comes back as 16 kHz samples.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readWave } from './wave-file.ts';

/** A voice: `flite:slt`, `espeak:en-us+f3`. */
export type Voice = `flite:${string}` | `espeak:${string}`;

/** How a text is said. */
export interface Manner {
  readonly name: string;
  /** Length relative to the voice's own. */
  readonly stretch?: number;
  /** sox effects applied afterwards. */
  readonly effects?: readonly string[];
}

export const MANNERS = {
  plain: { name: 'plain' },
  fast: { name: 'fast', stretch: 0.85 },
  slow: { name: 'slow', stretch: 1.2 },
  high: { name: 'high', effects: ['pitch', '200'] },
  low: { name: 'low', effects: ['pitch', '-200'] },
  quiet: { name: 'quiet', effects: ['gain', '-24'] },
  loud: { name: 'loud', effects: ['gain', '-n', '-1'] },
} as const satisfies Record<string, Manner>;

const ESPEAK_WORDS_PER_MINUTE = 155;

/** Speaks `text`; flite and espeak-ng put little silence around it. */
export function speak(text: string, voice: Voice, manner: Manner = MANNERS.plain): Float32Array {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-corpus-'));
  try {
    const raw = join(folder, 'raw.wav');
    const clip = join(folder, 'clip.wav');
    const name = voice.slice(voice.indexOf(':') + 1);
    const stretch = manner.stretch ?? 1;
    if (voice.startsWith('flite:')) {
      run('flite', [
        '-voice',
        name,
        '--setf',
        `duration_stretch=${stretch}`,
        '-t',
        text,
        '-o',
        raw,
      ]);
    } else {
      const speed = String(Math.round(ESPEAK_WORDS_PER_MINUTE / stretch));
      run('espeak-ng', ['-v', name, '-s', speed, '-w', raw, text]);
    }
    run('sox', ['-D', raw, '-r', '16000', '-c', '1', '-b', '16', clip, ...(manner.effects ?? [])]);
    return readWave(clip);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function run(command: string, commandArguments: readonly string[]): void {
  execFileSync(command, commandArguments, { stdio: 'ignore' });
}
