// Both dialects against a server that answers by a script, well and badly.
import type { Recognition, Recognizer, UtteranceContext } from '@codex-voice/speech';
import {
  startTranscriptionServer,
  type TranscriptionReply,
  type TranscriptionScript,
  type TranscriptionServer,
} from '@codex-voice/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hiss } from '../fixture.ts';
import { createOpenAiRecognizer } from './openai.ts';
import { createWhisperServerRecognizer } from './whisper-server.ts';

const SPEECH = hiss(16_000, 0.3);
const KEY = 'sk-secret-secret';

const DIALECTS = ['whisper-server', 'openai'] as const;
type Dialect = (typeof DIALECTS)[number];

interface World {
  readonly server: TranscriptionServer;
  readonly recognizer: Recognizer;
}

async function world(
  dialect: Dialect,
  script: TranscriptionScript,
  answerMs = 5000,
): Promise<World> {
  const server = await startTranscriptionServer(script);
  const recognizer = await made(dialect, server.origin, answerMs);
  onTestFinished(async () => {
    recognizer.dispose();
    await server.close();
  });
  return { server, recognizer };
}

async function made(dialect: Dialect, origin: string, answerMs: number): Promise<Recognizer> {
  if (dialect === 'whisper-server')
    return await createWhisperServerRecognizer({ spec: { kind: dialect, url: origin }, answerMs });
  return createOpenAiRecognizer({
    spec: { kind: dialect, url: `${origin}/v1/`, model: 'whisper-1', keyVariable: 'SPEECH_KEY' },
    environment: { SPEECH_KEY: KEY },
    answerMs,
  });
}

function say(
  { recognizer }: World,
  samples = SPEECH,
  context?: UtteranceContext,
): Promise<Recognition> {
  const utterance = recognizer.begin(context);
  utterance.accept(samples);
  return utterance.finish();
}

const json = (body: unknown): TranscriptionReply => ({ kind: 'json', body });

describe.each(DIALECTS)('%s', (dialect) => {
  test('RECOG-70 sends the recording as it was said, and takes the answer', async () => {
    const here = await world(dialect, [json({ text: ' Run the tests.', language: 'english' })]);
    const samples = hiss(20_000, 0.3);
    expect(await say(here, samples, { language: 'en' })).toEqual({
      verdict: 'accepted',
      text: 'Run the tests.',
      language: 'en',
    });
    const [request] = here.server.requests;
    expect(request?.fields).toMatchObject({ language: 'en', response_format: 'verbose_json' });
    expect(request?.fields).not.toHaveProperty('prompt');
    expect(request?.samples).toHaveLength(20_000);
    const difference = samples.map((sample, at) => Math.abs(sample - (request?.samples[at] ?? 0)));
    expect(Math.max(...difference)).toBeLessThan(1 / 16_000);
    expect(request?.path).toBe(dialect === 'openai' ? '/v1/audio/transcriptions' : '/inference');
    expect(request?.authorization).toBe(dialect === 'openai' ? `Bearer ${KEY}` : undefined);
  });

  test('RECOG-70 puts silence after what is too short to be taken', async () => {
    const here = await world(dialect, [json({ text: 'Yes.' })]);
    await say(here, hiss(3000, 0.3));
    expect(here.server.requests[0]?.samples).toHaveLength(17_600);
    expect(here.server.requests[0]?.samples.slice(3000).every((each) => each === 0)).toBe(true);
  });

  test('RECOG-71 asks nobody about silence, nor about what was abandoned', async () => {
    const here = await world(dialect, [json({ text: 'Thank you.' })]);
    expect(await say(here, new Float32Array(16_000))).toMatchObject({ verdict: 'rejected' });
    expect(await say(here, hiss(16_000, 0.0005))).toMatchObject({ verdict: 'rejected' });
    const abandoned = here.recognizer.begin();
    abandoned.accept(SPEECH);
    abandoned.abandon();
    expect(here.server.requests).toEqual([]);
  });

  test('RECOG-72 gives the likeliest words as a prompt, within a bound, and drops their echo', async () => {
    const terms = ['useEffect', 'worktree', 'pnpm', 'kubectl'].map((text) => ({ text }));
    const many = Array.from({ length: 200 }, (_, at) => ({ text: `term${at}` }));
    const here = await world(dialect, [
      json({ text: 'UseEffect, worktree, pnpm.' }),
      json({ text: 'worktree' }),
      json({ text: 'use pnpm in the worktree' }),
    ]);
    expect(await say(here, SPEECH, { terms })).toMatchObject({ verdict: 'rejected' });
    expect(here.server.requests[0]?.fields.prompt).toBe('useEffect, worktree, pnpm, kubectl.');
    expect(await say(here, SPEECH, { terms })).toMatchObject({ text: 'worktree' });
    expect(await say(here, SPEECH, { terms: [...terms, ...many] })).toMatchObject({
      text: 'use pnpm in the worktree',
    });
    expect(here.server.requests[2]?.fields.prompt?.length).toBeLessThanOrEqual(401);
  });

  test.each([
    [{ kind: 'status', status: 401 }, 'refused'],
    [{ kind: 'status', status: 404 }, 'refused'],
    [{ kind: 'status', status: 413 }, 'refused'],
    [{ kind: 'status', status: 429 }, 'overloaded'],
    [{ kind: 'status', status: 500 }, 'unreachable'],
    [{ kind: 'status', status: 503 }, 'overloaded'],
    [{ kind: 'json', body: { error: { message: 'bad audio' } } }, 'refused'],
    [{ kind: 'json', body: { txt: 'wrong' } }, 'unreadable-answer'],
    [{ kind: 'text', text: '<html>hello</html>' }, 'unreadable-answer'],
    [{ kind: 'text', text: '' }, 'unreadable-answer'],
    [{ kind: 'endless' }, 'unreadable-answer'],
    [{ kind: 'cut' }, 'unreachable'],
    [{ kind: 'reset' }, 'unreachable'],
  ] as const)(
    'RECOG-73 %j is a failure in one line, without a second request',
    async (reply, failure) => {
      const here = await world(dialect, [reply]);
      const recognition = await say(here);
      expect(recognition).toMatchObject({ verdict: 'failed', text: '', failure });
      const line = recognition.verdict === 'failed' ? recognition.message : '';
      expect(line).toMatch(/^[^\n]{20,160}$/);
      expect(line).not.toContain(KEY);
      expect(line).not.toContain('bad audio');
      expect(here.server.requests).toHaveLength(1);
    },
  );

  test('RECOG-73 no answer is given up in proportion to the audio', async () => {
    const here = await world(dialect, [{ kind: 'nothing' }], 100);
    expect(await say(here, hiss(1600, 0.3))).toMatchObject({ failure: 'timed-out' });
    while (here.server.abandoned() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
  });

  test('RECOG-73 nobody there is a failure, and a redirection is not followed', async () => {
    const other = await startTranscriptionServer([json({ text: 'stolen' })]);
    const here = await world(dialect, [{ kind: 'redirect', to: `${other.origin}/inference` }]);
    expect(await say(here)).toMatchObject({ failure: 'refused' });
    expect(other.requests).toEqual([]);
    await other.close();
    const nobody = await made(dialect, other.origin, 1000);
    const utterance = nobody.begin();
    utterance.accept(SPEECH);
    expect(await utterance.finish()).toMatchObject({
      failure: 'unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });

  test('RECOG-73 dispose ends a request', async () => {
    const here = await world(dialect, [{ kind: 'nothing' }]);
    const answer = say(here);
    while (here.server.requests.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 5));
    here.recognizer.dispose();
    expect((await answer).verdict).toBe('failed');
  });

  test('RECOG-73 more than five minutes are not kept', async () => {
    const here = await world(dialect, [json({ text: 'long' })]);
    const utterance = here.recognizer.begin();
    const minute = new Float32Array(16_000 * 60).fill(0.3);
    for (let minutes = 0; minutes < 6; minutes += 1) utterance.accept(minute);
    expect(await utterance.finish()).toMatchObject({ failure: 'refused' });
    expect(here.server.requests).toEqual([]);
  });
});

describe('openai', () => {
  test('RECOG-74 a model that tells the text only is asked for that, from then on', async () => {
    const here = await world('openai', ({ fields }) =>
      fields.response_format === 'json'
        ? json({ text: 'Hello.' })
        : { kind: 'status', status: 400 },
    );
    expect(await say(here)).toMatchObject({ text: 'Hello.' });
    expect(await say(here)).toMatchObject({ text: 'Hello.' });
    expect(here.server.requests.map(({ fields }) => fields.response_format)).toEqual([
      'verbose_json',
      'json',
      'json',
    ]);
  });

  test('RECOG-74 without its key nothing is sent, and the variable is named', async () => {
    const server = await startTranscriptionServer([json({ text: 'Hello.' })]);
    onTestFinished(() => server.close());
    const recognizer = createOpenAiRecognizer({
      spec: { kind: 'openai', url: server.origin, model: 'm', keyVariable: 'SPEECH_KEY' },
      environment: {},
    });
    const utterance = recognizer.begin();
    utterance.accept(SPEECH);
    expect(await utterance.finish()).toMatchObject({
      failure: 'refused',
      message: expect.stringContaining('SPEECH_KEY'),
    });
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['http://example.org/v1', 'in clear'],
    ['ftp://example.org', 'no http'],
    ['speech', 'no http'],
    ['https://me:word@example.org', 'password'],
  ])('RECOG-74 %s is no URL for it', (url, words) => {
    const spec = { kind: 'openai' as const, url, model: 'm', keyVariable: 'SPEECH_KEY' };
    const make = () => createOpenAiRecognizer({ spec, environment: {} });
    expect(make).toThrow(words);
    expect(make).not.toThrow('word@');
  });
});
