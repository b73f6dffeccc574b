// What becomes of a command whose output can't be written.
import { tellError } from './told-lines.ts';
import { EXIT_FAILURE, EXIT_READER_GONE } from './user-error.ts';

/** Output that can't be written ends us: quietly where its reader has left, as in `| head`. */
export function endWithOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT_READER_GONE);
    const reason = `standard output can't be written (${error.code}): check where it goes`;
    tellError(reason);
    process.exit(EXIT_FAILURE);
  });
  // Nobody is left to be told.
  process.stderr.on('error', () => undefined);
}
