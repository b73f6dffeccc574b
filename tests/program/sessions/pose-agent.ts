// An agent that strikes poses: `node pose-agent.ts LEDGER POSES` writes the first of the strings in the
// JSON file POSES to its terminal, and the next one at each N; Q ends it. The ledger has every byte first.
import { appendFileSync, readFileSync, writeSync } from 'node:fs';

const [ledger = '', file = ''] = process.argv.slice(2);
const poses: string[] = JSON.parse(readFileSync(file, 'utf8'));

function strike(): void {
  const bytes = Buffer.from(poses.shift() ?? '');
  appendFileSync(ledger, bytes);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(process.stdout.fd, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (keys: string) => {
  for (const key of keys) {
    if (key === 'N') strike();
    if (key === 'Q') process.exit(0);
  }
});
process.stdin.on('end', () => process.exit(0));
strike();
