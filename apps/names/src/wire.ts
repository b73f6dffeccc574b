// This process's end of the wire: requests in, answers out, on one duplex pipe.
import { Socket } from 'node:net';
import {
  encodeLine,
  LineDecoder,
  type NamesAnswer,
  type NamesRequest,
  parseNamesRequest,
} from '@codex-voice/protocol';

/** File descriptor that whoever started us hands over. */
const WIRE_DESCRIPTOR = 3;

export interface Wire {
  send(answer: NamesAnswer): void;
}

/** Opens the pipe. A line that is no request is passed over. */
export function openWire(handlers: {
  readonly onRequest: (request: NamesRequest) => void;
  readonly onGone: () => void;
}): Wire {
  const socket = new Socket({ fd: WIRE_DESCRIPTOR, readable: true, writable: true });
  const decoder = new LineDecoder();
  socket.on('data', (chunk) => {
    for (const line of decoder.accept(chunk)) {
      const parsed = line.kind === 'value' ? parseNamesRequest(line.value) : undefined;
      if (parsed?.kind === 'message') handlers.onRequest(parsed.message);
    }
  });
  socket.on('error', handlers.onGone);
  socket.on('close', handlers.onGone);
  return {
    send: (answer) => {
      if (socket.writable) socket.write(encodeLine(answer));
    },
  };
}
