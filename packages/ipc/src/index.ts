// The front door: sockets of the keeper and the host, and links between machines, from both sides.
export { type FarLink, type FarLinkEvents, openFarLink } from './far-link.ts';
export {
  type ConnectedHost,
  connectHost,
  type HostClient,
  type HostClientListener,
  listenHost,
} from './host-socket.ts';
export type { ConnectedKeeper } from './keeper-client.ts';
export type { OwnedKeeperConnection } from './keeper-server.ts';
export { connectKeeper, listenKeeper } from './keeper-socket.ts';
export {
  keeperOverStream,
  serveKeeperOverDescriptor,
  serveKeeperOverStream,
} from './keeper-stream.ts';
export { type NearLink, type NearLinkEvents, openNearLink } from './near-link.ts';
export type { ConnectRefusal, ConnectRefusalCode } from './open-connection.ts';
export {
  driverFolder,
  type RuntimeDirectory,
  removeDriverFolder,
  runningKeepers,
  runtimeDirectory,
} from './runtime-directory.ts';
export { createTokens, type Tokens } from './token-file.ts';
