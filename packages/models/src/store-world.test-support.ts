// A store in a folder of its own, a model whose files a loopback server has, and a clock that never
// waits.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { RecogniserEntry } from './catalogue/model-entry.ts';
import type { Clock } from './download/download-file.ts';
import { createTransport } from './download/undici-transport.ts';
import { FileServer, sha256, someBytes } from './file-server.test-support.ts';
import { ModelError } from './model-error.ts';
import type { FreeBytes } from './store/disk-space.ts';
import type { ModelEvent } from './store/model-event.ts';
import { type Added, ModelStore } from './store/model-store.ts';

/** Shorter than undici's own tick, so a stall shows at the first one. */
const STALL_MS = 300;

export class WaitingClock implements Clock {
  readonly waits: number[] = [];
  now = Date.parse('2026-01-31T09:30:00Z');

  nowMs(): number {
    return this.now;
  }

  async wait(ms: number): Promise<void> {
    this.waits.push(ms);
    this.now += ms;
  }

  random(): number {
    return 0.5;
  }
}

export function scratchFolder(): string {
  const path = mkdtempSync(join(tmpdir(), 'codex-voice-models-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

export interface WorldOptions {
  readonly pinned?: 'all' | 'nothing';
  readonly freeBytes?: FreeBytes;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export const FILE_BYTES = { encoder: 600_000, decoder: 70_001, tokens: 1_234 } as const;

export async function storeWorld(options: WorldOptions = {}) {
  const server = await FileServer.start();
  const contents = {
    'encoder.onnx': someBytes(FILE_BYTES.encoder, 1),
    'decoder.onnx': someBytes(FILE_BYTES.decoder, 2),
    'tokens.txt': someBytes(FILE_BYTES.tokens, 3),
  };
  for (const [name, bytes] of Object.entries(contents)) server.files.set(`/m/${name}`, bytes);
  const file = (role: string, name: keyof typeof contents) => {
    const bytes = contents[name];
    const pins = { bytes: bytes.length, sha256: sha256(bytes) };
    return { role, name, ...(options.pinned === 'nothing' ? {} : pins) };
  };
  const entry: RecogniserEntry = {
    ...{ id: 'whisper-test', title: 'A model of the test', kind: 'recogniser', layout: 'whisper' },
    ...{ decoding: 'afterwards', languages: ['en'], licence: 'MIT' },
    place: { host: 'other', base: `${server.origin}/m` },
    files: [
      file('encoder', 'encoder.onnx'),
      file('decoder', 'decoder.onnx'),
      file('tokens', 'tokens.txt'),
    ],
    about: 'https://example.org/whisper-test',
  };
  const folder = join(scratchFolder(), 'models');
  const clock = new WaitingClock();
  const { freeBytes } = options;
  const store = new ModelStore({
    folder,
    clock,
    ...(freeBytes === undefined ? {} : { freeBytes }),
  });
  const { environment = {} } = options;
  const transport = await createTransport({ environment, stallMs: STALL_MS });
  onTestFinished(async () => await transport.close());
  const events: ModelEvent[] = [];
  const controller = new AbortController();
  const add = async (changed: Partial<RecogniserEntry> = {}, mirror?: string): Promise<Added> =>
    await store.add(
      { ...entry, ...changed },
      {
        transport,
        signal: controller.signal,
        onEvent: (event) => events.push(event),
        ...(mirror === undefined ? {} : { mirror }),
      },
    );
  return { server, contents, entry, folder, clock, store, transport, events, controller, add };
}

export type StoreWorld = Awaited<ReturnType<typeof storeWorld>>;

/** Every file below a folder, sorted. */
export function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => join(each.parentPath, each.name).slice(folder.length + 1))
    .toSorted();
}

/** A folder with empty files of these names. */
export function folderWith(name: string, files: readonly string[]): string {
  const path = join(scratchFolder(), name);
  mkdirSync(path);
  for (const file of files) writeFileSync(join(path, file), file);
  return path;
}

const ONE_LINE = /^[^\n:]+[^\n]*: [^\n]+$/;

/** What it failed with; a message is always one line with the way out. */
export async function failure(adding: Promise<unknown>): Promise<ModelError> {
  const error: unknown = await adding.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ModelError)) throw new TypeError(`no ModelError: ${String(error)}`);
  expect(error.message).toMatch(ONE_LINE);
  return error;
}

/** Every byte is there, and nothing besides the model. */
export function expectWhole({ folder, contents }: StoreWorld): void {
  for (const [name, bytes] of Object.entries(contents)) {
    expect(readFileSync(join(folder, 'whisper-test', name)).equals(bytes), name).toBe(true);
  }
  expect(filesBelow(folder).filter((name) => !name.startsWith('whisper-test/'))).toEqual([]);
}
