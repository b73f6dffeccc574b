// What a program that embeds the engine may rely on, heard by the real recogniser.
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { defaultPhrasebook, mergePhrases } from '@codex-voice/speech';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readJournal } from '../journal.ts';
import { MOST_WAITING_MS } from './pushed-source.ts';
import { VoiceSessionError } from './session-error.ts';
import type { VoiceSessionEvent } from './session-events.ts';
import {
  AFTER_FIRST_MS,
  AFTER_SECOND_MS,
  AFTER_THIRD_MS,
  hearingSession,
  IN_FIRST_MS,
  PHRASES,
  RECORDING,
  speech,
} from './session-world.test-support.ts';
import { startVoiceSession } from './voice-session.ts';

/** Rest before the recording: what may wait ends in the middle of its first phrase. */
const REST_MS = MOST_WAITING_MS - IN_FIRST_MS;
const run = promisify(execFile);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-session-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

describe('what is heard', () => {
  test('ENGINE-1: with nothing installed the built-in phrases are heard, as what they stand for', async () => {
    const { session, events, of, transcripts } = await hearingSession();
    expect(session.recognizer).toBe('phrases-en');
    session.pushAudioFrame(await speech());
    await session.drained();
    expect(transcripts()).toEqual(PHRASES);
    expect(of('final').map(({ text }) => text)).toEqual([
      'Fix the failing tests.',
      'Explain this code.',
      '',
      'Run the tests.',
      '',
    ]);
    expect(of('command').map(({ command }) => command)).toEqual(['scratch', 'send']);
    const third = of('final')[2];
    const at = third === undefined ? -1 : events.indexOf(third);
    const { utteranceId } = third ?? {};
    expect(events[at + 1]).toEqual({ type: 'command', utteranceId, command: 'scratch' });
    expect(of('level').length).toBeGreaterThan(50);
    expect(of('speech-started')).toHaveLength(5);
    expect(of('problem')).toEqual([]);
  });

  test('ENGINE-1: phrases of one’s own are heard beside them', async () => {
    const { book } = mergePhrases({
      builtIn: defaultPhrasebook('en'),
      own: [{ spoken: 'run the tests', action: { kind: 'text', text: 'Off we go.' } }],
    });
    const { session, of } = await hearingSession({ phrasebook: book });
    session.pushAudioFrame(await speech({ fromMs: 6_000 }));
    await session.drained();
    expect(of('final').map(({ text }) => text)).toEqual(['Off we go.', '']);
  });

  test.each([8_000, 44_100, 48_000])(
    'ENGINE-2: pieces of any length at %i Hz are heard, and the array is the caller’s again at once',
    async (rateHz) => {
      const { session, transcripts } = await hearingSession({ sampleRateHz: rateHz });
      const samples = await speech({ toMs: AFTER_FIRST_MS, rateHz });
      const lengths = [1, 7, 0, 313, 4096];
      let at = 0;
      for (let turn = 0; at < samples.length; turn += 1) {
        const piece = samples.slice(at, at + (lengths[turn % lengths.length] ?? 1));
        at += session.pushAudioFrame(piece);
        piece.fill(-32_768);
        if (turn % 50 === 0) await session.drained();
      }
      await session.close();
      expect(transcripts()).toEqual(PHRASES.slice(0, 1));
    },
  );

  test('ENGINE-3: beyond 30 s that wait nothing is taken, which is told once; what is pushed again is heard', async () => {
    const { session, of, transcripts } = await hearingSession();
    const said = await speech({ toMs: AFTER_SECOND_MS });
    // Rest is quickly heard; the bound lies in the words after it.
    const samples = new Int16Array((REST_MS * 16_000) / 1000 + said.length);
    samples.set(said, samples.length - said.length);
    const taken = session.pushAudioFrame(samples);
    expect(taken).toBe((MOST_WAITING_MS * 16_000) / 1000);
    expect(session.pushAudioFrame(samples.subarray(taken))).toBe(0);
    await session.drained();
    expect(of('problem').map(({ code }) => code)).toEqual(['overrun']);
    expect(session.pushAudioFrame(samples.subarray(taken))).toBe(samples.length - taken);
    await session.drained();
    expect(transcripts()).toEqual(PHRASES.slice(0, 2));
    expect(of('problem')).toHaveLength(1);
  });

  test('ENGINE-4: noise, full scale and a square wave are no words, and what follows them is heard', async () => {
    const { session, transcripts } = await hearingSession();
    const garbage = [
      // Multiplied by a prime, the lowest bits of what results are as good as noise.
      (n: number) => ((n * 2_654_435_761) % 65_537) - 32_768,
      () => 32_767,
      () => -32_768,
      (n: number) => (n % 80 < 40 ? 32_767 : -32_768),
      () => 0,
    ];
    for (const make of garbage) {
      session.pushAudioFrame(Int16Array.from({ length: 24_001 }, (_, n) => make(n)));
    }
    await session.drained();
    expect(transcripts()).toEqual([]);
    session.pushAudioFrame(await speech({ toMs: AFTER_FIRST_MS }));
    await session.close();
    expect(transcripts()).toEqual(PHRASES.slice(0, 1));
  });
});

describe('when it listens', () => {
  test('ENGINE-5: what is asked for takes its turn between what is pushed', async () => {
    const { session, events, transcripts } = await hearingSession({ mode: 'tap' });
    session.pushAudioFrame(await speech({ toMs: AFTER_FIRST_MS }));
    void session.listen();
    session.pushAudioFrame(await speech({ fromMs: AFTER_FIRST_MS, toMs: AFTER_SECOND_MS }));
    void session.stopListening();
    session.pushAudioFrame(await speech({ fromMs: AFTER_SECOND_MS }));
    await session.drained();
    expect(transcripts()).toEqual([PHRASES[1]]);
    const attention = events.flatMap((event) => (event.type === 'attention' ? [event.to] : []));
    expect(attention).toEqual(['speech', 'nobody']);
  });

  test('ENGINE-5: what was said just before it listens is its beginning', async () => {
    const { session, of, transcripts } = await hearingSession();
    session.pushAudioFrame(await speech({ toMs: AFTER_FIRST_MS }));
    await session.drained();
    const begun = of('final')[0]?.startMs ?? Number.NaN;
    await session.setMode('tap');
    session.pushAudioFrame(await speech({ toMs: begun + 150 }));
    void session.listen();
    session.pushAudioFrame(await speech({ fromMs: begun + 150, toMs: AFTER_FIRST_MS }));
    await session.stopListening();
    expect(transcripts()).toEqual([PHRASES[0], PHRASES[0]]);
    expect(of('final')[1]?.startMs).toBeGreaterThan(AFTER_FIRST_MS + begun);
  });

  test('ENGINE-6: in hybrid a hush ends it, and the next `listen` begins anew', async () => {
    const { session, of, transcripts } = await hearingSession({
      mode: 'hybrid',
      manner: { closeAfterMs: 300 },
    });
    void session.listen();
    session.pushAudioFrame(await speech({ toMs: AFTER_SECOND_MS }));
    await session.drained();
    expect(transcripts()).toEqual([PHRASES[0]]);
    expect(of('attention').map(({ to }) => to)).toEqual(['speech', 'nobody']);
    void session.listen();
    session.pushAudioFrame(await speech({ fromMs: AFTER_SECOND_MS, toMs: AFTER_THIRD_MS }));
    await session.drained();
    expect(transcripts()).toEqual([PHRASES[0], PHRASES[2]]);
  });

  test('ENGINE-6: in wake the phrase opens the ear, and is no words', async () => {
    const { session, of, transcripts } = await hearingSession({
      mode: 'wake',
      wakePhrases: [{ spoken: 'explain this code' }],
    });
    session.pushAudioFrame(await speech({ toMs: AFTER_THIRD_MS }));
    await session.drained();
    expect(of('attention').slice(0, 2)).toEqual([
      { type: 'attention', to: 'wake-phrase' },
      { type: 'attention', to: 'speech', phrase: 'explain this code' },
    ]);
    expect(transcripts()).toEqual(PHRASES.slice(2, 3));
    await session.stopListening();
    expect(of('attention').at(-1)).toEqual({ type: 'attention', to: 'wake-phrase' });
  });

  test('ENGINE-6: another mode holds from its place on', async () => {
    const { session, transcripts } = await hearingSession();
    session.pushAudioFrame(await speech({ toMs: AFTER_FIRST_MS }));
    void session.setMode('tap');
    session.pushAudioFrame(await speech({ fromMs: AFTER_FIRST_MS, toMs: AFTER_SECOND_MS }));
    void session.setMode('continuous');
    session.pushAudioFrame(await speech({ fromMs: AFTER_SECOND_MS, toMs: AFTER_THIRD_MS }));
    await session.drained();
    expect(transcripts()).toEqual([PHRASES[0], PHRASES[2]]);
    expect(() => session.setMode('wake')).toThrow(TypeError);
  });

  test('ENGINE-7: cancelled speech is no words; the ear closes', async () => {
    const directory = join(folder, 'cancelled');
    const { session, of, transcripts } = await hearingSession({ journal: { directory } });
    session.pushAudioFrame(await speech({ toMs: IN_FIRST_MS }));
    await session.cancel();
    session.pushAudioFrame(await speech({ fromMs: IN_FIRST_MS }));
    await session.drained();
    expect(transcripts()).toEqual([]);
    expect(of('speech-dropped').map(({ reason }) => reason)).toEqual(['cancelled']);
    expect(of('attention').at(-1)?.to).toBe('nobody');
  });
});

describe('how it ends', () => {
  test('ENGINE-8: closed while somebody speaks, what was said is told and kept before that is over', async () => {
    const directory = join(folder, 'closed');
    const { session, of, transcripts } = await hearingSession({ journal: { directory } });
    // Without the pause that would end the second phrase, and less than a frame at the end.
    session.pushAudioFrame((await speech({ toMs: 3_790 })).subarray(0, -100));
    await Promise.all([session.close(), session.close()]);
    expect(transcripts()).toEqual(PHRASES.slice(0, 2));
    expect(of('final')[1]?.endedBy).toBe('stop-key');
    const { records } = await readJournal(directory);
    const kept = records.flatMap((record) => (record.type === 'transcript' ? [record] : []));
    expect(kept.map(({ id, text }) => [id, text])).toEqual(
      of('final').map(({ utteranceId, transcript }) => [utteranceId, transcript]),
    );
    const audio = await readFile(join(directory, kept[1]?.audio ?? ''));
    expect(audio.length).toBeGreaterThan(16_000);
  });

  test('ENGINE-9: over, it takes no sound and says so; what else is asked of it changes nothing', async () => {
    const { session, events } = await hearingSession({ voice: 'flite' });
    await session[Symbol.asyncDispose]();
    const told = events.length;
    const refused = { name: 'VoiceSessionError', code: 'closed' };
    expect(() => session.pushAudioFrame(new Int16Array(320))).toThrow(
      expect.objectContaining(refused),
    );
    expect(() => session.say('hello')).toThrow(expect.objectContaining(refused));
    session.hush();
    await Promise.all([session.listen(), session.stopListening(), session.cancel()]);
    await Promise.all([session.setMode('tap'), session.expect([]), session.drained()]);
    expect(session.nextPlaybackChunk()).toBeUndefined();
    expect(events).toHaveLength(told);
  });

  test('ENGINE-10: two sessions in one process hear each its own', async () => {
    const first = await hearingSession();
    const second = await hearingSession({ sampleRateHz: 48_000 });
    const narrow = await speech({ toMs: AFTER_SECOND_MS });
    const wide = await speech({
      fromMs: AFTER_SECOND_MS,
      toMs: AFTER_THIRD_MS,
      rateHz: 48_000,
    });
    for (let step = 0; step * 320 < Math.max(narrow.length, wide.length / 3); step += 1) {
      first.session.pushAudioFrame(narrow.subarray(step * 320, (step + 1) * 320));
      second.session.pushAudioFrame(wide.subarray(step * 960, (step + 1) * 960));
      if (step % 20 === 0) await first.session.drained();
    }
    await first.session.close();
    expect(first.transcripts()).toEqual(PHRASES.slice(0, 2));
    await second.session.drained();
    expect(second.transcripts()).toEqual(PHRASES.slice(2, 3));
  });
});

describe('what is told, and how', () => {
  test('ENGINE-11: nothing is told from inside a call', async () => {
    let calling = false;
    const inside: VoiceSessionEvent[] = [];
    const session = await startVoiceSession({
      sampleRateHz: 16_000,
      onEvent: (event) => {
        if (calling) inside.push(event);
      },
    });
    const samples = new Int16Array(31 * 16_000);
    calling = true;
    session.pushAudioFrame(samples);
    void session.stopListening();
    void session.setMode('tap');
    session.hush();
    const closed = session.close();
    calling = false;
    await closed;
    expect(inside).toEqual([]);
  });

  test('ENGINE-15: what a listener throws is its program’s uncaught exception; the session goes on, and all ends', async () => {
    const program = `
      import { readFileSync } from 'node:fs';
      import { startVoiceSession } from '@codex-voice/engine';
      process.on('uncaughtException', ({ message }) => console.log('uncaught', message));
      const session = await startVoiceSession({
        sampleRateHz: 16_000,
        onEvent: (event) => {
          if (event.type === 'speech-started') throw new Error('oops');
          if (event.type === 'final') console.log(event.transcript);
        },
      });
      const file = readFileSync(${JSON.stringify(RECORDING)});
      const begin = file.byteOffset + 44;
      session.pushAudioFrame(new Int16Array(file.buffer.slice(begin, begin + ${AFTER_SECOND_MS * 32})));
      await session.close();`;
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module-typescript', '-e', program],
      {
        cwd: import.meta.dirname,
      },
    );
    const lines = stdout.trim().split('\n');
    expect(lines.filter((line) => line === 'uncaught oops')).toHaveLength(2);
    expect(lines.filter((line) => line !== 'uncaught oops')).toEqual(PHRASES.slice(0, 2));
  });

  test('ENGINE-12: a model that is not there, and nothing else to listen with, is refused with the reason', async () => {
    const files = { model: '/nowhere/model.onnx', tokens: '/nowhere/tokens.txt' };
    const model = {
      kind: 'model' as const,
      id: 'absent',
      layout: 'nemo-ctc' as const,
      files,
      languages: ['en'],
      provider: 'cpu' as const,
    };
    const events: VoiceSessionEvent[] = [];
    const onEvent = (event: VoiceSessionEvent): void => void events.push(event);
    const starting = startVoiceSession({ sampleRateHz: 16_000, onEvent, recognizers: [model] });
    await expect(starting).rejects.toThrow(VoiceSessionError);
    await expect(starting).rejects.toMatchObject({ code: 'cannot-listen' });
    await expect(starting).rejects.toThrow(/nowhere/);
    expect(events).toEqual([]);
    const recognizers = [model, { kind: 'phrases' as const }];
    const { session, of } = await hearingSession({ recognizers });
    expect(session.recognizer).toBe('phrases-en');
    expect(of('problem').map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('ENGINE-13: options that can’t be are named', async () => {
    const onEvent = (): void => undefined;
    const start = (options: object) =>
      startVoiceSession({ sampleRateHz: 16_000, onEvent, ...options });
    await expect(start({ sampleRateHz: 999 })).rejects.toThrow(RangeError);
    await expect(start({ sampleRateHz: 16_000.5 })).rejects.toThrow(RangeError);
    await expect(start({ mode: 'shout' })).rejects.toThrow('mode is "shout"');
    await expect(start({ mode: 'wake' })).rejects.toThrow('no wakePhrases');
    await expect(start({ cues: ['gong'] })).rejects.toThrow('cues has "gong"');
    await expect(start({ onEvent: undefined })).rejects.toThrow('onEvent is undefined');
    const { session } = await hearingSession();
    // As a program without types may call it.
    const push = session.pushAudioFrame.bind(session) as (samples: unknown) => number;
    expect(() => push(new Float32Array(3))).toThrow('Float32Array');
    expect(() => push(undefined)).toThrow('undefined');
    expect(() => session.say('hello')).toThrow('no voice was chosen');
  });
});

describe('our own sound', () => {
  test('ENGINE-24: cues come as chunks when they were asked for', async () => {
    const { session } = await hearingSession({ mode: 'tap', cues: ['open'] });
    expect(session.nextPlaybackChunk()).toBeUndefined();
    await session.listen();
    const chunks: Int16Array[] = [];
    // The driver's tail of silence included, a cue lasts 240 ms.
    while (chunks.length < 12) {
      const chunk = session.nextPlaybackChunk();
      if (chunk !== undefined) chunks.push(chunk);
      else await new Promise((resolve) => setImmediate(resolve));
    }
    expect(Math.max(...chunks.flatMap((chunk) => [...chunk]))).toBeGreaterThan(1_000);
    await session.stopListening();
    await session.close();
    expect(session.nextPlaybackChunk()).toBeUndefined();
  });
});
