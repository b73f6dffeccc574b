// The shadow screen, loaded while the agent already boots: what the agent writes until then is kept, up
// to a bound.
import { setTimeout as sleep } from 'node:timers/promises';
import type { AgentKind } from '@codex-voice/agents';
import type { Assessment, ScreenSize, Shadow } from '@codex-voice/shadow';
import { monotonicMs } from './monotonic.ts';

/** Loading waits until output has rested this long, in ms: for tens of them it would stand still. */
const LOAD_REST_MS = 15;

/** Output that never rests is waited for this long, in ms: who speaks at once is not kept waiting. */
const LOAD_PATIENCE_MS = 1_500;

/** Output kept until the shadow is loaded, in bytes, as much as it could take in soon; older is let go. */
const EARLY_LIMIT_BYTES = 512 * 1024;

export interface SessionShadowOptions extends ScreenSize {
  readonly kind: AgentKind;
  readonly onAssessment: (assessment: Assessment) => void;
}

type Step = { readonly bytes: Uint8Array } | { readonly size: ScreenSize };

/** A shadow that takes output at once and looks at it when it is loaded. */
export class SessionShadow {
  readonly #early: Step[] = [];
  #fedBytes = 0;
  #missedBytes = 0;
  #lastFedMs = Number.NEGATIVE_INFINITY;
  #shadow: Shadow | undefined;
  #disposed = false;

  /** Loads the shadow; resolves when it watches, or was disposed of before. */
  async load(options: SessionShadowOptions): Promise<'watching' | 'disposed'> {
    await this.#outputRests();
    if (this.#disposed) return 'disposed';
    const { createShadowInThread } = await import('./shadow-module.ts');
    if (this.#disposed) return 'disposed';
    const shadow = createShadowInThread({ ...options, missedBytes: this.#missedBytes });
    for (const step of this.#early.splice(0)) {
      if ('bytes' in step) shadow.feed(step.bytes);
      else shadow.resize(step.size);
    }
    this.#shadow = shadow;
    return 'watching';
  }

  /** Bytes fed so far. */
  get fedBytes(): number {
    return this.#shadow?.fedBytes ?? this.#fedBytes;
  }

  /** The chunk may be reused by the caller after the call. */
  feed(bytes: Uint8Array): void {
    if (this.#shadow !== undefined) {
      this.#shadow.feed(bytes);
      return;
    }
    this.#early.push({ bytes: bytes.slice() });
    this.#fedBytes += bytes.length;
    this.#lastFedMs = monotonicMs();
    while (this.#fedBytes - this.#missedBytes > EARLY_LIMIT_BYTES) this.#missOldest();
  }

  resize(size: ScreenSize): void {
    if (this.#shadow !== undefined) this.#shadow.resize(size);
    else this.#early.push({ size });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#shadow?.dispose();
  }

  async #outputRests(): Promise<void> {
    const startMs = monotonicMs();
    for (let nowMs = startMs; nowMs - startMs < LOAD_PATIENCE_MS; nowMs = monotonicMs()) {
      if (this.#disposed || nowMs - this.#lastFedMs >= LOAD_REST_MS) return;
      await sleep(LOAD_REST_MS, undefined, { ref: false });
    }
  }

  #missOldest(): void {
    const at = this.#early.findIndex((step) => 'bytes' in step);
    const [oldest] = this.#early.splice(at, 1);
    if (oldest !== undefined && 'bytes' in oldest) this.#missedBytes += oldest.bytes.length;
  }
}
