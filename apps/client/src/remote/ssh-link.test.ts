// A link over an ssh that does what a test says: a program of that name on the PATH.
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { duplexPair } from 'node:stream';
import { openFarLink } from '@codex-voice/ipc';
import { SPOKEN_VERSIONS } from '@codex-voice/protocol';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type LinkWanted, openSshLink } from './ssh-link.ts';

/** A machine under load gets many times what anything here takes, in ms. */
const PATIENCE_MS = 30_000;
const nothing = (): void => undefined;
const WANTED: LinkWanted = {
  address: { host: 'host' },
  program: 'codex-voice',
  asks: 'never',
  hello: {
    type: 'hello',
    versions: SPOKEN_VERSIONS,
    hold: 'if-free',
    size: { columns: 80, rows: 23 },
  },
  events: {
    connection: { event: nothing, output: nothing, snapshot: nothing, picture: nothing },
    onHost: nothing,
    onLink: nothing,
    onEnded: nothing,
  },
};

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ssh-link-'));
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH}`);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** What a far end writes that has found its session. */
async function reachedBytes(): Promise<Buffer> {
  const [near, far] = duplexPair();
  const chunks: Buffer[] = [];
  near.on('data', (chunk: Buffer) => chunks.push(chunk));
  const link = openFarLink(far, {
    onHello: nothing,
    onLink: nothing,
    onHost: nothing,
    onEnded: nothing,
  });
  link.say({ type: 'reached', sessionId: 's1', version: SPOKEN_VERSIONS.newest, program: '' });
  const ended = new Promise((resolve) => near.once('end', resolve));
  link.close();
  await ended;
  return Buffer.concat(chunks);
}

/** An ssh that says this and then neither reads nor ends, as one whose machine is gone. */
function installDeafSsh(says: Buffer): void {
  const file = (name: string): string => join(folder, name);
  writeFileSync(file('says'), says);
  const script = `#!/bin/sh\necho $$ >'${file('pid')}'\ncat '${file('says')}'\nexec sleep 90\n`;
  writeFileSync(file('ssh'), script);
  chmodSync(file('ssh'), 0o755);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test.skipIf(process.platform === 'win32')('an ssh whose link we close ends with it', async () => {
  installDeafSsh(await reachedBytes());
  const outcome = await openSshLink(WANTED);
  if (outcome.kind === 'refused') throw new Error(outcome.refusal.message);
  const pid = Number(readFileSync(join(folder, 'pid'), 'utf8'));
  expect(isRunning(pid)).toBe(true);
  outcome.link.close();
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), PATIENCE_MS);
});
