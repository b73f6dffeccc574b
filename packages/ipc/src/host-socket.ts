// The host's socket, from both sides: the one host of a user, and who connects to it.
import {
  type FrameKind,
  type HostEvent,
  type HostRequest,
  hostEventAs,
  hostRequestAs,
  hostRequestIsIn,
  isOfUnknownType,
  parseHostEvent,
  parseHostRequest,
  readMessage,
  type WireVersions,
} from '@codex-voice/protocol';
import { AcceptedConnections } from './accept-connections.ts';
import type { FramedStream } from './framed-stream.ts';
import { holdPlace } from './held-place.ts';
import { type ConnectRefusal, openConnection } from './open-connection.ts';
import { hostFiles, reasonOf, type ServerFiles } from './runtime-directory.ts';
import { createToken, type Tokens } from './token-file.ts';

/** One connected client, as the host sees it. */
export interface HostClient {
  send(event: HostEvent): void;
  close(): void;
  /** Nothing more is read from it until `resume`; what was read already is still handed on. */
  pause(): void;
  resume(): void;
  readonly version: number;
}

/** What a client tells the host. Nothing is called after `closed`. */
export interface HostClientListener {
  request(request: HostRequest): void;
  closed(): void;
}

/** The host, as a client sees it. */
export interface ConnectedHost {
  request(request: HostRequest): void;
  close(): void;
}

/**
 * Becomes the one host in this folder, unless a living process is. Throws one line where the socket
 * can't be made.
 */
export async function listenHost(options: {
  readonly runtimeDirectory: string;
  readonly accept: (client: HostClient) => HostClientListener;
  /** The socket was removed by somebody, and another host has taken its place. */
  readonly onTaken?: () => void;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
}): Promise<{ readonly kind: 'listening'; close(): Promise<void> } | { readonly kind: 'taken' }> {
  const files = hostFiles(options.runtimeDirectory);
  const tokens: Tokens = { control: createToken() };
  const connections = new AcceptedConnections({
    role: 'host',
    tokens,
    ...(options.versions === undefined ? {} : { versions: options.versions }),
    onAccepted: (stream, { version }) => {
      const client = hostClientOver(stream, version);
      const listener = options.accept(client);
      return {
        onFrame: (kind, payload) => acceptRequest({ kind, payload, client, listener }),
        onFault: (why) => client.send({ type: 'notice', severity: 'error', text: why }),
        onClosed: () => listener.closed(),
      };
    },
  });
  const onSocket = connections.take.bind(connections);
  const { onTaken } = options;
  const taken = onTaken === undefined ? {} : { onTaken };
  const place = await holdPlace({ files, tokens, onSocket, ...taken });
  if (place === undefined) return { kind: 'taken' };
  return {
    kind: 'listening',
    close: async () => {
      connections.close();
      await place.close();
    },
  };
}

function hostClientOver(stream: FramedStream, version: number): HostClient {
  const send = (said: HostEvent): void => {
    const event = hostEventAs(version, said);
    if (event === undefined) return;
    try {
      stream.say((encoder) => encoder.message(event));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      send(tooLong(event));
    }
  };
  return {
    version,
    send,
    close: () => stream.finish('the host has ended the connection'),
    pause: () => stream.pause(),
    resume: () => stream.resume(),
  };
}

function tooLong(event: HostEvent): HostEvent {
  const message = `${event.type} is too long to be shown`;
  if (event.type !== 'answer') return { type: 'notice', severity: 'error', text: message };
  return { ...event, answer: { kind: 'refused', message } };
}

function acceptRequest(frame: {
  readonly kind: FrameKind;
  readonly payload: Uint8Array;
  readonly client: HostClient;
  readonly listener: HostClientListener;
}): void {
  const { client, listener } = frame;
  const json = frame.kind === 'message' ? readMessage(frame.payload) : undefined;
  if (json?.kind !== 'message') {
    const text = `a message was refused: ${json?.reason ?? `the host takes no ${frame.kind}`}`;
    client.send({ type: 'notice', severity: 'error', text });
    return;
  }
  const value = json.message;
  const parsed = parseHostRequest(value);
  if (parsed.kind === 'message' && hostRequestIsIn(client.version, parsed.message.type)) {
    listener.request(parsed.message);
    return;
  }
  if (parsed.kind === 'refused' && isOfUnknownType(value, parseHostRequest)) return;
  const reason =
    parsed.kind === 'refused'
      ? parsed.reason
      : `version ${client.version} has no ${parsed.message.type}`;
  // Only a client of another release says what this host does not know.
  const mend = 'another release runs as the host: codex-voice host stop';
  refuse(client, { value, message: `${mend} (a message was refused: ${reason})` });
}

/** Answers a question that is none; what asks nothing gets a notice. */
function refuse(
  client: HostClient,
  { value, message }: { readonly value: unknown; readonly message: string },
): void {
  const asked = typeof value === 'object' && value !== null && 'requestId' in value;
  if (asked && typeof value.requestId === 'string') {
    const { requestId } = value;
    client.send({ type: 'answer', requestId, answer: { kind: 'refused', message } });
  } else client.send({ type: 'notice', severity: 'error', text: message });
}

/**
 * Connects to the host. Never throws. Events may come before the promise is kept; `onClosed` is told
 * of every ending but our own `close`.
 */
export async function connectHost(options: {
  readonly runtimeDirectory: string;
  readonly onEvent: (event: HostEvent) => void;
  readonly onClosed: (why: string) => void;
  /** Spoken by us; absent: all this release speaks. */
  readonly versions?: WireVersions;
}): Promise<
  | { readonly kind: 'connected'; readonly host: ConnectedHost; readonly version: number }
  | ConnectRefusal
> {
  const { onEvent, onClosed, versions } = options;
  let files: ServerFiles;
  try {
    files = hostFiles(options.runtimeDirectory);
  } catch (error) {
    return { kind: 'refused', code: 'absent', message: reasonOf(error) };
  }
  let found: { readonly host: ConnectedHost; readonly version: number } | undefined;
  const outcome = await openConnection({
    role: 'host',
    files,
    capability: 'control',
    ...(versions === undefined ? {} : { versions }),
    onOpened: (stream, version) => {
      found = { host: hostOver(stream, { version, onEvent }), version };
      return { onFrame: (kind, payload) => acceptEvent({ kind, payload, onEvent }), onClosed };
    },
  });
  if (outcome.kind === 'refused') return outcome;
  if (found === undefined) throw new TypeError('a connection opened without its host');
  return { kind: 'connected', ...found };
}

/** A request that the connection's version lacks, or that is too long, is refused here. */
function hostOver(
  stream: FramedStream,
  { version, onEvent }: { readonly version: number; readonly onEvent: (event: HostEvent) => void },
): ConnectedHost {
  const refuseHere = (request: HostRequest, message: string): void => {
    const requestId = 'requestId' in request ? request.requestId : undefined;
    const event: HostEvent =
      requestId === undefined
        ? { type: 'notice', severity: 'error', text: message }
        : { type: 'answer', requestId, answer: { kind: 'refused', message } };
    queueMicrotask(() => onEvent(event));
  };
  const request = (asked: HostRequest): void => {
    const known = hostRequestAs(version, asked);
    if (known === undefined) {
      const older = 'the host that runs is older than this codex-voice: `codex-voice host stop`';
      refuseHere(asked, `${older} ends it`);
      return;
    }
    try {
      stream.say((encoder) => encoder.message(known));
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      refuseHere(asked, `${asked.type} is too long`);
    }
  };
  return { request, close: () => stream.close() };
}

function acceptEvent(frame: {
  readonly kind: FrameKind;
  readonly payload: Uint8Array;
  readonly onEvent: (event: HostEvent) => void;
}): void {
  const json = frame.kind === 'message' ? readMessage(frame.payload) : undefined;
  const value = json?.kind === 'message' ? json.message : undefined;
  const parsed = parseHostEvent(value);
  if (parsed.kind === 'message') {
    frame.onEvent(parsed.message);
    return;
  }
  if (isOfUnknownType(value, parseHostEvent)) return;
  const text = `the host is not understood: ${parsed.reason}`;
  frame.onEvent({ type: 'notice', severity: 'error', text });
}
