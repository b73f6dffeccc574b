// What a soak loads into our own processes before anything else (`NODE_OPTIONS=--import`): a machine whose disk is
// slow, takes a part of what is written, refuses the rest or tears it as the process dies, and whose wall clock is
// set. What happens and when stands in the folder `SOAK_MACHINE`; an order there is for one write of one process.
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';

export interface MachineState {
  /** From when on, by the true clock in ms, the wall clock is off by how much, in ms; oldest first. */
  readonly clock: readonly (readonly [sinceMs: number, offMs: number])[];
  /** Each write, rename and flush takes this much longer, in ms. */
  readonly slowMs: number;
  /** `KIND-ROLE-NUMBER`, files in the folder as long as nobody has taken them. */
  readonly orders: readonly string[];
}

export const STATE_FILE = 'state.json';

/** Between two looks at the state, in ms: each clock that is read would look at the disk. */
const LOOK_EVERY_MS = 20;

const { readFileSync, unlinkSync, fstatSync, Stats } = fs;
const folder = process.env.SOAK_MACHINE;
const [, program = '', word = ''] = process.argv;
const role = word.startsWith('__') ? word.slice(2) : 'client';
const trueNowMs = Date.now;

let state: MachineState = { clock: [], slowMs: 0, orders: [] };
let lookedMs = Number.NEGATIVE_INFINITY;

function now(): MachineState {
  if (folder === undefined || performance.now() - lookedMs < LOOK_EVERY_MS) return state;
  lookedMs = performance.now();
  try {
    state = JSON.parse(readFileSync(join(folder, STATE_FILE), 'utf8'));
  } catch {} // The soak is over, and its folder gone.
  return state;
}

/** What the clock of this machine showed at a true time. */
function shown(trueMs: number): number {
  return trueMs + (now().clock.findLast(([sinceMs]) => sinceMs <= trueMs)?.[1] ?? 0);
}

function take(kind: 'torn' | 'refused' | 'short'): boolean {
  const order = now().orders.find((name) => name.startsWith(`${kind}-${role}-`));
  if (order === undefined || folder === undefined) return false;
  try {
    unlinkSync(join(folder, order));
    return true;
  } catch {
    return false;
  }
}

function rest(): void {
  const { slowMs } = now();
  if (slowMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, slowMs);
}

function noSpace(): Error {
  return Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
}

/** Before a write into a file: `part` makes half of it, behind which the process may die or throw. */
function strike(part: () => unknown): void {
  rest();
  if (take('torn')) {
    part();
    process.kill(process.pid, 'SIGKILL');
  }
  if (take('refused')) {
    part();
    throw noSpace();
  }
}

type Call = (...given: unknown[]) => unknown;

function replace(owner: object, name: string, by: (original: Call) => Call): void {
  const original: unknown = Reflect.get(owner, name);
  // Every function takes whatever it is given.
  if (typeof original === 'function') Reflect.set(owner, name, by(original as Call));
}

function bytesOf(data: unknown): Uint8Array | undefined {
  if (typeof data === 'string') return Buffer.from(data);
  return data instanceof Uint8Array ? data : undefined;
}

function half(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.length >> 1);
}

function spoilDisk(): void {
  replace(fs, 'writeSync', (original) => (...given) => {
    const [fd, data, ...more] = given;
    const bytes = more.length > 0 ? undefined : bytesOf(data);
    if (bytes === undefined || typeof fd !== 'number' || !fstatSync(fd).isFile())
      return original(...given);
    strike(() => original(fd, half(bytes)));
    return original(fd, bytes.length > 1 && take('short') ? half(bytes) : bytes);
  });
  for (const name of ['writeFileSync', 'appendFileSync'])
    replace(fs, name, (original) => (...given) => {
      const [path, data, ...more] = given;
      const bytes = bytesOf(data);
      if (bytes !== undefined) strike(() => original(path, half(bytes), ...more));
      return original(...given);
    });
  for (const name of ['renameSync', 'fsyncSync', 'fdatasyncSync'])
    replace(fs, name, (original) => (...given) => {
      rest();
      return original(...given);
    });
}

async function spoilHandles(): Promise<void> {
  const handle = await fs.promises.open(program, 'r');
  const prototype: object = Object.getPrototypeOf(handle);
  await handle.close();
  const later = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, now().slowMs));
  for (const name of ['write', 'writeFile', 'appendFile'])
    replace(
      prototype,
      name,
      (original) =>
        async function (this: unknown, ...given) {
          const [data] = given;
          if (now().slowMs > 0) await later();
          const bytes = bytesOf(data);
          if (bytes !== undefined && take('torn')) {
            await original.call(this, half(bytes));
            process.kill(process.pid, 'SIGKILL');
          }
          return await original.call(this, ...given);
        },
    );
}

function setClock(): void {
  const TrueDate = Date;
  globalThis.Date = new Proxy(TrueDate, {
    construct: (target, given, newTarget) =>
      Reflect.construct(target, given.length === 0 ? [shown(trueNowMs())] : given, newTarget),
    get: (target, name, receiver) =>
      name === 'now' ? () => shown(trueNowMs()) : Reflect.get(target, name, receiver),
  });
  // A file has the time that the clock showed when it was written.
  for (const name of ['mtimeMs', 'ctimeMs', 'birthtimeMs', 'atimeMs']) {
    const hidden = new WeakMap<object, number>();
    Object.defineProperty(Stats.prototype, name, {
      get(this: object) {
        return shown(hidden.get(this) ?? 0);
      },
      set(this: object, trueMs: number) {
        hidden.set(this, trueMs);
      },
      configurable: true,
    });
  }
}

if (folder !== undefined && program.endsWith('codex-voice.js')) {
  setClock();
  spoilDisk();
  await spoilHandles();
  syncBuiltinESMExports();
}
