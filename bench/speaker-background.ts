// Writes down what voices are like on average, and how much they differ from each other and from
// themselves, measure by measure: from the development voices, for the built-in embedder and for the
// generated model. `node bench/speaker-background.ts`, when one of the measures has changed.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSherpaEmbedder, voiceStatistics } from '@codex-voice/recognizers';
import { SPEAKER_MODEL_DIMENSION, speakerModel } from '@codex-voice/testing';
import { DEVELOPMENT_SENTENCES, DEVELOPMENT_VOICES, sentenceBy } from './speakers/voices.ts';

/** A measure that tells voices apart this well counts no more than one that does so less by chance. */
const MOST_RATIO = 3;

type Measures = readonly number[];

interface Background {
  readonly center: number;
  readonly weight: number;
}

async function backgroundOf(
  measure: (samples: Float32Array) => Promise<Measures | undefined>,
): Promise<readonly Background[]> {
  const voices: Measures[][] = [];
  for (const voice of DEVELOPMENT_VOICES) {
    const measured: Measures[] = [];
    for (const sentence of DEVELOPMENT_SENTENCES) {
      const measures = await measure(sentenceBy(voice, sentence));
      if (measures?.every(Number.isFinite)) measured.push(measures);
    }
    if (measured.length > 1) voices.push(measured);
  }
  const count = voices[0]?.[0]?.length ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const values = voices.map((each) => each.map((measures) => measures[index] ?? 0));
    const within = Math.sqrt(mean(values.map(variance)));
    const between = Math.sqrt(variance(values.map(mean)));
    const weight = Math.min(MOST_RATIO, between / within) / within;
    return { center: round(mean(values.flat())), weight: round(weight) };
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values: readonly number[]): number {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}

function write(path: string, about: string, background: readonly Background[]): void {
  const rows = background.map(
    ({ center, weight }) => `  { center: ${center}, weight: ${weight} },`,
  );
  const head = `// ${about}: the typical value of each measure, and what a\n// deviation from it is worth. Written by \`node bench/speaker-background.ts\`.\n`;
  const type = 'readonly { readonly center: number; readonly weight: number }[]';
  writeFileSync(
    join(import.meta.dirname, '../packages', path),
    `${head}\nexport const BACKGROUND: ${type} = [\n${rows.join('\n')}\n];\n`,
  );
}

write(
  'recognizers/src/speakers/background.table.ts',
  'What voices are like on average',
  await backgroundOf((samples) => Promise.resolve(voiceStatistics(samples)?.values)),
);
const folder = mkdtempSync(join(tmpdir(), 'codex-voice-background-'));
try {
  const file = join(folder, 'model.onnx');
  const plain = Array.from({ length: SPEAKER_MODEL_DIMENSION }, () => ({ center: 0, weight: 1 }));
  writeFileSync(file, speakerModel(plain));
  const embedder = await createSherpaEmbedder({ id: 'plain', file, provider: 'cpu', threads: 1 });
  const background = await backgroundOf((samples) => Promise.resolve(embedder.raw(samples)));
  write(
    'testing/src/models/speaker-background.table.ts',
    'What voices are like to the generated model',
    background,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
