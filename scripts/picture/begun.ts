// What the making of pictures has begun, ended once: when it is over, or when this process is told to end.
import { constants } from 'node:os';

/** A process that ends by a signal has this and its number as its status, as shells tell it. */
const SIGNAL_STATUS = 128;

export class Begun implements AsyncDisposable {
  readonly #begun = new AsyncDisposableStack();
  #ended: Promise<void> | undefined;

  constructor() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
      process.once(signal, () => void this.#told(SIGNAL_STATUS + constants.signals[signal]));
  }

  use<Some extends Disposable | AsyncDisposable>(some: Some): Some {
    return this.#begun.use(some);
  }

  /** Whoever asks for it waits until all has ended. */
  [Symbol.asyncDispose](): Promise<void> {
    this.#ended ??= this.#begun.disposeAsync();
    return this.#ended;
  }

  async #told(status: number): Promise<void> {
    try {
      await this[Symbol.asyncDispose]();
    } finally {
      process.exit(status);
    }
  }
}
