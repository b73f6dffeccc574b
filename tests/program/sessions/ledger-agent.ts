// An agent that prints numbered lines with their checksums for as long as it runs, says what it was sent,
// and appends every byte it writes to its ledger first: `node ledger-agent.ts LEDGER LINES INTERVAL_MS`
// prints LINES lines at once, then one each INTERVAL_MS. P pauses it, G goes on, Q ends it.
import { appendFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

const [ledger = '', lines = '0', intervalMs = '20'] = process.argv.slice(2);
/** Words of one, two and more cells and of several code points, as agents print them. */
const WORDS = [
  'plain',
  'wide 漢字 cells',
  'a family 👨‍👩‍👧 of one',
  'é and ñ',
  '─┬─┤ boxes',
  '\u001b[7minverse\u001b[27m',
];
let printed = 0;
let paused = false;
let queue: Promise<void> = Promise.resolve();

/** Ledger first, then the terminal, all of it, also when the terminal takes it in pieces. */
function say(text: string): Promise<void> {
  const bytes = Buffer.from(text);
  queue = queue.then(async () => {
    appendFileSync(ledger, bytes);
    for (let written = 0; written < bytes.length; ) {
      try {
        written += writeSync(process.stdout.fd, bytes, written);
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
        await sleep(1);
      }
    }
  });
  return queue;
}

function line(): string {
  printed += 1;
  const number = String(printed).padStart(6, '0');
  const sum = crc32(number).toString(16).padStart(8, '0');
  const word = WORDS[printed % WORDS.length] ?? '';
  return `\u001b[3${printed % 8}mline ${number}\u001b[0m ${sum} \u001b[1m${word}\u001b[22m\r\n`;
}

function take(key: string): void {
  if (key === 'Q') void say('ended\r\n').then(() => process.exit(0));
  else if (key === 'P' && !paused) {
    paused = true;
    void say(`paused after ${printed}\r\n`);
  } else if (key === 'G') paused = false;
  else void say(`heard ${JSON.stringify(key)}\r\n`);
}

if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (keys: string) => {
  for (const key of keys) take(key);
});
process.stdin.on('end', () => process.exit(0));
await say(Array.from({ length: Number(lines) }, line).join('') || 'started\r\n');
for (;;) {
  await sleep(Number(intervalMs));
  if (!paused) await say(line());
}
