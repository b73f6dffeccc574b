// What is written to a terminal that is slow or stands still: nothing is lost, and nothing said twice.
import { closeSync, constants, openSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { spawnPty } from './index.ts';
import { terminalOutput } from './terminal-output.ts';

const BYTES = 200_000;

/** Numbered words, so that a missing or repeated one is seen. */
function words(name: string): Buffer {
  let text = '';
  for (let count = 0; text.length < BYTES; count += 1) text += `${name}${count} `;
  return Buffer.from(text);
}

test('PTY-23: a last write that a terminal does not take, and more later, comes once and in order', async () => {
  const spawned = spawnPty({
    file: 'sh',
    args: ['-c', 'stty raw -echo; printf ready; exec sleep 60'],
    cwd: process.cwd(),
    env: process.env,
    columns: 80,
    rows: 24,
  });
  if (spawned.kind === 'failed') throw new Error(spawned.message);
  const { pty } = spawned;
  const received: Buffer[] = [];
  const text = () => Buffer.concat(received).toString('latin1');
  pty.onData((chunk) => received.push(Buffer.from(chunk)));
  await expect.poll(text).toBe('ready');
  const fd = openSync(pty.terminalPath, constants.O_RDWR | constants.O_NOCTTY);
  const output = terminalOutput(fd);
  onTestFinished(async () => {
    output.close();
    closeSync(fd);
    pty.kill('SIGKILL');
    await pty.exited;
  });
  pty.pause();
  output.write(words('first'));
  // The event loop has its share now, and part of it is written.
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(output.pendingBytes).toBeGreaterThan(0);
  output.writeFinal(words('last'));
  expect(output.pendingBytes).toBeGreaterThan(BYTES);
  pty.resume();
  output.write(words('later'));
  await output.flush();
  const whole = `ready${words('first')}${words('last')}${words('later')}`;
  await expect.poll(() => received.reduce((sum, one) => sum + one.length, 0)).toBe(whole.length);
  expect(text() === whole).toBe(true);
});
