// The process of a model that loads once and lives until its first fault: the link to it, its loading, and why
// it is over. What is asked of it, and what it answers beside that, is left to others.
import { type ProcessCommand, ProcessLink } from './process-link.ts';

export interface LoadingLinkOptions {
  readonly command: ProcessCommand;
  /** What the model is called in a message. */
  readonly label: string;
  /** The first message, which has it load. */
  readonly load: object;
  readonly loadMs: number;
  readonly onMessage: (value: unknown) => void;
  /** Once, also for an `end` of the owner's. */
  readonly onOver: (fault: string) => void;
}

export class LoadingLink {
  /** Resolves with why it can't be used; undefined once it is loaded. */
  readonly loaded: Promise<string | undefined>;
  readonly #options: LoadingLinkOptions;
  readonly #link: ProcessLink;
  readonly #loading: NodeJS.Timeout;
  #onLoaded: ((fault: string | undefined) => void) | undefined;
  #fault: string | undefined;

  constructor(options: LoadingLinkOptions) {
    const { command, label, load, loadMs } = options;
    this.#options = options;
    this.loaded = new Promise((resolve) => {
      this.#onLoaded = resolve;
    });
    this.#link = new ProcessLink({
      command,
      onMessage: options.onMessage,
      onFault: (fault) => this.unreadable(fault),
      onEnd: (how) => this.end(`the process of ${label} ${how}`),
    });
    this.#loading = setTimeout(
      () => this.end(`${label} did not load within ${loadMs / 1000} s`),
      loadMs,
    );
    this.#link.send(load);
  }

  get pid(): number | undefined {
    return this.#link.pid;
  }

  /** Why it is over; undefined while it lives. */
  get fault(): string | undefined {
    return this.#fault;
  }

  /** Samples in it are copied before this returns. */
  send(message: object): void {
    this.#link.send(message);
  }

  /** Its process has said that it is loaded. */
  settleLoaded(): void {
    this.#settle(undefined);
  }

  /** What its process said can't be read. */
  unreadable(reason: string): void {
    this.end(`the process of ${this.#options.label} said ${reason}`);
  }

  end(fault: string): void {
    if (this.#fault !== undefined) return;
    this.#fault = fault;
    this.#link.kill();
    this.#settle(fault);
    this.#options.onOver(fault);
  }

  #settle(fault: string | undefined): void {
    clearTimeout(this.#loading);
    this.#onLoaded?.(fault);
    this.#onLoaded = undefined;
  }
}
