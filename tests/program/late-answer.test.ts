// A terminal at the other end of a slow link: its answers to us come late, and never reach the shell.
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnPty } from '@codex-voice/pty';
import { VirtualTerminal, within } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { LAUNCHER, makeHome } from './command.ts';

const SIZE = { columns: 80, rows: 24 } as const;
/** From the terminal's question to its answer, in ms. */
const LINK_MS = 220;

test('an answer that comes after the agent has ended is not typed into the shell', async () => {
  using home = makeHome();
  const script = '"$@"; echo ended; read -r line; echo "line=$line."';
  const command = [process.execPath, LAUNCHER, 'run', '--no-voice', '--', 'echo', 'done'];
  const spawned = spawnPty({
    file: '/bin/sh',
    args: ['-c', script, 'sh', ...command],
    cwd: home.path,
    env: home.env,
    ...SIZE,
  });
  if (spawned.kind === 'failed') throw new Error(spawned.message);
  const { pty } = spawned;
  const terminal = new VirtualTerminal(SIZE);
  let answers = 0;
  pty.onData((chunk) => {
    terminal.feed(chunk.slice());
    const replies = terminal.takeReplies();
    if (replies === '') return;
    answers += 1;
    setTimeout(() => pty.write(Buffer.from(replies, 'latin1')), LINK_MS);
  });
  for (let waited = 0; !terminal.screenText().includes('ended') && waited < 20_000; waited += 10)
    await sleep(10);
  await sleep(2 * LINK_MS);
  pty.write(Buffer.from('typed\r'));
  expect((await within('end of the shell', pty.exited)).exitCode).toBe(0);
  expect(answers).toBeGreaterThan(0);
  expect(terminal.screenText()).toContain('line=typed.');
  expect(terminal.screenText()).not.toMatch(/\[\d+;\d+R/u);
  terminal.dispose();
});
