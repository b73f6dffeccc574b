// The process that gathers a project's names, started through the real launcher: what it tells, that it
// comes back when it dies, and that it never outlives whoever needs it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { NAMES_STDIO, NamesProcess, systemClock } from '@codex-voice/control';
import type { VocabularyTerm } from '@codex-voice/speech';
import { TranscriptRepair } from '@codex-voice/terms';
import { isProcessAlive, untilHolds, within } from '@codex-voice/testing';
import { expect, onTestFinished, test } from 'vitest';
import { LAUNCHER } from './command.ts';

function makeProject(): string {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-names-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'src'));
  writeFileSync(join(folder, 'package.json'), '{"name":"zebra-store","scripts":{}}');
  writeFileSync(
    join(folder, 'src', 'useZebra.ts'),
    'export function useZebraQuagga(okapiCount: number) { return okapiCount; }\n',
  );
  return folder;
}

function makeProcess(): NamesProcess {
  return new NamesProcess({
    command: { file: process.execPath, args: [LAUNCHER, '__names'] },
    stdio: NAMES_STDIO,
    clock: systemClock,
  });
}

function has(terms: readonly VocabularyTerm[] | undefined, name: string): boolean {
  return terms?.some(({ text }) => text === name) === true;
}

async function until(condition: () => boolean): Promise<void> {
  await untilHolds(String(condition), condition);
}

test('CONTROL-17: names are told, shared by all who want them, and the process ends with the last', async () => {
  const folder = makeProject();
  const process = makeProcess();
  const told: (readonly VocabularyTerm[])[] = [];
  const one = process.open(folder, (terms) => told.push(terms));
  await until(() => has(told.at(-1), 'useZebraQuagga') && one.knows('quagga'));
  expect([...one.names()]).toContain('package.json');
  expect(one.knows('Quagga')).toBe(true);
  expect(one.knows('function')).toBe(false);
  const late: (readonly VocabularyTerm[])[] = [];
  const two = process.open(folder, (terms) => late.push(terms));
  expect(late).toEqual([told.at(-1)]);
  const { pid = 0 } = process;
  one.dispose();
  expect(isProcessAlive(pid)).toBe(true);
  two.dispose();
  two.dispose();
  await until(() => !isProcessAlive(pid));
  expect(process.pid).toBeUndefined();
});

test('CONTROL-17: a file that is added is known soon after', async () => {
  const folder = makeProject();
  const process = makeProcess();
  let terms: readonly VocabularyTerm[] = [];
  const names = process.open(folder, (now) => {
    terms = now;
  });
  await until(() => terms.length > 0);
  writeFileSync(join(folder, 'src', 'pangolin.ts'), 'export const pangolinRegistry = 1;\n');
  await until(() => has(terms, 'pangolinRegistry'));
  names.dispose();
});

test('CONTROL-17: killed, it comes back; meanwhile what it told stays', async () => {
  const folder = makeProject();
  const names = makeProcess();
  const project = names.open(folder, () => undefined);
  await until(() => has(project.terms(), 'useZebraQuagga') && project.knows('quagga'));
  const { pid = 0 } = names;
  process.kill(pid, 'SIGKILL');
  await until(() => names.pid === undefined);
  expect(has(project.terms(), 'useZebraQuagga')).toBe(true);
  expect(project.knows('quagga')).toBe(true);
  await until(() => names.pid !== undefined && names.pid !== pid);
  writeFileSync(join(folder, 'src', 'tapir.ts'), 'export const tapirLedger = 1;\n');
  await until(() => has(project.terms(), 'tapirLedger'));
  project.dispose();
});

test('CONTROL-17: a folder that is everything, or everything of a person, is no project', async () => {
  const names = makeProcess();
  const folder = makeProject();
  const told: string[] = [];
  const root = names.open('/', () => told.push('/'));
  const home = names.open(process.env.HOME ?? '/', () => told.push('home'));
  const link = join(folder, '..', `${basename(folder)}-home`);
  symlinkSync(process.env.HOME ?? '/', link);
  onTestFinished(() => rmSync(link));
  const linked = names.open(link, () => told.push('linked'));
  const gone = names.open(join(folder, 'gone'), () => told.push('gone'));
  const one = names.open(folder, () => told.push('project'));
  await until(() => told.includes('project'));
  expect(told.every((name) => name === 'project')).toBe(true);
  for (const project of [root, home, linked, gone, one]) project.dispose();
});

test('CONTROL-17: two folders are two projects of one process', async () => {
  const names = makeProcess();
  const [left, right] = [makeProject(), makeProject()];
  writeFileSync(join(left, 'src', 'left.ts'), 'export const bongoLedger = 1;\n');
  writeFileSync(join(right, 'src', 'right.ts'), 'export const gnuRegistry = 1;\n');
  const one = names.open(left, () => undefined);
  const { pid } = names;
  const two = names.open(right, () => undefined);
  expect(names.pid).toBe(pid);
  await until(() => has(one.terms(), 'bongoLedger') && has(two.terms(), 'gnuRegistry'));
  await until(() => one.knows('bongoLedger') && two.knows('gnuRegistry'));
  expect(has(one.terms(), 'gnuRegistry') || has(two.terms(), 'bongoLedger')).toBe(false);
  expect(one.knows('gnuRegistry') || two.knows('bongoLedger')).toBe(false);
  one.dispose();
  two.dispose();
});

test('CONTROL-17: a name that is not among the likeliest is known soon after all the same', async () => {
  const folder = makeProject();
  const many = Array.from(
    { length: 150 },
    (_, index) => `quaggaZebu${'abcdefghij'[index % 10]}${index}`,
  );
  const text = many.map((name) => `${name}(); ${name}();`).join('\n');
  writeFileSync(join(folder, 'src', 'many.ts'), text);
  const names = makeProcess();
  const project = names.open(folder, () => undefined);
  await until(() => project.knows('quaggaZebua0') && project.terms().length === 100);
  const before = project.terms();
  mkdirSync(join(folder, 'src', 'cat'));
  writeFileSync(join(folder, 'src', 'cat', 'fish.md'), 'Plain words.\n');
  await until(() => [...project.names()].includes('fish.md'));
  expect(project.terms().map((term) => term.text)).toEqual(before.map((term) => term.text));
  project.dispose();
});

test('CONTROL-17: it never outlives whoever needs it, not even one that is killed', async () => {
  const program = `
    import { NAMES_STDIO, NamesProcess, systemClock } from '@codex-voice/control';
    const command = { file: process.execPath, args: [${JSON.stringify(LAUNCHER)}, '__names'] };
    const names = new NamesProcess({ command, stdio: NAMES_STDIO, clock: systemClock });
    names.open(${JSON.stringify(makeProject())}, () => console.log(names.pid));`;
  const owner = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [told] = await within('pid', once(owner.stdout, 'data'));
  const pid = Number.parseInt(String(told), 10);
  expect(isProcessAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await until(() => !isProcessAlive(pid));
});

test('CONTROL-18: a name that stands only on a screen is likely, also after a kill, and heard right', async () => {
  const folder = makeProject();
  const names = makeProcess();
  const project = names.open(folder, () => undefined);
  const other = names.open(folder, () => undefined);
  const isLikely = (name: string) => has(project.terms(), name);
  await until(() => isLikely('useZebraQuagga') && project.knows('quagga'));
  expect(isLikely('renderPangolin')).toBe(false);
  project.setScreen('error: renderPangolin is not defined');
  other.setScreen('see walrusTable');
  await until(() => isLikely('renderPangolin') && isLikely('walrusTable'));
  const repair = new TranscriptRepair({ terms: project.terms(), knows: project.knows });
  expect(repair.repair('look at render pangolin again').text).toBe('look at renderPangolin again');
  process.kill(names.pid ?? 0, 'SIGKILL');
  project.setScreen('see ocelotIndex');
  await until(
    () => isLikely('ocelotIndex') && !isLikely('renderPangolin') && isLikely('walrusTable'),
  );
  other.dispose();
  await until(() => !isLikely('walrusTable'));
  project.dispose();
});
