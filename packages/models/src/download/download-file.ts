// Downloads one file: goes on where a part ends, begins anew where that would not be the same file, tries
// again what passes, and ends with bytes that are what they should be. Files beside it are not its
// business.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { ModelError } from '../model-error.ts';
import { type Followed, follow, stopped } from './follow.ts';
import { isPassing, isPassingStatus, networkError, statusError } from './network-error.ts';
import { PartFile, type PartNote } from './part-file.ts';
import { contentRange, type PublisherFacts, validatorOf } from './publisher-facts.ts';
import { RetryPlan } from './retry.ts';
import type { Transport } from './transport.ts';

export interface Clock {
  nowMs(): number;
  /** Resolves early, without throwing, when the signal ends it. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** From 0 up to but not 1. */
  random(): number;
}

/** Whose word for the SHA-256 it was. `publisher-git`: Git's name of the content, which is a SHA-1. */
export type CheckedAgainst = 'catalogue' | 'publisher' | 'publisher-git' | 'nothing';

export interface DownloadedFile {
  readonly bytes: number;
  readonly sha256: string;
  readonly checkedAgainst: CheckedAgainst;
  /** The commit that was served, where the publisher says it. */
  readonly revision?: string;
}

export type DownloadEvent =
  /** So many bytes of the file are there now. `ofBytes`: where it is known. */
  | { readonly type: 'bytes'; readonly haveBytes: number; readonly ofBytes: number | undefined }
  | { readonly type: 'resumed'; readonly atBytes: number }
  | { readonly type: 'restarted'; readonly why: string }
  | { readonly type: 'waiting'; readonly ms: number; readonly why: string };

export interface FileDownload {
  readonly transport: Transport;
  readonly address: string;
  /** What the catalogue states. */
  readonly pinned: { readonly bytes?: number; readonly sha256?: string };
  readonly partPath: string;
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly onEvent: (event: DownloadEvent) => void;
}

/** The file is whole at `partPath` then. Throws `ModelError`. */
export async function downloadFile(options: FileDownload): Promise<DownloadedFile> {
  const part = await PartFile.open(options.partPath);
  try {
    return await new Download(options, part).run();
  } finally {
    await part.close();
  }
}

/** What one try came to. `again`: at once, from the beginning. */
type Outcome = 'whole' | 'again';

class Download {
  readonly #options: FileDownload;
  readonly #part: PartFile;
  readonly #plan: RetryPlan;
  #note: PartNote | undefined;
  /** Part of what is there came from another answer than the rest. */
  #isJoined = false;
  /** Joined parts were no file once already; a second time it is the file that is wrong. */
  #hasBegunAnew = false;

  constructor(options: FileDownload, part: PartFile) {
    this.#options = options;
    this.#part = part;
    this.#plan = new RetryPlan({ random: () => options.clock.random() });
  }

  async run(): Promise<DownloadedFile> {
    await this.#findNote();
    for (;;) {
      if (this.#options.signal.aborted) throw stopped();
      if (this.#isWhole()) {
        const file = await this.#check();
        if (file !== undefined) return file;
      }
      const before = this.#part.bytes;
      try {
        if ((await this.#tryOnce()) === 'again') continue;
        const file = await this.#check();
        if (file !== undefined) return file;
      } catch (error) {
        if (!(error instanceof ModelError)) throw error;
        if (this.#part.bytes > before) this.#plan.progressed();
        await this.#waitAfter(error);
      }
    }
  }

  /** A part without a note, or of another address, is of no use. */
  async #findNote(): Promise<void> {
    this.#note = await this.#part.note();
    if (this.#part.bytes === 0) return;
    if (this.#note?.address === this.#options.address) {
      this.#isJoined = true;
      return;
    }
    this.#note = undefined;
    await this.#part.reset();
  }

  /** All bytes had come before, only nobody had looked at them yet. */
  #isWhole(): boolean {
    const { pinned } = this.#options;
    const bytes = pinned.bytes ?? this.#note?.bytes;
    const isKnown = (pinned.sha256 ?? this.#note?.sha256 ?? this.#note?.gitBlob) !== undefined;
    return isKnown && bytes !== undefined && bytes > 0 && this.#part.bytes === bytes;
  }

  async #tryOnce(): Promise<Outcome> {
    const { transport, address, signal } = this.#options;
    const from = this.#part.bytes;
    const headers = { ...STANDING_HEADERS, ...(from > 0 ? this.#rangeHeaders() : {}) };
    const followed = await follow(transport, { address, headers, signal });
    const { answer } = followed;
    try {
      switch (answer.status) {
        case 206:
          return await this.#goOn(followed);
        case 200:
          if (from > 0) await this.#restart('the server sends the whole file');
          return await this.#receive(followed, numberIn(answer.headers['content-length']));
        case 416: {
          const total = contentRange(answer.headers['content-range'])?.totalBytes;
          if (from > 0 && total === from) return 'whole';
          await this.#restart('the server has no such part');
          throw new ModelError('cut-off', `${hostOf(address)} has no such part: try again later`);
        }
        default:
          throw new RetriableStatus(answer.status, followed);
      }
    } finally {
      await answer.discard();
    }
  }

  #rangeHeaders(): Record<string, string> {
    const validator = this.#note?.validator;
    const range = { range: `bytes=${this.#part.bytes}-` };
    return validator === undefined ? range : { ...range, 'if-range': validator };
  }

  async #goOn(followed: Followed): Promise<Outcome> {
    const { headers } = followed.answer;
    const range = contentRange(headers['content-range']);
    const before = this.#note?.validator;
    const after = validatorOf(headers);
    if (range?.startBytes !== this.#part.bytes || (before ?? after) !== (after ?? before)) {
      await this.#restart('the server offers another file');
      return 'again';
    }
    this.#isJoined = true;
    this.#options.onEvent({ type: 'resumed', atBytes: this.#part.bytes });
    return await this.#receive(followed, range.totalBytes);
  }

  async #receive(followed: Followed, totalBytes: number | undefined): Promise<Outcome> {
    const { facts, answer, address } = followed;
    const bytes = this.#agreedBytes(facts, totalBytes);
    await this.#keepNote(followed, bytes);
    const { onEvent, signal } = this.#options;
    try {
      for await (const piece of answer.body) {
        await this.#part.write(piece);
        if (bytes !== undefined && this.#part.bytes > bytes) throw this.#wrongSize(bytes, 'more');
        onEvent({ type: 'bytes', haveBytes: this.#part.bytes, ofBytes: bytes });
      }
    } catch (error) {
      if (signal.aborted) throw stopped();
      throw networkError(error, hostOf(address));
    }
    if (bytes !== undefined && this.#part.bytes < bytes) {
      throw new ModelError(
        'cut-off',
        `the connection to ${hostOf(address)} broke off: say it again, what has come is kept`,
      );
    }
    return 'whole';
  }

  /** The size that catalogue, publisher and server agree on. Throws where they don't. */
  #agreedBytes(facts: PublisherFacts, servedBytes: number | undefined): number | undefined {
    const { pinned, address } = this.#options;
    if (pinned.sha256 !== undefined && facts.sha256 !== undefined) {
      if (pinned.sha256 !== facts.sha256) throw changed(address);
    }
    const stated = pinned.bytes ?? facts.bytes;
    if (pinned.bytes !== undefined && facts.bytes !== undefined && pinned.bytes !== facts.bytes) {
      throw changed(address);
    }
    if (stated !== undefined && servedBytes !== undefined && stated !== servedBytes) {
      throw this.#wrongSize(stated, servedBytes);
    }
    return stated ?? servedBytes;
  }

  #wrongSize(bytes: number, served: number | 'more'): ModelError {
    const has = served === 'more' ? `has more than ${bytes} bytes` : `has ${served} bytes`;
    return new ModelError(
      'wrong-size',
      `${fileOf(this.#options.address)} ${has}, and should have ${bytes}: try again later, or name another --mirror`,
    );
  }

  async #keepNote({ facts, answer }: Followed, bytes: number | undefined): Promise<void> {
    const validator = validatorOf(answer.headers);
    const { revision, sha256, gitBlob } = facts;
    this.#note = {
      address: this.#options.address,
      ...(validator === undefined ? {} : { validator }),
      ...(bytes === undefined ? {} : { bytes }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(gitBlob === undefined ? {} : { gitBlob }),
      ...(revision === undefined ? {} : { revision }),
    };
    await this.#part.writeNote(this.#note);
  }

  async #restart(why: string): Promise<void> {
    await this.#part.reset();
    this.#isJoined = false;
    this.#options.onEvent({ type: 'restarted', why });
  }

  /** Undefined: the joined parts are not one file, so it begins anew. Throws where a whole one is wrong. */
  async #check(): Promise<DownloadedFile | undefined> {
    const sha256 = this.#part.digest();
    const checkedAgainst = await this.#checkedAgainst(sha256);
    if (checkedAgainst !== undefined) {
      await this.#part.finish();
      const revision = this.#note?.revision;
      const file = { bytes: this.#part.bytes, sha256, checkedAgainst };
      return revision === undefined ? file : { ...file, revision };
    }
    const mayBeParts = this.#isJoined && !this.#hasBegunAnew;
    await this.#restart('it is not the file it should be');
    this.#hasBegunAnew = true;
    if (mayBeParts) return undefined;
    throw new ModelError(
      'wrong-hash',
      `${fileOf(this.#options.address)} is not the file it should be (SHA-256 ${sha256}): it was damaged on the way or replaced; try again later, or name another --mirror`,
    );
  }

  /** Undefined: it is not what it should be. */
  async #checkedAgainst(sha256: string): Promise<CheckedAgainst | undefined> {
    const { pinned, partPath } = this.#options;
    if (pinned.bytes !== undefined && pinned.bytes !== this.#part.bytes) return undefined;
    if (pinned.sha256 !== undefined) return pinned.sha256 === sha256 ? 'catalogue' : undefined;
    if (this.#note?.sha256 !== undefined) {
      return this.#note.sha256 === sha256 ? 'publisher' : undefined;
    }
    if (this.#note?.gitBlob === undefined) return 'nothing';
    const name = await gitBlobName(partPath, this.#part.bytes);
    return this.#note.gitBlob === name ? 'publisher-git' : undefined;
  }

  /** Waits for the next try, or throws what it was for good. */
  async #waitAfter(error: ModelError): Promise<void> {
    const { clock, signal, onEvent } = this.#options;
    const status = error instanceof RetriableStatus ? error : undefined;
    const passes = status === undefined ? isPassing(error) : isPassingStatus(status.status);
    const waitMs = passes ? this.#plan.next(status?.retryAfter, clock.nowMs()) : undefined;
    if (waitMs === undefined) throw status?.plain() ?? error;
    onEvent({ type: 'waiting', ms: waitMs, why: error.message });
    await clock.wait(waitMs, signal);
  }
}

/** `identity`: a range of a compressed body would be no range of the file. */
const STANDING_HEADERS = { 'accept-encoding': 'identity', 'user-agent': 'codex-voice' } as const;

class RetriableStatus extends ModelError {
  readonly status: number;
  readonly retryAfter: string | undefined;

  constructor(status: number, { address, answer }: Followed) {
    const plain = statusError(status, address);
    super(plain.code, plain.message);
    this.status = status;
    this.retryAfter = answer.headers['retry-after'];
  }

  plain(): ModelError {
    return new ModelError(this.code, this.message);
  }
}

function changed(address: string): ModelError {
  return new ModelError(
    'changed',
    `${fileOf(address)} is another file now than the one this version knows: update codex-voice, or get the files by hand and say models add FOLDER`,
  );
}

async function gitBlobName(path: string, bytes: number): Promise<string> {
  const hash = createHash('sha1').update(`blob ${bytes}\0`);
  for await (const chunk of createReadStream(path)) hash.update(chunk);
  return hash.digest('hex');
}

function numberIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d+$/.test(header) ? Number(header) : undefined;
}

function hostOf(address: string): string {
  return new URL(address).host;
}

function fileOf(address: string): string {
  return new URL(address).pathname.split('/').at(-1) ?? address;
}
