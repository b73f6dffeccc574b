// The other end of a keyword model's process: takes sound in order and answers what was found in it. What
// carries the messages is passed in.
import {
  KEYWORD_PROTOCOL_VERSION,
  type KeywordAnswer,
  type KeywordLoad,
  type KeywordRequest,
  parseKeywordRequest,
} from '@codex-voice/protocol';
import type { SherpaKeywords } from './sherpa-keywords.ts';

export interface KeywordServerOptions {
  readonly create: (load: KeywordLoad) => Promise<SherpaKeywords>;
  readonly send: (answer: KeywordAnswer) => void;
  /** There is nothing more to do here; what was sent still has to leave. */
  readonly end: (exitStatus: number) => void;
}

export class KeywordServer {
  readonly #options: KeywordServerOptions;
  #keywords: SherpaKeywords | undefined;
  #order: Promise<void> = Promise.resolve();

  constructor(options: KeywordServerOptions) {
    this.#options = options;
  }

  /** One request, unparsed. What fails inside the model is thrown out of the event loop. */
  handle(value: unknown): void {
    const parsed = parseKeywordRequest(value);
    if (parsed.kind === 'refused') throw new TypeError(`a request was refused: ${parsed.reason}`);
    this.#order = this.#order.then(() => this.#carryOut(parsed.message));
  }

  async #carryOut(request: KeywordRequest): Promise<void> {
    if (request.type === 'load-keywords') return await this.#load(request);
    const { at, place, samples } = request;
    if (place === 'begins') this.#keywords?.begin(at);
    const found = this.#keywords?.hear(samples);
    this.#options.send({ type: 'heard', ...(found === undefined ? {} : { found }) });
  }

  async #load(load: KeywordLoad): Promise<void> {
    if (load.version !== KEYWORD_PROTOCOL_VERSION) {
      return this.#refuse(`voice speaks version ${load.version}: restart codex-voice`);
    }
    try {
      this.#keywords = await this.#options.create(load);
    } catch (error) {
      return this.#refuse(error instanceof Error ? error.message : String(error));
    }
    this.#options.send({ type: 'loaded', version: KEYWORD_PROTOCOL_VERSION });
  }

  #refuse(message: string): void {
    this.#options.send({ type: 'not-loaded', message });
    this.#options.end(1);
  }
}
