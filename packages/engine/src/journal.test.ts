// The journal keeps what was said across crashes, torn lines and full disks.
import {
  appendFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { WAVE_HEADER_BYTES } from '@codex-voice/speech';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';

/** A process id that no process can have: one past the largest that Linux gives out. */
const DEAD_PID = 4_194_305;

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'codex-voice-journal-'));
});
afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await sleep(5);
}

const options = () => ({
  directory,
  keepAudioDays: 7,
  now: () => new Date('2026-01-02T03:04:05Z'),
});

test('an utterance is on disk, audio and text, and only its owner may read it', async () => {
  const journal = await Journal.open(options());
  const audio = journal.beginUtterance();
  audio.append(new Float32Array(1600).fill(0.5));
  audio.append(new Float32Array(1600).fill(-0.5));
  await audio.finish();
  await journal.transcript({
    id: audio.id,
    text: 'run the tests',
    verdict: 'accepted',
    recognizer: 'phrases',
    durationMs: 200,
    sourceEndMs: 1_200,
    speechEndedMs: 86_400_000,
    closedMs: 250,
    decodedMs: 260,
  });
  await journal.outcome({ id: audio.id, outcome: 'composed', latencyMs: 300 });
  await journal.close();

  const path = join(directory, 'audio', `${audio.id}.wav`);
  const wav = await readFile(path);
  expect(wav.length).toBe(WAVE_HEADER_BYTES + 3200 * 2);
  expect(wav.readUInt32LE(40)).toBe(3200 * 2);
  expect(wav.readInt16LE(WAVE_HEADER_BYTES)).toBe(Math.round(0.5 * 32_767));
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  const { records, damagedLines } = await readJournal(directory);
  expect(damagedLines).toBe(0);
  expect(records.map((record) => record.type)).toEqual(['transcript', 'outcome']);
});

test('speech in progress when the writer died is kept and named in the records', async () => {
  await (await Journal.open(options())).close();
  const unfinished = join(directory, 'audio', `0a0b-0c.wav.${DEAD_PID}.part`);
  await writeFile(unfinished, Buffer.alloc(WAVE_HEADER_BYTES + 16_000 * 2 + 1));
  await (await Journal.open(options())).close();
  const wav = await readFile(join(directory, 'audio', '0a0b-0c.wav'));
  expect(wav.readUInt32LE(40)).toBe(32_000);
  const { records } = await readJournal(directory);
  expect(records).toMatchObject([{ type: 'recovered', id: '0a0b-0c', durationMs: 1000 }]);
});

/** Sound of a second whose writer is dead, as its name tells it; it ended `agoMs` before the journal's now. */
async function leftBehind(name: string, agoMs: number): Promise<void> {
  const path = join(directory, 'audio', name);
  const sound = Buffer.alloc(WAVE_HEADER_BYTES + 16_000 * 2);
  for (let at = WAVE_HEADER_BYTES; at < sound.length; at += 2) sound.writeInt16LE(-32_767, at);
  await writeFile(path, sound);
  const ended = new Date(options().now().getTime() - agoMs);
  await utimes(path, ended, ended);
}

test('ENGINE-60: what was cut off is unheard, by its session and when it ended, until there is a transcript of it', async () => {
  await (await Journal.open(options())).close();
  await leftBehind(`0a-1.wav.${DEAD_PID}.codex-ab.part`, 2_000);
  await leftBehind(`0a-2.wav.${DEAD_PID}.codex-cd.part`, 1_000);
  await leftBehind(`0a-3.wav.${DEAD_PID}.codex-ab.part`, 600_000);
  await leftBehind(`0a-4.wav.${DEAD_PID}.part`, 1_000);
  await leftBehind(`0a-5.wav.${DEAD_PID}.ssh%3A%2F%2Fhost%2Fs1.part`, 1_000);
  const sinceMs = options().now().getTime() - 300_000;
  const journal = await Journal.open(options());
  const unheard = await journal.unheard('codex-ab', sinceMs);
  expect(unheard.map(({ id, endedWallMs }) => [id, endedWallMs])).toEqual([
    ['0a-1', options().now().getTime() - 2_000],
  ]);
  expect(unheard[0]?.samples.length).toBe(16_000);
  expect(unheard[0]?.samples[15_999]).toBe(-1);
  expect(await journal.unheard('ssh://host/s1', sinceMs)).toHaveLength(1);
  expect(await journal.unheard('none', sinceMs)).toEqual([]);
  await journal.close();
  // Killed again before anything was heard: the next one finds the same.
  const next = await Journal.open(options());
  expect((await next.unheard('codex-ab', sinceMs)).map(({ id }) => id)).toEqual(['0a-1']);
  await next.transcript({
    id: '0a-1',
    cut: true,
    at: '2026-01-02T03:04:03.000Z',
    sessionId: 'codex-ab',
    text: '',
    verdict: 'rejected',
    recognizer: 'phrases',
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: 1,
    closedMs: 1,
    decodedMs: 1,
  });
  expect(await next.unheard('codex-ab', sinceMs)).toEqual([]);
  await next.close();
  const { records } = await readJournal(directory);
  const last = records.at(-1);
  expect(last).toMatchObject({ id: '0a-1', at: '2026-01-02T03:04:03.000Z', cut: true });
  expect(last).not.toHaveProperty('writerPid');
});

test('ENGINE-60: sound that was removed meanwhile, or whose line names another file, is nothing to be heard', async () => {
  await (await Journal.open(options())).close();
  await leftBehind(`0a-1.wav.${DEAD_PID}.codex-ab.part`, 1_000);
  const journal = await Journal.open(options());
  await rm(join(directory, 'audio', '0a-1.wav'));
  const { records } = await readJournal(directory);
  const line = JSON.stringify({ ...records[0], id: '../utterances' });
  await appendFile(join(directory, 'utterances.jsonl'), `${line}\n`);
  expect(await journal.unheard('codex-ab', 0)).toEqual([]);
  await journal.close();
});

test.runIf(process.platform === 'linux')(
  'ENGINE-60: a journal that is no file, and has no end, has nothing that is unheard',
  async () => {
    await symlink('/dev/full', join(directory, 'utterances.jsonl'));
    const journal = await Journal.open(options());
    expect(await journal.unheard('codex-ab', 0)).toEqual([]);
    await journal.close();
  },
);

test('the name of a session that no file system takes is left out of the sound’s', async () => {
  const journal = await Journal.open(options());
  const names = ['codex-ab', 'x'.repeat(300)];
  const sounds = names.map((name) => journal.beginUtterance(name));
  const [audio] = sounds;
  await until(async () => (await readdir(join(directory, 'audio'))).length === 2);
  const files = await readdir(join(directory, 'audio'));
  expect(files).toContain(`${audio?.id}.wav.${process.pid}.codex-ab.part`);
  for (const sound of sounds) await sound.discard();
  await journal.close();
});

test('audio that a living process still writes is left alone', async () => {
  await (await Journal.open(options())).close();
  const name = `0a0b-0c.wav.${process.pid}.part`;
  await writeFile(join(directory, 'audio', name), Buffer.alloc(100));
  await (await Journal.open(options())).close();
  expect(await readdir(join(directory, 'audio'))).toEqual([name]);
});

test('a torn last line costs only itself', async () => {
  const first = await Journal.open(options());
  await first.outcome({ id: 'one', outcome: 'composed', latencyMs: 300 });
  await first.close();
  await appendFile(join(directory, 'utterances.jsonl'), '{"type":"outcome","id":"tw');
  const second = await Journal.open(options());
  await second.outcome({ id: 'three', outcome: 'sent', latencyMs: 300 });
  await second.close();
  const { records, damagedLines } = await readJournal(directory);
  expect(damagedLines).toBe(1);
  expect(records.map((record) => record.id)).toEqual(['one', 'three']);
});

test('audio beyond its time is removed, newer audio and all text stay', async () => {
  await (await Journal.open(options())).close();
  const old = join(directory, 'audio', 'old.wav');
  const recent = join(directory, 'audio', 'recent.wav');
  await writeFile(old, 'x');
  await writeFile(recent, 'x');
  await utimes(old, new Date('2025-12-20'), new Date('2025-12-20'));
  await utimes(recent, new Date('2026-01-01'), new Date('2026-01-01'));
  await (await Journal.open(options())).close();
  expect(await readdir(join(directory, 'audio'))).toEqual(['recent.wav']);
});

test('another session keeps what it is writing, even where no audio is to be kept', async () => {
  const first = await Journal.open(options());
  const audio = first.beginUtterance();
  audio.append(new Float32Array(160));
  const later = { ...options(), keepAudioDays: 0, now: () => new Date(Date.now() + 60_000) };
  await until(async () => (await readdir(join(directory, 'audio'))).length === 1);
  await (await Journal.open(later)).close();
  await audio.finish();
  await first.close();
  expect(await readdir(join(directory, 'audio'))).toEqual([`${audio.id}.wav`]);
});

test('folders and links among the audio neither stop the journal nor are written to', async () => {
  await (await Journal.open(options())).close();
  const inAudio = (name: string) => join(directory, 'audio', name);
  const victim = join(directory, 'victim');
  await writeFile(victim, 'x'.repeat(100));
  await symlink(victim, inAudio(`abc-1.wav.${DEAD_PID}.part`));
  await mkdir(inAudio(`abc-2.wav.${DEAD_PID}.part`));
  await mkdir(inAudio('old'));
  await utimes(inAudio('old'), new Date('2025-01-01'), new Date('2025-01-01'));
  await (await Journal.open(options())).close();
  expect(await readFile(victim, 'utf8')).toBe('x'.repeat(100));
});

test('audio that cannot be written fails at the end, with the reason, and not before', async () => {
  const journal = await Journal.open(options());
  await rm(join(directory, 'audio'), { recursive: true });
  const audio = journal.beginUtterance();
  audio.append(new Float32Array(512));
  await expect(audio.finish()).rejects.toMatchObject({ code: 'ENOENT' });
  await journal.close();
});
