import { symlinkSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { VocabularyBounds } from './bounds.ts';
import type { VocabularyClock } from './clock.ts';
import { type ProjectFolder, projectFolder } from './project-folder.test-support.ts';
import { openVocabulary, type ProjectVocabulary } from './project-vocabulary.ts';

/** Longer than any change takes to be seen on a busy machine: the test fails instead of hanging. */
const PATIENCE = { timeout: 20_000, interval: 25 };

const opened: (ProjectVocabulary | ProjectFolder)[] = [];
afterEach(() => {
  for (const each of opened.splice(0).reverse()) {
    if ('end' in each) each.end();
    else each.dispose();
  }
});

function project(files: Readonly<Record<string, string | Uint8Array>>): ProjectFolder {
  const folder = projectFolder(files);
  opened.push(folder);
  return folder;
}

async function open(
  { path }: ProjectFolder,
  parts: { readonly bounds?: Partial<VocabularyBounds>; readonly clock?: VocabularyClock } = {},
): Promise<{ vocabulary: ProjectVocabulary; texts: () => string[]; told: string[][] }> {
  const told: string[][] = [];
  const vocabulary = openVocabulary({
    folder: path,
    onChange: (terms) => told.push(terms.map(({ text }) => text)),
    onTrouble: (error) => {
      throw error;
    },
    ...parts,
  });
  opened.push(vocabulary);
  await vocabulary.ready;
  return { vocabulary, texts: () => vocabulary.terms().map(({ text }) => text), told };
}

test('VOCAB-50: names of entries, texts, manifests and branches become terms', async () => {
  const { texts, vocabulary } = await open(
    project({
      'src/resampler.ts': 'export function flushKaldi() { return "insideQuotes"; }',
      'package.json':
        '{"name": "voicelayer", "scripts": {"lintfix": "x"}, "dependencies": {"valibot": "1"}}',
      '.git/HEAD': 'ref: refs/heads/team/wakeword-spike\n',
      'docs/notes.md': 'Use `shrinkwrapAll` here, nothing else.',
    }),
  );
  expect(texts()).toEqual(
    expect.arrayContaining([
      'resampler.ts',
      'flushKaldi',
      'voicelayer',
      'lintfix',
      'valibot',
      'wakeword-spike',
      'shrinkwrapAll',
    ]),
  );
  expect(texts()).not.toContain('insideQuotes');
  expect(vocabulary.status().state).toBe('ready');
});

test('VOCAB-51: what is ignored, built, fetched or linked to is not looked at', async () => {
  const outside = project({ 'elsewhere.ts': 'const linkedSecret = 1;' });
  const folder = project({
    '.gitignore': 'scratch/\n*.gen.ts\n',
    'scratch/a.ts': 'const scratchName = 1;',
    'b.gen.ts': 'const genName = 1;',
    'node_modules/pkg/index.js': 'const fetchedName = 1;',
    'dist/out.js': 'const builtName = 1;',
    'src/a.ts': 'const keptKaldi = 1;',
  });
  symlinkSync(outside.path, join(folder.path, 'src/linkedFolder'));
  const { vocabulary } = await open(folder);
  expect(vocabulary.knows('keptkaldi')).toBe(true);
  for (const name of [
    'scratchname',
    'genname',
    'fetchedname',
    'builtname',
    'linkedsecret',
    'linkedfolder',
  ])
    expect(vocabulary.knows(name)).toBe(false);
});

test('VOCAB-52: files with secrets are not there, binary ones give their name', async () => {
  const { vocabulary } = await open(
    project({
      '.env': 'SESSION_PEPPER=1\nGRAVY_TOKEN=2',
      'grafana-credentials.json': '{"grafanaUser": 1}',
      'table.ts': Buffer.from('const binaryName = 1;\0'),
    }),
  );
  for (const word of ['session_pepper', 'gravy_token', 'grafanauser', 'grafana', 'binaryname'])
    expect(vocabulary.knows(word)).toBe(false);
  expect(vocabulary.knows('table.ts')).toBe(true);
});

test('VOCAB-53: beyond the bounds entries and texts are left out and counted, the oldest first', async () => {
  const folder = project({
    'newer.ts': 'const newerName = 1;',
    'older.ts': 'const olderName = 1;',
    'long.ts': `const longName = 1; // ${'x'.repeat(500)}`,
    'a/b/c/deep.ts': 'const deepName = 1;',
  });
  utimesSync(join(folder.path, 'older.ts'), 1, 1);
  const { vocabulary } = await open(folder, { bounds: { readFiles: 1, fileBytes: 400, depth: 3 } });
  expect(
    ['newername', 'oldername', 'longname', 'deepname'].map((n) => vocabulary.knows(n)),
  ).toEqual([true, false, false, false]);
  expect(vocabulary.status().leftOut).toEqual({ entries: 1, texts: 2 });
  const few = await open(folder, { bounds: { entries: 2 } });
  expect(few.vocabulary.status().entries).toBe(2);
  expect(few.vocabulary.status().leftOut.entries).toBeGreaterThan(0);
});

test('VOCAB-53: a text that changes takes the place of the oldest one', async () => {
  const folder = project({ 'a.ts': 'const oldKaldi = 1;' });
  utimesSync(join(folder.path, 'a.ts'), 1, 1);
  const { vocabulary } = await open(folder, { bounds: { readFiles: 1 } });
  expect(vocabulary.knows('oldkaldi')).toBe(true);
  folder.write('b.ts', 'const newKaldi = 1;');
  await expect.poll(() => vocabulary.knows('newkaldi'), PATIENCE).toBe(true);
  expect(vocabulary.knows('oldkaldi')).toBe(false);
  expect(vocabulary.status()).toMatchObject({ texts: 1, leftOut: { texts: 1 } });
});

test('VOCAB-60: changed, new and removed files and folders are followed one by one', async () => {
  const folder = project({
    'src/a.ts': 'const firstKaldi = 1;',
    'src/b.ts': 'const otherKaldi = 1;',
  });
  const { vocabulary } = await open(folder);
  folder.write('src/a.ts', 'const secondKaldi = 1;');
  await expect.poll(() => vocabulary.knows('secondkaldi'), PATIENCE).toBe(true);
  expect(vocabulary.knows('firstkaldi')).toBe(false);
  expect(vocabulary.knows('otherkaldi')).toBe(true);
  folder.write('lib/deep/c.ts', 'const thirdKaldi = 1;');
  await expect.poll(() => vocabulary.knows('thirdkaldi'), PATIENCE).toBe(true);
  folder.write('lib/deep/c.ts', 'const fourthKaldi = 1;');
  await expect.poll(() => vocabulary.knows('fourthkaldi'), PATIENCE).toBe(true);
  folder.remove('lib');
  await expect.poll(() => vocabulary.knows('fourthkaldi'), PATIENCE).toBe(false);
  expect(vocabulary.status().texts).toBe(2);
});

test('VOCAB-60: a changed .gitignore has its folder read anew', async () => {
  const folder = project({ 'src/a.ts': 'const shownKaldi = 1;', 'src/.gitignore': '' });
  const { vocabulary } = await open(folder);
  folder.write('src/.gitignore', 'a.ts\n');
  await expect.poll(() => vocabulary.knows('shownkaldi'), PATIENCE).toBe(false);
  folder.write('src/.gitignore', '# nothing\n');
  await expect.poll(() => vocabulary.knows('shownkaldi'), PATIENCE).toBe(true);
});

test('VOCAB-61: a branch that is checked out is known', async () => {
  const folder = project({ '.git/HEAD': 'ref: refs/heads/main\n', '.git/refs/heads/main': 'a\n' });
  const { vocabulary } = await open(folder);
  folder.write('.git/HEAD', 'ref: refs/heads/fix-kaldiflush\n');
  await expect.poll(() => vocabulary.knows('kaldiflush'), PATIENCE).toBe(true);
});

/** A clock whose timers run when the test says so. */
function handClock(): VocabularyClock & { readonly timers: (() => void)[] } {
  const timers: (() => void)[] = [];
  return {
    timers,
    wallMs: () => 1_000_000,
    after: (_delayMs, call) => {
      timers.push(call);
      return () => timers.splice(timers.indexOf(call), 1);
    },
  };
}

test('VOCAB-62: changes that come together are one, and only another list is told', async () => {
  const clock = handClock();
  const { vocabulary, told } = await open(project({ 'a.ts': 'const onlyKaldi = 1;' }), { clock });
  const before = told.length;
  vocabulary.setScreen('the sherpaonnx file');
  vocabulary.setScreen('the pgvector file');
  expect(clock.timers).toHaveLength(1);
  clock.timers.shift()?.();
  await expect.poll(() => told.length, PATIENCE).toBe(before + 1);
  expect(told.at(-1)).toContain('pgvector');
  expect(told.at(-1)).not.toContain('sherpaonnx');
  vocabulary.setScreen('plain pgvector here');
  vocabulary.dispose();
  clock.timers.shift()?.();
  expect(told).toHaveLength(before + 1);
});

test('VOCAB-63: names on the screen and in files it shows come first, until the next screen', async () => {
  const clock = handClock();
  const folder = project({
    'src/alpha-kaldi.ts': 'const quietVosk = 1;',
    'src/other.ts': 'const loudVosk = 1; loudVosk; loudVosk; loudVosk;',
  });
  const { vocabulary, texts, told } = await open(folder, { clock });
  vocabulary.setScreen('Editing alpha-kaldi.ts');
  const before = told.length;
  clock.timers.shift()?.();
  await expect.poll(() => told.length, PATIENCE).toBe(before + 1);
  expect(texts()[0]).toBe('alpha-kaldi.ts');
  expect(texts().indexOf('quietVosk')).toBeLessThan(texts().indexOf('loudVosk'));
  vocabulary.setScreen('');
  clock.timers.shift()?.();
  await expect.poll(() => told.length, PATIENCE).toBe(before + 2);
  expect(texts().indexOf('quietVosk')).toBeGreaterThan(texts().indexOf('loudVosk'));
});

test('VOCAB-64: each name, and each word in one that is no English, is known in any case', async () => {
  const { vocabulary } = await open(project({ 'a.ts': 'const OutputKaldi = 1;' }));
  for (const word of ['outputkaldi', 'KALDI']) expect(vocabulary.knows(word)).toBe(true);
  expect(vocabulary.knows('output')).toBe(false);
  expect(Array.from(vocabulary.names(), ({ kind, text }) => `${kind} ${text}`).sort()).toEqual([
    'file a.ts',
    'identifier OutputKaldi',
  ]);
});

test('VOCAB-65: other work has its turn while a project is gathered, and dispose ends it', async () => {
  const files = Object.fromEntries(
    Array.from({ length: 60 }, (_, index) => [
      `f${index}.ts`,
      Array.from(
        { length: 900 },
        (_each, line) => `const name${line % 9}Of${index} = other;\n`,
      ).join(''),
    ]),
  );
  const folder = project(files);
  const vocabulary = openVocabulary({ folder: folder.path, onChange: () => {} });
  opened.push(vocabulary);
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
  }, 1);
  await vocabulary.ready;
  clearInterval(turning);
  expect(turns).toBeGreaterThan(2);
  const ended = openVocabulary({ folder: folder.path, onChange: () => {} });
  ended.dispose();
  await ended.ready;
  expect(ended.status()).toMatchObject({ state: 'disposed', texts: 0 });
});

test('VOCAB-66: folders beyond the bound are not watched, and the status says so', async () => {
  const folder = project({ 'a/x.ts': '', 'b/y.ts': '', 'c/z.ts': '' });
  const { vocabulary } = await open(folder, { bounds: { watchedFolders: 2 } });
  const expected = process.platform === 'linux' ? 'partial' : 'full';
  expect(vocabulary.status().watching).toBe(expected);
  expect((await open(folder)).vocabulary.status().watching).toBe('full');
});
