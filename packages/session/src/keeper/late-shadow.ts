// A shadow screen that is not loaded yet: the agent starts at once, and what it writes until its screen
// can be followed is kept, up to a bound. Everything asked for meanwhile is answered then.
import type { PictureWish, ScreenShadow, ShadowSize, ShadowSnapshot } from '../screen-shadow.ts';

/** Output kept until the shadow is there, in bytes: as much as it could take in soon; older is let go. */
export const EARLY_OUTPUT_BYTES = 512 * 1024;

type Step = { readonly bytes: Uint8Array } | { readonly size: ShadowSize };
type Rows = Awaited<ReturnType<ScreenShadow['rows']>>;

interface Waiting {
  readonly ask: (shadow: ScreenShadow) => void;
  readonly refuse: (reason: Error) => void;
}

export class LateShadow implements ScreenShadow {
  #shadow: ScreenShadow | undefined;
  #steps: Step[] = [];
  readonly #pictures = new Map<string, PictureWish>();
  readonly #waiting: Waiting[] = [];
  #fedBytes = 0;
  #missedBytes = 0;
  #disposed = false;

  /** The shadow can be made now; `make` is told how many bytes from the start it will never see. */
  load(make: (missedBytes: number) => ScreenShadow): void {
    if (this.#disposed || this.#shadow !== undefined) return;
    const shadow = make(this.#missedBytes);
    for (const step of this.#steps.splice(0)) {
      if ('bytes' in step) shadow.feed(step.bytes);
      else shadow.resize(step.size);
    }
    this.#shadow = shadow;
    for (const [id, wish] of this.#pictures) shadow.openPicture(id, wish);
    for (const { ask } of this.#waiting.splice(0)) ask(shadow);
  }

  get fedBytes(): number {
    return this.#shadow?.fedBytes ?? this.#fedBytes;
  }

  feed(bytes: Uint8Array): void {
    if (this.#shadow !== undefined) {
      this.#shadow.feed(bytes);
      return;
    }
    // Not `slice`: a Buffer’s shares its memory.
    this.#steps.push({ bytes: new Uint8Array(bytes) });
    this.#fedBytes += bytes.length;
    while (this.#fedBytes - this.#missedBytes > EARLY_OUTPUT_BYTES) this.#missOldest();
  }

  resize(size: ShadowSize): void {
    if (this.#shadow !== undefined) {
      this.#shadow.resize(size);
      return;
    }
    const last = this.#steps.at(-1);
    if (last !== undefined && 'size' in last) this.#steps.pop();
    this.#steps.push({ size });
  }

  snapshot(): Promise<ShadowSnapshot> {
    return this.#ask((shadow) => shadow.snapshot());
  }

  rows(): Promise<Rows> {
    return this.#ask((shadow) => shadow.rows());
  }

  openPicture(id: string, wish: PictureWish): void {
    if (this.#shadow !== undefined) this.#shadow.openPicture(id, wish);
    else this.#pictures.set(id, wish);
  }

  closePicture(id: string): void {
    if (this.#shadow !== undefined) this.#shadow.closePicture(id);
    else this.#pictures.delete(id);
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    for (const { refuse } of this.#waiting.splice(0)) refuse(new Error('the session has ended'));
    await this.#shadow?.dispose();
  }

  #ask<Answer>(ask: (shadow: ScreenShadow) => Promise<Answer>): Promise<Answer> {
    if (this.#shadow !== undefined) return ask(this.#shadow);
    return new Promise((resolve, refuse) => {
      this.#waiting.push({ ask: (shadow) => resolve(ask(shadow)), refuse });
    });
  }

  #missOldest(): void {
    const at = this.#steps.findIndex((step) => 'bytes' in step);
    const [oldest] = this.#steps.splice(at, 1);
    if (oldest !== undefined && 'bytes' in oldest) this.#missedBytes += oldest.bytes.length;
  }
}
