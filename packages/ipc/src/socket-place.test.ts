// One owner for each place: with many at once, after kills, and with what kills leave behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { linkSync, readdirSync, renameSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectHost } from './host-socket.ts';
import { afterwards, host, runtimeFolder } from './ipc-world.test-support.ts';
import { takePlace } from './socket-place.ts';
import { claimName, identityOf, removeUnfinished } from './unfinished.ts';

/** Leaves a socket at `path` on which nobody listens. */
async function deadSocket(path: string): Promise<void> {
  const server = createServer();
  server.listen(`${path}.other`);
  await once(server, 'listening');
  renameSync(`${path}.other`, path);
  server.close();
  await once(server, 'close');
}

async function takeAll(path: string, count: number) {
  const places = await Promise.all(Array.from({ length: count }, () => takePlace(path, () => {})));
  const won = places.filter((place) => place !== undefined);
  return { won, leave: () => Promise.all(won.map((place) => place.close())) };
}

test('IPC-6: of many at once exactly one gets a place that is free, and it is for its owner alone', async () => {
  const folder = runtimeFolder();
  const path = join(folder, 'host.sock');
  const { won, leave } = await takeAll(path, 12);
  expect(won).toHaveLength(1);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['host.sock']);
  expect((await takeAll(path, 3)).won).toHaveLength(0);
  await leave();
  expect(readdirSync(folder)).toEqual([]);
});

test('IPC-6: of many at once exactly one gets the place of a dead one, and of dead ones that wanted it', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(4), fc.integer({ min: 1, max: 6 }), async (dead, living) => {
      const folder = runtimeFolder();
      const path = join(folder, 'host.sock');
      await deadSocket(path);
      let last = path;
      for (let time = 0; time < dead; time += 1) {
        const claim = claimName(path, identityOf(last) ?? '');
        await deadSocket(claim);
        last = claim;
      }
      const { won, leave } = await takeAll(path, living);
      expect(won).toHaveLength(1);
      expect(readdirSync(folder)).toEqual(['host.sock']);
      await leave();
    }),
    { seed: 18, numRuns: 25 },
  );
});

test('IPC-6: a file or a link in the place is no owner', async () => {
  const folder = runtimeFolder();
  const path = join(folder, 'host.sock');
  writeFileSync(path, 'a file');
  const { won, leave } = await takeAll(path, 3);
  expect(won).toHaveLength(1);
  await leave();
});

const CONTENDER = `
  const { listenHost } = await import(process.argv[1]);
  process.send('up');
  process.on('message', async () => {
    const found = await listenHost({
      runtimeDirectory: process.argv[2],
      accept: () => ({ request() {}, closed() {} }),
    });
    process.send(found.kind);
  });
`;

async function contenders(folder: string, count: number): Promise<ChildProcess[]> {
  const door = new URL('./index.ts', import.meta.url).pathname;
  const children = Array.from({ length: count }, () => {
    const words = ['--input-type=module', '-e', CONTENDER, door, folder];
    const child = spawn(process.execPath, words, {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    afterwards(() => child.kill('SIGKILL'));
    return child;
  });
  await Promise.all(children.map((child) => once(child, 'message')));
  return children;
}

test('IPC-6: of many processes at once one becomes the host, again and again after it is killed', async () => {
  const folder = runtimeFolder();
  const children = await contenders(folder, 6);
  while (children.length > 1) {
    const answers = await Promise.all(
      children.map(async (child) => {
        child.send('go');
        const [kind] = await once(child, 'message');
        return { child, kind: String(kind) };
      }),
    );
    const hosts = answers.filter(({ kind }) => kind === 'listening');
    expect(hosts).toHaveLength(1);
    const found = await connectHost({
      runtimeDirectory: folder,
      onEvent: () => {},
      onClosed: () => {},
    });
    if (found.kind === 'refused') throw new Error(found.message);
    found.host.close();
    for (const { child } of hosts) {
      children.splice(children.indexOf(child), 1);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  const next = await host(folder);
  expect(readdirSync(folder).sort()).toEqual(['host.sock', 'host.token']);
  await next.close();
  expect(readdirSync(folder)).toEqual([]);
});

test('IPC-7: a server whose name another has now does not remove it', async () => {
  const folder = runtimeFolder();
  const path = join(folder, 'host.sock');
  const first = await takePlace(path, () => {});
  renameSync(path, join(folder, 'gone'));
  const second = await takePlace(path, () => {});
  await first?.close();
  expect(readdirSync(folder)).toContain('host.sock');
  await second?.close();
  expect(readdirSync(folder)).toEqual(['gone']);
});

/** A process id that nobody has any more. */
async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(child, 'exit');
  return child.pid ?? 0;
}

test('IPC-7: what is unfinished is removed when it is old, or of a file or a process that is gone, and nothing else', async () => {
  const folder = runtimeFolder();
  const make = (name: string, ageMs: number): void => {
    writeFileSync(join(folder, name), '');
    const changed = (Date.now() - ageMs) / 1000;
    utimesSync(join(folder, name), changed, changed);
  };
  const dead = await deadPid();
  const gone = [`.${process.pid}-0123ab`, '.0123456789abcdef', `.${dead}-0123ab`];
  const kept = [`.${process.pid}-4567cd`, `.${dead}-4567cd`, '.0123', 'host.sock', '.notes'];
  for (const name of gone) make(name, name.startsWith(`.${dead}`) ? 2_000 : 20_000);
  for (const name of kept) make(name, name.startsWith(`.${dead}`) ? 0 : 2_000);
  const path = join(folder, 'host.sock');
  const claim = claimName(path, identityOf(path) ?? '');
  linkSync(path, claim);
  removeUnfinished(folder);
  expect(readdirSync(folder).sort()).toEqual([...kept, claim.slice(folder.length + 1)].sort());
});

test('IPC-7: what a killed process left unfinished is removed although the clock was set back since', async () => {
  const folder = runtimeFolder();
  const left = join(folder, `.${await deadPid()}-0123ab`);
  writeFileSync(left, '');
  const later = Date.now() / 1_000 + 7_200;
  utimesSync(left, later, later);
  removeUnfinished(folder);
  expect(readdirSync(folder)).toEqual([]);
});

test('IPC-7: whoever leaves a place removes what a killed process left unfinished', async () => {
  const folder = runtimeFolder();
  const place = await takePlace(join(folder, 'host.sock'), () => {});
  const left = join(folder, `.${await deadPid()}-0123ab`);
  await deadSocket(left);
  utimesSync(left, 1000, 1000);
  await place?.close();
  expect(readdirSync(folder)).toEqual([]);
});
