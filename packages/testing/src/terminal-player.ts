// A child program that replays a recording on its own terminal, for suites that put a terminal or
// the whole of codex-voice around it: `node terminal-player.ts CAST PROGRESS`.
// It appends a line to PROGRESS at each thing its driver waits for: `resize COLUMNSxROWS` (it then
// waits to be that large) and `done BASE64` (the terminal has taken in everything; all it sent back is
// attached). It ends on SIGHUP. The driver's side is `play-cast.ts`.
import { appendFileSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseCast } from './cast.ts';

const SIZE_POLL_MS = 5;
const SETTLE_POLL_MS = 2;
/** DSR "are you well?", and the answer every terminal gives when it has come to the question. */
const STATUS_QUERY = '\x1b[5n';
const STATUS_ANSWER = '\x1b[0n';
const EXIT_HANGUP = 129;

const [castPath = '', progressPath = ''] = process.argv.slice(2);
const cast = parseCast(readFileSync(castPath, 'utf8'));
process.on('SIGHUP', () => process.exit(EXIT_HANGUP));
process.stdin.setRawMode(true);
let heard = '';
process.stdin.on('data', (chunk: Buffer) => {
  heard += chunk.toString('latin1');
});

function report(line: string): void {
  appendFileSync(progressPath, `${line}\n`);
}

/** Writes all of it, also when the terminal takes it in pieces. */
async function draw(bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    try {
      written += writeSync(process.stdout.fd, bytes, written);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      await sleep(1);
    }
  }
}

async function settle(): Promise<void> {
  const from = heard.length;
  await draw(new TextEncoder().encode(STATUS_QUERY));
  while (!heard.includes(STATUS_ANSWER, from)) await sleep(SETTLE_POLL_MS);
}

for (const event of cast.events) {
  if (event.kind === 'output') {
    await draw(event.bytes);
    continue;
  }
  await settle();
  report(`resize ${event.columns}x${event.rows}`);
  for (;;) {
    const [columns, rows] = process.stdout.getWindowSize();
    if (columns === event.columns && rows === event.rows) break;
    await sleep(SIZE_POLL_MS);
  }
}
await settle();
report(`done ${Buffer.from(heard, 'latin1').toString('base64')}`);
