// Loaded before an agent (`node --import`): every byte it writes to its terminal is first appended to the
// file OUTPUT_LEDGER names, so that a suite knows what must be on the screen. The agent stays as it is.
import { appendFileSync } from 'node:fs';
import { stdout } from 'node:process';

const path = process.env.OUTPUT_LEDGER;
if (path !== undefined) {
  const write = stdout.write.bind(stdout);
  stdout.write = (chunk: Uint8Array | string): boolean => {
    appendFileSync(path, chunk);
    return write(chunk);
  };
}
