// Lines over a stream that a test holds both ends of.
import { expect, test } from 'vitest';
import { encodeLine } from './line-codec.ts';
import { openLineWire } from './line-wire.ts';
import { type NamesRequest, parseNamesRequest } from './names.ts';

class HeldStream {
  writable = true;
  readonly written: string[] = [];
  take: (chunk: Uint8Array) => void = () => undefined;
  on(_: 'data', take: (chunk: Uint8Array) => void): void {
    this.take = take;
  }
  write(bytes: Uint8Array): void {
    this.written.push(new TextDecoder().decode(bytes));
  }
}

test('PROTOCOL-2: PROTOCOL-4: a line that is no message is told with its reason, the next one is taken', () => {
  const stream = new HeldStream();
  const messages: NamesRequest[] = [];
  const refused: string[] = [];
  openLineWire<NamesRequest, object>({
    stream,
    parse: parseNamesRequest,
    onMessage: (message) => messages.push(message),
    onRefused: (reason) => refused.push(reason),
  });
  stream.take(new TextEncoder().encode('}{\n'));
  stream.take(encodeLine({ type: 'open', id: 1 }));
  stream.take(encodeLine({ type: 'close', id: 1 }));
  expect(refused).toHaveLength(2);
  expect(refused[0]).toBe('a line was not-json');
  expect(messages).toEqual([{ type: 'close', id: 1 }]);
});

test('PROTOCOL-24: nothing is written to a stream that has ended', () => {
  const stream = new HeldStream();
  const wire = openLineWire<NamesRequest, object>({
    stream,
    parse: parseNamesRequest,
    onMessage: () => undefined,
  });
  wire.send({ a: 1 });
  stream.writable = false;
  wire.send({ a: 2 });
  expect(stream.written).toEqual(['{"a":1}\n']);
});
