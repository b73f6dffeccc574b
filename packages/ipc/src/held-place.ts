// Keeps a server reachable for as long as it runs: a socket or a token that was taken away, alone or with
// the whole folder at a person's last logout, is made anew. Who gets a place is left to others.
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { dirname } from 'node:path';
import { makePrivate, type ServerFiles } from './runtime-directory.ts';
import { type TakenPlace, takePlace } from './socket-place.ts';
import { removeTokenFile, type Tokens, writeTokenFile } from './token-file.ts';

/** Between two looks at what lies in the folder, in ms: well within the time a person needs to come
 *  back, at the cost of two looks at the disk. */
const LOOK_EVERY_MS = 3_000;

export interface PlaceOptions {
  readonly files: ServerFiles;
  readonly tokens: Tokens;
  readonly onSocket: (socket: Socket) => void;
  /** Another process has the place now. Nothing is looked at any more. */
  readonly onTaken?: () => void;
  readonly lookEveryMs?: number;
}

/**
 * Takes a place and puts its tokens beside it, unless a living process has it: then undefined. Throws
 * where the folder can't be written.
 */
export async function holdPlace(
  options: PlaceOptions,
): Promise<Pick<TakenPlace, 'close'> | undefined> {
  const { files, tokens, onSocket } = options;
  const place = await takePlace(files.socket, onSocket);
  if (place === undefined) return undefined;
  try {
    // Nobody is answered before this: a connection is taken in a later turn of the event loop.
    writeTokenFile(files.token, tokens);
  } catch (error) {
    await place.close();
    throw error;
  }
  const held = new HeldPlace(options, place);
  return { close: () => held.close() };
}

class HeldPlace {
  readonly #options: PlaceOptions;
  readonly #look: NodeJS.Timeout;
  #place: TakenPlace;
  #isBusy = false;
  #isClosed = false;

  constructor(options: PlaceOptions, place: TakenPlace) {
    this.#options = options;
    this.#place = place;
    const everyMs = options.lookEveryMs ?? LOOK_EVERY_MS;
    this.#look = setInterval(() => void this.#restore(), everyMs).unref();
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#look);
    if (!this.#place.isGone()) removeTokenFile(this.#options.files.token);
    await this.#place.close();
  }

  async #restore(): Promise<void> {
    const { files, tokens, onTaken } = this.#options;
    if (this.#isBusy || (!this.#place.isGone() && existsSync(files.token))) return;
    this.#isBusy = true;
    try {
      makePrivate(dirname(files.socket));
      if ((await this.#retake()) === 'taken') {
        clearInterval(this.#look);
        onTaken?.();
      } else if (!this.#isClosed) writeTokenFile(files.token, tokens);
    } catch {
      // A folder that can't be used now may be there at the next look.
    } finally {
      this.#isBusy = false;
    }
  }

  async #retake(): Promise<'held' | 'taken'> {
    if (!this.#place.isGone()) return 'held';
    const { files, onSocket } = this.#options;
    const next = await takePlace(files.socket, onSocket);
    if (next === undefined) return 'taken';
    if (this.#isClosed) {
      await next.close();
      return 'held';
    }
    // Its connections live on; it ends with the last of them.
    void this.#place.close();
    this.#place = next;
    return 'held';
  }
}
