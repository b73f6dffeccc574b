// A copy of the agent's screen that is late by a while and right about what it has taken in; during a flood
// later still. How a screen is read is not tried with this one: it is known.
import type {
  ScreenShadow,
  ScreenShadowListener,
  ShadowSize,
  ShadowSnapshot,
} from '@codex-voice/session';
import type { Random } from './random.ts';
import type { ScreenTruth } from './screen-truth.ts';
import type { SimulatedProcess } from './simulated-process.ts';
import type { Cancel } from './virtual-clock.ts';

/** Longest time until what came is taken in, in ms. */
const LATE_MS = 30;
/** After more than this at a time, in bytes, it rests for so long, in ms. */
const FLOOD_BYTES = 128 * 1024;
const FLOOD_MS = 250;

const encoder = new TextEncoder();

export interface SimulatedShadowParts {
  readonly process: SimulatedProcess;
  readonly random: Random;
  readonly truth: ScreenTruth;
  readonly listener: ScreenShadowListener;
  readonly size: ShadowSize;
}

export class SimulatedShadow implements ScreenShadow {
  fedBytes = 0;
  readonly #parts: SimulatedShadowParts;
  #consumedBytes = 0;
  #size: ShadowSize;
  #cancel: Cancel | undefined;
  #isDisposed = false;

  constructor(parts: SimulatedShadowParts) {
    this.#parts = parts;
    this.#size = parts.size;
  }

  feed(bytes: Uint8Array): void {
    this.fedBytes += bytes.length;
    this.#lookSoon();
  }

  resize(size: ShadowSize): void {
    this.#size = size;
    this.#lookSoon();
  }

  async snapshot(): Promise<ShadowSnapshot> {
    const { random } = this.#parts;
    await this.#pause(random.whole(0, 40));
    const at = this.fedBytes;
    const whole = this.#pause(random.whole(0, 60)).then(() =>
      random.chance(0.05) ? undefined : encoder.encode(`whole ${at}`),
    );
    return { at, basis: 'fresh', size: this.#size, viewport: encoder.encode(`view ${at}`), whole };
  }

  async rows(): ReturnType<ScreenShadow['rows']> {
    return { at: this.fedBytes, torn: false, cursorRow: 0, rows: encoder.encode('rows') };
  }

  openPicture(id: string): void {
    this.#parts.listener.picture(id, encoder.encode('picture'));
  }

  closePicture(): void {
    // None is drawn after its first bytes.
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#cancel?.();
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#parts.process.after(delayMs, resolve);
    });
  }

  #lookSoon(): void {
    const { process, random } = this.#parts;
    const isFlood = this.fedBytes - this.#consumedBytes > FLOOD_BYTES;
    const delayMs = isFlood ? FLOOD_MS : random.next() * LATE_MS;
    this.#cancel ??= process.after(delayMs, () => {
      this.#cancel = undefined;
      this.#look();
    });
  }

  #look(): void {
    if (this.#isDisposed) return;
    const { truth, listener } = this.#parts;
    this.#consumedBytes = this.fedBytes;
    listener.assessed({
      screen: truth.stateAt(this.#consumedBytes),
      bracketedPaste: true,
      alternate: false,
      consumedBytes: this.#consumedBytes,
      torn: false,
      midUpdate: truth.isMidDrawing(this.#consumedBytes),
    });
  }
}
