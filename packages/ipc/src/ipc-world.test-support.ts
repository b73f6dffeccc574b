// A runtime folder of its own, and both ends of connections that write down what they are told.
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  FrameDecoder,
  FrameEncoder,
  type KeeperConnection,
  type KeeperEvent,
  type KeeperPeer,
  readMessage,
} from '@codex-voice/protocol';
import { afterEach, expect, vi } from 'vitest';
import { type HostClient, listenHost } from './host-socket.ts';
import { connectKeeper, listenKeeper } from './keeper-socket.ts';
import { createTokens } from './token-file.ts';

type Closing = () => unknown;
const closings: Closing[] = [];

afterEach(async () => {
  for (const close of closings.splice(0).reverse()) await close();
});

/** Ends something after the test, in reverse order. */
export function afterwards(close: Closing): void {
  closings.push(close);
}

export function runtimeFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'ipc-'));
  afterwards(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** Waits until it holds. */
export async function until(holds: () => boolean): Promise<void> {
  await vi.waitFor(() => expect(holds()).toBe(true), { timeout: 30_000, interval: 5 });
}

export interface KeeperEnd {
  readonly connection: KeeperConnection & { close(): void };
  readonly capability: string;
  readonly told: unknown[];
  closed: number;
}

export const SESSION = 'codex-k3fa';

/** A keeper that writes down what it is told. */
export async function keeper(
  runtimeDirectory: string,
  options: { readonly versions?: { readonly oldest: number; readonly newest: number } } = {},
): Promise<{ readonly ends: KeeperEnd[]; close(): Promise<void> }> {
  const ends: KeeperEnd[] = [];
  const tokens = createTokens();
  const accept = (connection: KeeperEnd['connection'], capability: string): KeeperPeer => {
    const end: KeeperEnd = { connection, capability, told: [], closed: 0 };
    ends.push(end);
    return {
      request: (request) => end.told.push(request),
      input: (bytes, state) => end.told.push({ input: Buffer.from(bytes).toString(), ...state }),
      acknowledge: (offset) => end.told.push({ acknowledge: offset }),
      deliver: (header, bytes) => end.told.push({ header, text: Buffer.from(bytes).toString() }),
      closed: () => {
        end.closed += 1;
      },
    };
  };
  const given = { runtimeDirectory, sessionId: SESSION, tokens, accept, ...options };
  const listening = await listenKeeper(given);
  afterwards(() => listening.close());
  return { ends, close: () => listening.close() };
}

/** A terminal's end that writes down what it is told. */
export class Terminal implements KeeperConnection {
  readonly events: KeeperEvent[] = [];
  readonly closed: string[] = [];
  outputText = '';
  snapshotBytes = 0;
  pictureText = '';

  event(event: KeeperEvent): void {
    this.events.push(event);
  }
  output(_offset: number, bytes: Uint8Array): void {
    this.outputText += Buffer.from(bytes).toString();
  }
  snapshot(bytes: Uint8Array): void {
    this.snapshotBytes += bytes.length;
  }
  picture(bytes: Uint8Array): void {
    this.pictureText += Buffer.from(bytes).toString();
  }
}

/** A terminal connected to the keeper of `SESSION`. */
export async function terminal(
  runtimeDirectory: string,
  options: {
    readonly capability?: 'control' | 'view';
    readonly versions?: { readonly oldest: number; readonly newest: number };
  } = {},
) {
  const end = new Terminal();
  const connected = await connectKeeper({
    runtimeDirectory,
    sessionId: SESSION,
    capability: 'control',
    ...options,
    connection: end,
    onClosed: (why) => end.closed.push(why),
  });
  if (connected.kind === 'refused') throw new Error(connected.message);
  afterwards(() => connected.peer.close());
  return { end, peer: connected.peer, version: connected.version };
}

export interface HostEnd {
  readonly client: HostClient;
  readonly told: unknown[];
  closed: number;
}

/** A host that writes down what it is told. */
export async function host(
  runtimeDirectory: string,
  options: { readonly versions?: { readonly oldest: number; readonly newest: number } } = {},
): Promise<{ readonly ends: HostEnd[]; close(): Promise<void> }> {
  const ends: HostEnd[] = [];
  const listening = await listenHost({
    runtimeDirectory,
    ...options,
    accept: (client) => {
      const end: HostEnd = { client, told: [], closed: 0 };
      ends.push(end);
      return {
        request: (request) => end.told.push(request),
        closed: () => {
          end.closed += 1;
        },
      };
    },
  });
  if (listening.kind === 'taken') throw new Error('taken');
  afterwards(() => listening.close());
  return { ends, close: () => listening.close() };
}

/** Someone who speaks bytes, and reads the messages that come. */
export class Stranger {
  readonly socket: Socket;
  readonly messages: unknown[] = [];
  /** Everything that was said, as it was. */
  readonly said: Buffer[] = [];
  closed = false;

  constructor(path: string) {
    this.socket = connect(path);
    const decoder = new FrameDecoder({
      onFrame: (_kind, payload) => {
        const parsed = readMessage(payload);
        if (parsed.kind === 'message') this.messages.push(parsed.message);
      },
    });
    this.socket.on('data', (chunk) => decoder.accept(chunk));
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.closed = true;
    });
    afterwards(() => this.socket.destroy());
  }

  say(message: object): void {
    const encoder = new FrameEncoder();
    encoder.message(message);
    this.write(encoder.take());
  }

  write(bytes: Uint8Array): void {
    this.said.push(Buffer.from(bytes));
    this.socket.write(bytes);
  }
}
