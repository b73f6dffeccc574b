// Runs a recogniser for whoever started this process, over the pipe it was given, until that closes.
import { Socket } from 'node:net';
import type { RecognizerLoad } from '@codex-voice/protocol';
import { PIPE_DESCRIPTOR } from './process-link.ts';
import { type LoadedRecognizer, RecognizerServer } from './recognizer-server.ts';
import { encodeStructured, StructuredReader } from './structured-pipe.ts';

export interface ServeRecognizerOptions {
  /** The process has nothing more to do. */
  readonly onEnd: (exitStatus: number) => void;
  /** Makes what the `load` message asks for. */
  readonly create: (load: RecognizerLoad) => Promise<LoadedRecognizer>;
}

/** Throws where the process was given no pipe. */
export function serveRecognizer({ onEnd, create }: ServeRecognizerOptions): void {
  const socket = new Socket({ fd: PIPE_DESCRIPTOR, readable: true, writable: true });
  const server = new RecognizerServer({
    create,
    send: (answer) => {
      if (socket.writable) socket.write(encodeStructured(answer));
    },
    end: (exitStatus) => socket.end(() => onEnd(exitStatus)),
  });
  const reader = new StructuredReader();
  socket.on('data', (chunk: Buffer) => {
    const { values, fault } = reader.accept(chunk);
    for (const value of values) server.handle(value);
    if (fault !== undefined) throw new TypeError(`the pipe brought ${fault}`);
  });
  // Whoever started us is gone, and nobody else wants an answer.
  socket.on('error', () => onEnd(0));
  socket.on('close', () => onEnd(0));
}
