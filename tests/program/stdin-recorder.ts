// A program for the suites: writes every byte of its standard input to the file named by RECORD_TO,
// as it came, after printing RECORD_FIRST (the modes that a suite wants on).
import { appendFileSync, writeFileSync } from 'node:fs';

const path = process.env.RECORD_TO ?? '';
writeFileSync(path, '');
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => appendFileSync(path, bytes));
process.stdout.write(`${process.env.RECORD_FIRST ?? ''}recording`);
