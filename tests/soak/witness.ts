// A second look at what the host tells people of a session: which prompts wait, and which it calls unconfirmed.
// What is told so is not lost, and may have arrived.
import { connectHost } from '@codex-voice/ipc';
import type { HostEvent } from '@codex-voice/protocol';

/** A host that was killed is followed by another one soon. */
const AGAIN_MS = 150;
/** Nothing more is to come of it, or nobody knows. */
const SETTLED: ReadonlySet<string> = new Set(['sent', 'unknown', 'unconfirmed', 'dropped']);
/** It does not go on by itself: a person decides. */
const FINAL: ReadonlySet<string> = new Set(['unconfirmed', 'dropped']);

export class Witness {
  readonly #sessionId: string;
  readonly #runtimeDirectory: string;
  readonly #texts = new Map<string, string>();
  readonly #states = new Map<string, string>();
  readonly #wasUnconfirmed = new Set<string>();
  #host: { close(): void } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(place: { readonly sessionId: string; readonly runtimeDirectory: string }) {
    this.#sessionId = place.sessionId;
    this.#runtimeDirectory = place.runtimeDirectory;
    void this.#connect();
  }

  /** Texts of prompts that a person was told are not, or perhaps not, with the agent, for good. */
  told(): readonly string[] {
    return this.#textsOf((id, state) => FINAL.has(state) || this.#wasUnconfirmed.has(id));
  }

  /** Texts of prompts that a person sees on their way. */
  pending(): readonly string[] {
    return this.#textsOf((id, state) => !SETTLED.has(state) && !this.#wasUnconfirmed.has(id));
  }

  states(): readonly string[] {
    return [...this.#states].map(([id, state]) => `${this.#texts.get(id)}: ${state}`);
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#host?.close();
  }

  #textsOf(isIt: (id: string, state: string) => boolean): readonly string[] {
    return [...this.#states]
      .filter(([id, state]) => isIt(id, state))
      .map(([id]) => this.#texts.get(id) ?? '');
  }

  async #connect(): Promise<void> {
    const found = await connectHost({
      runtimeDirectory: this.#runtimeDirectory,
      onEvent: (event) => this.#event(event),
      onClosed: () => this.#later(),
    });
    if (found.kind === 'refused') this.#later();
    else if (this.#closed) found.host.close();
    else {
      this.#host = found.host;
      found.host.request({ type: 'open', sessionId: this.#sessionId });
    }
  }

  #later(): void {
    this.#host = undefined;
    if (!this.#closed) this.#timer = setTimeout(() => void this.#connect(), AGAIN_MS);
  }

  #event(event: HostEvent): void {
    if (event.type === 'delivery') this.#saw(event);
    else if (event.type === 'queue') for (const entry of event.entries) this.#saw(entry);
    else if (event.type === 'opened') {
      // What became of the others while nobody told us is not known.
      const here = new Set(event.queue.map(({ id }) => id));
      for (const [id, state] of this.#states)
        if (!FINAL.has(state) && state !== 'sent' && !here.has(id)) this.#states.set(id, 'unknown');
      for (const entry of event.queue) this.#saw(entry);
    }
  }

  #saw(seen: { readonly id: string; readonly text: string; readonly state: string }): void {
    const { id, text, state } = seen;
    if (text !== '') this.#texts.set(id, text);
    this.#states.set(id, state);
    if (state === 'unconfirmed') this.#wasUnconfirmed.add(id);
  }
}
