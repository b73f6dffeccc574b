// Two updates at one time: one fetches, and the other neither writes to its part nor waits.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Transport } from '@codex-voice/models';
import { VersionsFolder } from '@codex-voice/releases';
import { expect, onTestFinished, test } from 'vitest';
import { fetchArchive } from './fetch-archive.ts';

const VERSION = '1.2.3';

/** A root without versions, and an archive of one that says its name. */
function world() {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-fetch-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const bin = join(folder, 'made', 'bin');
  mkdirSync(bin, { recursive: true });
  const program = `#!/bin/sh\necho codex-voice ${VERSION}\n`;
  writeFileSync(join(bin, 'codex-voice'), program, { mode: 0o755 });
  const bytes = execFileSync('tar', ['-czf', '-', '-C', folder, 'made']);
  const root = join(folder, 'root');
  mkdirSync(root);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { name: 'a.tar.gz', platform: 'any', bytes: bytes.length, sha256 } as const;
  return { root, bytes, file, versions: new VersionsFolder(root) };
}

/** Sends half, and the rest when it is let go. */
function halting(bytes: Buffer) {
  let release = (): void => undefined;
  let begun = (): void => undefined;
  const letGo = new Promise<void>((resolve) => {
    release = resolve;
  });
  const half = new Promise<void>((resolve) => {
    begun = resolve;
  });
  let requests = 0;
  async function* body(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    yield bytes.subarray(0, bytes.length / 2);
    begun();
    await letGo;
    if (signal.aborted) throw new Error('aborted');
    yield bytes.subarray(bytes.length / 2);
  }
  const transport: Transport = {
    get: ({ signal }) => {
      requests += 1;
      const headers = { 'content-length': String(bytes.length) };
      return Promise.resolve({
        status: 200,
        headers,
        body: body(signal),
        discard: async () => undefined,
      });
    },
    close: async () => undefined,
  };
  return { transport, release, half, requests: () => requests };
}

test('REL-9: of two updates one fetches, and the other says who does; what is there is not fetched again', async () => {
  const { root, bytes, file, versions } = world();
  const server = halting(bytes);
  const wanted = {
    ...{ versions, version: VERSION, file, transport: server.transport },
    address: 'https://releases.example/a.tar.gz',
    signal: new AbortController().signal,
    onEvent: () => undefined,
  };
  const first = fetchArchive(wanted);
  await server.half;
  await expect(fetchArchive(wanted)).rejects.toMatchObject({
    code: 'busy',
    message: expect.stringContaining(`process ${process.pid} is at work on ${VERSION} already`),
  });
  server.release();
  await first;
  expect(versions.versions).toEqual([VERSION]);
  await fetchArchive(wanted);
  expect(server.requests()).toBe(1);
  expect(readdirSync(root)).toEqual(['versions']);
});

test('REL-9: what was stopped goes on where it was, and nothing of it is left behind then', async () => {
  const { root, bytes, file, versions } = world();
  const server = halting(bytes);
  const stopping = new AbortController();
  const wanted = {
    ...{ versions, version: VERSION, file, transport: server.transport },
    address: 'https://releases.example/a.tar.gz',
    onEvent: () => undefined,
  };
  const stopped = fetchArchive({ ...wanted, signal: stopping.signal });
  await server.half;
  stopping.abort();
  server.release();
  await stopped.catch(() => undefined);
  const { signal } = new AbortController();
  await fetchArchive({ ...wanted, signal });
  expect(versions.versions).toEqual([VERSION]);
  expect(existsSync(join(root, 'incoming'))).toBe(false);
});
