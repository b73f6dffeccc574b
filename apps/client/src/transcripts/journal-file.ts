// The journal as a command sees it: read from its beginning, and a line added at its end. Its audio is
// written and purged by the voice process.
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type JournalRecord, parseJournalLine } from '@codex-voice/protocol';
import { UserError } from '../user-error.ts';

const RECORDS_FILE = 'utterances.jsonl';
const FILE_MODE = 0o600;

/** Gives every record, the oldest first; lines that are none cost only themselves. Throws `UserError`. */
export async function readJournalRecords(
  directory: string,
  onRecord: (record: JournalRecord) => void,
): Promise<void> {
  const input = createReadStream(join(directory, RECORDS_FILE));
  try {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
      const parsed = parseJournalLine(line);
      if (parsed.kind === 'message') onRecord(parsed.message);
    }
  } catch (error) {
    // Nobody has spoken yet.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return;
    throw journalError('read', error);
  }
}

/**
 * Adds one record, as a line of its own whatever the journal ends with. Throws `UserError`. A voice
 * process may write meanwhile: both only append, and a line is one write.
 */
export async function appendJournalRecord(directory: string, record: JournalRecord): Promise<void> {
  try {
    const file = await open(join(directory, RECORDS_FILE), 'a+', FILE_MODE);
    try {
      const { size } = await file.stat();
      const last = Buffer.alloc(1);
      if (size > 0) await file.read(last, 0, 1, size - 1);
      const isTorn = size > 0 && last.toString() !== '\n';
      await file.appendFile(`${isTorn ? '\n' : ''}${JSON.stringify(record)}\n`);
    } finally {
      await file.close();
    }
  } catch (error) {
    throw journalError('written', error);
  }
}

function journalError(what: 'read' | 'written', error: unknown): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  return new UserError(`the journal can't be ${what} (${reason}): check its folder`);
}
