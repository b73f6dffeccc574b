import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RecognizerSpec, VoiceStart } from '@codex-voice/protocol';
import type { Recognizer } from '@codex-voice/speech';
import {
  markProcesses,
  melody,
  sized,
  startTranscriptionServer,
  type TranscriptionServer,
  writeToneModel,
} from '@codex-voice/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createRecognizer } from './create-recognizer.ts';
import { fixture } from './fixture.ts';
import { recognize } from './recognizer-contract.test-support.ts';

const app = fileURLToPath(new URL('../../../apps/recognizer/src/main.ts', import.meta.url));
const SAID = 'fix the failing tests';
const SPEECH = fixture('fix-the-failing-tests');
const PHRASES: RecognizerSpec = { kind: 'phrases' };
const mark = markProcesses();

let folder = '';
let server: TranscriptionServer;
beforeAll(async () => {
  Object.assign(process.env, mark.env);
  folder = await mkdtemp(join(tmpdir(), 'codex-voice-front-door-'));
  server = await startTranscriptionServer([
    { kind: 'json', body: { text: 'words of the server' } },
  ]);
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const made: Recognizer[] = [];
afterEach(() => {
  for (const recognizer of made.splice(0)) recognizer.dispose();
});

async function create(
  recognizers: readonly RecognizerSpec[] | undefined,
  preview?: RecognizerSpec,
  commands?: VoiceStart['commands'],
): Promise<{ recognizer: Recognizer; notices: string[] }> {
  const notices: string[] = [];
  const recognizer = await createRecognizer({
    start: {
      phrases: [SAID, 'send it'].map((spoken) => ({ spoken })),
      language: 'en',
      ...(recognizers === undefined ? {} : { recognizers: [...recognizers] }),
      ...(preview === undefined ? {} : { preview }),
      ...(commands === undefined ? {} : { commands }),
    },
    command: { file: process.execPath, args: ['--no-warnings', app] },
    environment: {},
    onNotice: (text) => notices.push(text),
  });
  made.push(recognizer);
  return { recognizer, notices };
}

function http(): RecognizerSpec {
  return { kind: 'openai', url: server.origin, model: 'speech-1' };
}

/** Nobody listens on the port of a closed server. */
const NOBODY: RecognizerSpec = { kind: 'whisper-server', url: 'http://127.0.0.1:9' };

describe('what voice listens with', () => {
  test('RECOG-64 nothing, where the words are not asked for', async () => {
    const { recognizer, notices } = await create([{ kind: 'nothing' }]);
    expect(recognizer.name).toBe('nothing');
    expect(await recognize(recognizer, SPEECH)).toEqual({ verdict: 'rejected', text: '' });
    expect(notices).toEqual([]);
    const open = recognizer.begin();
    expect(() => recognizer.begin()).toThrow(TypeError);
    open.abandon();
    recognizer.dispose();
    expect(() => recognizer.begin()).toThrow(TypeError);
  });

  test('RECOG-65 the phrases, where nothing else is named', async () => {
    for (const named of sized<readonly (undefined | [])[]>({
      usual: [[]],
      full: [undefined, []],
    })) {
      const { recognizer, notices } = await create(named);
      expect(recognizer.name).toBe('phrases-en');
      expect(await recognize(recognizer, SPEECH)).toMatchObject({ text: SAID });
      expect(notices).toEqual([]);
    }
    expect(mark.running()).toEqual([]);
  });

  test('RECOG-66 a model runs in a process of its own, which goes with it', async () => {
    const { recognizer } = await create([
      await writeToneModel(join(folder, 'one'), 'streaming-t-one'),
    ]);
    expect(recognizer.name).toBe('tones-streaming-t-one');
    expect(await recognize(recognizer, melody(SAID))).toMatchObject({ text: SAID });
    expect(mark.running()).toHaveLength(1);
    recognizer.dispose();
    expect(await mark.leaked(20_000)).toEqual([]);
  });

  test('RECOG-67 a preview beside it', async () => {
    const preview = await writeToneModel(join(folder, 'two'), 'streaming-t-one');
    const { recognizer } = await create([http()], preview);
    expect(recognizer.name).toBe('speech-1+tones-streaming-t-one');
    expect(recognizer.abilities).toMatchObject({ partials: 'live', terms: 'prompt' });
    expect(await recognize(recognizer, melody(SAID))).toMatchObject({
      text: 'words of the server',
    });
  });

  test('RECOG-68 what can not be made is told, and costs only itself', async () => {
    const spec = await writeToneModel(join(folder, 'three'), 'streaming-t-one');
    await writeFile(spec.files.model ?? '', 'damaged');
    const { recognizer, notices } = await create([spec, PHRASES]);
    expect(recognizer.name).toBe('phrases-en');
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^the model tones-streaming-t-one can't be loaded: .+/);
    await expect(create([spec])).rejects.toThrow("can't be loaded");
    const withPreview = await create([spec], http());
    expect(withPreview.recognizer.name).toBe('speech-1');
    expect(await mark.leaked(20_000)).toEqual([]);
  });

  test('RECOG-69 where the first one fails the next is given the utterance, and that is told once', async () => {
    const { recognizer, notices } = await create([NOBODY, PHRASES]);
    for (let time = 0; time < 2; time += 1) {
      expect(await recognize(recognizer, SPEECH)).toMatchObject({
        verdict: 'accepted',
        text: SAID,
      });
    }
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^phrases-en listens instead: .*can't be reached/);
  });

  test('RECOG-99 commands are heard beside free speech, and beside it only', async () => {
    await using mishearing = await startTranscriptionServer([
      { kind: 'json', body: { text: 'Sand it.' } },
    ]);
    const spec: RecognizerSpec = { kind: 'openai', url: mishearing.origin, model: 'speech-1' };
    const { recognizer, notices } = await create([spec], undefined, [{ spoken: 'send it' }]);
    expect(recognizer.name).toBe('speech-1');
    expect(await recognize(recognizer, fixture('send-it'))).toMatchObject({ text: 'send it' });
    expect(await recognize(recognizer, SPEECH)).toMatchObject({ text: 'Sand it.' });
    expect(notices).toEqual([]);
    const alone = await create([PHRASES], undefined, [{ spoken: 'scratch that' }]);
    expect(await recognize(alone.recognizer, SPEECH)).toMatchObject({ text: SAID });
  });

  test('RECOG-99 a command that nobody can pronounce costs only itself', async () => {
    const unsayable = { spoken: 'ship it', pronunciations: { ship: ['XX'] } };
    const { recognizer, notices } = await create([http()], undefined, [unsayable]);
    expect(await recognize(recognizer, SPEECH)).toMatchObject({ verdict: 'accepted' });
    expect(notices).toHaveLength(1);
    expect(notices[0]).toMatch(/^commands are heard by dictation alone \(.*ship/);
  });
});
