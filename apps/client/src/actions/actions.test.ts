// Actions in a project's folder: its commands, the prompts, the words to say, and what was confirmed.
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interpret, phrasesToHear } from '@codex-voice/speech';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { parseConfig } from '../config.ts';
import { PROJECT_FILE, readProjectConfig } from '../project-config.ts';
import { spokenSetup } from '../spoken-setup.ts';
import { ENGLISH } from '../words/en.ts';
import { actionPrompt, promptText } from './action-prompt.ts';
import { Confirmations } from './confirmations.ts';
import { findPlugins, trustOf } from './plugin-catalogue.ts';
import { projectTasks, toldCommand } from './project-toolchain.ts';
import { consentTo } from './run-found-plugin.ts';
import { SessionCommands } from './session-commands.ts';
import { withSpokenActions } from './spoken-actions.ts';

/** A session of which no host knows. */
const UNREACHED = {
  sessionId: undefined,
  ask: async () => ({ kind: 'refused', message: 'nobody is there' }) as const,
};

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'codex-voice-actions-')));
  mkdirSync(join(root, '.git'));
  mkdirSync(join(root, 'inner', 'deep'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const tasksIn = (folder: string) => projectTasks(folder, readProjectConfig(folder));

test('the nearest folder that tells counts, for each task by itself; the agent is told where', () => {
  writeFileSync(join(root, 'Makefile'), 'test:\n\tprove\nbuild:\n\tcc\n');
  writeFileSync(join(root, 'inner', 'package.json'), '{"scripts":{"test":"x"}}');
  const deep = join(root, 'inner', 'deep');
  const { test: tests, build } = tasksIn(deep);
  expect(tests).toMatchObject({ folder: join(root, 'inner') });
  expect(build).toMatchObject({ folder: root });
  if (tests === undefined || build === undefined) throw new Error('nothing found');
  expect(toldCommand(tests, deep)).toBe(`cd ${join(root, 'inner')} && npm test`);
  expect(toldCommand(build, root)).toBe('make build');
});

test('what the project’s own file says goes first, from any folder in it', () => {
  writeFileSync(join(root, PROJECT_FILE), '[toolchain]\ntest = "just ci"\nbuild = ["a b", "c"]\n');
  writeFileSync(join(root, 'inner', 'go.mod'), 'module x');
  const { test: tests, build } = tasksIn(join(root, 'inner'));
  expect(tests?.command).toEqual({ words: ['just', 'ci'], source: PROJECT_FILE });
  expect(build).toMatchObject({ command: { words: ['a b', 'c'] }, folder: root });
});

test('a command that only a shell would understand is told with its line', () => {
  writeFileSync(join(root, PROJECT_FILE), '[toolchain]\n\ntest = "a && rm -rf b"\n');
  expect(() => tasksIn(root)).toThrow(`${join(root, PROJECT_FILE)}:3: the command has "&"`);
});

test('a folder that is gone tells nothing', () => {
  expect(projectTasks(join(root, 'gone'), { tables: readProjectConfig(root).tables })).toEqual({});
});

test('a command without its words is told how to be given some', () => {
  const said = { name: 'explain', language: 'en', folder: root, tasks: {} } as const;
  expect(() => promptText('explain', actionPrompt(said))).toThrow(
    'explain needs words: codex-voice do explain WORDS…',
  );
  expect(promptText('explain', actionPrompt({ ...said, selection: 'x = 1' }))).toContain('x = 1');
});

function spoken(toml: string) {
  const config = parseConfig(toml, 'c.toml');
  const project = readProjectConfig(root);
  return withSpokenActions(spokenSetup(config, project), { folder: root, project });
}

test('said with words behind it, an action is a text with them in it, and waits in the composer', () => {
  writeFileSync(join(root, 'Cargo.toml'), '');
  const { phrasebook } = spoken('');
  expect(interpret('Slash explain the retry loop.', phrasebook)).toMatchObject({
    kind: 'phrase',
    held: true,
    transcript: 'the retry loop.',
  });
  expect(interpret('slash test', phrasebook)).toMatchObject({
    kind: 'phrase',
    held: true,
    text: 'Run `cargo test` and tell me what fails and why.',
  });
  expect(interpret('computer slash commit send it', phrasebook)).toMatchObject({ held: true });
  expect(interpret('slash explain', phrasebook).kind).toBe('said');
  expect(interpret('a slash explain b', phrasebook).kind).toBe('said');
});

test('the notes are said in each language, and plugins by their names', () => {
  const folder = join(root, '.codex-voice', 'plugins', 'mend-ticket');
  mkdirSync(folder, { recursive: true });
  const handler = '[handler]\nkind = "script"\nrun = ["echo"]\n';
  writeFileSync(join(folder, 'plugin.toml'), `about = "x"\n${handler}`);
  const { phrasebook } = spoken('[speech]\nlanguages = ["de", "en"]\n');
  expect(interpret('Schrägstrich Notizen Cache', phrasebook)).toMatchObject({
    does: 'kb',
    transcript: 'Cache',
  });
  expect(interpret('slash mend ticket', phrasebook)).toMatchObject({ does: 'mend-ticket' });
  expect(interpret('slash role explain only', phrasebook)).toMatchObject({ does: 'role' });
  expect(interpret('slash mend ticket 7', phrasebook)).toMatchObject({ transcript: '7' });
});

test('a note is taken in each language, with its words, and without any the words are prose', () => {
  const { phrasebook } = spoken('[speech]\nlanguage = "auto"\n');
  for (const said of [
    'Take a note: ask about the cache',
    'computer take a note ask about the cache',
    'Mach eine Notiz ask about the cache',
    'Toma una nota ask about the cache',
    'Prends une note ask about the cache',
    'メモを取って ask about the cache',
    '记个笔记 ask about the cache',
  ])
    expect(interpret(said, phrasebook), said).toMatchObject({
      does: 'note',
      transcript: 'ask about the cache',
    });
  expect(interpret('take a note', phrasebook).kind).toBe('said');
});

test('the built-in recogniser is given only what it can say: its own language, and no names of plugins', () => {
  const folder = join(root, '.codex-voice', 'plugins', 'xqzt');
  mkdirSync(folder, { recursive: true });
  const handler = '[handler]\nkind = "script"\nrun = ["echo"]\n';
  writeFileSync(join(folder, 'plugin.toml'), `about = "x"\n${handler}`);
  const { phrasebook } = spoken('[speech]\nlanguage = "auto"\n');
  const heard = phrasesToHear(phrasebook, 'en').map(({ spoken: said }) => said);
  expect(heard).toEqual(expect.arrayContaining(['slash test', 'slash commit', 'run the tests']));
  expect(heard.filter((said) => !/^[a-z' ]+$/u.test(said))).toEqual([]);
  for (const said of ['slash xqzt', 'barre oblique teste', 'slash teste', 'barra compila'])
    expect(heard).not.toContain(said);
  expect(interpret('barre oblique teste', phrasebook)).toMatchObject({ kind: 'phrase' });
  expect(interpret('slash xqzt', phrasebook)).toMatchObject({ does: 'xqzt' });
});

test('in each language with its own words, and none of them in place of the person’s own', () => {
  const german = spoken('[speech]\nlanguage = "de"\n').phrasebook;
  expect(interpret('Schrägstrich erkläre die Schleife', german)).toMatchObject({
    kind: 'phrase',
    transcript: 'die Schleife',
  });
  const own = spoken('[[phrases]]\nsay = "slash test"\ntext = "My own."\n').phrasebook;
  expect(interpret('slash test', own)).toMatchObject({ text: 'My own.' });
  const all = spoken('[speech]\nlanguage = "auto"\n').phrasebook;
  expect(interpret('スラッシュ 説明 キャッシュ', all)).toMatchObject({ kind: 'phrase' });
});

test('a project file with a wrong command is told, and the agent finds the command out', () => {
  writeFileSync(join(root, PROJECT_FILE), '[toolchain]\ntest = "a | b"\n');
  const { notes, phrasebook } = spoken('');
  expect(notes.join()).toContain(`${PROJECT_FILE}:2`);
  expect(interpret('slash test', phrasebook)).toMatchObject({
    text: expect.stringContaining('Find out how this project is tested'),
  });
});

test('the palette’s commands become what the shell’s do, and follow the agent’s folder', async () => {
  const commands = new SessionCommands({
    language: 'en',
    words: ENGLISH.answer.command,
    notesFolders: [],
    folder: undefined,
    ...UNREACHED,
  });
  const alone = (name: string) => commands.items.find((item) => item.name === name)?.alone;
  expect(alone('test')).toContain('Find out how');
  expect(alone('explain')).toBeUndefined();
  writeFileSync(join(root, 'Cargo.toml'), '');
  commands.setFolder(root);
  expect(alone('test')).toContain('`cargo test`');
  expect(commands.prompt('test', 'only {args}')).toMatchObject({
    text: 'Run `cargo test` and tell me what fails and why. only {args}',
  });
  expect(commands.prompt('nope', '')).toEqual({ kind: 'unknown' });
  expect(await commands.carryOut('role', 'Explain only.')).toMatchObject({ kind: 'prompt' });
  expect(await commands.carryOut('role', 'explain')).toMatchObject({
    message: expect.stringContaining('there is no role explain'),
  });
  expect(commands.prompt('explain', 'x'.repeat(70_000))).toEqual({ kind: 'too-long' });
});

test('a plugin of a project is run as it was trusted, not as it was when the palette was opened', async () => {
  vi.stubEnv('XDG_STATE_HOME', join(root, 'state'));
  vi.stubEnv('XDG_CONFIG_HOME', join(root, 'config'));
  onTestFinished(() => void vi.unstubAllEnvs());
  const folder = join(root, '.codex-voice', 'plugins', 'deploy');
  mkdirSync(folder, { recursive: true });
  const echoes = (word: string) =>
    writeFileSync(
      join(folder, 'plugin.toml'),
      `about = "x"\n[handler]\nkind = "script"\nrun = ["echo", "${word}"]\n`,
    );
  echoes('trusted');
  const [plugin] = findPlugins(root).plugins;
  if (plugin === undefined) throw new Error('no plugin');
  const confirmations = new Confirmations();
  await consentTo({ plugin, project: root, consent: 'given', confirmations });
  const commands = new SessionCommands({
    language: 'en',
    words: ENGLISH.answer.command,
    notesFolders: [],
    folder: root,
    ...UNREACHED,
  });
  echoes('hostile');
  expect(commands.items.find(({ name }) => name === 'deploy')?.refused).toContain('not trusted');
  echoes('trusted');
  expect(await commands.carryOut('deploy', '')).toEqual({ kind: 'prompt', text: 'trusted' });
  echoes('hostile');
  expect(await commands.carryOut('deploy', '')).toMatchObject({ kind: 'failed' });
  // Nor for another project, whatever was said yes to here.
  const elsewhere = mkdtempSync(join(tmpdir(), 'codex-voice-elsewhere-'));
  onTestFinished(() => rmSync(elsewhere, { recursive: true }));
  echoes('trusted');
  expect(trustOf({ plugin, project: join(root, 'inner'), confirmations }).kind).toBe('trusted');
  expect(trustOf({ plugin, project: elsewhere, confirmations }).kind).toBe('foreign');
  const foreign = consentTo({ plugin, project: elsewhere, consent: 'given', confirmations });
  await expect(foreign).rejects.toThrow(
    /^\/deploy came with [^\n]+ and is not run for [^\n]+: copy/u,
  );
});

test('what was confirmed stays so until it changes; a damaged file confirms nothing', () => {
  const path = join(root, 'state', 'confirmed.json');
  const confirmations = new Confirmations(path);
  expect(confirmations.has('run test /a', 'npm test')).toBe(false);
  confirmations.keep('run test /a', 'npm test');
  confirmations.keep('run test /b', 'npm test');
  expect(new Confirmations(path).has('run test /a', 'npm test')).toBe(true);
  expect(confirmations.has('run test /a', 'npm test --x')).toBe(false);
  confirmations.keep('run test /a', 'npm test --x');
  expect(confirmations.has('run test /a', 'npm test')).toBe(false);
  expect(confirmations.has('run test /b', 'npm test')).toBe(true);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  for (const text of ['', '{', '[]', '{"version":2,"confirmed":[]}', '{"version":1}']) {
    writeFileSync(path, text);
    expect(confirmations.has('run test /b', 'npm test')).toBe(false);
  }
  confirmations.keep('x', 'y');
  expect(JSON.parse(readFileSync(path, 'utf8')).confirmed).toHaveLength(1);
  // What can't be read confirms nothing either, and is not written over.
  const folder = new Confirmations(root);
  expect(folder.has('x', 'y')).toBe(false);
  expect(() => folder.keep('x', 'y')).toThrow(/can't be read \(EISDIR\): [^\n]+$/u);
});
