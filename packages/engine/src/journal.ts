// Keeps every utterance on disk before anything is handed on: audio while it is spoken, then the text,
// then what became of it. Append-only lines and one WAV per utterance; what a crash leaves is mended
// at the next start. Knows nothing of recognition or of clients.
import { randomUUID } from 'node:crypto';
import { createReadStream, type Stats } from 'node:fs';
import {
  type FileHandle,
  lstat,
  open,
  readdir,
  readFile,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { makeFolder, processIsAlive } from '@codex-voice/folders';
import { type FinalEvent, type JournalRecord, parseJournalLine } from '@codex-voice/protocol';
import { decodePcm16, SAMPLE_RATE_HZ, WAVE_HEADER_BYTES, waveHeader } from '@codex-voice/speech';
import {
  type AudioFile,
  BlockPool,
  openAudioFile,
  UNFINISHED_SUFFIX,
  UtteranceAudio,
} from './utterance-audio.ts';

/** Only the owner may read what was said. */
const FILE_MODE = 0o600;
const DIRECTORY_MODE = 0o700;
const RECORDS_FILE = 'utterances.jsonl';
const AUDIO_DIRECTORY = 'audio';
/** `<id>.wav.<pid>[.<session>].part`: the process id tells whether its writer still lives. */
const UNFINISHED_NAME = /^([0-9a-f-]+)\.wav\.(\d+)(?:\.(.+))?\.part$/;
const AUDIO_ID = /^[0-9a-f-]+$/;
/** So much of the records' end is looked through for sound that nobody has heard: more than is said in the time it counts. */
const TAIL_BYTES = 131_072;
const MS_PER_DAY = 86_400_000;

export interface JournalOptions {
  readonly directory: string;
  /** Audio older than this is removed at the start; the text stays. */
  readonly keepAudioDays: number;
  readonly now: () => Date;
  /** For tests: another disk. */
  readonly openAudioFile?: (path: string) => Promise<AudioFile>;
}

/** What a voice process that was killed left of what was being said. */
export interface UnheardSound {
  readonly id: string;
  readonly samples: Float32Array;
  /** Its last sample was written then, in ms since 1970. */
  readonly endedWallMs: number;
}

/** The journal of one user. One voice process writes it at a time. */
export class Journal {
  readonly #options: JournalOptions;
  readonly #records: FileHandle;
  readonly #blocks = new BlockPool();
  #lastLine: 'whole' | 'torn' = 'whole';

  private constructor(options: JournalOptions, records: FileHandle) {
    this.#options = options;
    this.#records = records;
  }

  /** Opens or makes the journal; mends a torn last line and unfinished audio; removes old audio. */
  static async open(options: JournalOptions): Promise<Journal> {
    makeFolder(join(options.directory, AUDIO_DIRECTORY), DIRECTORY_MODE);
    const path = join(options.directory, RECORDS_FILE);
    const records = await open(path, 'a+', FILE_MODE);
    const journal = new Journal(options, records);
    await journal.#endTornLine();
    await journal.#recoverUnfinished();
    await journal.#removeOldAudio();
    return journal;
  }

  beginUtterance(sessionId?: string): UtteranceAudio {
    const id = randomUUID();
    return new UtteranceAudio({
      id,
      path: this.#audioPath(id),
      sessionId,
      blocks: this.#blocks,
      openFile: this.#options.openAudioFile ?? openAudioFile,
    });
  }

  async transcript(record: {
    readonly id: string;
    /** When it was said, where that is not now. */
    readonly at?: string;
    /** Its writer was killed meanwhile; who hears it later tells nobody the words, so they are found here. */
    readonly cut?: true;
    /** The session that was listened to, where one was named. */
    readonly sessionId?: string;
    readonly text: string;
    readonly verdict: 'accepted' | 'rejected';
    readonly failure?: NonNullable<FinalEvent['failure']>;
    readonly speaker?: string;
    readonly speakerScore?: number;
    readonly refusedBy?: NonNullable<FinalEvent['refusedBy']>;
    readonly recognizer: string;
    readonly durationMs: number;
    readonly sourceEndMs: number;
    readonly speechEndedMs: number;
    readonly closedMs: number;
    readonly decodedMs: number;
  }): Promise<void> {
    await this.#append({
      type: 'transcript',
      at: this.#options.now().toISOString(),
      audio: `${AUDIO_DIRECTORY}/${record.id}.wav`,
      // Whoever finds a record without an outcome can tell whether its writer will still tell of it.
      ...(record.cut === true ? {} : { writerPid: process.pid }),
      ...record,
    });
  }

  async outcome(record: {
    readonly id: string;
    readonly outcome: string;
    readonly latencyMs: number;
  }): Promise<void> {
    await this.#append({ type: 'outcome', at: this.#options.now().toISOString(), ...record });
  }

  /**
   * What was said to the session after `sinceWallMs` (ms since 1970), was cut off by the death of its voice process,
   * and has not been heard by any since.
   */
  async unheard(sessionId: string, sinceWallMs: number): Promise<readonly UnheardSound[]> {
    const { records } = await readJournal(this.#options.directory, TAIL_BYTES);
    const heard = new Set(
      records.filter(({ type }) => type === 'transcript').map((record) => record.id),
    );
    const sounds = new Map<string, UnheardSound>();
    for (const record of records) {
      if (record.type !== 'recovered' || record.sessionId !== sessionId) continue;
      const { id, endedAt } = record;
      const endedWallMs = Date.parse(endedAt ?? '');
      if (heard.has(id) || !AUDIO_ID.test(id) || !(endedWallMs > sinceWallMs)) continue;
      const samples = await readSamples(this.#audioPath(id));
      if (samples !== undefined) sounds.set(id, { id, samples, endedWallMs });
    }
    return [...sounds.values()];
  }

  async close(): Promise<void> {
    await this.#records.close();
  }

  #audioPath(id: string): string {
    return join(this.#options.directory, AUDIO_DIRECTORY, `${id}.wav`);
  }

  async #append(record: JournalRecord): Promise<void> {
    // A disk that was full may have taken a part of the line before.
    const start = this.#lastLine === 'torn' ? '\n' : '';
    this.#lastLine = 'torn';
    await this.#records.appendFile(`${start}${JSON.stringify(record)}\n`);
    this.#lastLine = 'whole';
  }

  async #endTornLine(): Promise<void> {
    const { size } = await this.#records.stat();
    if (size === 0) return;
    const last = Buffer.alloc(1);
    await this.#records.read(last, 0, 1, size - 1);
    if (last.toString() !== '\n') await this.#records.appendFile('\n');
  }

  async #recoverUnfinished(): Promise<void> {
    const directory = join(this.#options.directory, AUDIO_DIRECTORY);
    for (const name of await readdir(directory)) {
      const parsed = UNFINISHED_NAME.exec(name);
      const [, id, pid, session] = parsed ?? [];
      if (id === undefined || processIsAlive(Number(pid))) continue;
      const unfinished = join(directory, name);
      const found = await statIfThere(unfinished);
      // Neither a folder nor a link is ours, and nothing is written through a link.
      if (!found?.isFile()) continue;
      const dataBytes = found.size - WAVE_HEADER_BYTES;
      const samples = Math.max(0, Math.floor(dataBytes / 2));
      const handle = await open(unfinished, 'r+');
      await handle.write(waveHeader(samples), 0, WAVE_HEADER_BYTES, 0);
      await handle.close();
      // The line first: killed before the new name, both are made again, and the line counts once.
      await this.#append({
        type: 'recovered',
        id,
        ...(session === undefined ? {} : { sessionId: sessionNamed(session) }),
        endedAt: found.mtime.toISOString(),
        at: this.#options.now().toISOString(),
        audio: `${AUDIO_DIRECTORY}/${id}.wav`,
        durationMs: (samples * 1000) / SAMPLE_RATE_HZ,
      });
      await rename(unfinished, this.#audioPath(id));
    }
  }

  async #removeOldAudio(): Promise<void> {
    const directory = join(this.#options.directory, AUDIO_DIRECTORY);
    const oldestMs = this.#options.now().getTime() - this.#options.keepAudioDays * MS_PER_DAY;
    for (const name of await readdir(directory)) {
      const path = join(directory, name);
      // Another session may be writing here: what is unfinished is its own, and files may go meanwhile.
      const found = name.endsWith(UNFINISHED_SUFFIX) ? undefined : await statIfThere(path);
      if (found?.isFile() && found.mtimeMs < oldestMs) await rm(path, { force: true });
    }
  }
}

/** Reads a journal's records, or those in its last bytes; lines that are cut, torn or damaged are counted, never fatal. */
export async function readJournal(
  directory: string,
  lastBytes = Number.POSITIVE_INFINITY,
): Promise<{ readonly records: JournalRecord[]; readonly damagedLines: number }> {
  const records: JournalRecord[] = [];
  let damagedLines = 0;
  const path = join(directory, RECORDS_FILE);
  const { size } = await stat(path);
  // What is no file has no size, and perhaps no end.
  if (size === 0) return { records, damagedLines };
  const input = createReadStream(path, { start: Math.max(0, size - lastBytes), end: size - 1 });
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    if (line === '') continue;
    const parsed = parseJournalLine(line);
    if (parsed.kind === 'message') records.push(parsed.message);
    else damagedLines += 1;
  }
  return { records, damagedLines };
}

/** Of a sound of ours; undefined where it has gone. */
async function readSamples(path: string): Promise<Float32Array | undefined> {
  if (!(await statIfThere(path))?.isFile()) return undefined;
  return decodePcm16((await readFile(path)).subarray(WAVE_HEADER_BYTES));
}

/** A name that is none of ours stands for itself. */
function sessionNamed(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** What lies at `path` itself, links not followed; undefined when it has gone. */
async function statIfThere(path: string): Promise<Stats | undefined> {
  return await lstat(path).catch(() => undefined);
}
