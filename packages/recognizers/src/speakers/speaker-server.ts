// The other end of a speaker model's process: takes requests in order, gathers a stretch of speech piece
// by piece, and answers what is asked of it. What carries the messages is passed in.
import {
  parseSpeakerRequest,
  SPEAKER_PROTOCOL_VERSION,
  type SpeakerAnswer,
  type SpeakerModelSpec,
  type SpeakerRequest,
} from '@codex-voice/protocol';
import type { SherpaSpeakers } from './sherpa-embedder.ts';

export interface SpeakerServerOptions {
  readonly create: (model: SpeakerModelSpec) => Promise<SherpaSpeakers>;
  readonly send: (answer: SpeakerAnswer) => void;
  /** There is nothing more to do here; what was sent still has to leave. */
  readonly end: (exitStatus: number) => void;
}

export class SpeakerServer {
  readonly #options: SpeakerServerOptions;
  #speakers: SherpaSpeakers | undefined;
  #stretch: Float32Array[] = [];
  #order: Promise<void> = Promise.resolve();

  constructor(options: SpeakerServerOptions) {
    this.#options = options;
  }

  /** One request, unparsed. What fails inside the model is thrown out of the event loop. */
  handle(value: unknown): void {
    const parsed = parseSpeakerRequest(value);
    if (parsed.kind === 'refused') throw new TypeError(`a request was refused: ${parsed.reason}`);
    this.#order = this.#order.then(() => this.#carryOut(parsed.message));
  }

  async #carryOut(request: SpeakerRequest): Promise<void> {
    switch (request.type) {
      case 'load-speakers':
        return await this.#load(request.version, request.model);
      case 'stretch':
        this.#stretch.push(request.samples);
        return;
      case 'embed': {
        const vector = this.#speakers?.raw(this.#taken());
        const told = vector === undefined ? {} : { vector: [...vector] };
        this.#options.send({ type: 'embedding', id: request.id, ...told });
        return;
      }
      case 'diarize': {
        const turns = this.#speakers?.diarize(this.#taken(), request.speakers) ?? [];
        this.#options.send({
          type: 'turns',
          id: request.id,
          turns: turns.map((turn) => ({ ...turn })),
        });
      }
    }
  }

  async #load(version: number, model: SpeakerModelSpec): Promise<void> {
    if (version !== SPEAKER_PROTOCOL_VERSION) {
      return this.#refuse(`voice speaks version ${version}: restart codex-voice`);
    }
    try {
      this.#speakers = await this.#options.create(model);
    } catch (error) {
      return this.#refuse(error instanceof Error ? error.message : String(error));
    }
    const { dimension } = this.#speakers;
    this.#options.send({ type: 'loaded', version: SPEAKER_PROTOCOL_VERSION, dimension });
  }

  #refuse(message: string): void {
    this.#options.send({ type: 'not-loaded', message });
    this.#options.end(1);
  }

  #taken(): Float32Array {
    const length = this.#stretch.reduce((sum, piece) => sum + piece.length, 0);
    const whole = new Float32Array(length);
    let at = 0;
    for (const piece of this.#stretch) {
      whole.set(piece, at);
      at += piece.length;
    }
    this.#stretch = [];
    return whole;
  }
}
