// Saved sessions: how an agent is started again, how a folder differs, and what is said of damaged files.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { agentAgain, partArguments } from './agent-again.ts';
import { differences } from './differences.ts';
import { OWN_OPTIONS } from './own-options.table.ts';
import {
  readSaved,
  removeSaved,
  type SavedRepository,
  type SavedSession,
  savedNames,
  writeSaved,
} from './saved-sessions.ts';
import { knownStart, knownThread } from './session-start-file.ts';

const THREAD = '0199a213-81c0-7800-8aa1-bbab2a035a53';
const SAME = { path: '/parser', was: 'same' } as const;
const again = (kind: string, args: readonly string[], thread?: string) =>
  agentAgain({ kind, args, thread, folder: SAME }).args;

test('Codex takes its conversation up with its own options, and no prompt is said again', () => {
  const own = ['-m', 'one', '--search', '-c', 'a="b c"', 'fix it'];
  const options = ['-m', 'one', '--search', '-c', 'a="b c"'];
  const there = ['-C', SAME.path, 'resume', THREAD];
  expect(again('codex', own, THREAD)).toEqual([...options, ...there]);
  expect(again('codex', own)).toEqual(options);
  expect(agentAgain({ kind: 'codex', args: own, folder: SAME }).notes).toHaveLength(2);
  expect(again('codex', ['resume', '--last', '-s', 'read-only'], THREAD)).toEqual([
    '-s',
    'read-only',
    ...there,
  ]);
  // A command of Codex's own is no prompt, and is left as it was.
  expect(again('codex', ['resume', '--last'])).toEqual(['resume', '--last']);
  expect(again('codex', ['mcp', 'list'], THREAD)).toEqual(['mcp', 'list']);
  expect(again('codex', ['--image', 'a', 'b', '--', '-x'], THREAD)).toEqual([
    '--image',
    'a',
    'b',
    ...there,
  ]);
});

test('a conversation of Codex works in the folder it is loaded in, not the one it was held in', () => {
  const folder = { path: '/worktree', was: 'another' } as const;
  const of = (args: readonly string[]) =>
    agentAgain({ kind: 'codex', args, thread: THREAD, folder }).args;
  expect(of([])).toEqual(['-C', '/worktree', 'resume', THREAD]);
  // What the person has said of it stays.
  expect(of(['-C', 'sub'])).toEqual(['-C', 'sub', 'resume', THREAD]);
  expect(of(['--cd=sub'])).toEqual(['--cd=sub', 'resume', THREAD]);
});

test('Claude Code takes its conversation up in its folder only', () => {
  const own = ['--add-dir', 'a', 'b', '--verbose', '--resume', 'old', '-c', '--model', 'm'];
  const options = ['--add-dir', 'a', 'b', '--verbose', '--model', 'm'];
  expect(again('claude', own, THREAD)).toEqual([...options, '--resume', THREAD]);
  expect(again('claude', ['say hello', ...own])).toEqual(options);
  const folder = { path: '/worktree', was: 'another' } as const;
  const elsewhere = { kind: 'claude', args: own, thread: THREAD, folder };
  expect(agentAgain(elsewhere)).toMatchObject({ args: options, conversation: 'new' });
});

test('a prompt or an errand among the arguments is not run again, of any agent that is known', () => {
  for (const [kind, args, kept] of [
    ['codex', ['-m', 'x', 'exec', '--json', 'do it'], ['-m', 'x']],
    ['codex', ['resume', THREAD, 'do it'], ['resume', THREAD]],
    ['codex', ['fork', '--last', '-m', 'x', 'do it'], ['fork', '--last', '-m', 'x']],
    ['codex', ['review', 'what is there'], []],
    ['claude', ['-p', '--output-format', 'json', '--model', 'm', 'do it'], ['--model', 'm']],
    ['claude', ['do it', '--verbose'], ['--verbose']],
    ['gemini', ['-i', 'do it', '-m', 'x'], ['-m', 'x']],
    ['gemini', ['--prompt=do it', '-y'], ['-y']],
    ['gemini', ['-o', 'json', 'do', 'it', '--resume', 'latest'], ['--resume', 'latest']],
    ['opencode', ['--prompt', 'do it', 'folder', '-c'], ['-c', 'folder']],
    ['opencode', ['run', '--model', 'x', 'do it'], []],
  ] as const) {
    const begun = agentAgain({ kind, args, folder: SAME });
    expect(begun.args, args.join(' ')).toEqual(kept);
    expect(begun.notes.join(), args.join(' ')).toMatch(/is not (?:said|run) again/u);
  }
  expect(again('codex', ['-m', 'x', 'exec', 'do it'], THREAD)).toEqual([
    '-m',
    'x',
    '-C',
    SAME.path,
    'resume',
    THREAD,
  ]);
});

test('programs that are not known are started as they were, which is told', () => {
  expect(again('plain', [], THREAD)).toEqual([]);
  const aider = { kind: 'plain', args: ['--message', 'do it'], folder: SAME } as const;
  expect(agentAgain(aider).args).toEqual(aider.args);
  expect(agentAgain(aider).notes.join()).toContain('it gets all of them again');
  expect(agentAgain({ ...aider, args: [] }).notes).toHaveLength(1);
});

test('every option keeps its value, and nothing of the arguments is lost', () => {
  for (const table of Object.values(OWN_OPTIONS)) {
    if (table === undefined) throw new TypeError('no table');
    const parted = (args: readonly string[]) =>
      partArguments(args, table).map((part) => (part.kind === 'word' ? part.word : part.words));
    const args = ['--new-one', 'x', '--other=y', 'z', '-'];
    expect(parted(args)).toEqual([['--new-one', 'x'], ['--other=y'], 'z', '-']);
    for (const flag of table.flags) expect(parted([flag, 'p'])).toEqual([[flag], 'p']);
  }
});

const repository: SavedRepository = {
  root: '/r',
  branch: 'main',
  head: 'a'.repeat(40),
  changedFiles: 0,
};

test('another branch or HEAD is serious, changed files are told', () => {
  expect(differences(repository, repository)).toEqual({ serious: [], notes: [] });
  expect(differences(undefined, undefined).serious).toEqual([]);
  const { branch: _, ...detached } = { ...repository, head: 'b'.repeat(40), changedFiles: 2 };
  expect(differences(repository, detached)).toEqual({
    serious: ['branch: none, was main', 'HEAD: bbbbbbbbbb, was aaaaaaaaaa'],
    notes: ['changed files: 2, were 0'],
  });
  expect(differences(repository, undefined).serious).toHaveLength(1);
  expect(differences(undefined, repository).serious).toEqual([]);
});

test('the first commits of a repository are told, and no reason to ask; a HEAD that went is', () => {
  const { head: _, ...empty } = { ...repository, changedFiles: 2 };
  expect(differences(empty, repository)).toEqual({
    serious: [],
    notes: ['HEAD: aaaaaaaaaa, was no commit', 'changed files: 0, were 2'],
  });
  expect(differences(empty, empty)).toEqual({ serious: [], notes: [] });
  expect(differences(repository, empty).serious).toEqual(['HEAD: no commit, was aaaaaaaaaa']);
});

const saved = (name: string): SavedSession => ({
  version: 1,
  name,
  savedAt: '2026-01-31T09:30:00.000Z',
  folder: '/r',
  repository,
  started: { agent: { file: 'codex', name: 'Codex', kind: 'codex', args: ['-m', 'x'] } },
  thread: THREAD,
});

test('a saved session is read back as it was, only by its owner, and damaged ones are one line', () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'saved-')), 'deep');
  onTestFinished(() => rmSync(join(directory, '..'), { recursive: true }));
  expect(savedNames(directory)).toEqual([]);
  expect(() => readSaved('work', directory)).toThrow('none is saved');
  expect(writeSaved(saved('work'), directory)).toBe('new');
  expect(writeSaved(saved('work'), directory)).toBe('replaced');
  expect(readSaved('work', directory)).toEqual(saved('work'));
  const path = join(directory, 'work.json');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(() => readSaved('works', directory)).toThrow('did you mean work?');
  for (const name of ['../up', '', '.work', 'a/b', 'x'.repeat(41)])
    expect(() => writeSaved(saved(name), directory)).toThrow('is no name to save under');
  const whole = readFileSync(path, 'utf8');
  for (const torn of [
    whole.slice(0, -5),
    '',
    '{}',
    whole.replace('"version": 1', '"version": 2'),
  ]) {
    writeFileSync(path, torn);
    expect(() => readSaved('work', directory)).toThrow(
      ': codex-voice session remove work, and save it again',
    );
  }
  writeFileSync(path, whole.replace(THREAD, '--yolo; rm'));
  expect(() => readSaved('work', directory)).toThrow('thread is not as it is written');
  removeSaved('work', directory);
  expect(savedNames(directory)).toEqual([]);
  expect(() => removeSaved('work', directory)).toThrow('no session is saved');
});

test('what is there and can’t be read is told in one line, and not taken for less', () => {
  const state = mkdtempSync(join(tmpdir(), 'saved-'));
  vi.stubEnv('XDG_STATE_HOME', state);
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(state, { recursive: true });
  });
  const folder = join(state, 'codex-voice', 'sessions', 'codex-aaaa');
  mkdirSync(folder, { recursive: true });
  const agent = { name: 'Codex', kind: 'codex' };
  const record = JSON.stringify({ agent, argv: ['codex'], cwd: '/r' });
  writeFileSync(join(folder, 'session.json'), record);
  expect(knownStart('codex-aaaa')).toMatchObject({ folder: '/r', started: { agent } });
  expect(knownThread('codex-aaaa')).toBeUndefined();
  const session = { kind: 'session', threadId: 'older', cwd: '/r' };
  writeFileSync(join(folder, 'events.jsonl.1'), JSON.stringify({ number: 1, event: session }));
  for (const name of ['start.json', 'events.jsonl']) mkdirSync(join(folder, name));
  const unread = /^[^\n]+ can't be read \(EISDIR\): [^\n]+$/u;
  expect(() => knownStart('codex-aaaa')).toThrow(unread);
  expect(() => knownThread('codex-aaaa')).toThrow(unread);
  const directory = join(state, 'saved');
  mkdirSync(join(directory, 'work.json'), { recursive: true });
  expect(() => readSaved('work', directory)).toThrow(unread);
  writeFileSync(join(state, 'file'), '');
  expect(() => savedNames(join(state, 'file'))).toThrow(/can't be read \(ENOTDIR\)/u);
});

test('an agent over ACP gets its own arguments, and its conversation where that is known', () => {
  const before = { kind: 'acp', args: ['--acp', '--model', 'm'], folder: SAME } as const;
  const known = agentAgain({ ...before, thread: 'thread-1' });
  expect(known).toEqual({ args: before.args, conversation: 'taken-up', notes: [] });
  expect(agentAgain(before)).toMatchObject({ args: before.args, conversation: 'new' });
});
