// The shadow screen, loaded while the agent already boots: what the agent writes until then is kept.
import type { AgentKind, Assessment, ScreenSize, Shadow } from '@codex-voice/agents';

export interface SessionShadowOptions extends ScreenSize {
  readonly kind: AgentKind;
  readonly onAssessment: (assessment: Assessment) => void;
}

type Step = { readonly bytes: Uint8Array } | { readonly size: ScreenSize };

/** A shadow that takes output at once and looks at it when it is loaded. */
export class SessionShadow {
  readonly #early: Step[] = [];
  #earlyBytes = 0;
  #shadow: Shadow | undefined;
  #disposed = false;

  /** Loads the shadow; resolves when it watches. */
  async load(options: SessionShadowOptions): Promise<void> {
    const { createShadowInThread } = await import('./shadow-module.ts');
    if (this.#disposed) return;
    const shadow = createShadowInThread(options);
    for (const step of this.#early.splice(0)) {
      if ('bytes' in step) shadow.feed(step.bytes);
      else shadow.resize(step.size);
    }
    this.#shadow = shadow;
  }

  /** Bytes fed so far. */
  get fedBytes(): number {
    return this.#shadow?.fedBytes ?? this.#earlyBytes;
  }

  /** The chunk may be reused by the caller after the call. */
  feed(bytes: Uint8Array): void {
    if (this.#shadow !== undefined) this.#shadow.feed(bytes);
    else {
      this.#early.push({ bytes: bytes.slice() });
      this.#earlyBytes += bytes.length;
    }
  }

  resize(size: ScreenSize): void {
    if (this.#shadow !== undefined) this.#shadow.resize(size);
    else this.#early.push({ size });
  }

  async dispose(): Promise<void> {
    this.#disposed = true;
    await this.#shadow?.dispose();
  }
}
