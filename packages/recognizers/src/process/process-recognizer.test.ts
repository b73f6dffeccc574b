import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Recognition } from '@codex-voice/speech';
import { isProcessAlive } from '@codex-voice/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createProcessRecognizer, type ProcessRecognizer } from './process-recognizer.ts';
import type { Patience } from './process-run.ts';
import type { ScriptedBehaviour } from './scripted-child.test-support.ts';

const scriptedChild = fileURLToPath(new URL('./scripted-child.test-support.ts', import.meta.url));
const LOOK_EVERY_MS = 10;

const made: ProcessRecognizer[] = [];
const pids = new Set<number>();
afterEach(async () => {
  for (const recognizer of made.splice(0)) {
    if (recognizer.pid !== undefined) note(recognizer);
    recognizer.dispose();
  }
  for (const pid of pids) while (isProcessAlive(pid)) await sleep(LOOK_EVERY_MS);
  pids.clear();
});

function note({ pid }: { readonly pid: number | undefined }): number {
  if (pid === undefined) throw new Error('there is no process');
  pids.add(pid);
  return pid;
}

const load = {
  spec: { kind: 'phrases' as const },
  phrases: ['fix the failing tests', 'send it'].map((spoken) => ({ spoken })),
  language: 'en' as const,
};

function commandOf(behaviour: ScriptedBehaviour): { file: string; args: readonly string[] } {
  return { file: process.execPath, args: ['--no-warnings', scriptedChild, behaviour] };
}

async function scripted(
  behaviour: ScriptedBehaviour,
  patience: Partial<Patience> = {},
): Promise<ProcessRecognizer> {
  const command = commandOf(behaviour);
  const recognizer = await createProcessRecognizer({ load, command, patience });
  note(recognizer);
  made.push(recognizer);
  return recognizer;
}

function say(recognizer: ProcessRecognizer, ...pieces: Float32Array[]): Promise<Recognition> {
  const utterance = recognizer.begin();
  for (const piece of pieces) utterance.accept(piece);
  return utterance.finish();
}

function heard(recognition: Recognition): { samples: number; sum: number; context: unknown } {
  return JSON.parse(recognition.text);
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(LOOK_EVERY_MS);
}

// That it recognises as the one inside does is shown by the contract of hosted recognisers.
describe('a recogniser in a process of its own, as long as nothing goes wrong', () => {
  let recognizer: ProcessRecognizer;
  beforeAll(async () => {
    recognizer = await createProcessRecognizer({ load, command: commandOf('tells') });
  });
  afterAll(() => recognizer.dispose());

  test('RECOG-52 is loaded and warm when it is there, and says what it goes without', async () => {
    expect(recognizer.name).toBe('scripted tells');
    expect(recognizer.abilities).toMatchObject({ dictation: 'free', languages: ['en'] });
    expect(recognizer.warnings).toEqual(['one word is left out']);
  });

  test('RECOG-53 hears every sample once, in order, however it was cut, with its context', async () => {
    const context = { language: 'en', terms: [{ text: 'useEffect', spoken: 'use effect' }] };
    const samples = Float32Array.from({ length: 70_000 }, (_, index) => index % 5);
    const sum = samples.reduce((total, sample) => total + sample, 0);
    for (const size of [70_000, 16_001, 1024, 1000, 7]) {
      const utterance = recognizer.begin(context);
      const buffer = new Float32Array(size);
      for (let at = 0; at < samples.length; at += size) {
        const piece = samples.subarray(at, at + size);
        buffer.set(piece);
        utterance.accept(buffer.subarray(0, piece.length));
        buffer.fill(9);
      }
      expect(heard(await utterance.finish())).toEqual({ samples: 70_000, sum, context });
    }
  });

  test('RECOG-54 tells its guesses while audio comes, and keeps the last', async () => {
    const utterance = recognizer.begin();
    expect(utterance.partial()).toEqual({ text: '', settledLength: 0 });
    utterance.accept(new Float32Array(2048));
    await until(() => utterance.partial().text !== '');
    expect(utterance.partial()).toEqual({ text: 'a ', settledLength: 1 });
    await utterance.finish();
    expect(utterance.partial().text).toBe('a ');
  });

  test('RECOG-54 calls when a guess has come, as long as audio is taken', async () => {
    const guesses: string[] = [];
    const utterance = recognizer.begin({ speechAtMs: 400 }, () => {
      guesses.push(utterance.partial().text);
    });
    utterance.accept(new Float32Array(512));
    utterance.accept(new Float32Array(512));
    await until(() => guesses.length === 2);
    expect(guesses).toEqual(['a ', 'a a ']);
    utterance.accept(new Float32Array(512));
    expect(heard(await utterance.finish()).context).toEqual({ speechAtMs: 400 });
    expect(guesses).toHaveLength(2);
  });

  test('RECOG-3 RECOG-4 RECOG-13 takes one utterance at a time, each ends once, none after dispose', async () => {
    const open = recognizer.begin();
    expect(() => recognizer.begin()).toThrow(TypeError);
    const finished = open.finish();
    for (const call of ['finish', 'abandon'] as const)
      expect(() => open[call]()).toThrow(TypeError);
    expect(() => open.accept(new Float32Array(1))).toThrow(TypeError);
    // The next one is heard while the one before is being decoded.
    const next = recognizer.begin();
    next.accept(new Float32Array(3));
    expect(heard(await next.finish()).samples).toBe(3);
    expect(heard(await finished).samples).toBe(0);
    recognizer.begin().abandon();
    recognizer.dispose();
    recognizer.dispose();
    expect(() => recognizer.begin()).toThrow(TypeError);
  });
});

describe('a recogniser in a process of its own', () => {
  test('RECOG-55 killed in the middle of an utterance, it says so, and the next one is heard', async () => {
    const recognizer = await scripted('tells');
    const utterance = recognizer.begin();
    utterance.accept(new Float32Array(20_000));
    const pid = note(recognizer);
    process.kill(pid, 'SIGKILL');
    await until(() => recognizer.pid !== pid);
    note(recognizer);
    utterance.accept(new Float32Array(20_000));
    expect(await utterance.finish()).toEqual({
      verdict: 'failed',
      text: '',
      failure: 'died',
      message: 'the process of the phrase recogniser was ended by SIGKILL',
    });
    // It is still being loaded: what is said waits for it.
    expect(heard(await say(recognizer, new Float32Array(5))).samples).toBe(5);
  });

  test('RECOG-55 RECOG-56 its last line is told, and one that dies again without having answered rests', async () => {
    const recognizer = await scripted('exits-at-finish');
    const message =
      'the process of the phrase recogniser ended with status 255 (/model.onnx:12: expected 4 dimensions, have 3)';
    expect(await say(recognizer, new Float32Array(9))).toMatchObject({ failure: 'died', message });
    note(recognizer);
    await say(recognizer, new Float32Array(9));
    expect(recognizer.pid).toBeUndefined();
    expect(await say(recognizer, new Float32Array(9))).toMatchObject({
      failure: 'died',
      message: expect.stringContaining('rests'),
    });
    expect(recognizer.pid).toBeUndefined();
  });

  test('RECOG-57 one that stands still is given up in proportion to the audio, and replaced', async () => {
    // Long enough for the one that replaces it, on a busy machine too.
    const recognizer = await scripted('tells', { answerMs: 2_000, perAudioMs: 0.1 });
    const pid = note(recognizer);
    process.kill(pid, 'SIGSTOP');
    expect(await say(recognizer, new Float32Array(16_000))).toEqual({
      verdict: 'failed',
      text: '',
      failure: 'timed-out',
      message: 'the phrase recogniser did not answer within 2.1 s',
    });
    expect(recognizer.pid).not.toBe(pid);
    note(recognizer);
    expect(heard(await say(recognizer, new Float32Array(4))).samples).toBe(4);
  });

  test('RECOG-57 what waits behind an utterance without answer fails with it', async () => {
    const recognizer = await scripted('never-answers', { answerMs: 20 });
    const failures = [1, 2].map(() => say(recognizer, new Float32Array(4)));
    expect(await Promise.all(failures)).toMatchObject([
      { failure: 'timed-out' },
      { failure: 'died' },
    ]);
  });

  test('RECOG-58 more audio than the bound on its way is an overload, not memory', async () => {
    const recognizer = await scripted('blocks', { waitingMs: 1000 });
    const utterance = recognizer.begin();
    for (let second = 0; second < 3; second += 1) utterance.accept(new Float32Array(16_000));
    expect(await utterance.finish()).toMatchObject({ failure: 'overloaded' });
  });

  test.each([
    ['writes-noise', 'too long'],
    ['answers-nonsense', 'Invalid type'],
  ] as const)('RECOG-51 an answer that is none (%s) ends the process', async (behaviour, words) => {
    const recognizer = await scripted(behaviour);
    const pid = note(recognizer);
    expect(await say(recognizer, new Float32Array(9))).toMatchObject({
      failure: 'unreadable-answer',
      message: expect.stringContaining(words),
    });
    expect(recognizer.pid).not.toBe(pid);
  });

  test('RECOG-51 an answer before its question ends the process', async () => {
    const recognizer = await scripted('answers-unasked');
    const pid = note(recognizer);
    const utterance = recognizer.begin();
    await until(() => recognizer.pid !== pid);
    expect(await utterance.finish()).toMatchObject({ failure: 'unreadable-answer' });
  });

  test.each([
    ['exits-at-load', 'expected 4 dimensions, have 3', {}],
    ['throws-at-load', "can't be loaded: the file is damaged", {}],
    ['never-loads', 'did not load within 0.5 s', { loadMs: 500 }],
    ['speaks-version-0', 'speaks version 0', {}],
  ] as const)(
    'RECOG-59 one that can not be loaded (%s) is an error with the reason',
    async (behaviour, words, patience) => {
      await expect(scripted(behaviour, patience)).rejects.toMatchObject({
        code: 'engine-failed',
        message: expect.stringContaining(words),
      });
    },
  );

  test('RECOG-59 a program that does not exist is an error with the reason', async () => {
    const command = { file: '/nonexistent/program', args: [] };
    await expect(createProcessRecognizer({ load, command })).rejects.toMatchObject({
      message: expect.stringContaining("can't be started"),
    });
  });

  test('RECOG-60 its process ends by itself when ours is killed, and is ended when ours exits', async () => {
    for (const ending of ['killed', 'exits'] as const) {
      const { parent, childPid } = await startParent();
      pids.add(childPid);
      if (ending === 'killed') parent.kill('SIGKILL');
      // A child that stands still sees nothing close.
      else process.kill(childPid, 'SIGSTOP');
      parent.stdin.end();
      await until(() => !isProcessAlive(childPid));
    }
  });
});

/** A process like voice: has a recogniser, tells its process, and exits when its input ends. */
async function startParent() {
  const command = commandOf('tells');
  const program = `
    const { createProcessRecognizer } = await import(${JSON.stringify(new URL('./process-recognizer.ts', import.meta.url).href)});
    const recognizer = await createProcessRecognizer(${JSON.stringify({ load, command })});
    process.stdout.write(String(recognizer.pid));
    process.stdin.on('end', () => process.exit(0)).resume();
  `;
  const args = ['--no-warnings', '--input-type=module', '--eval', program];
  const parent = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [pid] = await once(parent.stdout, 'data');
  return { parent, childPid: Number(String(pid)) };
}
