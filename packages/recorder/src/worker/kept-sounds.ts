// Which sound was what was said: once a final is written, the journal's file of it is looked at beside everything
// else, and told by its SHA-256. No sound reaches a recording; one that is not there is told nothing of.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Order } from './messages.ts';

/** Folder of the journal with a file for each utterance, and what it calls them: nothing else leads to a file. */
const AUDIO_FOLDER = 'audio';
const UTTERANCE_ID = /^[0-9a-f-]{1,64}$/u;
/** Sounds that are looked at together; more are told nothing of. */
const MOST_AT_ONCE = 16;
/** The longest utterance is far shorter, in bytes. */
const LARGEST_BYTES = 64 * 1024 * 1024;
/** Of a WAV file of the journal: its header, and where that says how many bytes make a second. */
const HEADER_BYTES = 44;
const BYTE_RATE_AT = 28;
const MS_PER_S = 1_000;
/** The last ones have this long when a recording ends, in ms: a disk that hangs is not waited for. */
const LAST_SOUNDS_MS = 1_000;

const { O_NOFOLLOW = 0, O_NONBLOCK = 0, O_RDONLY } = constants;

type Heard = Extract<Order, { readonly do: 'heard' }>;

export class KeptSounds {
  readonly #folder: string;
  readonly #looking = new Set<Promise<void>>();
  #found: Heard[] = [];

  constructor(journalDirectory: string) {
    this.#folder = join(journalDirectory, AUDIO_FOLDER);
  }

  /** Looks for the sound of an entry that is one of an understood utterance. */
  look({ code, atMs, json }: Heard): void {
    if (code !== 'v' || this.#looking.size >= MOST_AT_ONCE) return;
    const value: unknown = JSON.parse(json);
    const event = memberOf(value, 'event');
    if (memberOf(event, 'type') !== 'final' || memberOf(event, 'verdict') !== 'accepted') return;
    const utteranceId = memberOf(event, 'utteranceId');
    if (typeof utteranceId !== 'string' || !UTTERANCE_ID.test(utteranceId)) return;
    const looking = soundOf(join(this.#folder, `${utteranceId}.wav`)).then(
      (sound) => {
        if (sound === undefined) return;
        const data = { at: memberOf(value, 'at'), is: 'audio', utteranceId, ...sound };
        this.#found.push({ do: 'heard', atMs, code, json: JSON.stringify(data) });
      },
      () => undefined,
    );
    this.#looking.add(looking);
    void looking.then(() => this.#looking.delete(looking));
  }

  /** Entries that are there by now, each once. */
  take(): readonly Heard[] {
    return this.#found.splice(0);
  }

  /** All are looked at, or they have had their time. */
  async settle(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, LAST_SOUNDS_MS);
    });
    await Promise.race([Promise.all(this.#looking), late]);
    clearTimeout(timer);
  }
}

/** Undefined: it is no sound of the journal. Rejects with the system's reason. */
async function soundOf(
  path: string,
): Promise<{ readonly sha256: string; readonly ms: number } | undefined> {
  const file = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const found = await file.stat();
    const isSound = found.isFile() && found.size >= HEADER_BYTES && found.size <= LARGEST_BYTES;
    if (!isSound) return undefined;
    const ms = await lengthMs(file, found.size);
    const hash = createHash('sha256');
    const bytes = file.createReadStream({ start: 0, end: LARGEST_BYTES, autoClose: false });
    for await (const piece of bytes) hash.update(piece);
    return { sha256: hash.digest('hex'), ms };
  } finally {
    await file.close();
  }
}

async function lengthMs(file: FileHandle, size: number): Promise<number> {
  const header = Buffer.alloc(HEADER_BYTES);
  await file.read(header, 0, HEADER_BYTES, 0);
  const perSecond = header.readUInt32LE(BYTE_RATE_AT);
  return perSecond === 0 ? 0 : Math.round(((size - HEADER_BYTES) / perSecond) * MS_PER_S);
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
