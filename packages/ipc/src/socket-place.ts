// The name of a listening socket in the runtime folder: whoever gets it is the only one, even where many
// start at once or the one before was killed. What is said over the socket is left to others.
import { chmodSync, linkSync, renameSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { isErrno } from './runtime-directory.ts';
import { claimName, identityOf, removeUnfinished, unfinishedName } from './unfinished.ts';

const SOCKET_MODE = 0o600;
/** Connections the system keeps for us while we are busy. */
const BACKLOG = 128;
/** Times a place is looked at anew while others take and leave it. */
const ATTEMPTS = 200;
/** Time for another to take a place that it has a claim to, in ms. */
const CLAIM_MS = 5;

/** A socket that listens under its public name. */
export interface TakenPlace {
  /** Stops listening and removes the name. Connections that were made live on. */
  close(): Promise<void>;
  /** The name was taken away, or is another's. */
  isGone(): boolean;
}

/**
 * Listens at `path`, unless a living process does: then undefined. `onSocket` is given every
 * connection. Throws where the folder can't be written.
 */
export async function takePlace(
  path: string,
  onSocket: (socket: Socket) => void,
): Promise<TakenPlace | undefined> {
  const own = unfinishedName(path);
  const server = createServer(onSocket);
  await listening(server, own);
  let won = false;
  try {
    chmodSync(own, SOCKET_MODE);
    const identity = identityOf(own);
    won = await winPlace(path, own);
    if (!won) return undefined;
    removeUnfinished(dirname(path));
    return {
      close: () => leave(server, { path, identity }),
      isGone: () => identityOf(path) !== identity,
    };
  } finally {
    rmSync(own, { force: true });
    if (!won) await closed(server);
  }
}

function listening(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ path, backlog: BACKLOG }, () => {
      server.off('error', reject);
      // One connection that could not be taken: who wanted it is told by the system.
      server.on('error', () => undefined);
      resolve();
    });
  });
}

async function leave(
  server: Server,
  { path, identity }: { readonly path: string; readonly identity: string | undefined },
): Promise<void> {
  // While we listen nobody takes the name from us: it is ours to remove, and only until then.
  if (identityOf(path) === identity) rmSync(path, { force: true });
  removeUnfinished(dirname(path));
  await closed(server);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
  });
}

/**
 * Gives our socket the name, if it is free or its owner is dead. A dead owner's name is taken by
 * linking our socket to a name made from the dead socket's identity, which only one can do; who then
 * finds the dead socket still in place may replace it. A claim whose owner died is taken likewise.
 */
async function winPlace(path: string, own: string): Promise<boolean> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const outcome = await tryPlace(path, own);
    if (outcome !== 'again') return outcome === 'won';
  }
  return false;
}

async function tryPlace(path: string, own: string): Promise<'won' | 'taken' | 'again'> {
  if (linked(own, path)) return 'won';
  const chain: { readonly path: string; readonly identity: string }[] = [];
  for (let next = path; chain.length < ATTEMPTS; ) {
    const identity = identityOf(next);
    if (identity === undefined) return 'again';
    if (await answers(next)) return next === path ? 'taken' : waitAMoment();
    chain.push({ path: next, identity });
    next = claimName(path, identity);
    if (linked(own, next)) {
      const unchanged = chain.every((dead) => identityOf(dead.path) === dead.identity);
      if (unchanged) renameSync(own, path);
      for (const claim of [...chain.slice(1).map((dead) => dead.path), next]) {
        if (unchanged || claim === next) rmSync(claim, { force: true });
      }
      return unchanged ? 'won' : 'again';
    }
  }
  return 'again';
}

/** Someone is about to take the place. */
async function waitAMoment(): Promise<'again'> {
  await new Promise((resolve) => setTimeout(resolve, CLAIM_MS));
  return 'again';
}

function linked(own: string, name: string): boolean {
  try {
    linkSync(own, name);
    return true;
  } catch (error) {
    if (isErrno(error, 'EEXIST')) return false;
    throw error;
  }
}

/** Whether a living process listens here. Throws where that can't be found out. */
async function answers(path: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect({ path });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => {
      if (['ECONNREFUSED', 'ENOENT', 'ENOTSOCK'].some((code) => isErrno(error, code))) {
        resolve(false);
      } else if (isErrno(error, 'EAGAIN')) resolve(true);
      else reject(error);
    });
  });
}
