// The process that gathers the names of projects: serves whoever started it, and ends with it.
import { Socket } from 'node:net';
import { setPriority } from 'node:os';
import { openLineWire, parseNamesRequest } from '@codex-voice/protocol';
import { NamesServer } from './names-server.ts';

/** File descriptor of the wire that whoever started us hands over. */
const WIRE_DESCRIPTOR = 3;
/** Behind everything that somebody waits for. */
const LOW_PRIORITY = 10;

try {
  setPriority(LOW_PRIORITY);
} catch {
  // Where it can't be had the work is done all the same.
}
// Whoever started us is told by our end; the names they have stay valid.
process.once('uncaughtException', () => process.exit(1));
// These go to a whole group: who started us ends us.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  process.on(signal, () => undefined);
}

const stream = new Socket({ fd: WIRE_DESCRIPTOR, readable: true, writable: true });
const end = (): never => process.exit(0);
stream.on('error', end);
stream.on('close', end);
const server = new NamesServer({ send: (answer) => wire.send(answer) });
const wire = openLineWire({
  stream,
  parse: parseNamesRequest,
  onMessage: (request) => server.carryOut(request),
});
