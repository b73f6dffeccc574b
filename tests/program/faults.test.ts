// What dies or fills up under a session: the agent goes on, what was said is kept, nothing is left behind.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isProcessAlive, sized } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, type Home, makeHome, RECORDING, startInTerminal } from './command.ts';

const PATIENCE_MS = 60_000;

/** Processes started by `pid`, and by those. */
function descendants(pid: number): { readonly pid: number; readonly command: string }[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = table.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line));
  const found: { readonly pid: number; readonly command: string }[] = [];
  const parents = new Set([pid]);
  for (let grew = true; grew; ) {
    grew = false;
    for (const row of rows) {
      const child = Number(row?.[1]);
      if (!parents.has(Number(row?.[2])) || parents.has(child)) continue;
      parents.add(child);
      found.push({ pid: child, command: row?.[3] ?? '' });
      grew = true;
    }
  }
  return found;
}

function voiceProcess(pid: number): number | undefined {
  return descendants(pid).find(({ command }) => command.includes('__voice'))?.pid;
}

async function untilDead(pids: readonly number[]): Promise<void> {
  const deadlineMs = performance.now() + 30_000;
  while (pids.some((pid) => isProcessAlive(pid)) && performance.now() < deadlineMs) await sleep(20);
  expect(pids.filter((pid) => isProcessAlive(pid))).toEqual([]);
}

function audioFiles(home: Home): string[] {
  return readdirSync(join(home.path, 'state', 'codex-voice', 'journal', 'audio'));
}

test('the voice process is killed while it hears: it comes back, and the speech is kept', async () => {
  using home = makeHome();
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('fix the', PATIENCE_MS);
  const voice = voiceProcess(program.pid);
  expect(voice).toBeDefined();
  process.kill(voice ?? 0, 'SIGKILL');
  await program.waitForText(/voice stopped/u, PATIENCE_MS);
  program.send('still typing');
  await program.waitForText('› still typing', PATIENCE_MS);
  // The new process plays the recording from its start, and recovers what the old one had heard.
  await program.waitForText('hearing', PATIENCE_MS);
  expect(voiceProcess(program.pid)).not.toBe(voice);
  const records = join(home.path, 'state', 'codex-voice', 'journal', 'utterances.jsonl');
  await expect.poll(() => readFileSync(records, 'utf8')).toContain('"recovered"');
});

test('the client is killed: no process of ours is left, and the journal is whole', async () => {
  using home = makeHome();
  const args = ['run', '--no-host', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('hearing', PATIENCE_MS);
  const others = descendants(program.pid).map(({ pid }) => pid);
  expect(others.length).toBeGreaterThanOrEqual(2);
  process.kill(program.pid, 'SIGKILL');
  await program.untilExited();
  await untilDead(others);
  expect(audioFiles(home).filter((name) => name.endsWith('.part'))).toEqual([]);
});

test('the agent is killed: the session ends with its status, and so does everything', async () => {
  using home = makeHome();
  const args = ['run', '--no-host', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('hearing', PATIENCE_MS);
  const all = descendants(program.pid);
  const agent = all.find(
    ({ command }) => command.includes('agent/src/main.ts') && !command.includes('codex-voice.js'),
  );
  process.kill(agent?.pid ?? 0, 'SIGKILL');
  expect((await program.untilExited()).exitCode).toBe(137);
  await untilDead(all.map(({ pid }) => pid));
});

const ROUNDS = sized({ usual: 1, full: 3 });

test('an agent that ends at once: its session ends with it, and waits for no voice process', async () => {
  using home = makeHome();
  for (let round = 0; round < ROUNDS; round += 1) {
    await using program = startInTerminal({ home, args: ['run', '--', 'sh', '-c', 'exit 5'] });
    expect((await program.untilExited()).exitCode).toBe(5);
  }
});

test('the terminal is closed: everything ends', async () => {
  using home = makeHome();
  const args = ['run', '--no-host', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  const program = startInTerminal({ home, args });
  await program.waitForText('hearing', PATIENCE_MS);
  const all = [program.pid, ...descendants(program.pid).map(({ pid }) => pid)];
  await program.stop();
  await untilDead(all);
});

test('a journal that cannot be opened is said, and the words still arrive', async () => {
  using home = makeHome();
  const args = ['run', '--no-host', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  const env = { XDG_STATE_HOME: '/dev/null' };
  await using program = startInTerminal({ home, args, env, columns: 160 });
  await program.waitForText("the journal can't be opened", PATIENCE_MS);
  await program.waitForText('› Fix the failing tests.', PATIENCE_MS);
});

test('a full disk is said, and the words still arrive', async () => {
  using home = makeHome();
  const journal = join(home.path, 'state', 'codex-voice', 'journal');
  mkdirSync(journal, { recursive: true });
  // Every write to it fails with "no space left on device".
  symlinkSync('/dev/full', join(journal, 'utterances.jsonl'));
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args, columns: 160 });
  await program.waitForText(/journal can't be written \(ENOSPC/u, PATIENCE_MS);
  await program.waitForText('› Fix the failing tests.', PATIENCE_MS);
  expect(audioFiles(home).filter((name) => name.endsWith('.wav'))).not.toEqual([]);
});
