// The terminal's end of a link to a session on another machine: keeper, host and the link's own messages
// over one stream. What carries the stream, and what follows when it ends, is left to others.
import type { Duplex } from 'node:stream';
import {
  type HostEvent,
  type HostRequest,
  hostRequestAs,
  isOfUnknownType,
  type KeeperConnection,
  type LinkEvent,
  type LinkHello,
  type LinkRequest,
  parseHostEvent,
  parseLinkEvent,
  readMessage,
} from '@codex-voice/protocol';
import { FramedStream } from './framed-stream.ts';
import { acceptKeeperFrame, type ConnectedKeeper, keeperPeerOver } from './keeper-client.ts';
import { PreambleReader } from './link-preamble.ts';

export interface NearLinkEvents {
  /** What the session's keeper says. */
  readonly connection: KeeperConnection;
  readonly onHost: (event: HostEvent) => void;
  readonly onLink: (event: LinkEvent) => void;
  /** The link is over, told once and not after our own `close`. */
  readonly onEnded: (why: string) => void;
}

export interface NearLink {
  /** Far's preamble has come: whoever carries the stream has found a codex-voice. */
  readonly isMet: boolean;
  keeper(version: number): ConnectedKeeper;
  /** What the version lacks is dropped; what is too long, too. */
  host(request: HostRequest, version: number): void;
  say(request: LinkRequest): void;
  close(): void;
}

/** Says `hello` at once. */
export function openNearLink(
  duplex: Duplex,
  { hello, ...events }: NearLinkEvents & { readonly hello: LinkHello },
): NearLink {
  const { connection, onHost, onLink, onEnded } = events;
  const stream = new FramedStream(duplex, {
    onFrame: (kind, payload) => {
      if (kind !== 'host' && kind !== 'link') {
        acceptKeeperFrame(connection, { kind, payload });
        return;
      }
      const json = readMessage(payload);
      const value = json.kind === 'message' ? json.message : undefined;
      if (kind === 'host') acceptHost(value, onHost);
      else {
        const parsed = parseLinkEvent(value);
        if (parsed.kind === 'message') onLink(parsed.message);
        else if (!isOfUnknownType(value, parseLinkEvent))
          stream.end(`the other machine is not understood: ${parsed.reason}`);
      }
    },
    onEnded,
  });
  const preamble = new PreambleReader((chunk) => stream.accept(chunk));
  duplex.on('data', (chunk: Uint8Array) => {
    if (preamble.accept(chunk) === 'too-much')
      stream.end('the other machine writes something else than a session');
  });
  const say = (request: LinkRequest): void =>
    stream.sayAtOnce((encoder) => encoder.onLink('link', request));
  say(hello);
  return {
    get isMet() {
      return preamble.isMet;
    },
    say,
    keeper: (version) => keeperPeerOver(stream, { connection, version }),
    host: (asked, version) => {
      const request = hostRequestAs(version, asked);
      if (request === undefined) return;
      try {
        stream.sayAtOnce((encoder) => encoder.onLink('host', request));
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        onHost({ type: 'notice', severity: 'error', text: `${asked.type} is too long` });
      }
    },
    close: () => stream.close(),
  };
}

function acceptHost(value: unknown, onHost: (event: HostEvent) => void): void {
  const parsed = parseHostEvent(value);
  if (parsed.kind === 'message') onHost(parsed.message);
  else if (!isOfUnknownType(value, parseHostEvent)) {
    const text = `the host is not understood: ${parsed.reason}`;
    onHost({ type: 'notice', severity: 'error', text });
  }
}
