// Keeps one session's driver: connected while its keeper says where the agent's protocol is found, with a
// journal beside the session's other files. What the driver does is its own.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SessionDriver } from '@codex-voice/drivers';
import type { DriverPlace } from '@codex-voice/protocol';

const JOURNAL_NAME = 'events.jsonl';
/** A server that says nothing for this long, in ms, is not waited for: prompts are typed meanwhile. */
const LOOK_PATIENCE_MS = 3_000;

export interface DriverLinkParts {
  /** The session's folder. */
  readonly directory: string;
  /** The session has this driver from now on; undefined: none. */
  readonly setDriver: (driver: SessionDriver | undefined) => void;
  readonly note: (text: string) => void;
  readonly lookPatienceMs?: number;
}

/** A driver with all that ends with it. */
interface OpenDriver {
  readonly driver: SessionDriver;
  close(): Promise<void>;
}

export class DriverLink {
  readonly #parts: DriverLinkParts;
  #place = '';
  #open: OpenDriver | undefined;
  /** One change after the other: two drivers would write into one journal. */
  #changes: Promise<void> = Promise.resolve();
  #closed = false;
  /** Changes that were wished for. */
  #wishes = 0;
  /** Whatever is waited for is not wanted any more. */
  #hurry: () => void = () => undefined;

  constructor(parts: DriverLinkParts) {
    this.#parts = parts;
  }

  /** As the keeper tells it; undefined: there is nothing to speak to but the terminal. */
  placed(place: DriverPlace | undefined): void {
    const named = place === undefined ? '' : `${place.kind} ${place.path}`;
    if (named === this.#place || this.#closed) return;
    this.#place = named;
    const wish = this.#wishes + 1;
    this.#change(async () => {
      // Another place, or none, is wanted by now.
      if (wish !== this.#wishes) return;
      await this.#connect(place);
    });
  }

  /** Lets go of the agent, which goes on. */
  close(): void {
    this.#closed = true;
    this.#change(() => this.#disconnect());
  }

  #change(make: () => Promise<void>): void {
    this.#wishes += 1;
    this.#hurry();
    this.#changes = this.#changes.then(make).catch((error: unknown) => {
      this.#parts.note(`driver: ${error instanceof Error ? error.stack : String(error)}`);
    });
  }

  async #connect(place: DriverPlace | undefined): Promise<void> {
    await this.#disconnect();
    const opened = place === undefined ? undefined : await this.#opened(place);
    this.#open = opened;
    if (opened !== undefined && !this.#closed) this.#parts.setDriver(opened.driver);
  }

  async #disconnect(): Promise<void> {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    if (!this.#closed) this.#parts.setDriver(undefined);
    await open.close();
  }

  async #opened({ kind, path }: DriverPlace): Promise<OpenDriver | undefined> {
    if (kind === 'desk') return await this.#atDesk(path);
    // A newer keeper may know of more than we can drive.
    if (kind !== 'codex' && kind !== 'codex-hooks' && kind !== 'claude') return undefined;
    const { ClaudeDriver, CodexDriver, CodexHooksDriver, EventJournal } = await import(
      './driver-module.ts'
    );
    const journal = new EventJournal({ path: join(this.#parts.directory, JOURNAL_NAME) });
    try {
      const open = {
        codex: () => new CodexDriver({ socketPath: path, journal }),
        'codex-hooks': () => new CodexHooksDriver({ folder: path, journal }),
        claude: () => new ClaudeDriver({ folder: path, journal }),
      } as const;
      const driver = open[kind]();
      // Who asks it what became of a prompt must not be answered from the journal alone.
      if ('firstLook' in driver) await this.#untilLooked(driver.firstLook);
      return {
        driver,
        close: async () => {
          await driver[Symbol.asyncDispose]();
          journal[Symbol.dispose]();
        },
      };
    } catch (error) {
      journal[Symbol.dispose]();
      throw error;
    }
  }

  /** A driver that lives beside its agent, and keeps its own journal. */
  async #atDesk(folder: string): Promise<OpenDriver> {
    const { ACP_CAPABILITIES, DeskDriver } = await import('./driver-module.ts');
    const driver = new DeskDriver({ folder, capabilities: ACP_CAPABILITIES });
    await this.#untilLooked(driver.firstLook);
    return { driver, close: () => driver[Symbol.asyncDispose]() };
  }

  async #untilLooked(firstLook: Promise<void>): Promise<void> {
    const hurried = new Promise<void>((resolve) => {
      this.#hurry = resolve;
    });
    const { lookPatienceMs = LOOK_PATIENCE_MS } = this.#parts;
    const late = sleep(lookPatienceMs, undefined, { ref: false });
    await Promise.race([firstLook, late, hurried]);
  }
}
