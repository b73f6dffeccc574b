// Which version two sides speak, what each version has, and what a capability allows. Who is asked
// and what is done about a refusal is left to others.
import { OLDEST_WIRE_VERSION, WIRE_VERSION, type WireVersions } from './hello.ts';
import type { HostEvent, HostRequest } from './host.ts';
import type { KeeperRequest } from './keeper.ts';

/** What this release speaks. */
export const SPOKEN_VERSIONS: WireVersions = { oldest: OLDEST_WIRE_VERSION, newest: WIRE_VERSION };

/** The newest version both speak; else which side is too old for the other. */
export function commonVersion(sides: {
  readonly client: WireVersions;
  readonly server: WireVersions;
}):
  | { readonly kind: 'common'; readonly version: number }
  | { readonly kind: 'none'; readonly older: 'client' | 'server' } {
  const { client, server } = sides;
  const version = Math.min(client.newest, server.newest);
  if (version >= Math.max(client.oldest, server.oldest)) return { kind: 'common', version };
  return { kind: 'none', older: client.newest < server.newest ? 'client' : 'server' };
}

/** The first version that has a message; those not named here are in every version. */
const KEEPER_REQUEST_SINCE: Partial<Record<KeeperRequest['type'], number>> = { rows: 2 };
const HOST_REQUEST_SINCE: Partial<Record<HostRequest['type'], number>> = { queue: 2 };
const HOST_EVENT_SINCE: Partial<Record<HostEvent['type'], number>> = { 'listening-elsewhere': 2 };

/** Whether a connection of this version has the request. */
export function keeperRequestIsIn(version: number, type: KeeperRequest['type']): boolean {
  return (KEEPER_REQUEST_SINCE[type] ?? OLDEST_WIRE_VERSION) <= version;
}

/** Whether a connection of this version has the request. */
export function hostRequestIsIn(version: number, type: HostRequest['type']): boolean {
  return (HOST_REQUEST_SINCE[type] ?? OLDEST_WIRE_VERSION) <= version;
}

/** Whether a connection of this version has the event. */
export function hostEventIsIn(version: number, type: HostEvent['type']): boolean {
  return (HOST_EVENT_SINCE[type] ?? OLDEST_WIRE_VERSION) <= version;
}

/** Whether a connection that may only see the session may ask this. */
export function viewMayAsk(request: KeeperRequest): boolean {
  switch (request.type) {
    case 'attach':
      return request.hold === 'never';
    case 'resize':
    case 'release':
    case 'rows':
    case 'watch':
    case 'status':
      return true;
    case 'take':
    case 'signal':
    case 'end':
      return false;
  }
}
