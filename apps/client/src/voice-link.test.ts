// The real voice process behind the real wire: what is spoken comes back as text, in order, on disk
// first; a killed process leaves its speech behind for the next one.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VoiceEvent } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { VOICE_STDIO, VoiceLink } from './voice-link.ts';
import { phrasebookOf, type VoiceStart, voiceCommand, voiceStart } from './voice-start.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const launcher = join(root, 'bin', 'codex-voice.js');
const recording = join(root, 'examples', 'recordings', 'first-light.wav');
const config = parseConfig('', 'c.toml');

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codex-voice-link-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

function start(pace: 'realtime' | 'fast', paths: readonly string[] = [recording]): VoiceStart {
  return voiceStart({
    config,
    phrasebook: phrasebookOf(config, 'en'),
    source: { kind: 'files', paths: [...paths], pace },
    journalDirectory: directory,
  });
}

/** Starts the process and follows its events until `until` holds. */
async function follow(
  message: VoiceStart,
  until: (event: VoiceEvent, link: VoiceLink) => boolean,
): Promise<{ events: VoiceEvent[]; link: VoiceLink; end: () => string | undefined }> {
  const events: VoiceEvent[] = [];
  let ended: string | undefined;
  return await new Promise((resolve) => {
    const link: VoiceLink = new VoiceLink({
      command: voiceCommand(launcher),
      stdio: VOICE_STDIO,
      onEvent: (event) => {
        events.push(event);
        if (event.type === 'ready') link.send({ type: 'open' });
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

test('a recording becomes utterances in order, each on disk before it is announced', async () => {
  const onDisk: boolean[] = [];
  const { events, link } = await follow(start('fast'), (event) => {
    return event.type === 'source-ended';
  });
  await link.close();
  const finals = events.flatMap((event) => (event.type === 'final' ? [event] : []));
  expect(finals.map((event) => event.text)).toEqual([
    'fix the failing tests',
    'explain this code',
    'scratch that',
    'run the tests',
    'send it',
  ]);
  const lines = (await readFile(join(directory, 'utterances.jsonl'), 'utf8')).trim().split('\n');
  const files = await readdir(join(directory, 'audio'));
  for (const final of finals) {
    onDisk.push(lines.some((line) => line.includes(final.utteranceId)));
    expect(files).toContain(`${final.utteranceId}.wav`);
    expect(final.stamps.journaledMs).toBeGreaterThanOrEqual(final.stamps.decodedMs);
  }
  expect(onDisk).toEqual([true, true, true, true, true]);
});

test('speech in progress when the process is killed is found by the next one', async () => {
  const first = await follow(start('realtime'), (event, link) => {
    if (event.type !== 'partial' || event.text === '') return false;
    if (link.pid !== undefined) process.kill(link.pid, 'SIGKILL');
    return false;
  });
  expect(first.end()).toBe('SIGKILL');
  expect(
    (await readdir(join(directory, 'audio'))).filter((name) => name.endsWith('.part')),
  ).toHaveLength(1);
  const second = await follow(start('fast', []), (event) => event.type === 'ready');
  await second.link.close();
  const files = await readdir(join(directory, 'audio'));
  expect(files.filter((name) => name.endsWith('.wav'))).toHaveLength(1);
  expect(await readFile(join(directory, 'utterances.jsonl'), 'utf8')).toContain('"recovered"');
});

test('another version is refused in one clear line, and the process ends', async () => {
  const { events } = await follow({ ...start('fast'), version: 99 }, () => false);
  expect(events).toMatchObject([{ type: 'problem', code: 'version-mismatch', severity: 'fatal' }]);
});

test('no voice process outlives its client', async () => {
  const { link, end } = await follow(start('realtime'), (event) => event.type === 'speech-started');
  const { pid } = link;
  link.hangUp();
  for (let tries = 0; tries < 200 && end() === undefined; tries += 1) {
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  expect(end()).toBeDefined();
  expect(() => process.kill(pid ?? 0, 0)).toThrow('ESRCH');
});
