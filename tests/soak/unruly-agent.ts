// An agent that misbehaves as agents do, by chance from one seed: it floods, stalls, rests, and cuts what it
// writes inside characters and escape sequences: `node unruly-agent.ts LEDGER SEED`. P pauses it, G goes on, L
// lies, Q ends it. How often it did what stands in `LEDGER.faults`, which it writes when it pauses and ends.
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { LedgerWriter, ledgerLine } from '../program/sessions/ledger-writer.ts';
import { Chance } from './chance.ts';

/** Lines of a flood: some screens, faster than any terminal shows them. */
const FLOOD_LINES = 1_500;
const LONGEST_STALL_MS = 700;

const [ledger = '', seed = '1'] = process.argv.slice(2);
const writer = new LedgerWriter(ledger);
const chance = new Chance(Number(seed));
const faults: Record<string, number> = { flood: 0, stall: 0, 'cut writes': 0 };
let printed = 0;
let paused = false;

function lines(count: number): string {
  let text = '';
  for (let at = 0; at < count; at += 1) {
    printed += 1;
    text += ledgerLine(printed);
  }
  return text;
}

const count = (what: string): void => {
  faults[what] = (faults[what] ?? 0) + 1;
};

async function act(): Promise<void> {
  const draw = chance.below(100);
  if (draw < 2) {
    count('flood');
    await writer.say(lines(FLOOD_LINES));
  } else if (draw < 12) {
    count('stall');
    await sleep(chance.below(LONGEST_STALL_MS));
  } else if (draw < 60) {
    count('cut writes');
    await writer.say(lines(1 + chance.below(8)), () => 1 + chance.below(9));
  } else await writer.say(lines(1 + chance.below(4)));
  await sleep(20 + chance.below(120));
}

function tell(): void {
  writeFileSync(`${ledger}.faults`, JSON.stringify(faults));
}

async function take(key: string): Promise<void> {
  if (key === 'Q') {
    tell();
    await writer.say('ended\r\n');
    process.exit(0);
  } else if (key === 'P' && !paused) {
    paused = true;
    tell();
    await writer.say(`paused after ${printed}\r\n`);
  } else if (key === 'G') paused = false;
  // For a soak that proves itself: a row that no ledger knows.
  else if (key === 'L') process.stdout.write('never written\r\n');
}

if (process.stdin.isTTY) process.stdin.setRawMode(true);
process.stdin.setEncoding('utf8');
process.stdin.on('data', (keys: string) => {
  for (const key of keys) void take(key);
});
process.stdin.on('end', () => process.exit(0));
await writer.say('started\r\n');
for (;;) {
  if (paused) await sleep(20);
  else await act();
}
