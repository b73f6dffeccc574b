// Handlers that do their work, and those that hang, flood, fork, lie and break.
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { PluginWorld, shell } from './plugin-world.test-support.ts';

const failing = (message: string | RegExp) => ({
  kind: 'failed',
  message:
    typeof message === 'string' ? expect.stringContaining(message) : expect.stringMatching(message),
});
/** One line that says what happened and how to mend it. */
const ONE_LINE = /^\/ticket [^\n]+: [^\n]+$/u;

/** One that nobody has asked after yet is dead all the same. */
function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^State:\s+Z/mu.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    // It ended meanwhile, or there is no such folder on this system.
    return process.platform !== 'linux';
  }
}

/** Waited for as long as a heavily loaded machine may take. */
async function gone(pid: number): Promise<boolean> {
  for (let looks = 0; looks < 3_000 && lives(pid); looks += 1) await sleep(10);
  return !lives(pid);
}

describe('scripts', () => {
  it('PLUGINS-10 words are one argument, whatever is in them, and no shell reads them', async () => {
    using world = new PluginWorld();
    writeFileSync(join(world.project, 'kept'), '');
    const words = `7; rm -rf kept $(rm kept) 'a b' "c" \\ {words}\n-x`;
    const script = {
      kind: 'script',
      run: [process.execPath, '-p', 'JSON.stringify(process.argv.slice(1))', 'a {words}', 'b c'],
    };
    const outcome = await world.run({ handler: script }, { words });
    expect(outcome.kind === 'text' ? JSON.parse(outcome.text) : outcome).toEqual([
      `a ${words}`,
      'b c',
    ]);
    expect(existsSync(join(world.project, 'kept'))).toBe(true);
  });

  it('PLUGINS-10 a program in a folder with blanks, run in the project or in its folder', async () => {
    using world = new PluginWorld();
    world.file('bin/my tool', '#!/bin/sh\npwd\n', 0o755);
    const handler = { kind: 'script', run: ['./bin/my tool'] };
    expect(await world.run({ handler })).toEqual({ kind: 'text', text: world.project });
    const own = { ...handler, cwd: 'plugin' };
    expect(await world.run({ handler: own })).toEqual({ kind: 'text', text: world.folder });
  });

  it('PLUGINS-16 words that no process can be given are a failure in one line', async () => {
    using world = new PluginWorld();
    const handler = { kind: 'script', run: ['printf', '%s', '{words}'] };
    for (const words of ['a\0b', 'x'.repeat(3_000_000)]) {
      const outcome = await world.run({ handler }, { words });
      expect(outcome).toEqual(failing(ONE_LINE));
    }
  });

  it('PLUGINS-11 of the environment only what is always passed and what is named', async () => {
    using world = new PluginWorld();
    const handler = { kind: 'script', run: ['env'], env: ['TEAM', 'NOT_THERE'] };
    const outcome = await world.run({ handler });
    const text = outcome.kind === 'text' ? outcome.text : '';
    expect(text).toContain('TEAM=team');
    expect(text).toContain('PATH=');
    expect(text).not.toMatch(/SECRET|VITEST|NOT_THERE/u);
  });

  it('PLUGINS-12 command, words and project come on standard input; who does not read is none the worse', async () => {
    using world = new PluginWorld();
    const read = await world.run(shell('cat'), { words: 'a "b"' });
    expect(read.kind === 'text' ? JSON.parse(read.text) : read).toEqual({
      command: 'ticket',
      words: 'a "b"',
      project: world.project,
    });
    const words = 'x'.repeat(1_000_000);
    const unread = { handler: { kind: 'script', run: ['echo', 'done'] } };
    expect(await world.run(unread, { words })).toEqual({ kind: 'text', text: 'done' });
  });

  it('PLUGINS-13 one that hangs is ended with everything that it started', async () => {
    using world = new PluginWorld();
    const pids = join(world.project, 'pids');
    const text = `trap '' TERM; sleep 600 & echo $! >>pids; (trap '' TERM; sleep 600 & echo $! >>pids; wait) & wait; wait`;
    const started = (): number[] =>
      existsSync(pids) ? readFileSync(pids, 'utf8').trim().split('\n').map(Number) : [];
    // A busy machine has not started both by the first of these.
    for (const limitMs of [300, 3_000, 20_000]) {
      rmSync(pids, { force: true });
      const outcome = await world.run(shell(text, { timeout_ms: limitMs }));
      const late = `took longer than ${limitMs} ms and was ended: raise timeout_ms`;
      expect(outcome).toEqual(failing(late));
      if (started().length === 2) break;
    }
    expect(started()).toHaveLength(2);
    for (const pid of started()) expect(await gone(pid)).toBe(true);
  });

  it('PLUGINS-13 what it leaves running behind it is killed, and its pipes are not waited for', async () => {
    using world = new PluginWorld();
    const outcome = await world.run(shell('sleep 600 & echo $! >pid; echo done'));
    expect(outcome).toEqual({ kind: 'text', text: 'done' });
    expect(await gone(Number(readFileSync(join(world.project, 'pid'), 'utf8')))).toBe(true);
  });

  it('PLUGINS-14 one that writes without end is ended, and nothing of it is used', async () => {
    using world = new PluginWorld();
    const outcome = await world.run(shell('yes', { output_kb: 4 }));
    expect(outcome).toEqual(failing('wrote more than 4 KiB and was ended: raise output_kb'));
    const errors = await world.run(shell('yes >&2 & sleep 0.3; kill $!; echo fine'));
    expect(errors).toEqual({ kind: 'text', text: 'fine' });
  });

  it('PLUGINS-15 control characters and escape sequences do not come through', async () => {
    using world = new PluginWorld();
    const text = String.raw`printf '\033[31mred\033[0m\033]52;c;aGk=\007 a\001b\r\nc\td\033[201~\n\n'`;
    expect(await world.run(shell(text))).toEqual({ kind: 'text', text: 'red ab\nc\td' });
    expect(await world.run(shell(String.raw`printf '\377\376'`))).toEqual(failing('no UTF-8 text'));
    expect(await world.run(shell('true'))).toEqual(failing('gave no text'));
  });

  it('PLUGINS-16 every failure is one line with what it said last', async () => {
    using world = new PluginWorld();
    world.file('not-a-program', 'x');
    symlinkSync('/bin/sh', join(world.folder, 'out'));
    const cases = [
      [
        shell('echo used; echo "no such ticket" >&2; exit 3'),
        'ended with status 3 (no such ticket)',
      ],
      [shell('kill -9 $$'), 'was ended by SIGKILL'],
      [{ handler: { kind: 'script', run: ['no-such-program-here'] } }, "can't be started (ENOENT)"],
      [{ handler: { kind: 'script', run: ['./not-a-program'] } }, "can't be started (EACCES)"],
      [{ handler: { kind: 'script', run: ['./out'] } }, 'its file is not in its folder'],
      [{ handler: { kind: 'script', run: ['../../bin/sh'] } }, 'its file is not in its folder'],
      [shell(`printf 'a\\033[2Jb%0500d' 1 >&2; exit 1`), 'ended with status 1'],
    ] as const;
    for (const [manifest, told] of cases) {
      const outcome = await world.run(manifest);
      expect(outcome).toEqual(failing(told));
      expect(outcome).toEqual(failing(ONE_LINE));
      expect(outcome.kind === 'failed' ? outcome.message : '').not.toMatch(/\p{Cc}/u);
    }
  });

  it('PLUGINS-17 a run that is given up ends at once, with what it started', async () => {
    using world = new PluginWorld();
    const giving = new AbortController();
    const running = world.run(shell('sleep 600 & echo $! >pid; wait'), { signal: giving.signal });
    // The file is there before its number is.
    const file = join(world.project, 'pid');
    let started = '';
    while (!started.endsWith('\n')) {
      await sleep(10);
      if (existsSync(file)) started = readFileSync(file, 'utf8');
    }
    giving.abort();
    expect(await running).toEqual(failing('was given up'));
    expect(await gone(Number(started))).toBe(true);
    const before = await world.run(shell('echo x'), { signal: AbortSignal.abort() });
    expect(before).toEqual(failing('was given up'));
  });
});

describe('modules', () => {
  it('PLUGINS-20 its default export is called, types are stripped, what it logs is not its output', async () => {
    using world = new PluginWorld();
    world.file('part.ts', 'export const twice = (text: string): string => text + text;');
    world.file(
      'main.ts',
      `import { twice } from './part.ts';
       export default async ({ words, command }: { words: string; command: string }): Promise<string> => {
         console.log('logged');
         return command + ':' + twice(words);
       };`,
    );
    const handler = { kind: 'typescript', module: './main.ts' };
    expect(await world.run({ handler }, { words: 'a"b' })).toEqual({
      kind: 'text',
      text: 'ticket:a"ba"b',
    });
  });

  it('PLUGINS-20 one that is none, throws, or returns no text says so', async () => {
    using world = new PluginWorld();
    expect(await world.call('export const x = 1;')).toEqual(
      failing('no function as default export'),
    );
    expect(await world.call('export default () => 7;')).toEqual(
      failing('returned number and not a text'),
    );
    expect(await world.call('export default () => { throw new Error("a\\nb"); };')).toEqual(
      failing('(a b)'),
    );
    expect(await world.call('syntax error here')).toEqual(failing(ONE_LINE));
    const hangs = { handler: { kind: 'typescript', module: 'main.ts' }, timeout_ms: 1_500 };
    world.file('main.ts', 'export default () => { for (;;) {} };');
    expect(await world.run(hangs)).toEqual(failing('took longer than 1500 ms'));
  });

  it('PLUGINS-21 files of the project only with leave, others never', async () => {
    using world = new PluginWorld();
    writeFileSync(join(world.project, 'notes'), 'of the project');
    writeFileSync(join(world.root, 'outside'), 'outside');
    const reads = (path: string) => `import { readFileSync } from 'node:fs';
      export default ({ project }) => readFileSync(${path}, 'utf8');`;
    const notes = reads('project + "/notes"');
    expect(await world.call(notes)).toEqual(failing('it may not do that: FileSystemRead'));
    expect(await world.call(notes, { files: 'read' })).toEqual({
      kind: 'text',
      text: 'of the project',
    });
    expect(await world.call(reads('project + "/../outside"'), { files: 'write' })).toEqual(
      failing('it may not do that: FileSystemRead'),
    );
  });

  it('PLUGINS-21 writing and starting programs only with leave', async () => {
    using world = new PluginWorld();
    const writes = `import { writeFileSync } from 'node:fs';
      export default ({ project }) => { writeFileSync(project + '/new', 'x'); return 'written'; };`;
    expect(await world.call(writes, { files: 'read' })).toEqual(failing('FileSystemWrite'));
    expect(existsSync(join(world.project, 'new'))).toBe(false);
    expect(await world.call(writes, { files: 'write' })).toEqual({ kind: 'text', text: 'written' });
    const starts = `import { execFileSync } from 'node:child_process';
      export default () => execFileSync('echo', ['started'], { encoding: 'utf8' });`;
    expect(await world.call(starts)).toEqual(failing('it may not do that: ChildProcess'));
    expect(await world.call(starts, { run: true })).toEqual({ kind: 'text', text: 'started' });
  });
});
