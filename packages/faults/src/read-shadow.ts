// The real copy of the screen, fed late: the headless terminal takes in what the agent wrote, cut anywhere,
// and the readers of the project say what it shows. Of a flood only the end is taken in.
import type { ScreenShadow, ShadowSize, ShadowSnapshot } from '@codex-voice/session';
import { ShadowScreen } from '@codex-voice/shadow';
import type { SimulatedShadowParts } from './simulated-shadow.ts';
import type { Cancel } from './virtual-clock.ts';

/** Longest time until what came is taken in, in ms. */
const LATE_MS = 30;
/** More than this at a time, in bytes, is let go but for its end. */
const FLOOD_BYTES = 64 * 1024;
const FLOOD_KEPT_BYTES = 16 * 1024;
const FLOOD_MS = 250;

export class ReadShadow implements ScreenShadow {
  fedBytes = 0;
  readonly #parts: SimulatedShadowParts;
  readonly #screen: ShadowScreen;
  #waiting: Uint8Array[] = [];
  #cancel: Cancel | undefined;
  #isDisposed = false;

  constructor(parts: SimulatedShadowParts) {
    this.#parts = parts;
    this.#screen = new ShadowScreen({ ...parts.size, kind: 'codex', scrollbackLines: 100 });
  }

  feed(bytes: Uint8Array): void {
    this.fedBytes += bytes.length;
    this.#waiting.push(new Uint8Array(bytes));
    this.#lookSoon();
  }

  resize(size: ShadowSize): void {
    this.#takeIn();
    this.#screen.resize(size);
    this.#lookSoon();
  }

  async snapshot(): Promise<ShadowSnapshot> {
    const { process, random } = this.#parts;
    await new Promise<void>((resolve) => {
      process.after(random.whole(0, 40), resolve);
    });
    this.#takeIn();
    const { whole, ...first } = this.#screen.snapshot();
    return { ...first, whole: Promise.resolve(whole()) };
  }

  async rows(): ReturnType<ScreenShadow['rows']> {
    this.#takeIn();
    return this.#screen.rows();
  }

  openPicture(id: string): void {
    this.#parts.listener.picture(id, new Uint8Array(1));
  }

  closePicture(): void {
    // None is drawn after its first byte.
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#cancel?.();
    this.#waiting = [];
  }

  #lookSoon(): void {
    const { process, random, listener } = this.#parts;
    const isFlood = this.#waitingBytes > FLOOD_BYTES;
    this.#cancel ??= process.after(isFlood ? FLOOD_MS : random.next() * LATE_MS, () => {
      this.#cancel = undefined;
      if (this.#isDisposed) return;
      this.#takeIn();
      listener.assessed(this.#screen.assess());
    });
  }

  get #waitingBytes(): number {
    return this.#waiting.reduce((sum, { length }) => sum + length, 0);
  }

  #takeIn(): void {
    if (this.#isDisposed) return;
    let goneBytes = this.#waitingBytes > FLOOD_BYTES ? this.#waitingBytes - FLOOD_KEPT_BYTES : 0;
    if (goneBytes > 0) this.#screen.skip(goneBytes, 'the output went by');
    for (const bytes of this.#waiting.splice(0)) {
      const gone = Math.min(goneBytes, bytes.length);
      goneBytes -= gone;
      if (gone < bytes.length) this.#screen.feed(bytes.subarray(gone));
    }
  }
}
