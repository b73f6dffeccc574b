// The wire to the process that gathers names, with a small program at its other end that says what a
// test wants; the real one is tested through the launcher.
import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { systemClock } from './clock.ts';
import { StillClock } from './control-world.test-support.ts';
import { NAMES_STDIO, NamesProcess } from './names-process.ts';

/** Tells each of the lines, one after the other, and stays until it is killed. */
const TELLER = `
  const lines = JSON.parse(process.argv[1]);
  require('node:fs').writeSync(3, lines.map((line) => JSON.stringify(line) + '\\n').join(''));
  setInterval(() => undefined, 1000);
`;

function teller(lines: readonly object[]): NamesProcess {
  return new NamesProcess({
    command: { file: process.execPath, args: ['-e', TELLER, JSON.stringify(lines)] },
    stdio: NAMES_STDIO,
    clock: systemClock,
  });
}

function terms(gathered: 'partly' | 'wholly', ...texts: string[]): object {
  return { type: 'terms', id: 1, gathered, terms: texts.map((text) => ({ text })) };
}

function names(gathered: string, part: string, ...texts: string[]): object {
  return { type: 'names', id: 1, gathered, part, names: texts, own: texts };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await sleep(10);
}

test('CONTROL-17: a list of a part never takes the place of a whole one', async () => {
  const process = teller([
    terms('partly', 'early'),
    names('partly', 'only', 'early'),
    terms('wholly', 'whole'),
    names('wholly', 'only', 'whole', 'other'),
    terms('partly', 'again'),
    names('partly', 'only', 'again'),
    names('wholly', 'first', 'end'),
    terms('wholly', 'end'),
  ]);
  const told: string[] = [];
  const project = process.open('/p', (now) => told.push(now.map(({ text }) => text).join()));
  await until(() => told.at(-1) === 'end');
  expect(told).toEqual(['early', 'whole', 'end']);
  // The last list was not told to its end.
  expect([...project.names()]).toEqual(['whole', 'other']);
  project.dispose();
});

test('CONTROL-17: a list in parts is one list, there when its last part is', async () => {
  const process = teller([
    names('wholly', 'first', 'one'),
    names('wholly', 'middle', 'two'),
    names('wholly', 'last', 'three'),
    terms('wholly', 'end'),
  ]);
  let last = '';
  const project = process.open('/p', ([first]) => {
    last = first?.text ?? '';
  });
  await until(() => last === 'end');
  expect([...project.names()]).toEqual(['one', 'two', 'three']);
  for (const word of ['one', 'Two', 'three']) expect(project.knows(word)).toBe(true);
  project.dispose();
});

test('CONTROL-17: a folder is one however its path is written, and who asks twice is told twice', async () => {
  const process = teller([terms('wholly', 'zebra')]);
  const told: string[] = [];
  const tell = ([first]: readonly { readonly text: string }[]) => told.push(first?.text ?? '');
  const one = process.open('/p/a/', tell);
  const two = process.open('/p/b/../a', tell);
  await until(() => told.length === 2);
  const { pid } = process;
  one.dispose();
  expect(process.pid).toBe(pid);
  two.dispose();
  expect(process.pid).toBeUndefined();
});

test('CONTROL-17: a program that is not there is tried again later, and later each time', async () => {
  const clock = new StillClock();
  const process = new NamesProcess({
    command: { file: '/no/such/program', args: [] },
    stdio: NAMES_STDIO,
    clock,
  });
  const project = process.open('/p', () => undefined);
  for (const waitMs of [1_000, 2_000, 4_000]) {
    await until(() => clock.waiting === 1);
    clock.pass(waitMs - 1);
    expect(clock.waiting).toBe(1);
    clock.pass(1);
    expect(clock.waiting).toBe(0);
  }
  await until(() => clock.waiting === 1);
  project.dispose();
  expect(clock.waiting).toBe(0);
});

test('CONTROL-17: CONTROL-25: without descriptors a start fails, and nothing else does', () => {
  const source = fileURLToPath(new URL('./index.ts', import.meta.url));
  const program = `
    const { openSync } = require('node:fs');
    import(${JSON.stringify(source)}).then(async (control) => {
      // What is loaded lazily needs descriptors of its own.
      await new Promise((ok) => require('node:child_process').spawn('true').once('close', ok));
      try { for (;;) openSync('/dev/null'); } catch (error) { if (error.code !== 'EMFILE') throw error; }
      const command = { file: process.execPath, args: ['-e', ''] };
      const clock = control.systemClock;
      const names = new control.NamesProcess({ command, stdio: control.NAMES_STDIO, clock });
      names.open('/p', () => undefined);
      new control.VoiceLink({
        command, stdio: control.VOICE_STDIO, onEvent: () => undefined,
        onEnd: ({ how }) => { process._rawDebug('told', how); process.exit(0); },
      });
    });`;
  const script = 'ulimit -n 64; exec "$0" -e "$1"';
  const ended = spawnSync('sh', ['-c', script, process.execPath, program], { encoding: 'utf8' });
  expect(ended.stderr).toMatch(/told .*EMFILE/u);
  expect(ended.status).toBe(0);
});
