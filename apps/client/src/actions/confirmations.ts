// What the person has said yes to, by what they were shown: commands of a project that are run here, and
// plugins that came with one. Anything that changes is asked again.
import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeFolder } from '@codex-voice/folders';
import * as v from 'valibot';
import { places } from '../places.ts';
import { UserError } from '../user-error.ts';

/** Beyond these the oldest is forgotten, and asked again. */
const MOST_KEPT = 1_000;

const fileSchema = v.object({
  version: v.literal(1),
  /** What was confirmed, such as `run test /folder` → the hash of what was shown; the oldest first. */
  confirmed: v.array(v.tuple([v.string(), v.string()])),
});

export class Confirmations {
  readonly #path: string;

  constructor(
    path: string = join(places(process.env, process.platform).stateDirectory, 'confirmed.json'),
  ) {
    this.#path = path;
  }

  /** Whether this very thing was confirmed. */
  has(what: string, shown: string): boolean {
    return this.#found.some(([name, hash]) => name === what && hash === hashOf(shown));
  }

  /** Whether it was ever confirmed, as it is or otherwise. */
  knows(what: string): boolean {
    return this.#found.some(([name]) => name === what);
  }

  /** Throws `UserError` where it can't be kept. */
  keep(what: string, shown: string): void {
    const others = this.#read().filter(([name]) => name !== what);
    const confirmed = [...others, [what, hashOf(shown)] as const].slice(-MOST_KEPT);
    const text = `${JSON.stringify({ version: 1, confirmed }, undefined, 2)}\n`;
    const half = `${this.#path}.${process.pid}`;
    try {
      makeFolder(dirname(this.#path), 0o700);
      writeFileSync(half, text, { mode: 0o600 });
      renameSync(half, this.#path);
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      throw new UserError(
        `${this.#path} can't be written (${code}): check the disk and its rights`,
      );
    }
  }

  /** What can't be read confirms nothing. */
  get #found(): readonly (readonly [string, string])[] {
    try {
      return this.#read();
    } catch {
      return [];
    }
  }

  /**
   * A file that is damaged or from another release confirms nothing. Throws `UserError` where it can't be read:
   * written over, it would forget what it holds.
   */
  #read(): readonly (readonly [string, string])[] {
    let text: string;
    try {
      text = readFileSync(this.#path, 'utf8');
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
      if (code === 'ENOENT') return [];
      throw new UserError(`${this.#path} can't be read (${code}): check the disk and its rights`);
    }
    try {
      const parsed = v.safeParse(fileSchema, JSON.parse(text));
      return parsed.success ? parsed.output.confirmed : [];
    } catch {
      return [];
    }
  }
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
