// Runs a recogniser, or a speaker model, for whoever started this process, over the pipe it was given, until
// that closes. The first message says which.
import { Socket } from 'node:net';
import type { RecognizerLoad, SpeakerModelSpec } from '@codex-voice/protocol';
import type { SherpaSpeakers } from '../speakers/sherpa-embedder.ts';
import { SpeakerServer } from '../speakers/speaker-server.ts';
import { PIPE_DESCRIPTOR } from './process-link.ts';
import { type LoadedRecognizer, RecognizerServer } from './recognizer-server.ts';
import { encodeStructured, StructuredReader } from './structured-pipe.ts';

export interface ServeRecognizerOptions {
  /** The process has nothing more to do. */
  readonly onEnd: (exitStatus: number) => void;
  /** Makes what the `load` message asks for. */
  readonly create: (load: RecognizerLoad) => Promise<LoadedRecognizer>;
  /** Makes what the `load-speakers` message asks for; absent: this process serves recognisers alone. */
  readonly createSpeakers?: (model: SpeakerModelSpec) => Promise<SherpaSpeakers>;
}

/** Throws where the process was given no pipe. */
export function serveRecognizer({ onEnd, create, createSpeakers }: ServeRecognizerOptions): void {
  const socket = new Socket({ fd: PIPE_DESCRIPTOR, readable: true, writable: true });
  const wire = {
    send: (answer: object): void => {
      if (socket.writable) socket.write(encodeStructured(answer));
    },
    end: (exitStatus: number): void => {
      socket.end(() => onEnd(exitStatus));
    },
  };
  const serverFor = (first: unknown): RecognizerServer | SpeakerServer =>
    createSpeakers !== undefined && isForSpeakers(first)
      ? new SpeakerServer({ create: createSpeakers, ...wire })
      : new RecognizerServer({ create, ...wire });
  let server: RecognizerServer | SpeakerServer | undefined;
  const reader = new StructuredReader();
  socket.on('data', (chunk: Buffer) => {
    const { values, fault } = reader.accept(chunk);
    for (const value of values) {
      server ??= serverFor(value);
      server.handle(value);
    }
    if (fault !== undefined) throw new TypeError(`the pipe brought ${fault}`);
  });
  // Whoever started us is gone, and nobody else wants an answer.
  socket.on('error', () => onEnd(0));
  socket.on('close', () => onEnd(0));
}

function isForSpeakers(value: unknown): boolean {
  return (
    value !== null && typeof value === 'object' && 'type' in value && value.type === 'load-speakers'
  );
}
