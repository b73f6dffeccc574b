// Loaded into every program of ours (`NODE_OPTIONS=--import=…`) to make what passes through it some ten times slower,
// so that the gates can be seen to fail: each write to a socket or terminal costs time as a careless path would.
import { Socket } from 'node:net';
import { WriteStream } from 'node:tty';

/** For each write: several times what a key takes from end to end. */
const WRITE_MS = 4;
/** For each KB, beyond it: the slowest of ours takes 0.04. */
const KILOBYTE_MS = 0.5;
const MS_PER_MICROSECOND = 0.001;

/** By processor time: where the machine is busy it takes as much longer as everything else. */
function spin(durationMs: number): void {
  const since = process.cpuUsage();
  const usedMs = (): number => {
    const { user, system } = process.cpuUsage(since);
    return (user + system) * MS_PER_MICROSECOND;
  };
  while (usedMs() < durationMs);
}

for (const stream of [Socket, WriteStream]) {
  const { write } = stream.prototype;
  stream.prototype.write = function slowed(this: Socket, ...given: unknown[]): boolean {
    const [chunk] = given;
    const length = typeof chunk === 'string' || chunk instanceof Uint8Array ? chunk.length : 0;
    spin(WRITE_MS + (length / 1000) * KILOBYTE_MS);
    return Reflect.apply(write, this, given);
  };
}
