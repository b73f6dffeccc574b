import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Recognition, Recognizer } from '@codex-voice/speech';
import { isProcessAlive, startTranscriptionServer } from '@codex-voice/testing';
import { afterEach, describe, expect, test } from 'vitest';
import { hiss } from '../fixture.ts';
import { recognize } from '../recognizer-contract.test-support.ts';
import type { ScriptedProgram } from './scripted-whisper.test-support.ts';
import { createWhisperServerRecognizer } from './whisper-server.ts';

const program = fileURLToPath(new URL('./scripted-whisper.test-support.ts', import.meta.url));
const SPEECH = hiss(16_000, 0.3);
const LOOK_EVERY_MS = 10;

const made: Recognizer[] = [];
afterEach(() => {
  for (const recognizer of made.splice(0)) recognizer.dispose();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function specFor(behaviour: ScriptedProgram) {
  const port = await freePort();
  const args = ['--no-warnings', program, String(port), behaviour];
  const start = { file: process.execPath, args };
  return { kind: 'whisper-server' as const, url: `http://127.0.0.1:${port}`, start };
}

async function started(behaviour: ScriptedProgram, loadMs?: number): Promise<Recognizer> {
  const spec = await specFor(behaviour);
  const recognizer = await createWhisperServerRecognizer({
    spec,
    ...(loadMs === undefined ? {} : { loadMs }),
  });
  made.push(recognizer);
  return recognizer;
}

function pidIn(recognition: Recognition): number {
  return Number(/process (\d+)/.exec(recognition.text)?.[1]);
}

async function gone(pid: number): Promise<void> {
  while (isProcessAlive(pid)) await sleep(LOOK_EVERY_MS);
}

describe('a server that we start', () => {
  test('RECOG-75 is waited for, and gone with its recogniser', async () => {
    const recognizer = await started('serves');
    const pid = pidIn(await recognize(recognizer, SPEECH));
    expect(isProcessAlive(pid)).toBe(true);
    recognizer.dispose();
    await gone(pid);
  });

  test('RECOG-75 is gone when we are killed', async () => {
    const spec = await specFor('serves');
    const from = JSON.stringify(new URL('./whisper-server.ts', import.meta.url).href);
    const code = `
      const { createWhisperServerRecognizer } = await import(${from});
      const recognizer = await createWhisperServerRecognizer({ spec: ${JSON.stringify(spec)} });
      const utterance = recognizer.begin();
      utterance.accept(new Float32Array(16000).fill(0.3));
      process.stdout.write((await utterance.finish()).text);
      setInterval(() => {}, 1000);
    `;
    const args = ['--no-warnings', '--input-type=module', '--eval', code];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [text] = await once(parent.stdout, 'data');
    const pid = pidIn({ verdict: 'accepted', text: String(text) });
    parent.kill('SIGKILL');
    await gone(pid);
  });

  test('RECOG-76 is started again when it was killed', async () => {
    const recognizer = await started('serves');
    const pid = pidIn(await recognize(recognizer, SPEECH));
    process.kill(pid, 'SIGKILL');
    await gone(pid);
    let again = await recognize(recognizer, SPEECH);
    while (again.verdict === 'failed') again = await recognize(recognizer, SPEECH);
    expect(pidIn(again)).not.toBe(pid);
  });

  test('RECOG-76 that ends at a request has died, with its complaint', async () => {
    const recognizer = await started('ends-at-request');
    expect(await recognize(recognizer, SPEECH)).toMatchObject({
      verdict: 'failed',
      failure: 'died',
      message:
        'the whisper.cpp server ended with status 3 (error: failed to initialize whisper context)',
    });
  });

  test.each([
    ['ends-at-start', undefined, 'failed to initialize whisper context'],
    ['keeps-loading', 700, 'did not answer within 1 s'],
  ] as const)(
    'RECOG-77 that does not come up (%s) is an error',
    async (behaviour, loadMs, words) => {
      await expect(started(behaviour, loadMs)).rejects.toMatchObject({
        code: 'engine-failed',
        message: expect.stringContaining(words),
      });
    },
  );

  test('RECOG-77 that is no program is an error', async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const start = { file: '/nonexistent/whisper-server', args: [] };
    const spec = { kind: 'whisper-server' as const, url, start };
    await expect(createWhisperServerRecognizer({ spec })).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining('not found'),
    });
  });

  test('RECOG-77 where one answers already, that one is used and stays', async () => {
    await using server = await startTranscriptionServer([{ kind: 'json', body: { text: 'hi' } }]);
    const start = { file: '/nonexistent/whisper-server', args: [] };
    const spec = { kind: 'whisper-server' as const, url: server.origin, start };
    const recognizer = await createWhisperServerRecognizer({ spec });
    expect(await recognize(recognizer, SPEECH)).toMatchObject({ text: 'hi' });
    recognizer.dispose();
    expect((await fetch(`${server.origin}/health`)).status).toBe(200);
  });
});
