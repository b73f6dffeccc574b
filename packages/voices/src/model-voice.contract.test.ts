// A voice that is a model, in a process of its own: it speaks as every voice does, says exactly what the
// model says, and what becomes of it when its files or its process are bad.
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SpeechSynthesizer } from '@codex-voice/speech';
import { VITS_RATE_HZ, vitsToneHz, writeVitsModel } from '@codex-voice/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { FallbackVoice } from './fallback-voice.ts';
import { ModelVoice } from './model/model-voice.ts';
import { describeVoice } from './voice-contract.test-support.ts';
import { VoiceError } from './voice-error.ts';

const app = fileURLToPath(new URL('../../../apps/synthesizer/src/main.ts', import.meta.url));
const command = { file: process.execPath, args: [app] };

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-vits-'));
  writeVitsModel(join(folder, 'tones'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const made: SpeechSynthesizer[] = [];
afterEach(() => {
  for (const voice of made.splice(0)) voice.dispose();
});
function make(name = 'tones'): ModelVoice {
  const voice = new ModelVoice({ folder: join(folder, name), command });
  made.push(voice);
  return voice;
}

async function say(voice: SpeechSynthesizer, text: string): Promise<Float32Array[]> {
  const pieces: Float32Array[] = [];
  const { signal } = new AbortController();
  for await (const { samples } of voice.speak(text, { signal })) pieces.push(samples);
  return pieces;
}

describeVoice('a model', () => make());

/** How often a tone's wave goes up through zero, for each second. */
function hzOf(samples: Float32Array): number {
  const ups = samples.filter((sample, at) => sample >= 0 && (samples[at - 1] ?? 0) < 0).length;
  return (ups * VITS_RATE_HZ) / samples.length;
}

test('VOICES-20: what is said is what the model makes of the text, whatever was said before; its process starts with the first text and stays for the next', async () => {
  const voice = make();
  expect(voice.pid).toBeUndefined();
  const pids: unknown[] = [];
  const length = VITS_RATE_HZ / 10;
  for (const text of ['azazaz', 'mmm']) {
    const [samples = new Float32Array()] = await say(voice, text);
    pids.push(voice.pid);
    expect(samples).toHaveLength(text.length * length);
    const heard = [...text].map((_, at) => hzOf(samples.subarray(at * length, (at + 1) * length)));
    for (const [at, hz] of heard.entries())
      expect(Math.abs(hz - vitsToneHz(text[at] ?? ''))).toBeLessThanOrEqual(10);
  }
  expect(pids[0]).toBeGreaterThan(0);
  expect(pids[1]).toBe(pids[0]);
});

test('VOICES-21: a folder that holds no voice, and files that end the process, are one line', async () => {
  mkdirSync(join(folder, 'empty'));
  for (const name of ['cut', 'noise']) writeVitsModel(join(folder, name));
  truncateSync(join(folder, 'cut', 'model.onnx'), 100);
  appendFileSync(join(folder, 'noise', 'tokens.txt'), 'no token at all\n\u0000\n');
  const complaint = async (name: string): Promise<string> => {
    try {
      await say(make(name), 'hello');
    } catch (error) {
      expect(error).toBeInstanceOf(VoiceError);
      return error instanceof Error ? error.message : '';
    }
    return 'spoke';
  };
  expect(await complaint('empty')).toBe('empty is no voice: there is no .onnx file in it');
  expect(await complaint('nowhere')).toMatch(/^the voice nowhere is not there/u);
  expect(await complaint('cut')).toMatch(/^the voice cut can't speak \(its process .*\)$/u);
  expect(await complaint('noise')).not.toContain('\n');
});

test('VOICES-22: a process that is killed is told once, and another voice reads from then on', async () => {
  const told: string[] = [];
  const model = make();
  const tone = new Float32Array([0.5]);
  const other: SpeechSynthesizer = {
    name: 'another voice',
    async *speak() {
      yield { samples: tone, sampleRateHz: 16_000 };
    },
    dispose: () => undefined,
  };
  const options = { findOther: () => other, onProblem: (message: string) => told.push(message) };
  const voice = new FallbackVoice({ first: model, ...options });
  expect((await say(voice, 'hello'))[0]?.length).toBeGreaterThan(1);
  // The library makes no sound of so little; that is no failure.
  expect(await say(voice, 'a')).toEqual([tone]);
  expect((await say(voice, 'hello'))[0]?.length).toBeGreaterThan(1);
  expect(told).toEqual([]);
  const { pid = 0 } = model;
  const both = [say(voice, 'b'.repeat(4_000)), say(voice, 'ccc')];
  process.kill(pid, 'SIGKILL');
  expect(await Promise.all(both)).toEqual([[tone], [tone]]);
  expect(await say(voice, 'd')).toEqual([tone]);
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(/was ended by SIGKILL.*: another voice reads instead$/u);
  expect(voice.name).toBe('another voice');
});
