// A transcript is where it was asked to be, whole, and nothing else is written over.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { keepInput } from './kept-input.ts';
import { planOutput, TranscriptOutput } from './transcript-output.ts';

function scratch(): string {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-output-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

const standard: string[] = [];

test('a folder has a file for each recording, written when it is complete', () => {
  const folder = scratch();
  const plan = planOutput({ output: folder, format: 'srt', recordings: ['x/a.wav', '-'] });
  const output = new TranscriptOutput(plan, (text) => standard.push(text));
  output.write('one');
  expect(readdirSync(folder)).toEqual([]);
  output.endRecording(0);
  output.write('two');
  output.endRecording(1);
  output.end();
  expect(readFileSync(join(folder, 'a.srt'), 'utf8')).toBe('one');
  expect(readFileSync(join(folder, 'standard-input.srt'), 'utf8')).toBe('two');
  expect(readdirSync(folder)).toHaveLength(2);
  expect(standard).toEqual([]);
});

test.each([
  ['a recording that would be written over', 'a.wav', 'text', ['a.wav'], 'is a recording itself'],
  ['subtitles of several in one file', 'a.srt', 'srt', ['a.wav', 'b.wav'], 'one file a recording'],
  ['a folder that is not there', 'nowhere/', 'text', ['a.wav'], 'no such folder'],
  ['two of one name', '.', 'text', ['x/a.wav', 'y/a.flac'], 'two recordings'],
] as const)('%s is refused before anything is heard', (_, output, format, recordings, message) => {
  expect(() => planOutput({ output, format, recordings })).toThrow(message);
});

test('a place that can not be written is said in one line, and leaves nothing', () => {
  const folder = scratch();
  const plan = planOutput({ output: join(folder, 'x', 'a.txt'), format: 'text', recordings: [] });
  const output = new TranscriptOutput(plan, () => undefined);
  output.write('words');
  expect(() => output.end()).toThrow(/can't be written \([^\n]*\): name another place/u);
  expect(readdirSync(folder)).toEqual([]);
});

test('standard input is kept for its owner alone, and gone afterwards', async () => {
  const kept = await keepInput(Readable.from([Buffer.from('RIFF'), Buffer.from('more')]));
  expect(readFileSync(kept.path, 'utf8')).toBe('RIFFmore');
  if (process.platform !== 'win32') {
    expect(statSync(kept.path).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(kept.path)).mode & 0o777).toBe(0o700);
  }
  kept[Symbol.dispose]();
  expect(existsSync(dirname(kept.path))).toBe(false);
});

test('standard input without end is refused at its bound, and nothing of it stays', async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith('codex-voice-input-'));
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1_000);
    })(),
  );
  await expect(keepInput(endless, 10_000)).rejects.toThrow('more than 10000 bytes');
  const after = readdirSync(tmpdir()).filter((name) => name.startsWith('codex-voice-input-'));
  expect(after).toEqual(before);
});
