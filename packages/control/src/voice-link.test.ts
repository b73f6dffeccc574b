// The real voice process behind the real wire: what is spoken comes back as text, in order, on disk
// first; a killed process leaves its speech behind for the next one.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VOICE_PROTOCOL_VERSION, type VoiceEvent, type VoiceStart } from '@codex-voice/protocol';
import { defaultPhrasebook, WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readJournalTail } from './journal-tail.ts';
import { VOICE_STDIO, VoiceLink } from './voice-link.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const launcher = join(root, 'bin', 'codex-voice.js');
const recording = join(root, 'examples', 'recordings', 'first-light.wav');
const command = { file: process.execPath, args: [launcher, '__voice'] };
/** Its header, its first two phrases and the pause behind them. */
const BEGINNING_BYTES = WAVE_HEADER_BYTES + 4.3 * 32_000;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codex-voice-link-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function start(pace: 'realtime' | 'fast', paths: readonly string[] = [recording]): VoiceStart {
  const { phrases } = defaultPhrasebook('en');
  return {
    type: 'start',
    version: VOICE_PROTOCOL_VERSION,
    source: { kind: 'files', paths: [...paths], pace },
    phrases: phrases.map(({ spoken }) => ({ spoken })),
    segmenter: { silenceMs: 250, minimumSpeechMs: 150, maximumSegmentMs: 30_000, preRollMs: 400 },
    language: 'en',
    warmMicrophone: false,
    journalDirectory: directory,
    keepAudioDays: 7,
    cues: false,
  };
}

/** Pauses as long as those in the recording end nothing: all of it is one utterance, and it lasts 9 s. */
function startUnbroken(): VoiceStart {
  const usual = start('realtime');
  return { ...usual, segmenter: { ...usual.segmenter, silenceMs: 2_000 } };
}

/** Starts the process, lets it listen and follows its events until `until` holds. */
async function follow(
  message: VoiceStart,
  until: (event: VoiceEvent, link: VoiceLink) => boolean,
): Promise<{ events: VoiceEvent[]; link: VoiceLink; end: () => string | undefined }> {
  const events: VoiceEvent[] = [];
  let ended: string | undefined;
  return await new Promise((resolve) => {
    const link: VoiceLink = new VoiceLink({
      command,
      stdio: VOICE_STDIO,
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'ready') link.send({ type: 'open', sessionId: 's1' });
        if (until(event, link)) resolve({ events, link, end: () => ended });
      },
      onEnd: ({ how }) => {
        ended = how;
        resolve({ events, link, end: () => ended });
      },
    });
    link.send(message);
  });
}

/** Waits until the process has ended; fails where it never does. */
async function untilEnded(end: () => string | undefined): Promise<void> {
  for (let tries = 0; tries < 1_200 && end() === undefined; tries += 1)
    await new Promise((resolve) => setTimeout(resolve, 25));
  expect(end()).toBeDefined();
}

test('CONTROL-27: a recording becomes utterances in order, named by session, each on disk before it is announced', async () => {
  const { events, link } = await follow(start('fast'), (event) => event.type === 'source-ended');
  await link.close();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  expect(finals.map((event) => event.text)).toEqual([
    'fix the failing tests',
    'explain this code',
    'scratch that',
    'run the tests',
    'send it',
  ]);
  const records = await readJournalTail(directory);
  const files = await readdir(join(directory, 'audio'));
  for (const final of finals) {
    expect(final.sessionId).toBe('s1');
    const { utteranceId: id } = final;
    const record = records.find((one) => one.type === 'transcript' && one.id === id);
    expect(record).toMatchObject({ sessionId: 's1', writerPid: link.pid });
    expect(files).toContain(`${id}.wav`);
    expect(final.stamps.journaledMs).toBeGreaterThanOrEqual(final.stamps.decodedMs);
  }
});

test('CONTROL-27: without a journal utterances have names of their own all the same', async () => {
  const sound = (await readFile(recording)).subarray(WAVE_HEADER_BYTES, BEGINNING_BYTES);
  const beginning = join(directory, 'beginning.wav');
  await writeFile(beginning, Buffer.concat([waveHeader(sound.length / 2), sound]));
  const { journalDirectory: _, ...unkept } = start('fast', [beginning]);
  const { events, link } = await follow(unkept, (event) => event.type === 'source-ended');
  await link.close();
  const ids = events.flatMap((event) => (event.type === 'final' ? [event.utteranceId] : []));
  expect(new Set(ids).size).toBe(2);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f-]{36}$/u);
});

test('CONTROL-28: a voice process whose host has died finishes what was being said, writes it down and ends', async () => {
  const { link, end } = await follow(
    startUnbroken(),
    (event) => event.type === 'partial' && event.text !== '',
  );
  const { pid } = link;
  link.hangUp();
  await untilEnded(end);
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
  const records = await readJournalTail(directory);
  expect(records).toMatchObject([{ type: 'transcript', sessionId: 's1', writerPid: pid }]);
});

test('CONTROL-28: speech in progress when the process is killed is found by the next one', async () => {
  const first = await follow(startUnbroken(), (event, link) => {
    if (event.type !== 'partial' || event.text === '') return false;
    if (link.pid !== undefined) process.kill(link.pid, 'SIGKILL');
    return false;
  });
  expect(first.end()).toBe('SIGKILL');
  const second = await follow(start('fast', []), (event) => event.type === 'ready');
  await second.link.close();
  const files = await readdir(join(directory, 'audio'));
  expect(files.filter((name) => name.endsWith('.wav'))).toHaveLength(1);
  expect(await readFile(join(directory, 'utterances.jsonl'), 'utf8')).toContain('"recovered"');
});

test('CONTROL-25: another version is refused in one clear line, and the process ends', async () => {
  const { events, end } = await follow({ ...start('fast'), version: 99 }, () => false);
  expect(events).toMatchObject([{ type: 'problem', code: 'version-mismatch', severity: 'fatal' }]);
  await untilEnded(end);
});

test('CONTROL-25: a program that is not there, or only fails, is told with its last words', async () => {
  const tell = (file: string, args: readonly string[]): Promise<string> =>
    new Promise((resolve) => {
      new VoiceLink({
        command: { file, args },
        stdio: VOICE_STDIO,
        onEvent: () => undefined,
        onEnd: ({ how, stderr }) => resolve(`${how}: ${stderr.trim()}`),
      });
    });
  expect(await tell('/no/such/program', [])).toMatch(/ENOENT/u);
  expect(await tell('sh', ['-c', 'echo last words >&2; exit 7'])).toBe('exit status 7: last words');
});
