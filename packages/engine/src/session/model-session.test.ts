// An embedded session with a model, which runs in a process of its own: a small true network that hears
// melodies.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive, melody, writeToneModel } from '@codex-voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  AFTER_SECOND_MS,
  hearingSession,
  IN_FIRST_MS,
  PHRASES,
  speech,
} from './session-world.test-support.ts';

const LOOK_EVERY_MS = 10;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-model-session-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The processes of models that this one has started. */
function modelProcesses(): readonly number[] {
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && isModelProcess(pid));
}

function isModelProcess(pid: number): boolean {
  try {
    const parent = /^PPid:\t(\d+)$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
    return Number(parent) === process.pid && command.includes('recognizer-process.ts');
  } catch {
    return false; // it has ended meanwhile
  }
}

/** Between silence enough for a segment's end. */
function sung(text: string): Int16Array {
  const notes = melody(text);
  const samples = new Int16Array(notes.length + 32_000);
  samples.set(
    Int16Array.from(notes, (sample) => Math.round(sample * 32_767)),
    16_000,
  );
  return samples;
}

test('ENGINE-14: a model’s words come with the engine’s own way of starting its process, which ends with the session', async () => {
  const model = await writeToneModel(join(folder, 'whole'), 'nemo-ctc');
  const { session, transcripts } = await hearingSession({
    recognizers: [model],
    // A neural one takes no melody for speech.
    voiceActivity: 'energy',
    manner: { silenceMs: 700 },
  });
  expect(session.recognizer).toBe('tones-nemo-ctc');
  const [pid] = modelProcesses();
  session.pushAudioFrame(sung('fix the cache'));
  await session.close();
  expect(session.voiceActivity).toBe('energy');
  expect(transcripts()).toEqual(['fix the cache']);
  expect(pid).toBeDefined();
  while (pid !== undefined && isProcessAlive(pid)) await sleep(LOOK_EVERY_MS);
});

test('ENGINE-14: a model’s process that is killed while somebody speaks costs no word', async () => {
  // It hears no words in speech, only in melodies: whatever is understood is the phrases'.
  const model = await writeToneModel(join(folder, 'killed'), 'streaming-t-one');
  const { session, of, transcripts } = await hearingSession({
    recognizers: [model, { kind: 'phrases' }],
  });
  session.pushAudioFrame(await speech({ toMs: IN_FIRST_MS }));
  await session.drained();
  expect(of('speech-started')).toHaveLength(1);
  const [pid] = modelProcesses();
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
  session.pushAudioFrame(await speech({ fromMs: IN_FIRST_MS, toMs: AFTER_SECOND_MS }));
  await session.drained();
  expect(transcripts()[0]).toBe(PHRASES[0]);
  expect(of('problem')[0]?.message).toMatch(/^phrases-en listens instead: .*was ended by SIGKILL$/);
  await session.close();
  expect(of('final').length + of('rejected').length).toBe(2);
  while (modelProcesses().length > 0) await sleep(LOOK_EVERY_MS);
});
