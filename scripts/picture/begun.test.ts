// What was begun ends, also where the program is told to end.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

/** Takes a while to end what it has begun, and waits for something else meanwhile. */
const PROGRAM = `
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { Begun } from ${JSON.stringify(new URL('begun.ts', import.meta.url).href)};
const [file] = process.argv.slice(1);
await using begun = new Begun();
const slow = (name) => ({ [Symbol.asyncDispose]: async () => { await sleep(50); appendFileSync(file, name); } });
begun.use(slow('first'));
begun.use(slow('second '));
let fail;
begun.use({ [Symbol.dispose]: () => fail(new Error('what is waited for is gone')) });
process.stdout.write('begun');
await new Promise((_, reject) => { fail = reject; setTimeout(() => reject(new Error('nobody ended it')), 60_000); });
`;

test.each([
  ['SIGTERM', 143],
  ['SIGINT', 130],
  ['SIGHUP', 129],
] as const)('%s ends all that was begun, the last first', async (signal, status) => {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-begun-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'ended');
  const child = spawn(process.execPath, ['--input-type=module', '-e', PROGRAM, file]);
  onTestFinished(() => void child.kill('SIGKILL'));
  await once(child.stdout, 'data');
  child.kill(signal);
  const [code] = await once(child, 'exit');
  expect(code).toBe(status);
  expect(readFileSync(file, 'utf8')).toBe('second first');
});
