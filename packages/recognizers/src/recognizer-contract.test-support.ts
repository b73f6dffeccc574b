// The contract of Recognizer as a suite: every implementation runs it, with audio of its own kind. What
// only some recognisers promise (that nonsense is rejected, say) stands in their own tests.

import { setTimeout as sleep } from 'node:timers/promises';
import {
  NO_PARTIAL,
  type PartialText,
  type Recognition,
  type Recognizer,
} from '@codex-voice/speech';
import { sized } from '@codex-voice/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { framesOf, hiss } from './fixture.ts';

/** An implementation, and something that it understands. */
export interface ContractSubject {
  readonly name: string;
  create(): Promise<Recognizer>;
  readonly recording: Float32Array;
  /** What is said in `recording`. */
  readonly text: string;
}

const SAMPLES_PER_MS = 16;

/** Samples at a time: less than a frame, a frame, and many. */
const SIZES = sized({ usual: [160, 4800], full: [160, 512, 4800] });

/** What is open for a suite: the recogniser, and what it made of the recording when it heard nothing before. */
interface Open {
  readonly recognizer: Recognizer;
  readonly heard: Recognition;
}

/** Registers the suite for `subject`. */
export function describeRecognizer(subject: ContractSubject): void {
  describe(`${subject.name}, as every recogniser`, () => {
    let recognizer: Recognizer;
    let heard: Recognition;
    beforeAll(async () => {
      recognizer = await subject.create();
      heard = await recognize(recognizer, ...piecesOf(subject.recording));
    });
    afterAll(() => {
      recognizer.dispose();
    });
    const open = () => recognizer;
    understands(subject, () => ({ recognizer, heard }));
    takesOneUtteranceAtATime(subject, open);
    dependsOnSamplesAlone(subject, () => ({ recognizer, heard }));
    survivesBadNumbers(subject, open);
    showsWhatIsSettled(subject, open);
  });
}

/** Says `pieces` to the recogniser and waits for its answer. */
export function recognize(
  recognizer: Recognizer,
  ...pieces: readonly Float32Array[]
): Promise<Recognition> {
  const utterance = recognizer.begin();
  for (const piece of pieces) utterance.accept(piece);
  return utterance.finish();
}

/** `samples` in frames, and what is left of the last one. */
export function piecesOf(samples: Float32Array): readonly Float32Array[] {
  const frames = framesOf(samples);
  return [...frames, samples.subarray(frames.length * 512)];
}

function understands(subject: ContractSubject, open: () => Open): void {
  const { name, create, recording, text } = subject;

  it('says its name and what it can do', () => {
    const { recognizer } = open();
    expect(recognizer.name).toBe(name);
    const { dictation, partials, terms, languages } = recognizer.abilities;
    expect(['closed', 'free']).toContain(dictation);
    expect(['live', 'preview', 'none']).toContain(partials);
    expect(['decoder', 'prompt', 'none']).toContain(terms);
    expect(languages).not.toHaveLength(0);
  });

  it('RECOG-15 accepts what was said and rejects silence', async () => {
    const { recognizer, heard } = open();
    expect(heard).toMatchObject({ verdict: 'accepted', text });
    expect(await recognize(recognizer, new Float32Array(16_000))).toMatchObject({
      verdict: 'rejected',
      text: '',
    });
  });

  it('RECOG-16 tells words and confidence that fit the text and the utterance', () => {
    const { heard } = open();
    if (heard.verdict !== 'accepted') throw new Error(`it was ${heard.verdict}`);
    expect(heard.confidence ?? 1).toBeGreaterThan(0);
    expect(heard.confidence ?? 1).toBeLessThanOrEqual(1);
    const words = heard.words ?? [];
    if (words.length > 0) expect(words.map((word) => word.text).join(' ')).toBe(text);
    let endMs = 0;
    for (const word of words) {
      expect(word.startMs).toBeGreaterThanOrEqual(endMs);
      expect(word.endMs).toBeGreaterThanOrEqual(word.startMs);
      endMs = word.endMs;
    }
    expect(endMs).toBeLessThanOrEqual(recording.length / SAMPLES_PER_MS);
  });

  it('RECOG-13 begins nothing after dispose', async () => {
    const other = await create();
    other.begin().abandon();
    other.dispose();
    other.dispose();
    expect(() => other.begin()).toThrow(TypeError);
    // Others live on.
    const { recognizer } = open();
    expect(await recognize(recognizer, recording)).toMatchObject({ verdict: 'accepted', text });
  });
}

function takesOneUtteranceAtATime({ recording }: ContractSubject, open: () => Recognizer): void {
  it('RECOG-3 takes one utterance at a time', async () => {
    const first = open().begin();
    expect(() => open().begin()).toThrow(TypeError);
    const answer = first.finish();
    const next = open().begin();
    expect(() => open().begin()).toThrow(TypeError);
    next.abandon();
    open().begin().abandon();
    expect(await answer).toMatchObject({ verdict: 'rejected', text: '' });
  });

  it('RECOG-4 ends an utterance once', async () => {
    for (const ending of ['finish', 'abandon'] as const) {
      const utterance = open().begin();
      const answer = utterance[ending]();
      expect(() => utterance.accept(recording)).toThrow(TypeError);
      expect(() => utterance.finish()).toThrow(TypeError);
      expect(() => utterance.abandon()).toThrow(TypeError);
      expect(utterance.partial()).toEqual(NO_PARTIAL);
      // The calls on the old utterance must not have made way for two new ones.
      const next = open().begin();
      expect(() => open().begin()).toThrow(TypeError);
      next.abandon();
      await answer;
    }
  });
}

function dependsOnSamplesAlone({ recording }: ContractSubject, open: () => Open): void {
  it('RECOG-5 comes to the same result however the audio is cut and whatever was said before', async () => {
    const { recognizer, heard } = open();
    await recognize(recognizer, hiss(8000, 0.2));
    const abandoned = recognizer.begin();
    abandoned.accept(hiss(8000, 0.5));
    abandoned.abandon();
    expect(await recognize(recognizer, recording)).toEqual(heard);
    const uneven: Float32Array[] = [];
    for (let at = 0, size = 1; at < recording.length; at += size, size = (size * 7 + 3) % 1999) {
      uneven.push(recording.subarray(at, at + size));
      if (size === 0) size = 1;
    }
    expect(await recognize(recognizer, ...uneven)).toEqual(heard);
  });

  it('RECOG-5 keeps nothing of a buffer that is used again', async () => {
    const { recognizer, heard } = open();
    const buffer = new Float32Array(512);
    const utterance = recognizer.begin();
    for (const frame of piecesOf(recording)) {
      buffer.set(frame);
      utterance.accept(buffer.subarray(0, frame.length));
      buffer.fill(0.5);
    }
    expect(await utterance.finish()).toEqual(heard);
  });
}

function survivesBadNumbers({ recording, text }: ContractSubject, open: () => Recognizer): void {
  it('RECOG-6 survives no audio, one sample and numbers that are none', async () => {
    const broken = [
      new Float32Array(0),
      new Float32Array(1),
      new Float32Array(16_000).fill(Number.NaN),
      new Float32Array(16_000).fill(Number.POSITIVE_INFINITY),
      new Float32Array(16_000).fill(Number.NEGATIVE_INFINITY),
      Float32Array.from({ length: 16_000 }, (_, index) => (index % 2 === 0 ? 1e30 : -1e30)),
    ];
    expect(await recognize(open())).toMatchObject({ verdict: 'rejected' });
    for (const samples of broken) {
      expect((await recognize(open(), samples)).verdict).not.toBe('failed');
    }
    expect(await recognize(open(), recording)).toMatchObject({ verdict: 'accepted', text });
  });

  it('RECOG-6 counts what is no number as silence', async () => {
    const holes = Float32Array.from(recording);
    const silenced = Float32Array.from(recording);
    for (let index = 500; index < holes.length; index += 1000) {
      holes[index] = Number.NaN;
      silenced[index] = 0;
    }
    expect(await recognize(open(), holes)).toEqual(await recognize(open(), silenced));
  });
}

function showsWhatIsSettled({ recording }: ContractSubject, open: () => Recognizer): void {
  it.each(SIZES)(
    'RECOG-17 takes back nothing that is settled, hearing %d samples at a time',
    async (size) => {
      const utterance = open().begin();
      let last: PartialText = NO_PARTIAL;
      for (let at = 0; at < recording.length; at += size) {
        utterance.accept(recording.subarray(at, at + size));
        const next = utterance.partial();
        expect(next.settledLength).toBeGreaterThanOrEqual(last.settledLength);
        expect(next.settledLength).toBeLessThanOrEqual(next.text.length);
        expect(next.text.slice(0, last.settledLength)).toBe(last.text.slice(0, last.settledLength));
        last = next;
        if (at % (size * 20) === 0) await new Promise((resolve) => setImmediate(resolve));
      }
      // Where another process decodes, its guesses come when they come.
      const isLive = open().abilities.partials === 'live';
      while (isLive && utterance.partial().text === '') await sleep(1);
      utterance.abandon();
    },
  );
}
