// Messages as lines over a duplex stream: what comes is parsed and handed on, what is sent is written
// while the stream takes it. Opening, ending and losing the stream is left to whoever has it.
import { encodeLine, LineDecoder } from './line-codec.ts';
import type { Parsed } from './parsed.ts';

/** The part of a duplex stream of bytes that lines need. */
export interface LineStream {
  readonly writable: boolean;
  write(bytes: Uint8Array): unknown;
  on(event: 'data', take: (chunk: Uint8Array) => void): unknown;
}

export interface LineWireParts<Incoming> {
  readonly stream: LineStream;
  readonly parse: (value: unknown) => Parsed<Incoming>;
  readonly onMessage: (message: Incoming) => void;
  /** One line was no message; the next one is read. */
  readonly onRefused?: (reason: string) => void;
}

export interface LineWire<Outgoing> {
  /** Does nothing once the stream has ended. */
  send(message: Outgoing): void;
}

/** Reads from the stream at once. */
export function openLineWire<Incoming, Outgoing extends object>(
  parts: LineWireParts<Incoming>,
): LineWire<Outgoing> {
  const { stream, parse, onMessage, onRefused } = parts;
  const decoder = new LineDecoder();
  stream.on('data', (chunk) => {
    for (const line of decoder.accept(chunk)) {
      if (line.kind === 'bad') {
        onRefused?.(`a line was ${line.reason}`);
        continue;
      }
      const parsed = parse(line.value);
      if (parsed.kind === 'message') onMessage(parsed.message);
      else onRefused?.(parsed.reason);
    }
  });
  return {
    send: (message) => {
      if (stream.writable) stream.write(encodeLine(message));
    },
  };
}
