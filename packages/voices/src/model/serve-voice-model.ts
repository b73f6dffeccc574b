// What a process does that exists for one voice's model: loads it, reads the texts it is sent, one after
// the other, and ends with whoever started it. The library ends the process on files it can't read.
import { Socket } from 'node:net';
import {
  parseVoiceModelRequest,
  type VoiceModelAnswer,
  type VoiceModelRequest,
} from '@codex-voice/protocol';
import {
  encodeStructured,
  PIPE_DESCRIPTOR,
  StructuredReader,
  sherpaRequire,
} from '@codex-voice/recognizers';
import type { VoiceConfig } from './voice-files.ts';

/** Samples in a message: a second of the highest rate in use, well under what a message may hold. */
const PIECE_SAMPLES = 48_000;

/** The part of sherpa-onnx's voices that is used. */
interface OfflineTts {
  generateAsync(request: {
    readonly text: string;
    readonly sid: number;
    readonly speed: number;
    /** Samples of our own, which outlive the library's. */
    readonly enableExternalBuffer: boolean;
    /** After each sentence; false: no further one. */
    readonly onProgress: () => boolean;
  }): Promise<{ readonly samples: Float32Array; readonly sampleRate: number }>;
}

/** Takes the whole process over. Throws where it was given no pipe. */
export function runVoiceModelProcess(): void {
  process.once('uncaughtException', (error) => {
    process.stderr.write(`codex-voice: the voice failed: ${error.message}\n`);
    process.exit(1);
  });
  // These go to a whole group: the voice process ends us itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const)
    process.on(signal, () => undefined);
  const socket = new Socket({ fd: PIPE_DESCRIPTOR, readable: true, writable: true });
  const server = new VoiceModelServer((answer) => {
    if (socket.writable) socket.write(encodeStructured(answer));
  });
  const reader = new StructuredReader();
  socket.on('data', (chunk: Buffer) => {
    const { values, fault } = reader.accept(chunk);
    for (const value of values) server.handle(value);
    if (fault !== undefined) throw new TypeError(`the pipe brought ${fault}`);
  });
  // Whoever started us is gone.
  socket.on('error', () => process.exit(0));
  socket.on('close', () => process.exit(0));
}

class VoiceModelServer {
  readonly #send: (answer: VoiceModelAnswer) => void;
  readonly #stopped = new Set<number>();
  #voice: OfflineTts | undefined;
  #order: Promise<void> = Promise.resolve();

  constructor(send: (answer: VoiceModelAnswer) => void) {
    this.#send = send;
  }

  handle(value: unknown): void {
    const parsed = parseVoiceModelRequest(value);
    if (parsed.kind === 'refused') throw new TypeError(`the pipe brought ${parsed.reason}`);
    this.#obey(parsed.message);
  }

  #obey(request: VoiceModelRequest): void {
    switch (request.type) {
      case 'load':
        this.#voice = loadVoice(request.config);
        this.#send({ type: 'loaded' });
        return;
      case 'say':
        this.#order = this.#order.then(() => this.#say(request));
        return;
      case 'stop':
        this.#stopped.add(request.id);
    }
  }

  async #say({ id, text }: Extract<VoiceModelRequest, { type: 'say' }>): Promise<void> {
    const isWanted = (): boolean => !this.#stopped.has(id);
    try {
      if (this.#voice === undefined) throw new TypeError('nothing was loaded');
      if (isWanted()) {
        const how = { sid: 0, speed: 1, enableExternalBuffer: false, onProgress: isWanted };
        const { samples, sampleRate } = await this.#voice.generateAsync({ text, ...how });
        for (let start = 0; start < samples.length && isWanted(); start += PIECE_SAMPLES) {
          const piece = samples.slice(start, start + PIECE_SAMPLES);
          this.#send({ type: 'piece', id, samples: piece, sampleRateHz: sampleRate });
        }
      }
      this.#send({ type: 'said', id });
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      this.#send({ type: 'unsaid', id, message });
    } finally {
      this.#stopped.delete(id);
    }
  }
}

function loadVoice(config: VoiceConfig): OfflineTts {
  const sherpa: { readonly OfflineTts: new (config: VoiceConfig) => OfflineTts } =
    sherpaRequire()('sherpa-onnx-node');
  return new sherpa.OfflineTts(config);
}
