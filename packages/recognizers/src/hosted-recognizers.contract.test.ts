// The contract of Recognizer, held by recognisers that something else hosts: another process, a
// server, a chain of several.

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecognizerSpec } from '@codex-voice/protocol';
import { createRecognizerChain } from '@codex-voice/speech';
import {
  melody,
  startTranscriptionServer,
  type TranscriptionRequest,
  type TranscriptionServer,
  writeToneModel,
} from '@codex-voice/testing';
import { afterAll, beforeAll } from 'vitest';
import { fixture } from './fixture.ts';
import { createOpenAiRecognizer } from './http/openai.ts';
import { createWhisperServerRecognizer } from './http/whisper-server.ts';
import { createProcessRecognizer } from './process/process-recognizer.ts';
import { describeRecognizer } from './recognizer-contract.test-support.ts';
import { createModelRecognizer } from './sherpa/model-recognizer.ts';

const app = fileURLToPath(new URL('../../../apps/recognizer/src/main.ts', import.meta.url));
const SAID = 'fix the failing tests';
const recording = fixture('fix-the-failing-tests');

let folder = '';
let server: TranscriptionServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-hosted-'));
  server = await startTranscriptionServer((request) => ({
    kind: 'json',
    body: { text: isTheRecording(request) ? ` ${SAID}` : ' [BLANK_AUDIO]', language: 'english' },
  }));
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

/** As good an ear as the contract needs: the recording, or the recording with holes in it. */
function isTheRecording({ samples }: TranscriptionRequest): boolean {
  const expected = recording[recording.length >> 1] ?? 0;
  return Math.abs((samples[recording.length >> 1] ?? 0) - expected) < 0.001 && expected !== 0;
}

function inProcess(spec: RecognizerSpec) {
  const phrases = [{ spoken: SAID }, { spoken: 'send it' }];
  return createProcessRecognizer({
    load: { spec, phrases, language: 'en' },
    command: { file: process.execPath, args: ['--no-warnings', app] },
  });
}

describeRecognizer({
  name: 'phrases-en',
  create: () => inProcess({ kind: 'phrases' }),
  recording,
  text: SAID,
});

describeRecognizer({
  name: 'tones-streaming-t-one',
  create: async () => inProcess(await writeToneModel(join(folder, 'process'), 'streaming-t-one')),
  recording: melody(SAID),
  text: SAID,
});

describeRecognizer({
  name: 'whisper-server',
  create: () =>
    createWhisperServerRecognizer({ spec: { kind: 'whisper-server', url: server.origin } }),
  recording,
  text: SAID,
});

describeRecognizer({
  name: 'whisper-1',
  create: async () =>
    createOpenAiRecognizer({
      spec: { kind: 'openai', url: server.origin, model: 'whisper-1' },
      environment: {},
    }),
  recording,
  text: SAID,
});

describeRecognizer({
  name: 'tones-streaming-t-one+tones-streaming-t-one',
  create: async () => {
    const spec = await writeToneModel(join(folder, 'chain'), 'streaming-t-one');
    return createRecognizerChain({
      recognizers: [await createModelRecognizer(spec)],
      preview: await createModelRecognizer(spec),
      onNotice: () => undefined,
      clock: {
        nowMs: () => performance.now(),
        after: (delayMs, call) => {
          const timer = setTimeout(call, delayMs);
          return () => clearTimeout(timer);
        },
      },
      maximumUtteranceMs: 28_000,
    });
  },
  recording: melody(SAID),
  text: SAID,
});
