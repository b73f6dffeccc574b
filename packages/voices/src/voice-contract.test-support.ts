// What every voice does, whatever it speaks with.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import type { SpeechSynthesizer, SpokenPiece } from '@codex-voice/speech';
import { expect, test } from 'vitest';

const SENTENCE = 'The tests are green, and the build is done.';

export function describeVoice(name: string, make: () => SpeechSynthesizer): void {
  const say = async (text: string, signal = new AbortController().signal) => {
    const voice = make();
    const pieces: SpokenPiece[] = [];
    for await (const piece of voice.speak(text, { signal })) pieces.push(piece);
    voice.dispose();
    return pieces;
  };

  test(`VOICES-1: ${name}: a text is samples at one rate, some of them loud`, async () => {
    const pieces = await say(SENTENCE);
    expect(new Set(pieces.map(({ sampleRateHz }) => sampleRateHz)).size).toBe(1);
    const samples = pieces.flatMap((piece) => [...piece.samples]);
    const peak = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
    expect(peak).toBeGreaterThan(0.05);
    expect(peak).toBeLessThanOrEqual(1);
    expect(samples.length / (pieces[0]?.sampleRateHz ?? 1)).toBeGreaterThan(1);
  });

  test(`VOICES-2: ${name}: a text without words is nothing`, async () => {
    for (const text of ['', ' ', '...', '-']) expect(await say(text)).toEqual([]);
  });

  test(`VOICES-3: ${name}: once stopped nothing follows, and nothing is thrown`, async () => {
    expect(await say(SENTENCE, AbortSignal.abort())).toEqual([]);
    const decision = new AbortController();
    const voice = make();
    const speaking = voice.speak(SENTENCE.repeat(20), { signal: decision.signal });
    const iterator = speaking[Symbol.asyncIterator]();
    const first = await iterator.next();
    expect(first.done).toBe(false);
    decision.abort();
    expect((await iterator.next()).done).toBe(true);
    voice.dispose();
  });

  test(`VOICES-4: ${name}: what looks like an option is read like any text; no file is left`, async () => {
    const ours = () => readdirSync(tmpdir()).filter((file) => file.startsWith('codex-voice-said-'));
    const before = ours();
    expect((await say('--version')).length).toBeGreaterThan(0);
    expect(ours()).toEqual(before);
  });
}
