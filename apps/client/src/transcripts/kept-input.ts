// A recording from standard input, kept in a file that only its owner may read while it is heard, and
// removed on every way out that a program is told of.
import { once } from 'node:events';
import { chmodSync, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { UserError } from '../user-error.ts';

/** As much as six hours of the largest usual recordings; a stream that never ends fills no disk. */
const MAXIMUM_INPUT_BYTES = 4 * 2 ** 30;

export interface KeptInput extends Disposable {
  readonly path: string;
}

/** Reads `input` to its end. Throws `UserError` where it is too much or can't be kept. */
export async function keepInput(
  input: Readable,
  maximumBytes = MAXIMUM_INPUT_BYTES,
): Promise<KeptInput> {
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-input-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const kept: KeptInput = {
    path: join(folder, 'recording'),
    [Symbol.dispose]: () => {
      process.off('exit', remove);
      remove();
    },
  };
  try {
    chmodSync(folder, 0o700);
    await copy(input, kept.path, maximumBytes);
    return kept;
  } catch (error) {
    kept[Symbol.dispose]();
    if (error instanceof UserError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`standard input can't be kept (${reason}): name a file instead`);
  }
}

async function copy(input: Readable, path: string, maximumBytes: number): Promise<void> {
  const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
  const failed = once(file, 'error').then(([error]) => Promise.reject(error));
  failed.catch(() => undefined);
  let bytes = 0;
  try {
    for await (const chunk of input) {
      bytes += chunk.length;
      if (bytes > maximumBytes) {
        throw new UserError(
          `standard input has more than ${maximumBytes} bytes: name a file instead`,
        );
      }
      if (!file.write(chunk)) await Promise.race([once(file, 'drain'), failed]);
    }
  } finally {
    file.end();
  }
  await Promise.race([once(file, 'finish'), failed]);
}
