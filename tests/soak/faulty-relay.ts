// Stands between a server's socket and whoever connects to it, and does to connections what a transport can do:
// cut, lose, cut short, delay, chop, repeat, mix up, half close, and add bytes that nobody said.
import { linkSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Chance, Weighted } from './chance.ts';
import { type DirectionFault, RelayedDirection } from './relayed-direction.ts';

/** A delay that somebody would notice, and nobody gives up over. */
const LONGEST_DELAY_MS = 900;
const LONGEST_DYING_MS = 400;
const GARBAGE_BYTES = 24;

export type TransportFault = DirectionFault['kind'] | 'cut' | 'replay';

const KINDS: readonly Weighted<TransportFault>[] = [
  { weight: 3, value: 'cut' },
  { weight: 3, value: 'truncate' },
  { weight: 3, value: 'drop' },
  { weight: 2, value: 'half-close' },
  { weight: 2, value: 'garbage' },
  { weight: 2, value: 'replay' },
  { weight: 26, value: 'delay' },
  { weight: 26, value: 'chop' },
  { weight: 26, value: 'duplicate' },
  { weight: 26, value: 'reorder' },
];

export interface RelayPlace {
  /** Where we listen, and the socket that we lead to. */
  readonly socket: string;
  readonly upstream: string;
  /** Token files beside both: ours is the server's own, under another name. */
  readonly token: string;
  readonly upstreamToken: string;
  readonly chance: Chance;
  readonly met: (kind: TransportFault) => void;
}

interface Relayed {
  readonly near: Socket;
  readonly far: Socket;
  readonly toServer: RelayedDirection;
  readonly toClient: RelayedDirection;
  /** What the client said first: its proof. */
  first: Buffer;
}

export class FaultyRelay {
  readonly #place: RelayPlace;
  readonly #server: Server;
  readonly #connections = new Set<Relayed>();
  readonly #sockets = new Set<Socket>();

  constructor(place: RelayPlace) {
    this.#place = place;
    rmSync(place.socket, { force: true });
    this.#server = createServer((near) => this.#relay(near)).listen(place.socket);
    this.#server.on('error', () => undefined);
    this.#bringToken();
  }

  get isInUse(): boolean {
    return this.#connections.size > 0;
  }

  /** Does something to one of the connections that live; false where there is none. */
  inject(kind = this.#place.chance.weighted(KINDS)): boolean {
    const { chance, met } = this.#place;
    const relayed = chance.one([...this.#connections]);
    if (relayed === undefined) return false;
    if (kind === 'cut') {
      cut(relayed);
      met('cut');
      return true;
    }
    if (kind === 'replay') {
      this.#replay(relayed.first);
      met('replay');
      return true;
    }
    const direction = chance.isHit(0.5) ? relayed.toServer : relayed.toClient;
    return direction.inject(this.#fault(kind));
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    rmSync(this.#place.token, { force: true });
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
    rmSync(this.#place.socket, { force: true });
  }

  #fault(kind: DirectionFault['kind']): DirectionFault {
    const { chance } = this.#place;
    switch (kind) {
      case 'drop':
      case 'half-close':
        return { kind, endAfterMs: chance.below(LONGEST_DYING_MS) };
      case 'garbage':
        return {
          kind,
          bytes: Buffer.from(Array.from({ length: GARBAGE_BYTES }, () => 1 + chance.below(255))),
        };
      case 'delay':
        return { kind, ms: chance.below(LONGEST_DELAY_MS) };
      case 'chop':
        return { kind, size: () => 1 + chance.below(7) };
      default:
        return { kind };
    }
  }

  #relay(near: Socket): void {
    const far = connect(this.#place.upstream);
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => this.#sockets.delete(socket));
    }
    far.once('connect', () => {
      // The server has its token in place before it answers, and a new server has a new one.
      far.once('readable', () => {
        this.#bringToken();
        this.#connected(near, far);
      });
    });
    far.once('close', () => near.destroy());
    near.once('close', () => far.destroy());
  }

  #connected(near: Socket, far: Socket): void {
    const met = this.#place.met;
    const both = (): void => cut({ near, far });
    const relayed: Relayed = {
      near,
      far,
      toServer: new RelayedDirection({ from: near, to: far, cut: both, met }),
      toClient: new RelayedDirection({ from: far, to: near, cut: both, met }),
      first: Buffer.alloc(0),
    };
    near.once('data', (chunk: Buffer) => {
      relayed.first = chunk;
    });
    this.#connections.add(relayed);
    const gone = (): void => void this.#connections.delete(relayed);
    near.once('close', gone);
    far.once('close', gone);
  }

  /** Somebody says again what was overheard: it is refused, or this would be a way in. */
  #replay(first: Buffer): void {
    const stranger = connect(this.#place.upstream);
    this.#sockets.add(stranger);
    stranger.on('error', () => undefined);
    stranger.on('close', () => this.#sockets.delete(stranger));
    stranger.once('connect', () => stranger.end(first));
    stranger.resume();
  }

  #bringToken(): void {
    const { token, upstreamToken } = this.#place;
    const fresh = `${token}.fresh`;
    try {
      rmSync(fresh, { force: true });
      linkSync(upstreamToken, fresh);
      renameSync(fresh, token);
      // Of two names for one file the system keeps both.
      rmSync(fresh, { force: true });
    } catch {} // There is no server just now.
  }
}

function cut({ near, far }: Pick<Relayed, 'near' | 'far'>): void {
  near.destroy();
  far.destroy();
}
