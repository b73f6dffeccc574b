import { spawnSync } from 'node:child_process';
import { PassThrough, Writable } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import { exitStatus, spawnPty, streamOutput } from './index.ts';

const PROGRAM = new URL('../fixtures/taken-terminal.ts', import.meta.url).pathname;

/** Runs the fixture on a terminal between two looks at the line settings. */
function run(way: string) {
  const script = `before=$(stty -g); "$0" "$1" "$2"; status=$?; after=$(stty -g)
    [ "$before" = "$after" ] && printf '[same:%s]' $status || printf '[changed:%s]' $status`;
  const result = spawnPty({
    file: 'sh',
    args: ['-c', script, process.execPath, PROGRAM, way],
    cwd: process.cwd(),
    env: process.env,
    columns: 90,
    rows: 30,
  });
  if (result.kind === 'failed') throw new Error(result.message);
  const { pty } = result;
  onTestFinished(async () => {
    pty.resume();
    const pid = programPid();
    if (pid > 0) process.kill(pid, 'SIGKILL');
    pty.kill('SIGKILL');
    await pty.exited;
  });
  const output = { text: '' };
  let look = () => {};
  pty.onData((chunk) => {
    output.text += Buffer.from(chunk).toString('latin1');
    look();
  });
  const seen = (wanted: string) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (output.text.includes(wanted)) resolve();
      };
      look();
    });
  const programPid = () =>
    Number(spawnSync('pgrep', ['-P', String(pty.pid)], { encoding: 'utf8' }).stdout.trim());
  return { pty, output, seen, programPid };
}

/** Waits for something another process does; the suite's own limit ends a wait in vain. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20));
}

test.each([
  ['end', 0],
  ['exit', 4],
  ['throw', 1],
  ['reject', 1],
] as const)('PTY-20: after %s the terminal is as before', async (way, status) => {
  const { pty, output } = run(way);
  await pty.exited;
  expect(output.text).toContain('<taken:90x30><restored:end>');
  expect(output.text.match(/<restored/g)?.length).toBe(1);
  expect(output.text).toMatch(new RegExp(`\\[same:${status}\\]$`));
});

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGQUIT', 131],
] as const)('PTY-20, PTY-21: %s restores the terminal and ends us', async (signal, status) => {
  const { pty, output, seen, programPid } = run('wait');
  await seen('<taken');
  process.kill(programPid(), signal);
  await pty.exited;
  expect(output.text).toContain('<restored:end>');
  expect(output.text).toContain(`[same:${status}]`);
});

test('PTY-21: a forwarded signal leaves us alive', async () => {
  const { pty, output, seen, programPid } = run('forward');
  await seen('<taken');
  process.kill(programPid(), 'SIGTERM');
  await seen('<forwarded:SIGTERM>');
  pty.write(Buffer.from('q'));
  await pty.exited;
  expect(output.text).toContain('<restored:end>[same:0]');
});

test('PTY-19: bytes pass unchanged both ways', async () => {
  const { pty, output, seen } = run('wait');
  await seen('<taken');
  expect(output.text).toContain('a\nb');
  expect(output.text).not.toContain('\r');
  pty.write(Uint8Array.of(0x03, 0x0d, 0x0a, 0x11, 0x1a, 0x16, 0x7f, 0x80, 0xff));
  await seen('<030d0a111a167f80ff>');
  pty.write(Buffer.from('q'));
  await pty.exited;
  expect(output.text).toMatch(/\[same:0\]$/);
});

test('PTY-22: a suspension gives the terminal back and takes it again', async () => {
  const { pty, output, seen, programPid } = run('wait');
  await seen('<taken');
  const pid = programPid();
  process.kill(pid, 'SIGTSTP');
  await seen('<restored:suspend>');
  const state = () =>
    spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  await until(() => state() === 'T');
  process.kill(pid, 'SIGCONT');
  await seen('<again>');
  pty.write(Uint8Array.of(0x03));
  await seen('<03>');
  pty.write(Buffer.from('q'));
  await pty.exited;
  expect(output.text).toMatch(/<restored:end>\[same:0\]$/);
});

test('PTY-25: a child that stops itself suspends us, and wakes with us', async () => {
  const { pty, output, seen, programPid } = run('job');
  await seen('<listening>');
  const pid = programPid();
  pty.write(Buffer.from('z'));
  await seen('z<restored:suspend>');
  const state = () =>
    spawnSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  await until(() => state() === 'T' && pty.stopped);
  // As the shell's `fg` does: to the whole group, which the suspension stopped.
  process.kill(-pty.pid, 'SIGCONT');
  await pty.exited;
  expect(output.text).toMatch(/<again><awake><restored:end>\[same:0\]$/);
});

test('PTY-23: a frozen terminal does not keep us from ending', async () => {
  const { pty, output, seen, programPid } = run('flood');
  await seen('<taken');
  pty.pause();
  // The program ends although nobody reads; what it could not write is lost with the terminal.
  await until(() => Number.isNaN(programPid()) || programPid() === 0);
  pty.resume();
  await pty.exited;
  expect(output.text).toContain('[same:5]');
});

test('PTY-18: without a terminal nothing is taken', () => {
  const ended = spawnSync(process.execPath, [PROGRAM, 'end'], { encoding: 'utf8' });
  expect(ended).toMatchObject({ status: 3, stdout: '', stderr: 'no terminal on stdin\n' });
});

test('PTY-24: a slow pipe asks for a pause, and its drain ends it', async () => {
  const pipe = new PassThrough();
  const output = streamOutput(pipe);
  const scratch = new Uint8Array(600_000).fill(1);
  expect(output.write(scratch)).toBe(false);
  scratch.fill(2);
  const drained = new Promise<void>((resolve) => output.onDrain(resolve));
  const received: Buffer[] = [];
  pipe.on('data', (chunk: Buffer) => received.push(chunk));
  await drained;
  await output.flush();
  expect(Buffer.concat(received).equals(Buffer.alloc(600_000, 1))).toBe(true);
});

test('PTY-24: a reader that went away is reported, and output is dropped', async () => {
  const broken = new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error('EPIPE'), { code: 'EPIPE' })),
  });
  const output = streamOutput(broken);
  const told = new Promise<void>((resolve) => output.onDrain(resolve));
  output.write(Uint8Array.of(1));
  await told;
  expect(output.gone).toBe(true);
  expect(output.write(new Uint8Array(1_000_000))).toBe(true);
  await output.flush();
  expect(output.pendingBytes).toBe(0);
});

test('PTY-14: a killed program is 128 and its signal', async () => {
  const { pty, seen } = run('wait');
  await seen('<taken');
  pty.kill('SIGKILL');
  expect(exitStatus(await pty.exited)).toBe(137);
});
