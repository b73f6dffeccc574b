import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { ToneLayout } from '@codex-voice/testing';
import { describe, expect, it } from 'vitest';
import { generatedModels } from './generated-models.test-support.ts';

const generate = generatedModels();

const LAYOUTS: readonly ToneLayout[] = [
  'streaming-t-one',
  'streaming-transducer',
  'transducer',
  'nemo-ctc',
  'whisper',
];

/** Runs a module in a Node of its own and tells what it wrote, the library past Node included. */
async function outputOf(program: string): Promise<string> {
  // One pipe for both outputs.
  const command = 'exec "$0" --no-warnings --input-type=module --eval "$1" 2>&1';
  const { stdout } = await promisify(execFile)('/bin/sh', [
    '-c',
    command,
    process.execPath,
    program,
  ]);
  return stdout;
}

describe('createModelRecognizer', () => {
  it('RECOG-10 is silent and leaves no listener behind, in every layout', async () => {
    const specs = await Promise.all(LAYOUTS.map(generate));
    const output = await outputOf(`
      const { createModelRecognizer } = await import(${JSON.stringify(join(import.meta.dirname, '../index.ts'))});
      for (const spec of ${JSON.stringify(specs)}) {
        const recognizer = await createModelRecognizer(spec);
        for (const context of [{}, { language: 'fr' }, { language: 'xx' }, { terms: [{ text: 'cat' }, { text: 'qu\u00e9' }] }]) {
          const utterance = recognizer.begin(context);
          utterance.accept(new Float32Array(40_000).fill(0.1));
          utterance.partial();
          const { verdict } = await utterance.finish();
          if (verdict === 'failed') console.log(spec.layout, verdict);
        }
        recognizer.begin().abandon();
        await recognizer.begin().finish();
        recognizer.dispose();
      }
      process.exitCode = process.listenerCount('uncaughtException') + process.listenerCount('unhandledRejection');
    `);
    expect(output).toBe('');
  });
});
