// What agents with a ledger share: every byte goes into the ledger first, then to the terminal, all of it,
// also where the terminal takes it in pieces; and numbered lines with their checksums.
import { appendFileSync, writeSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

/** Words of one, two and more cells and of several code points, as agents print them. */
const WORDS = [
  'plain',
  'wide 漢字 cells',
  'a family 👨‍👩‍👧 of one',
  'é and ñ',
  '─┬─┤ boxes',
  '\u001b[7minverse\u001b[27m',
];

/** Writes to its ledger and then to its terminal, in the order asked. */
export class LedgerWriter {
  readonly #ledger: string;
  #queue: Promise<void> = Promise.resolve();

  constructor(ledger: string) {
    this.#ledger = ledger;
  }

  /** `cut`: the sizes of the pieces in which the terminal is given it, one after the other. */
  say(text: string, cut: () => number = () => Number.POSITIVE_INFINITY): Promise<void> {
    const bytes = Buffer.from(text);
    this.#queue = this.#queue.then(async () => {
      appendFileSync(this.#ledger, bytes);
      for (let written = 0; written < bytes.length; ) {
        const piece = bytes.subarray(written, Math.min(bytes.length, written + cut()));
        try {
          written += writeSync(process.stdout.fd, piece);
        } catch (error) {
          if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
          await sleep(1);
        }
      }
    });
    return this.#queue;
  }
}

/** The line of a number: below 60 columns wide, its colours put back at its end. */
export function ledgerLine(printed: number): string {
  const number = String(printed).padStart(6, '0');
  const sum = crc32(number).toString(16).padStart(8, '0');
  const word = WORDS[printed % WORDS.length] ?? '';
  return `\u001b[3${printed % 8}mline ${number}\u001b[0m ${sum} \u001b[1m${word}\u001b[22m\r\n`;
}
