// What was measured, through the launcher: after a spoken session, as a table, as JSON, and for Prometheus.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { within } from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, RECORDING, runPlain, startInTerminal } from './command.ts';
import { exampleAgent, until } from './sessions/session-rig.ts';

function metricsFile(home: Home): string {
  return join(home.path, 'state', 'codex-voice', 'metrics', 'metrics.log');
}

/** A record of this moment. */
function record(home: Home, rest: string): void {
  mkdirSync(join(metricsFile(home), '..'), { recursive: true });
  appendFileSync(metricsFile(home), `${new Date().toISOString()}|${rest}\n`);
}

/** The address that it says it serves at. */
async function served(child: ChildProcess): Promise<string> {
  if (child.stderr === null) throw new TypeError('its standard error is not read');
  for await (const line of createInterface({ input: child.stderr })) {
    const address = /http:\/\/\S+/u.exec(line)?.[0];
    if (address !== undefined) return address;
  }
  throw new Error('it ended without an address');
}

test('a spoken session is measured step by step, and no word of it is in the records', async () => {
  using home = makeHome();
  const agent = exampleAgent(home);
  const args = ['run', '--no-host', '--mode', 'auto', '--audio', RECORDING, '--'];
  await using _program = startInTerminal({
    home,
    args: [...args, ...agent.command],
    env: agent.env,
  });
  await until('sent', () => readIfThere(metricsFile(home)).includes('|deliver|sent|'), 60_000);
  const records = readFileSync(metricsFile(home), 'utf8');
  for (const step of ['speech|first-words', 'speech|decode', 'speech|journal', 'deliver|composed'])
    expect(records).toContain(`|${step}|ms=`);
  expect(records).not.toMatch(/tests|explain/iu);
  const table = await runPlain(home, ['metrics']);
  expect(table).toMatchObject({ status: 0, stderr: '' });
  expect(table.stdout).toMatch(/^end of speech → in the composer +\d+ +[\d.]+ /mu);
  const told = JSON.parse((await runPlain(home, ['metrics', '--json'])).stdout);
  expect(told.spans).toContainEqual(
    expect.objectContaining({ phase: 'speech', event: 'decode', count: expect.any(Number) }),
  );
});

test('nothing measured, lines that are none, and wrong words are told in one line', async () => {
  using home = makeHome();
  const none = await runPlain(home, ['metrics']);
  expect(none).toMatchObject({ status: 0, stdout: '' });
  expect(none.stderr).toMatch(/^codex-voice: nothing was measured in that time: [^\n]+\n$/u);
  record(home, 'speech|decode|ms=12');
  appendFileSync(metricsFile(home), 'torn');
  const torn = await runPlain(home, ['metrics', '--since', '1h']);
  expect(torn.stdout).toMatch(/understood +1 +12\.0/u);
  expect(torn.stderr).toMatch(/^codex-voice: 1 lines? of the records can't be read: [^\n]+\n$/u);
  for (const words of [['--since', '3x'], ['all'], ['--serve=70000'], ['--serve', '--json']]) {
    const wrong = await runPlain(home, ['metrics', ...words]);
    expect(wrong, words.join(' ')).toMatchObject({ status: 2, stdout: '' });
    expect(wrong.stderr).toMatch(/^codex-voice: [^\n]+\n$/u);
  }
});

test('Prometheus reads it on a loopback port; a page with another name for it does not', async () => {
  using home = makeHome();
  record(home, 'speech|decode|ms=12');
  const child = spawn(process.execPath, [LAUNCHER, 'metrics', '--serve=0'], {
    ...{ cwd: home.path, env: home.env, stdio: ['ignore', 'ignore', 'pipe'] },
  });
  try {
    const address = await served(child);
    const answer = await fetch(address);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toContain('codex_voice_speech_decode_times 1');
    expect((await fetch(address.replace('/metrics', '/'))).status).toBe(404);
    const { port } = new URL(address);
    expect((await fetch(`http://localhost:${port}/metrics`)).status).toBe(200);
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    expect(await within('end', ended)).toEqual([0, null]);
  } finally {
    child.kill('SIGKILL');
  }
});

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
