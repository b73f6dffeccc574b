// The part of a file that has come so far, with its SHA-256 as far as it goes, and beside it a note of
// what it is part of: so that another process, or a later one, can go on.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open, readFile, rm, writeFile } from 'node:fs/promises';
import * as v from 'valibot';
import { diskError, ModelError } from '../model-error.ts';

const noteSchema = v.object({
  address: v.string(),
  /** What `If-Range` may carry. */
  validator: v.exactOptional(v.string()),
  bytes: v.exactOptional(v.number()),
  sha256: v.exactOptional(v.string()),
  gitBlob: v.exactOptional(v.string()),
  revision: v.exactOptional(v.string()),
});

/** What the part is part of. */
export type PartNote = v.InferOutput<typeof noteSchema>;

export class PartFile {
  readonly path: string;
  readonly #file: FileHandle;
  #hash: Hash;
  #bytes: number;

  private constructor(path: string, file: FileHandle, had: { hash: Hash; bytes: number }) {
    this.path = path;
    this.#file = file;
    this.#hash = had.hash;
    this.#bytes = had.bytes;
  }

  /** Opens what is there, or a new one. Throws `ModelError`. */
  static async open(path: string): Promise<PartFile> {
    try {
      const file = await open(path, 'a+', 0o644);
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of createReadStream(path)) {
        const piece: Buffer = chunk;
        hash.update(piece);
        bytes += piece.length;
      }
      return new PartFile(path, file, { hash, bytes });
    } catch (error) {
      throw diskError(error, path);
    }
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Lower-case hexadecimal, of what is there now. */
  digest(): string {
    return this.#hash.copy().digest('hex');
  }

  async write(piece: Uint8Array): Promise<void> {
    try {
      let from = 0;
      while (from < piece.length) {
        const { bytesWritten } = await this.#file.write(piece, from);
        from += bytesWritten;
      }
    } catch (error) {
      throw diskError(error, this.path);
    }
    this.#hash.update(piece);
    this.#bytes += piece.length;
  }

  /** Begins anew. */
  async reset(): Promise<void> {
    try {
      await rm(`${this.path}.json`, { force: true });
      await this.#file.truncate(0);
    } catch (error) {
      throw diskError(error, this.path);
    }
    this.#hash = createHash('sha256');
    this.#bytes = 0;
  }

  async note(): Promise<PartNote | undefined> {
    try {
      const parsed: unknown = JSON.parse(await readFile(`${this.path}.json`, 'utf8'));
      const result = v.safeParse(noteSchema, parsed);
      return result.success ? result.output : undefined;
    } catch {
      // None, or torn by a crash: the part is good for nothing then.
      return undefined;
    }
  }

  async writeNote(note: PartNote): Promise<void> {
    try {
      await writeFile(`${this.path}.json`, JSON.stringify(note));
    } catch (error) {
      throw diskError(error, this.path);
    }
  }

  /** Whole and checked: on disk for certain, without its note. */
  async finish(): Promise<void> {
    try {
      const { size } = await this.#file.stat();
      if (size !== this.#bytes) throw writtenByAnother(this.path);
      await this.#file.sync();
      await rm(`${this.path}.json`, { force: true });
    } catch (error) {
      throw diskError(error, this.path);
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Only where a claim was lost to a process that took ours for dead. */
function writtenByAnother(path: string): ModelError {
  return new ModelError(
    'busy',
    `another process writes to ${path} too: let it end, and say it again`,
  );
}
