// The keeper's composition root: the descriptor it was started with says what to start; from then on
// there is a session, until its agent is dead and everybody has been told.
import { serveKeeperOverDescriptor } from '@codex-voice/ipc';
import { startSession } from './start-session.ts';

/** The descriptor that whoever started us speaks over. */
const CONTROL_DESCRIPTOR = 3;

function end(): void {
  process.exit(0);
}

// The terminal it was started from may close; the session stays.
process.on('SIGHUP', () => undefined);

let session: ReturnType<typeof startSession> | undefined;

serveKeeperOverDescriptor(CONTROL_DESCRIPTOR, {
  onStart: (start) => {
    session = startSession(start, end);
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGQUIT'] as const) {
      process.on(signal, () => session?.end());
    }
  },
  accept: (connection, capability) => {
    if (session === undefined) throw new TypeError('a connection was accepted before its session');
    return session.accept(connection, capability);
  },
  // Nobody needed us.
  onLost: end,
});
