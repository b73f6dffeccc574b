// Speakers through the launcher: enrolled from recordings, listed, removed; labels on what is heard; nobody
// else listened to; and who says what in a recording.
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waveHeader } from '@codex-voice/speech';
import { makeScratchHome, writeSpeakerModels } from '@codex-voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  beginningOfRecording,
  type Home,
  makeHome,
  PHRASE as OTHER,
  RECORDING,
  ROOT,
  runPlain,
} from './command.ts';

/** By the voice of `RECORDING`. */
const OWN = join(ROOT, 'packages/recognizers/fixtures/other-speech.wav');

/** By a third voice. */
const THIRD = join(ROOT, 'packages/recognizers/fixtures/corrige-les-erreurs.wav');

const WAVE_HEADER_BYTES = 44;

/** For tests that hear several recordings in real time, each in processes of its own, on a busy machine. */
const PATIENCE_MS = 120_000;

function configure(home: Home, text: string): void {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), text);
}

/** Recordings one after the other, each `times` times, with a second of silence between them. */
function joined(home: Home, paths: readonly string[]): string {
  const pieces = paths.flatMap((path) => [
    readFileSync(path).subarray(WAVE_HEADER_BYTES),
    Buffer.alloc(32_000),
  ]);
  const sound = Buffer.concat(pieces);
  const path = join(home.path, 'joined.wav');
  writeFileSync(path, Buffer.concat([waveHeader(sound.length / 2), sound]));
  return path;
}

function lines(text: string): readonly Record<string, unknown>[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

async function enrol(home: Home): Promise<void> {
  // One voice is in it: nothing is told.
  const { status, stderr } = await runPlain(home, [
    'speaker',
    'enrol',
    'Ana',
    '--audio',
    RECORDING,
  ]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

/** Words wait for no name: on a busy machine it may be known behind them, and is listened for again. */
const NAME_TRIES = 4;

/** Standard output of the first of a few such commands that names somebody, or of the last. */
async function naming(home: Home, args: readonly string[]): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    const { stdout } = await runPlain(home, args);
    if (stdout.includes('Ana') || tries === NAME_TRIES) return stdout;
  }
}

function speakersFile(home: Home): string {
  return join(home.path, 'data', 'codex-voice', 'speakers.json');
}

/** The file that an enrolment has left, for the homes of tests about what comes of it. */
let folder = '';
const enrolledFile = (): string => join(folder, 'speakers.json');
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'codex-voice-speakers-'));
  using home = makeScratchHome();
  await enrol(home);
  copyFileSync(speakersFile(home), enrolledFile());
}, PATIENCE_MS);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A home in which Ana was enrolled. */
function homeOfAna(): Home {
  const home = makeHome();
  mkdirSync(join(home.path, 'data', 'codex-voice'), { recursive: true });
  copyFileSync(enrolledFile(), speakersFile(home));
  return home;
}

test('a voice is enrolled from recordings, listed and removed', {
  timeout: PATIENCE_MS,
}, async () => {
  using empty = makeHome();
  expect((await runPlain(empty, ['speaker', 'list'])).stdout).toMatch(/nobody is enrolled/);
  using home = homeOfAna();
  const { stdout } = await runPlain(home, ['speaker', 'list', '--json']);
  expect(JSON.parse(stdout)).toMatchObject([{ name: 'Ana', model: 'built-in-1', numbers: 38 }]);
  const stranger = await runPlain(home, ['speaker', 'remove', 'Ben']);
  expect(stranger).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/Ben is not enrolled/),
  });
  expect((await runPlain(home, ['speaker', 'remove', 'Ana'])).stdout).toBe('Ana is removed\n');
  expect(JSON.parse((await runPlain(home, ['speaker', 'list', '--json'])).stdout)).toEqual([]);
});

test('too little speech, no recording, a damaged file and a strange name are one line each', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = makeHome();
  const short = await runPlain(home, ['speaker', 'enrol', 'Ana', '--audio', OTHER]);
  expect(short).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^[^\n]*4 are needed[^\n]*\n$/),
  });
  const none = await runPlain(home, ['speaker', 'enrol', 'Ana', '--audio', 'none.wav']);
  expect(none).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^[^\n]*none\.wav[^\n]*\n$/),
  });
  const odd = await runPlain(home, ['speaker', 'enrol', '\u001b[31m', '--audio', RECORDING]);
  expect(odd).toMatchObject({
    status: 2,
    stderr: expect.stringMatching(/^[^\u001b]*plain text\n$/),
  });
  using ana = homeOfAna();
  const file = speakersFile(ana);
  writeFileSync(file, readFileSync(file).subarray(0, 40));
  for (const args of [
    ['speaker', 'list'],
    ['listen', '--audio', OTHER],
  ]) {
    const damaged = await runPlain(ana, args);
    expect(damaged).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/damaged: move it away/),
    });
  }
});

test('what nobody enrolled has said is heard without a speaker', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = homeOfAna();
  // The recording is a second long: a stricter threshold than the usual one decides for certain.
  configure(home, '[speaker]\nthreshold = 0.9\n');
  const [other, ...more] = lines(
    (await runPlain(home, ['listen', '--json', '--audio', OTHER])).stdout,
  );
  expect(other).toMatchObject({ text: 'fix the failing tests', verdict: 'accepted' });
  expect(other).not.toHaveProperty('speaker');
  expect(more).toEqual([]);
});

test('two voices in what is enrolled are told of', { timeout: PATIENCE_MS }, async () => {
  using home = makeHome();
  const audio = [OWN, OWN, THIRD].flatMap((path) => ['--audio', path]);
  expect(await runPlain(home, ['speaker', 'enrol', 'Ana', ...audio])).toMatchObject({
    status: 0,
    stderr: expect.stringMatching(/^codex-voice: a part of it sounds like somebody else[^\n]*\n$/),
  });
});

test('listen puts a name before the words only where that was asked for', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = makeHome();
  const nobody = await runPlain(home, ['listen', '--speakers', '--audio', OTHER]);
  expect(nobody).toMatchObject({
    stdout: 'fix the failing tests\n',
    stderr: expect.stringMatching(/^codex-voice: nobody is enrolled[^\n]*: [^\n]*\n$/),
  });
  using ana = homeOfAna();
  configure(ana, '[speaker]\nthreshold = -1\n');
  expect((await runPlain(ana, ['listen', '--audio', OTHER])).stdout).toBe(
    'fix the failing tests\n',
  );
  expect(await naming(ana, ['listen', '--speakers', '--audio', OTHER])).toBe(
    'Ana: fix the failing tests\n',
  );
});

test('what is heard has its speaker; with [speaker] only nobody else is obeyed, and the journal keeps what was said', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = homeOfAna();
  configure(home, '[speaker]\nonly = "Ana"\nthreshold = 0.9\n');
  const filtered = await runPlain(home, [
    'listen',
    '--json',
    '--audio',
    OTHER,
    '--audio',
    beginningOfRecording(home),
  ]);
  expect(lines(filtered.stdout).find(({ file }) => file === OTHER)).toMatchObject({
    text: '',
    verdict: 'rejected',
    refusedBy: 'other-voice',
  });
  const accepted = lines(filtered.stdout).filter(({ verdict }) => verdict === 'accepted');
  expect(accepted.map(({ speaker }) => speaker)).toContain('Ana');
  const journal = join(home.path, 'state', 'codex-voice', 'journal', 'utterances.jsonl');
  const refused = lines(readFileSync(journal, 'utf8')).filter(
    ({ refusedBy }) => refusedBy !== undefined,
  );
  expect(refused).toMatchObject([{ text: 'fix the failing tests', verdict: 'rejected' }]);
  const again = await runPlain(home, ['listen', '--again']);
  expect(again.stdout).toBe('fix the failing tests\n');
});

test('a name in [speaker] only that nobody has is told before anything is heard', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = makeHome();
  configure(home, '[speaker]\nonly = ["Ben"]\n');
  const heard = await runPlain(home, ['listen', '--audio', OTHER]);
  expect(heard).toMatchObject({
    status: 1,
    stdout: '',
    stderr: expect.stringMatching(
      /^codex-voice: [^\n]*config\.toml:2: \[speaker\] only names Ben, who is not enrolled/,
    ),
  });
});

test('transcribe tells of names that nothing answers to, and goes on', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = makeHome();
  configure(home, '[speaker]\nonly = "Ben"\nmodel = "built-in"\n\n[wake]\nmodel = "no-such"\n');
  const heard = await runPlain(home, ['transcribe', OTHER]);
  expect(heard).toMatchObject({ status: 0, stdout: 'fix the failing tests\n' });
  const [only, wake, ...more] = heard.stderr.trimEnd().split('\n');
  expect(only).toMatch(/config\.toml:2: \[speaker\] only names Ben, who is not enrolled: /);
  expect(wake).toMatch(/config\.toml:6: no keyword model no-such is installed: /);
  expect(more).toEqual([]);
  configure(home, '[speaker]\nmodel = "no-such"\n');
  const speakers = await runPlain(home, ['transcribe', '--speakers', OTHER]);
  expect(speakers).toMatchObject({
    status: 1,
    stderr: expect.stringMatching(/^[^\n]*config\.toml:2: no speaker model no-such[^\n]*\n$/),
  });
});

test('transcribe --speakers says who speaks, known voices by name', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = homeOfAna();
  const path = joined(home, [OWN, OTHER, OWN]);
  const told = await runPlain(home, ['transcribe', '--json', '--speakers=2', path]);
  const speakers = lines(told.stdout).map(({ speaker }) => speaker);
  expect(speakers).toEqual(['Ana', 'Speaker 1', 'Ana']);
  const text = await runPlain(home, ['transcribe', '--speakers', OTHER]);
  expect(text.stdout).toBe('Speaker 1: fix the failing tests\n');
});

test('an installed model listens in its own process; who is enrolled for another one is told', {
  timeout: PATIENCE_MS,
}, async () => {
  using home = homeOfAna();
  const models = join(home.path, 'data', 'codex-voice', 'models');
  await installGenerated(models);
  const file = join(models, 'generated-voices', 'embedding.onnx');
  const model = readFileSync(file);
  writeFileSync(file, Buffer.alloc(model.length, 'x'));
  const spoilt = await runPlain(home, ['listen', '--audio', OTHER]);
  expect(spoilt.stdout).toBe('fix the failing tests\n');
  expect(spoilt.stderr).toMatch(/Ana is enrolled for built-in-1, and generated-voices listens now/);
  expect(spoilt.stderr).toMatch(/no ONNX model.*: speakers are not told apart/);
  writeFileSync(file, model);
  await enrol(home);
  const both = JSON.parse((await runPlain(home, ['speaker', 'list', '--json'])).stdout);
  expect(both).toMatchObject([{ model: 'built-in-1' }, { model: 'generated-voices', numbers: 36 }]);
  const own = lines(await naming(home, ['listen', '--json', '--audio', OWN]));
  expect(own).toMatchObject([{ speaker: 'Ana' }]);
  const path = joined(home, [OWN, OTHER, OTHER, OWN]);
  const told = await runPlain(home, ['transcribe', '--json', '--speakers=2', path]);
  expect(lines(told.stdout).map(({ speaker }) => speaker)).toContain('Ana');
});

async function installGenerated(models: string): Promise<void> {
  for (const [id, layout, name] of [
    ['generated-voices', 'speaker-embedding', 'embedding.onnx'],
    ['generated-turns', 'speaker-segmentation', 'segmentation.onnx'],
  ] as const) {
    const folder = join(models, id);
    await writeSpeakerModels(folder);
    const bytes = readFileSync(join(folder, name)).length;
    const file = { role: 'model', name, bytes, sha256: '0'.repeat(64), checkedAgainst: 'nothing' };
    const manifest = {
      version: 1,
      id,
      title: id,
      kind: 'speaker',
      layout,
      languages: 'any',
      source: folder,
      installedAt: '2026-01-01T00:00:00.000Z',
      files: [file],
    };
    writeFileSync(join(folder, 'model.json'), JSON.stringify(manifest));
  }
}
