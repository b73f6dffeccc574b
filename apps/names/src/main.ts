// The process that gathers the names of projects: serves whoever started it, and ends with it.
import { setPriority } from 'node:os';
import { NamesServer } from './names-server.ts';
import { openWire } from './wire.ts';

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

const server = new NamesServer({ send: (answer) => wire.send(answer) });
const wire = openWire({
  onRequest: (request) => server.carryOut(request),
  onGone: () => process.exit(0),
});
