// The sound of one utterance on its way to the disk, while it is spoken: nothing blocks the caller, memory is
// used again, and where the disk fails, what it took is kept. What it is called is left to the journal.
import { open, rename, rm } from 'node:fs/promises';
import { Pcm16Block, WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';

/** Only the owner may hear what was said. */
const FILE_MODE = 0o600;

export const UNFINISHED_SUFFIX = '.part';

const BYTES_PER_SAMPLE = 2;

/** Of a name with this and the session's, no file system refuses the length. */
const MOST_SESSION_CHARACTERS = 128;

/** Sound written at a time: 256 ms, which is what a crash may cost. */
const BLOCK_SAMPLES = 4096;

/** Blocks kept for the next utterance: a disk that is a second behind needs no new ones. */
const SPARE_BLOCKS = 4;

/** The little that is needed of a file. */
export interface AudioFile {
  write(bytes: Uint8Array, offset: number, length: number, position: number): Promise<number>;
  close(): Promise<void>;
}

/** A new file; refused where there is one. */
export async function openAudioFile(path: string): Promise<AudioFile> {
  const handle = await open(path, 'wx', FILE_MODE);
  return {
    async write(bytes, offset, length, position) {
      return (await handle.write(bytes, offset, length, position)).bytesWritten;
    },
    close: () => handle.close(),
  };
}

/** Blocks that were written, to be filled again. */
export class BlockPool {
  readonly #spare: Pcm16Block[] = [];

  take(): Pcm16Block {
    return this.#spare.pop() ?? new Pcm16Block(BLOCK_SAMPLES);
  }

  giveBack(block: Pcm16Block): void {
    block.clear();
    if (this.#spare.length < SPARE_BLOCKS) this.#spare.push(block);
  }
}

export interface UtteranceAudioOptions {
  readonly id: string;
  readonly path: string;
  /** The session it is said to: part of the name while it is unfinished, for who finds it. */
  readonly sessionId: string | undefined;
  readonly blocks: BlockPool;
  readonly openFile: (path: string) => Promise<AudioFile>;
}

export class UtteranceAudio {
  readonly id: string;
  readonly #path: string;
  readonly #unfinishedPath: string;
  readonly #blocks: BlockPool;
  #queue: Promise<void>;
  #file: AudioFile | undefined;
  #block: Pcm16Block;
  #writtenBytes = 0;
  #failure: unknown;

  /** Starts the file at once; a failure is kept and thrown by `finish`. */
  constructor({ id, path, sessionId, blocks, openFile }: UtteranceAudioOptions) {
    this.id = id;
    this.#path = path;
    this.#unfinishedPath = `${path}.${process.pid}${sessionPart(sessionId)}${UNFINISHED_SUFFIX}`;
    this.#blocks = blocks;
    this.#block = blocks.take();
    this.#queue = this.#attempt(async () => {
      this.#file = await openFile(this.#unfinishedPath);
      await this.#writeAll(waveHeader(0), WAVE_HEADER_BYTES, 0);
    });
  }

  /** Copies the samples. */
  append(samples: Float32Array): void {
    for (let at = 0; at < samples.length; ) {
      at += this.#block.append(samples, at);
      if (this.#block.isFull) this.#flush();
    }
  }

  /** Ends the file and gives it its final name. Throws the first thing that went wrong; what there is stays. */
  async finish(): Promise<void> {
    await this.#end();
    if (this.#file === undefined) throw this.#failure;
    await this.#attemptAnyhow(() => {
      const samples = Math.floor(this.#writtenBytes / BYTES_PER_SAMPLE);
      return this.#writeAll(waveHeader(samples), WAVE_HEADER_BYTES, 0);
    });
    await this.#attemptAnyhow(async () => await this.#file?.close());
    await this.#attemptAnyhow(() => rename(this.#unfinishedPath, this.#path));
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Ends without keeping anything: what was heard was no speech. */
  async discard(): Promise<void> {
    await this.#end();
    await this.#file?.close();
    await rm(this.#unfinishedPath, { force: true });
  }

  async #end(): Promise<void> {
    if (this.#block.filledBytes > 0) this.#flush();
    this.#blocks.giveBack(this.#block);
    await this.#queue;
  }

  #flush(): void {
    const block = this.#block;
    this.#block = this.#blocks.take();
    this.#queue = this.#queue.then(async () => {
      await this.#attempt(async () => {
        const taken = await this.#writeAll(
          block.bytes,
          block.filledBytes,
          WAVE_HEADER_BYTES + this.#writtenBytes,
        );
        this.#writtenBytes += taken;
      });
      this.#blocks.giveBack(block);
    });
  }

  /** How much the disk took; less than asked for only with an error kept. */
  async #writeAll(bytes: Uint8Array, length: number, position: number): Promise<number> {
    let written = 0;
    try {
      while (written < length) {
        const taken = await this.#file?.write(bytes, written, length - written, position + written);
        if (taken === undefined || taken === 0) throw new Error('the disk takes nothing more');
        written += taken;
      }
    } catch (error) {
      this.#failure ??= error;
    }
    return written;
  }

  /** Not after a failure: sound after a gap would be another sound. */
  async #attempt(work: () => Promise<unknown>): Promise<void> {
    if (this.#failure === undefined) await this.#attemptAnyhow(work);
  }

  async #attemptAnyhow(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#failure ??= error;
    }
  }
}

/** One that is too long for a name is left out. */
function sessionPart(sessionId: string | undefined): string {
  const part = sessionId === undefined ? '' : `.${encodeURIComponent(sessionId)}`;
  return part.length > MOST_SESSION_CHARACTERS ? '' : part;
}
