// What a session was set to from this terminal's configuration, which a terminal that comes back needs only
// once it has shown the screen: working it out is put off until then.
import type { SessionSettings } from '@codex-voice/protocol';

export class LateSettings {
  readonly #load: () => Promise<SessionSettings>;
  #loaded: SessionSettings | undefined;

  constructor(load: () => Promise<SessionSettings>) {
    this.#load = load;
  }

  /** Undefined until `load` was asked for. */
  get known(): SessionSettings | undefined {
    return this.#loaded;
  }

  /** Whether times and counts are wanted; until they are known, they are. */
  get areMeasured(): boolean {
    return this.#loaded?.measured !== 'off';
  }

  /** The configuration has changed. */
  replace(settings: SessionSettings): void {
    this.#loaded = settings;
  }

  /** Throws `UserError` for a wrong configuration. */
  async load(): Promise<SessionSettings> {
    this.#loaded ??= await this.#load();
    return this.#loaded;
  }
}
