import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { exitStatus, type PtyProcess, spawnPty, withoutInheriting } from './index.ts';

function start(script: string, env: Readonly<Record<string, string | undefined>> = process.env) {
  const result = spawnPty({
    file: 'sh',
    args: ['-c', script],
    cwd: process.cwd(),
    env,
    columns: 80,
    rows: 24,
  });
  if (result.kind === 'failed') throw new Error(result.message);
  const { pty } = result;
  onTestFinished(async () => {
    pty.resume();
    pty.kill('SIGKILL');
    await pty.exited;
  });
  return pty;
}

/** Collects all output; `seen` waits for a text in it. */
function collect(pty: PtyProcess) {
  const pieces: Buffer[] = [];
  let look = () => {};
  pty.onData((chunk) => {
    pieces.push(Buffer.from(chunk));
    look();
  });
  const text = () => Buffer.concat(pieces).toString('latin1');
  const seen = (wanted: string) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (text().includes(wanted)) resolve();
      };
      look();
    });
  return { text, seen };
}

const pause = (durationMs: number) => new Promise((resolve) => setTimeout(resolve, durationMs));

test('PTY-6: the tail of many short-lived children is never lost', async () => {
  const children = process.env.TEST_SIZE === 'full' ? 200 : 60;
  let whole = 0;
  for (let run = 0; run < children; run += 1) {
    const pty = start(`seq 3000; printf tail-${run}`);
    const output = collect(pty);
    await pty.exited;
    if (output.text().startsWith('1\r\n') && output.text().endsWith(`3000\r\ntail-${run}`)) whole++;
  }
  expect(whole).toBe(children);
});

test('PTY-6: children that end at the same time keep their tails', async () => {
  const runs = Array.from({ length: 40 }, (_, run) => {
    const pty = start(`printf tail-${run}`);
    return { pty, output: collect(pty), wanted: `tail-${run}` };
  });
  for (const { pty } of runs) await pty.exited;
  expect(runs.filter(({ output, wanted }) => output.text() !== wanted)).toEqual([]);
});

test('PTY-7: a paused reader stops the child, and output left by a dead child follows', async () => {
  const pty = start('seq 100000');
  let received = 0;
  pty.onData((chunk) => {
    received += chunk.length;
    pty.pause();
  });
  await expect.poll(() => received).toBeGreaterThan(0);
  // Time to fill the kernel's buffer again, also on a busy machine.
  await pause(500);
  // The kernel's buffer and no more: the child is stuck in the middle of its 588,895 bytes.
  expect(received).toBeLessThan(70_000);
  expect(pty.kill('SIGKILL')).toBe(true);
  let settled = false;
  void pty.exited.then(() => {
    settled = true;
  });
  await pause(50);
  expect(settled).toBe(false);
  const before = received;
  pty.onData((chunk) => {
    received += chunk.length;
  });
  pty.resume();
  expect(exitStatus(await pty.exited)).toBe(137);
  expect(received).toBeGreaterThan(before);
});

test('PTY-8: a process left behind on the terminal does not delay the end', async () => {
  const pty = start('trap "" HUP; sleep 20 & printf "%s." $!');
  const output = collect(pty);
  await pty.exited;
  expect(output.text()).toMatch(/^\d+\.$/);
  // Still there, so it was not waited for.
  expect(process.kill(Number.parseInt(output.text(), 10), 'SIGKILL')).toBe(true);
});

test('PTY-9: output from before onData is kept', async () => {
  const pty = start('printf early; sleep 5');
  await pause(50);
  const output = collect(pty);
  await output.seen('early');
  expect(output.text()).toBe('early');
});

test('PTY-26: a flood comes in large chunks, up to a bound, and a word at once', async () => {
  const pty = start('printf word; read -r line; head -c 2000000 /dev/zero');
  const sizes: number[] = [];
  let first = () => {};
  const word = new Promise<void>((resolve) => {
    first = resolve;
  });
  pty.onData((chunk) => {
    sizes.push(chunk.length);
    first();
  });
  await word;
  expect(sizes[0]).toBe('word'.length);
  pty.write(Buffer.from('\r'));
  await pty.exited;
  expect(sizes.reduce((sum, bytes) => sum + bytes)).toBe(2_000_000 + 'word\r\n'.length);
  expect(Math.max(...sizes)).toBeGreaterThan(4095);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(14 * 4095);
});

test('PTY-10: a megabyte and the keys typed behind it arrive whole and in order', async () => {
  const paste = Buffer.alloc(1_000_000, 'the quick brown fox ');
  const keys = Buffer.from('keys');
  const total = paste.length + keys.length;
  const pty = start(`stty raw -echo; printf ready; head -c ${total} | md5sum; stty sane`);
  const output = collect(pty);
  await output.seen('ready');
  expect(pty.write(paste)).toBe(false);
  const drained = new Promise<void>((resolve) => pty.onDrain(resolve));
  pty.write(keys);
  await drained;
  expect(pty.pendingInputBytes).toBe(0);
  await pty.exited;
  const sum = createHash('md5').update(paste).update(keys).digest('hex');
  expect(output.text()).toContain(sum);
});

test('PTY-10: a child that echoes a paste as it reads it does not lock us up', async () => {
  const paste = Buffer.alloc(300_000, 'abcdefghij');
  const pty = start('stty raw -echo; printf ready; exec cat');
  const output = collect(pty);
  await output.seen('ready');
  pty.write(paste);
  pty.write(Buffer.from('<end>'));
  await output.seen('<end>');
  expect(output.text()).toBe(`ready${paste}<end>`);
});

test('PTY-3: the environment and the name are passed on as they are', async () => {
  const env = {
    PATH: process.env.PATH,
    TERM: 'odd-term',
    PWD: '/elsewhere',
    ONE: '1',
    NO: undefined,
  };
  const pty = start('cat /proc/$$/environ; printf "\\0%s" "$0"', env);
  const output = collect(pty);
  await pty.exited;
  const [name, ...pairs] = output.text().split('\0').filter(Boolean).reverse();
  expect(name).toBe('sh');
  expect(pairs.sort()).toEqual(['ONE=1', `PATH=${env.PATH}`, 'PWD=/elsewhere', 'TERM=odd-term']);
});

test('PTY-2, PTY-4: what cannot be started is refused in one line', () => {
  const usual = { args: [], cwd: process.cwd(), env: process.env, columns: 80, rows: 24 };
  const missing = spawnPty({ ...usual, file: 'no-such-command' });
  expect(missing).toMatchObject({ kind: 'failed', status: 127 });
  expect(missing.kind === 'failed' && missing.message).not.toContain('\n');
  expect(spawnPty({ ...usual, file: '/etc' })).toMatchObject({ status: 126 });
  expect(spawnPty({ ...usual, file: 'sh', cwd: '/no/such' })).toMatchObject({ status: 126 });
  expect(() => spawnPty({ ...usual, file: 'sh', rows: 0 })).toThrow(RangeError);
});

test('PTY-5: the size is there from the start and follows a resize', async () => {
  const pty = start(
    'stty size; trap "stty size; exit" WINCH; printf ready; while :; do sleep 0.02; done',
  );
  const output = collect(pty);
  await output.seen('ready');
  pty.resize({ columns: 101, rows: 33 });
  await pty.exited;
  expect(output.text()).toBe('24 80\r\nready33 101\r\n');
});

test('PTY-15: a signal reaches a living child and nobody else', async () => {
  const pty = start('trap "exit 9" TERM; printf ready; while :; do sleep 0.02; done');
  await collect(pty).seen('ready');
  expect(pty.kill('SIGTERM')).toBe(true);
  expect(exitStatus(await pty.exited)).toBe(9);
  expect(pty.kill('SIGTERM')).toBe(false);
  pty.resize({ columns: 10, rows: 10 });
  expect(pty.write(Uint8Array.of(1))).toBe(true);
});

test('PTY-16: the child is told when our process is killed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'owner-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const note = join(folder, 'note');
  const script = `trap 'echo hup > ${note}; exit' HUP; printf ready; while :; do sleep 0.02; done`;
  const program = new URL('../fixtures/pty-owner.ts', import.meta.url).pathname;
  const owner = spawn(process.execPath, [program, 'sh', '-c', script]);
  await new Promise((resolve) => owner.stdout.once('data', resolve));
  owner.kill('SIGKILL');
  await expect.poll(() => readOrEmpty(note)).toBe('hup\n');
});

test('PTY-17: another child process does not hold the master', async () => {
  const pty = start('sleep 5');
  const stdio = withoutInheriting(pty.masterFd, ['ignore', 'pipe', 'ignore']);
  const other = spawn('readlink', [`/proc/self/fd/${pty.masterFd}`], { stdio: [...stdio] });
  const [answer] = await new Promise<[Buffer]>((resolve) => {
    other.stdout?.once('data', (bytes: Buffer) => resolve([bytes]));
  });
  expect(answer.toString()).toBe('/dev/null\n');
  expect(() => withoutInheriting(1, ['pipe', 'pipe'])).toThrow(RangeError);
});

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
