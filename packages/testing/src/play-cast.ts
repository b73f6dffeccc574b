// Drives the player of recordings (`terminal-player.ts`) in whatever terminal a suite starts it in,
// and resizes that terminal where the recording was resized.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Cast, formatCast } from './cast.ts';
import { makeScratchDirectory, removeDirectory } from './program-cache.ts';

const PLAYER = fileURLToPath(new URL('./terminal-player.ts', import.meta.url));
const LOOK_EVERY_MS = 5;
/** The longest recording plays in about a second; a loaded machine gets far more. */
const PLAY_TIMEOUT_MS = 30_000;

/** A playing terminal, as the driver needs it. */
export interface PlayingTerminal {
  /** Makes the terminal such that the player's own is of this size. */
  resizeTo: (size: { columns: number; rows: number }) => Promise<void> | void;
}

/** What the player saw of its terminal. */
export interface PlayedCast {
  /** All that the terminal sent back to the player, one character a byte. */
  heard: string;
}

/**
 * Plays a recording. `start` gets the player's command line and starts it in a terminal of the
 * recording's first size; when this resolves the terminal has taken in everything and the player
 * still runs, so that its screen can be looked at.
 */
export async function playCast(
  cast: Cast,
  start: (command: readonly [string, ...string[]]) => Promise<PlayingTerminal> | PlayingTerminal,
): Promise<PlayedCast> {
  const folder = await makeScratchDirectory('player');
  const castPath = join(folder, 'played.cast');
  const progressPath = join(folder, 'progress');
  try {
    await writeFile(castPath, formatCast(cast));
    await writeFile(progressPath, '');
    const terminal = await start([process.execPath, PLAYER, castPath, progressPath]);
    return await follow(progressPath, terminal);
  } finally {
    await removeDirectory(folder);
  }
}

async function follow(progressPath: string, terminal: PlayingTerminal): Promise<PlayedCast> {
  const deadlineMs = performance.now() + PLAY_TIMEOUT_MS;
  let handled = 0;
  for (;;) {
    const lines = (await readFile(progressPath, 'utf8')).split('\n').slice(0, -1);
    for (const line of lines.slice(handled)) {
      handled += 1;
      const done = /^done (.*)$/.exec(line);
      if (done !== null) return { heard: Buffer.from(done[1] ?? '', 'base64').toString('latin1') };
      const size = /^resize (\d+)x(\d+)$/.exec(line);
      if (size === null) throw new Error(`the player said ${JSON.stringify(line)}`);
      await terminal.resizeTo({ columns: Number(size[1]), rows: Number(size[2]) });
    }
    if (performance.now() > deadlineMs)
      throw new Error(`the player stopped after ${handled} lines`);
    await sleep(LOOK_EVERY_MS);
  }
}
