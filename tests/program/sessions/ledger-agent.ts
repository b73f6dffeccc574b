// An agent that prints numbered lines with their checksums for as long as it runs, says what it was sent,
// and appends every byte it writes to its ledger first: `node ledger-agent.ts LEDGER LINES INTERVAL_MS`
// prints LINES lines at once, then one each INTERVAL_MS. P pauses it, G goes on, Q ends it.
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerWriter, ledgerLine } from './ledger-writer.ts';

const [ledger = '', lines = '0', intervalMs = '20'] = process.argv.slice(2);
const writer = new LedgerWriter(ledger);
let printed = 0;
let paused = false;

function line(): string {
  printed += 1;
  return ledgerLine(printed);
}

function take(key: string): void {
  if (key === 'Q') void writer.say('ended\r\n').then(() => process.exit(0));
  else if (key === 'P' && !paused) {
    paused = true;
    void writer.say(`paused after ${printed}\r\n`);
  } else if (key === 'G') paused = false;
  else void writer.say(`heard ${JSON.stringify(key)}\r\n`);
}

if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (keys: string) => {
  for (const key of keys) take(key);
});
process.stdin.on('end', () => process.exit(0));
await writer.say(Array.from({ length: Number(lines) }, line).join('') || 'started\r\n');
for (;;) {
  await sleep(Number(intervalMs));
  if (!paused) await writer.say(line());
}
