// Loaded before an agent (`node --import`): notes when each read of its standard input arrived, on the
// machine's monotonic clock, and leaves the agent as it is.
import { appendFileSync } from 'node:fs';
import { stdin } from 'node:process';

const path = process.env.READ_STAMPS;
if (path !== undefined) {
  const emit = stdin.emit.bind(stdin);
  stdin.emit = (event: string | symbol, ...given: unknown[]): boolean => {
    const atMs = Number(process.hrtime.bigint()) / 1e6;
    const answer = emit(event, ...given);
    if (event === 'data')
      appendFileSync(path, `${JSON.stringify({ atMs, read: String(given[0]) })}\n`);
    return answer;
  };
}
