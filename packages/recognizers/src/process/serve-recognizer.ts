// Runs a recogniser, a speaker or a keyword model, for whoever started this process, over the pipe it was given, until
// that closes. The first message says which.
import { Socket } from 'node:net';
import type { KeywordLoad, RecognizerLoad, SpeakerModelSpec } from '@codex-voice/protocol';
import { KeywordServer } from '../keywords/keyword-server.ts';
import type { SherpaKeywords } from '../keywords/sherpa-keywords.ts';
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
  /** Makes what the `load-keywords` message asks for; absent: as above. */
  readonly createKeywords?: (load: KeywordLoad) => Promise<SherpaKeywords>;
}

type Server = RecognizerServer | SpeakerServer | KeywordServer;

/** Throws where the process was given no pipe. */
export function serveRecognizer(options: ServeRecognizerOptions): void {
  const { onEnd, create, createSpeakers, createKeywords } = options;
  const socket = new Socket({ fd: PIPE_DESCRIPTOR, readable: true, writable: true });
  const wire = {
    send: (answer: object): void => {
      if (socket.writable) socket.write(encodeStructured(answer));
    },
    end: (exitStatus: number): void => {
      socket.end(() => onEnd(exitStatus));
    },
  };
  const serverFor = (first: unknown): Server => {
    if (createSpeakers !== undefined && isOfType(first, 'load-speakers'))
      return new SpeakerServer({ create: createSpeakers, ...wire });
    if (createKeywords !== undefined && isOfType(first, 'load-keywords'))
      return new KeywordServer({ create: createKeywords, ...wire });
    return new RecognizerServer({ create, ...wire });
  };
  let server: Server | undefined;
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

function isOfType(value: unknown, type: string): boolean {
  return value !== null && typeof value === 'object' && 'type' in value && value.type === type;
}
