// `codex-voice bench` through the launcher: word errors that are known beforehand, with a model that the
// suite generates and with a server on loopback, and latency from a recording in real time.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePcm16, WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';
import { melody, startTranscriptionServer, writeToneModel } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import {
  beginningOfRecording,
  type Home,
  makeHome,
  PHRASE,
  RECORDING,
  runPlain,
} from './command.ts';

/** 1.6 s. */
const SPEECH_BYTES = 51_200;

const ONE_LINE = /^codex-voice: [^\n]+: [^\n]+\n$/u;

/** A folder as LibriSpeech has it: what is sung, and what its text claims. */
function corpus(home: Home, recordings: readonly (readonly [string, string])[]): string {
  const folder = join(home.path, 'corpus', '1', '2');
  mkdirSync(folder, { recursive: true });
  const lines = recordings.map(([sung, said], index) => {
    writeFileSync(join(folder, `1-2-000${index}.wav`), spokenThenSung(sung));
    return `1-2-000${index} ${said}\n`;
  });
  writeFileSync(join(folder, '1-2.trans.txt'), lines.join(''));
  return join(home.path, 'corpus');
}

/** Voice activity hears speech, the model melodies: one opens the segment, the other is its words. */
function spokenThenSung(text: string): Buffer {
  const speech = readFileSync(RECORDING).subarray(WAVE_HEADER_BYTES).subarray(0, SPEECH_BYTES);
  const sung = encodePcm16(melody(text));
  return Buffer.concat([waveHeader((speech.length + sung.length) / 2), speech, sung]);
}

function configure(home: Home, text: string): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), text);
}

async function withToneModel(home: Home): Promise<void> {
  const folder = join(home.path, 'tones');
  await writeToneModel(folder, 'nemo-ctc');
  const added = await runPlain(home, [
    'models',
    'add',
    folder,
    '--layout',
    'nemo-ctc',
    '--language',
    'en',
  ]);
  expect(added.status).toBe(0);
}

test('errors of a model are those that its texts were made to have; noise adds to them', async () => {
  using home = makeHome();
  await withToneModel(home);
  // A melody is silence to voice activity: it must not end the segment.
  configure(home, '[speech]\nsilence_ms = 5000\n');
  const folder = corpus(home, [
    ['fix the tests', 'FIX THE TESTS'],
    ['run all of it', 'RUN NONE OF IT AGAIN'],
  ]);
  const args = ['bench', 'wer', folder, '--model', 'tones', '--json', '--noise', '60,-20'];
  const ended = await runPlain(home, [...args, '--noise-kind', 'white']);
  expect(ended.stderr).toBe('');
  expect(ended.status).toBe(0);
  const { conditions } = JSON.parse(ended.stdout);
  const [clean, faint, drowned] = conditions;
  expect(clean).toMatchObject({
    noise: null,
    words: 8,
    substitutions: 1,
    deletions: 1,
    insertions: 0,
  });
  expect(clean.wordErrorRate).toBe(2 / 8);
  expect(clean.recordings).toMatchObject([
    { id: '1-2-0000', heard: 'fix the tests', wordErrorRate: 0 },
    { id: '1-2-0001', said: 'RUN NONE OF IT AGAIN', wordErrorRate: 2 / 5 },
  ]);
  expect(clean.realTimeFactor).toBeGreaterThan(0);
  expect(faint).toMatchObject({ noise: { kind: 'white', snrDb: 60 }, wordErrorRate: 2 / 8 });
  expect(drowned.wordErrorRate).toBeGreaterThan(2 / 8);
}, 120_000);

test('errors of a server are told for people, and who hears instead where it is away', async () => {
  using home = makeHome();
  const folder = corpus(home, [['a', 'FIX THE FAILING TESTS']]);
  copyFileSync(PHRASE, join(folder, '1', '2', '1-2-0000.wav'));
  await using server = await startTranscriptionServer([
    { kind: 'json', body: { text: 'Fix a failing test, now' } },
  ]);
  configure(home, `[openai]\nurl = "${server.origin}/v1"\nmodel = "any"\n`);
  const ended = await runPlain(home, ['bench', 'wer', folder]);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(ended.stdout).toContain(' 75.00 %  1-2-0000\n');
  expect(ended.stdout).toContain('(3 of 4 words: 2 others, 0 missing, 1 too many)');
  await server.close();
  const away = await runPlain(home, ['bench', 'wer', folder]);
  expect(away.stderr).toMatch(/^codex-voice: [^\n]*listens instead[^\n]*\n$/u);
});

test('noise suppression is compared with the sound as it is, by the built-in phrases, and told as a line to configure', async () => {
  using home = makeHome();
  const folder = corpus(home, [['a', 'FIX THE FAILING TESTS']]);
  copyFileSync(PHRASE, join(folder, '1', '2', '1-2-0000.wav'));
  const ended = await runPlain(home, ['bench', 'denoise', folder, '--noise', '5']);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  expect(ended.stdout).toMatch(
    /^words wrong, babble +off +tap +path\nas they are( +\d+\.\d\d %){3}\nat 5 dB/u,
  );
  expect(ended.stdout).toMatch(/\n\[audio\] denoise = "(off|tap|path)": [^\n]+\n$/u);
}, 120_000);

test('a recording that is none is told once, however often the others are heard; no folder in one short line', async () => {
  using home = makeHome();
  const folder = corpus(home, [['a', 'FIX THE FAILING TESTS EXPLAIN THIS CODE']]);
  writeFileSync(join(folder, '1', '2', '1-2-0000.wav'), 'no sound');
  const ended = await runPlain(home, ['bench', 'wer', folder, '--noise', '20,5']);
  expect(ended.stderr).toMatch(/^codex-voice: [^\n]*no audio file[^\n]*\n$/u);
  expect(ended.status).toBe(1);
  expect(await runPlain(home, ['bench', 'wer', 'nowhere'])).toEqual({
    status: 1,
    stdout: '',
    stderr: "codex-voice: nowhere can't be read (ENOENT): name a folder\n",
  });
}, 120_000);

test('latency is told for each utterance of a recording, from where its sound ends', async () => {
  using home = makeHome();
  const ended = await runPlain(home, ['bench', 'latency', '--json', beginningOfRecording(home)]);
  expect(ended).toMatchObject({ status: 0, stderr: '' });
  const document = JSON.parse(ended.stdout);
  expect(document.utterances.map(({ text }: { text: string }) => text)).toContain(
    'fix the failing tests',
  );
  expect(document.endOfSpeechToFinal.count).toBe(document.utterances.length);
  for (const { finalMs, closedMs } of document.utterances) {
    expect(finalMs).toBeGreaterThanOrEqual(closedMs);
    expect(closedMs).toBeGreaterThan(0);
  }
  expect(document.startOfSpeechToFirstPartial.count).toBeGreaterThan(0);
}, 120_000);

test.each([
  [['bench', 'wer', '.'], 1],
  [['bench', 'latency', 'gone.wav'], 1],
])('%j is one line', async (args, status) => {
  using home = makeHome();
  const ended = await runPlain(home, args);
  expect(ended.stderr).toMatch(ONE_LINE);
  expect(ended).toMatchObject({ status, stdout: '' });
});

test.each([
  ['bench latency', (paths: readonly string[]) => ['bench', 'latency', ...paths]],
  [
    'listen',
    (paths: readonly string[]) => ['listen', ...paths.flatMap((path) => ['--audio', path])],
  ],
])(
  'bug: %s began, and heard what was there, before it refused a recording that was not',
  async (_, argsFor) => {
    using home = makeHome();
    expect(await runPlain(home, argsFor([beginningOfRecording(home), 'gone.wav']))).toEqual({
      status: 1,
      stdout: '',
      stderr: 'codex-voice: gone.wav: there is no such file: check its name\n',
    });
  },
);
