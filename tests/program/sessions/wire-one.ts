// The first version of the socket wire, written down a second time and for good: how a peer of an older
// release frames its bytes, proves its token and spells its messages. Nothing of the product is used, and
// nothing here follows it when it changes.
import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { untilHolds } from '@codex-voice/testing';

const KINDS = ['', 'message', 'input', 'acknowledge', 'deliver', 'output', 'snapshot', 'picture'];
const HEADER_BYTES = 5;
const VERSION_ONE = { oldest: 1, newest: 1 } as const;

export interface WireFrame {
  readonly kind: string;
  readonly payload: Buffer;
}

/** One end of a connection in version 1: frames in and out, and what has come so far. */
export class WireOne {
  readonly frames: WireFrame[] = [];
  readonly #socket: Socket;
  #unread = Buffer.alloc(0);
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#isClosed = true;
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  frame(kind: string, payload: Uint8Array): void {
    const header = Buffer.alloc(HEADER_BYTES);
    header.writeUInt32BE(payload.length, 0);
    header.writeUInt8(KINDS.indexOf(kind), 4);
    this.#socket.write(Buffer.concat([header, payload]));
  }

  /** One message, spelt as given. */
  message(json: string): void {
    this.frame('message', Buffer.from(json));
  }

  /** Output of the agent from an offset on. */
  output(offset: number, text: string): void {
    const place = Buffer.alloc(8);
    place.writeDoubleBE(offset, 0);
    this.frame('output', Buffer.concat([place, Buffer.from(text)]));
  }

  /** What a person typed, at rest. */
  input(text: string): void {
    this.frame('input', Buffer.concat([Buffer.of(1), Buffer.from(text)]));
  }

  acknowledge(offset: number): void {
    const place = Buffer.alloc(8);
    place.writeDoubleBE(offset, 0);
    this.frame('acknowledge', place);
  }

  /** The messages that have come, as values. */
  messages(): Record<string, unknown>[] {
    return this.frames
      .filter(({ kind }) => kind === 'message')
      .map(({ payload }): Record<string, unknown> => JSON.parse(payload.toString()));
  }

  /** The bytes of every frame of one kind, without the offset that output carries. */
  text(kind: 'output' | 'snapshot' | 'picture' | 'input'): string {
    const skipped = kind === 'output' ? 8 : kind === 'input' ? 1 : 0;
    const parts = this.frames.filter((frame) => frame.kind === kind);
    return Buffer.concat(parts.map(({ payload }) => payload.subarray(skipped))).toString();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    this.#unread = Buffer.concat([this.#unread, chunk]);
    while (this.#unread.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + this.#unread.readUInt32BE(0);
      if (this.#unread.length < end) return;
      const kind = KINDS[this.#unread.readUInt8(4)] ?? 'unknown';
      this.frames.push({ kind, payload: Buffer.from(this.#unread.subarray(HEADER_BYTES, end)) });
      this.#unread = this.#unread.subarray(end);
    }
  }
}

interface Place {
  readonly role: 'keeper' | 'host';
  /** Empty for the host. */
  readonly sessionId: string;
  readonly folder: string;
}

const nameOf = ({ role, sessionId }: Place): string =>
  role === 'host' ? 'host' : `keeper-${sessionId}`;

interface Opening {
  readonly serverVersions: { readonly oldest: number; readonly newest: number };
  readonly serverNonce: string;
  readonly clientVersions: { readonly oldest: number; readonly newest: number };
  readonly clientNonce: string;
}

function proof(by: 'client' | 'server', place: Place, opening: Opening, token: string): string {
  const { serverVersions, serverNonce, clientVersions, clientNonce } = opening;
  const text = [
    'codex-voice',
    by,
    place.role,
    place.sessionId,
    `${serverVersions.oldest}-${serverVersions.newest}`,
    serverNonce,
    `${clientVersions.oldest}-${clientVersions.newest}`,
    clientNonce,
    'control',
    '1',
  ].join('\n');
  return createHmac('sha256', token).update(text).digest('hex');
}

async function nextMessage(wire: WireOne, at: number): Promise<Record<string, unknown>> {
  return await untilHolds(`message ${at}`, () => {
    const found = wire.messages()[at];
    if (found === undefined && wire.isClosed) throw new Error(`closed before message ${at}`);
    return found;
  });
}

/** A terminal or HUD of version 1 connects to a server of today. Rejects when it is refused. */
export async function connectInVersionOne(place: Place): Promise<WireOne> {
  const socket = connect(join(place.folder, `${nameOf(place)}.sock`));
  const wire = new WireOne(socket);
  const challenge = await nextMessage(wire, 0);
  // The challenge of every version has these.
  const { versions, nonce } = challenge as { versions: Opening['serverVersions']; nonce: string };
  const opening = {
    serverVersions: versions,
    serverNonce: nonce,
    clientVersions: VERSION_ONE,
    clientNonce: randomBytes(16).toString('hex'),
  };
  const tokens: { control: string } = JSON.parse(
    readFileSync(join(place.folder, `${nameOf(place)}.token`), 'utf8'),
  );
  wire.message(
    `{"type":"hello","versions":{"oldest":1,"newest":1},"capability":"control","nonce":"${opening.clientNonce}","proof":"${proof('client', place, opening, tokens.control)}"}`,
  );
  const welcome = await nextMessage(wire, 1);
  const expected = proof('server', place, opening, tokens.control);
  if (welcome.type !== 'welcome' || welcome.version !== 1 || welcome.proof !== expected)
    throw new Error(`no welcome: ${JSON.stringify(welcome)}`);
  return wire;
}

/** A keeper or host of version 1 listens; `onOpened` gets each connection after its handshake. */
export async function listenInVersionOne(
  place: Place,
  onOpened: (wire: WireOne) => void,
): Promise<Server> {
  const token = randomBytes(32).toString('hex');
  const tokens =
    place.role === 'host' ? { control: token } : { control: token, view: '0'.repeat(64) };
  writeFileSync(join(place.folder, `${nameOf(place)}.token`), JSON.stringify(tokens), {
    mode: 0o600,
  });
  const server = createServer((socket) => {
    const wire = new WireOne(socket);
    void welcome(wire, place, token).then(
      () => onOpened(wire),
      () => wire.close(),
    );
  });
  await new Promise<void>((listening) => {
    server.listen(join(place.folder, `${nameOf(place)}.sock`), listening);
  });
  return server;
}

async function welcome(wire: WireOne, place: Place, token: string): Promise<void> {
  const serverNonce = randomBytes(16).toString('hex');
  wire.message(
    `{"type":"challenge","role":"${place.role}","versions":{"oldest":1,"newest":1},"nonce":"${serverNonce}"}`,
  );
  const hello = await nextMessage(wire, 0);
  // So has the hello.
  const { versions, nonce } = hello as { versions: Opening['clientVersions']; nonce: string };
  const opening = {
    serverVersions: VERSION_ONE,
    serverNonce,
    clientVersions: versions,
    clientNonce: nonce,
  };
  if (hello.proof !== proof('client', place, opening, token)) throw new Error('wrong proof');
  wire.message(
    `{"type":"welcome","version":1,"proof":"${proof('server', place, opening, token)}"}`,
  );
}
