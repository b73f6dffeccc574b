// What connections may do, what they cost, how they end; with real sockets.
import { once } from 'node:events';
import { existsSync, linkSync, renameSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { MAXIMUM_FRAME_BYTES } from '@codex-voice/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connectHost } from './host-socket.ts';
import {
  afterwards,
  host,
  keeper,
  runtimeFolder,
  SESSION,
  Stranger,
  Terminal,
  terminal,
  until,
} from './ipc-world.test-support.ts';
import { connectKeeper, listenKeeper } from './keeper-socket.ts';
import { createTokens } from './token-file.ts';

const AT_REST = { atRest: true, insidePaste: false };
const SIZE = { columns: 80, rows: 24 };
const FACTS = { outputBytes: 3, inputBytes: 4 };

async function pair(capability: 'control' | 'view' = 'control') {
  const folder = runtimeFolder();
  const { ends, close } = await keeper(folder);
  const { end, peer } = await terminal(folder, { capability });
  await until(() => ends.length === 1);
  const [keeperEnd] = ends;
  if (keeperEnd === undefined) throw new Error('no connection');
  return { folder, ends, close, end, peer, keeperEnd };
}

async function hostPair() {
  const folder = runtimeFolder();
  const { ends, close } = await host(folder);
  const events: unknown[] = [];
  const closed: string[] = [];
  const found = await connectHost({
    runtimeDirectory: folder,
    onEvent: (event) => events.push(event),
    onClosed: (why) => closed.push(why),
  });
  if (found.kind === 'refused') throw new Error(found.message);
  afterwards(() => found.host.close());
  await until(() => ends.length === 1);
  const [hostEnd] = ends;
  if (hostEnd === undefined) throw new Error('no connection');
  return { folder, close, events, closed, host: found.host, hostEnd };
}

test('IPC-14: what is said in one turn leaves in order, whatever its kind', async () => {
  const { keeperEnd, end, peer } = await pair();
  peer.request({ type: 'attach', size: SIZE, hold: 'take' });
  peer.input(Buffer.from('ls\r'), { ...AT_REST, report: true });
  peer.acknowledge(12);
  peer.deliver({ writeId: 'w', facts: FACTS }, Buffer.from('text'));
  await until(() => keeperEnd.told.length === 4);
  expect(keeperEnd.told).toEqual([
    { type: 'attach', size: SIZE, hold: 'take' },
    { input: 'ls\r', ...AT_REST, report: true },
    { acknowledge: 12 },
    { header: { writeId: 'w', facts: FACTS }, text: 'text' },
  ]);
  const bytes = Buffer.from('abc');
  keeperEnd.connection.output(0, bytes);
  bytes.fill('x');
  keeperEnd.connection.picture(Buffer.from('pic'));
  keeperEnd.connection.snapshot(Buffer.alloc(3 * MAXIMUM_FRAME_BYTES));
  keeperEnd.connection.event({ type: 'stopped' });
  await until(() => end.events.length === 1);
  expect(end).toMatchObject({
    outputText: 'abc',
    pictureText: 'pic',
    snapshotBytes: 3 * MAXIMUM_FRAME_BYTES,
  });
});

test('IPC-14: many small frames of one turn are one write', async () => {
  const folder = runtimeFolder();
  await keeper(folder);
  const relay = await relayTo(folder);
  const { peer } = await terminal(relay.folder);
  const before = relay.chunks.length;
  for (let at = 0; at < 50; at += 1) peer.acknowledge(at);
  await until(() => relay.chunks.length > before);
  expect(relay.chunks.slice(before)).toEqual([50 * 13]);
});

test('IPC-11: whoever may only watch can not type, deliver, take, signal or end', async () => {
  const { keeperEnd, end, peer } = await pair('view');
  expect(keeperEnd.capability).toBe('view');
  peer.input(Buffer.from('rm'), AT_REST);
  peer.deliver({ writeId: 'w', facts: FACTS }, Buffer.from('text'));
  peer.request({ type: 'take' });
  peer.request({ type: 'attach', size: SIZE, hold: 'take' });
  peer.request({ type: 'signal', signal: 'SIGKILL' });
  peer.request({ type: 'end' });
  peer.request({ type: 'attach', size: SIZE, hold: 'never' });
  await until(() => keeperEnd.told.length > 0 && end.events.length === 6);
  expect(keeperEnd.told).toEqual([{ type: 'attach', size: SIZE, hold: 'never' }]);
  for (const event of end.events) {
    expect(event).toMatchObject({ type: 'problem', code: 'capability' });
  }
});

test('IPC-12: a malformed message costs only itself and is answered with one line', async () => {
  const { keeperEnd, end, peer } = await pair();
  // Shapes that the types forbid: what another program might say.
  const wrong: unknown[] = [{ type: 'attach', size: { columns: 0, rows: 1 }, hold: 'take' }];
  for (const request of wrong) Reflect.apply(peer.request, peer, [request]);
  Reflect.apply(peer.request, peer, [{ type: 'teleport' }]);
  peer.acknowledge(-1);
  peer.acknowledge(7);
  await until(() => keeperEnd.told.length === 1);
  expect(keeperEnd.told).toEqual([{ acknowledge: 7 }]);
  await until(() => end.events.length === 2);
  expect(end.events).toMatchObject([
    { type: 'problem', code: 'malformed', message: expect.stringMatching(/^[^\n]*size.columns/u) },
    { type: 'problem', code: 'malformed' },
  ]);
});

test('IPC-12: the host answers what is malformed: a question with a refusal, anything else with a notice', async () => {
  const { host: asked, hostEnd, events } = await hostPair();
  const wrong: unknown[] = [
    { type: 'status' },
    { type: 'queue', requestId: 'q', edit: { do: 'fly' } },
    { type: 'teleport', requestId: 't' },
  ];
  for (const request of wrong) Reflect.apply(asked.request, asked, [request]);
  asked.request({ type: 'sessions', requestId: 'x' });
  await until(() => hostEnd.told.length === 1 && events.length === 2);
  expect(hostEnd.told).toEqual([{ type: 'sessions', requestId: 'x' }]);
  expect(events).toMatchObject([
    { type: 'notice', severity: 'error' },
    { type: 'answer', requestId: 'q', answer: { kind: 'refused' } },
  ]);
});

test('IPC-12: garbage on a live keeper ends its own connection and no other', async () => {
  const { folder, ends, keeperEnd, end, peer } = await pair();
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.uint8Array({ maxLength: 60 }), { maxLength: 5 }),
      async (bytes) => {
        const stranger = new Stranger(join(folder, `keeper-${SESSION}.sock`));
        await until(() => stranger.messages.length === 1);
        for (const chunk of bytes) stranger.write(chunk);
        stranger.socket.end();
        await until(() => stranger.closed);
      },
    ),
    { seed: 19, numRuns: 60 },
  );
  expect(ends).toHaveLength(1);
  peer.acknowledge(1);
  keeperEnd.connection.output(0, Buffer.from('still'));
  await until(() => keeperEnd.told.length === 1 && end.outputText === 'still');
  expect(end.events).toEqual([]);
});

test('IPC-12: garbage in whole frames, from one who may come in, costs only itself', async () => {
  const { folder, ends } = await pair();
  const relay = await relayTo(folder);
  const { end, peer } = await terminal(relay.folder);
  await until(() => ends.length === 2);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 7 }),
      fc.oneof(
        fc.uint8Array({ maxLength: 60 }),
        fc.json().map((text) => Buffer.from(text)),
      ),
      async (kind, payload) => {
        const header = Buffer.alloc(5);
        header.writeUInt32BE(payload.length);
        header[4] = kind;
        relay.upstream().write(Buffer.concat([header, payload]));
        const before = ends[1]?.told.length ?? 0;
        peer.acknowledge(77);
        await until(() => (ends[1]?.told.length ?? 0) > before);
      },
    ),
    { seed: 20, numRuns: 100 },
  );
  expect(ends[1]).toMatchObject({ closed: 0 });
  expect(end.closed).toEqual([]);
  for (const event of end.events) expect(event).toMatchObject({ code: 'malformed' });
  expect(end.events.length).toBeGreaterThan(10);
});

test('IPC-12: frames that can not be read, from one who may come in, end its connection after one line', async () => {
  const { ends, keeperEnd, peer, folder } = await pair();
  const faults: readonly (readonly [readonly number[], RegExp])[] = [
    [[0, 0x10, 0, 1, 1], /frame of 1048577 bytes/u],
    [[0, 0, 0, 1, 99, 0], /unknown kind 99/u],
  ];
  for (const [index, [bytes, said]] of faults.entries()) {
    const relay = await relayTo(folder);
    const faulty = await terminal(relay.folder);
    await until(() => ends.length === index + 2);
    relay.upstream().write(Buffer.from(bytes));
    await until(() => ends[index + 1]?.closed === 1 && faulty.end.closed.length === 1);
    expect(faulty.end.events).toMatchObject([{ type: 'problem', code: 'malformed' }]);
    expect(JSON.stringify(faulty.end.events)).toMatch(said);
  }
  peer.acknowledge(1);
  await until(() => keeperEnd.told.length === 1);
  expect(keeperEnd.closed).toBe(0);
});

test('IPC-13: a terminal that does not read is let go when 4 MiB are unsent, and memory stays bounded', async () => {
  const { keeperEnd, peer, folder, ends } = await pair();
  peer.acknowledge(1);
  await stoppedTerminal(folder);
  await until(() => ends.length === 2);
  const end = ends[1];
  if (end === undefined) throw new Error('no connection');
  const chunk = Buffer.alloc(65_536);
  let most = 0;
  for (let at = 0; at < 1000 && end.closed === 0; at += 1) {
    end.connection.output(at * chunk.length, chunk);
    most = Math.max(most, end.connection.waitingBytes ?? 0);
  }
  await until(() => end.closed === 1);
  expect(most).toBeGreaterThan(3 << 20);
  expect(most).toBeLessThanOrEqual(4 << 20);
  expect(end.connection.waitingBytes ?? 0).toBe(0);
  await until(() => keeperEnd.told.length === 1);
});

test('IPC-13: an announced snapshot may be unsent beyond that, and no second one is begun', async () => {
  const { folder, ends } = await pair();
  await stoppedTerminal(folder);
  await until(() => ends.length === 2);
  const end = ends[1];
  if (end === undefined) throw new Error('no connection');
  const bytes = 12 << 20;
  const announce = (): void => {
    const snapshot = { type: 'snapshot', basis: 'fresh', at: 0, size: SIZE } as const;
    end.connection.event({ ...snapshot, viewportBytes: 0, bytes });
  };
  announce();
  end.connection.snapshot(Buffer.alloc(bytes));
  end.connection.event({ type: 'stopped' });
  await until(() => (end.connection.waitingBytes ?? 0) > 4 << 20);
  expect(end.closed).toBe(0);
  announce();
  await until(() => end.closed === 1);
});

/** Comes in as a terminal does, and then reads nothing. */
async function stoppedTerminal(folder: string): Promise<void> {
  const relay = await relayTo(folder);
  await terminal(relay.folder);
  relay.upstream().pause();
}

/** A runtime folder whose keeper is another folder's, with someone between who hears all. */
async function relayTo(folder: string) {
  const between = runtimeFolder();
  const chunks: number[] = [];
  const upstreams: Socket[] = [];
  const relay = createServer((client) => {
    const upstream = new Stranger(join(folder, `keeper-${SESSION}.sock`)).socket;
    upstreams.push(upstream);
    client.on('data', (chunk) => {
      chunks.push(chunk.length);
      upstream.write(chunk);
    });
    client.on('error', () => undefined);
    client.on('end', () => upstream.end());
    upstream.on('data', (chunk) => client.write(chunk));
    upstream.on('end', () => client.end());
    afterwards(() => client.destroy());
  });
  relay.listen(join(between, `keeper-${SESSION}.sock`));
  await once(relay, 'listening');
  afterwards(() => relay.close());
  const token = `keeper-${SESSION}.token`;
  linkSync(join(folder, token), join(between, token));
  const upstream = (): Socket => {
    const [last] = upstreams.slice(-1);
    if (last === undefined) throw new Error('nobody came through');
    return last;
  };
  return { folder: between, chunks, upstream };
}

test('IPC-16: what was said before a close arrives, and every ending is told once', async () => {
  const first = await pair();
  first.peer.input(Buffer.from('last words'), AT_REST);
  first.peer.close();
  first.peer.acknowledge(3);
  await until(() => first.keeperEnd.closed === 1);
  expect(first.keeperEnd.told).toEqual([{ input: 'last words', ...AT_REST }]);
  expect(first.end.closed).toEqual([]);

  const second = await pair();
  second.keeperEnd.connection.event({ type: 'exited', exitCode: 3, signal: 0 });
  second.keeperEnd.connection.close();
  await until(() => second.end.closed.length === 1 && second.keeperEnd.closed === 1);
  expect(second.end.events).toEqual([{ type: 'exited', exitCode: 3, signal: 0 }]);

  const third = await pair();
  await third.close();
  await until(() => third.end.closed.length === 1 && third.keeperEnd.closed === 1);
  expect(third.end.closed[0]).toMatch(/^[^\n]+$/u);
  const connection = new Terminal();
  const asking = { runtimeDirectory: third.folder, sessionId: SESSION, connection } as const;
  const found = await connectKeeper({ ...asking, capability: 'view', onClosed: () => {} });
  expect(found).toMatchObject({ kind: 'refused', code: 'absent' });
});

test('IPC-16: the host and its client are told of each other’s ending', async () => {
  const first = await hostPair();
  first.host.close();
  await until(() => first.hostEnd.closed === 1);
  expect(first.closed).toEqual([]);
  const second = await hostPair();
  await second.close();
  await until(() => second.closed.length === 1 && second.hostEnd.closed === 1);
});

test('IPC-7: a dead keeper’s files are removed by whoever tries to connect', async () => {
  const folder = runtimeFolder();
  const { close } = await keeper(folder);
  const socket = join(folder, `keeper-${SESSION}.sock`);
  renameSync(socket, join(folder, 'aside'));
  await close();
  renameSync(join(folder, 'aside'), socket);
  const asking = { runtimeDirectory: folder, sessionId: SESSION, capability: 'control' } as const;
  const found = await connectKeeper({ ...asking, connection: new Terminal(), onClosed: () => {} });
  expect(found).toMatchObject({ kind: 'refused', code: 'absent' });
  expect(existsSync(socket)).toBe(false);
});

test('IPC-6: a session that has a keeper gets no second one', async () => {
  const { folder, keeperEnd, peer } = await pair();
  const accept = (): never => {
    throw new Error('asked');
  };
  const second = { runtimeDirectory: folder, sessionId: SESSION, tokens: createTokens(), accept };
  await expect(listenKeeper(second)).rejects.toThrow(/^[^\n]*has a keeper already$/u);
  peer.acknowledge(1);
  await until(() => keeperEnd.told.length === 1);
});

test('IPC-18: what is too long for a frame is refused where it is said, and the connection goes on', async () => {
  const { host: asked, hostEnd, events } = await hostPair();
  const text = '\u0001'.repeat(65_536);
  const entry = { text, intent: 'send', origin: 'say', queuedAtMs: 1, state: 'queued' } as const;
  const entries = Array.from({ length: 4 }, (_, at) => ({ ...entry, id: `p${at}` }));
  hostEnd.client.send({ type: 'queue', entries });
  hostEnd.client.send({ type: 'deciding' });
  await until(() => events.length === 2);
  expect(events).toMatchObject([{ type: 'notice', severity: 'error' }, { type: 'deciding' }]);
  const say = { sessionId: 's', promptId: 'p', intent: 'send', requestId: 'r' } as const;
  asked.request({ type: 'say', ...say, text: text.repeat(4) });
  asked.request({ type: 'status', requestId: 's' });
  await until(() => events.length === 3 && hostEnd.told.length === 1);
  expect(events[2]).toMatchObject({ type: 'answer', requestId: 'r', answer: { kind: 'refused' } });
});

test('IPC-20: a server that stops reading is handed little more, and all of it once it reads on', async () => {
  const { host: asked, hostEnd } = await hostPair();
  const ids = Array.from({ length: 20_000 }, (_, at) => `request-${at}`);
  hostEnd.client.pause();
  for (const requestId of ids) asked.request({ type: 'status', requestId });
  await sleep(200);
  const readBytes = JSON.stringify(hostEnd.told).length;
  expect(readBytes).toBeLessThan(2 * 65_536);
  hostEnd.client.resume();
  await until(() => hostEnd.told.length === ids.length);
  expect(hostEnd.told).toEqual(ids.map((requestId) => ({ type: 'status', requestId })));
});
