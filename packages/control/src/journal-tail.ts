// Reads the end of the voice process's journal: what was said last, and what became of it.
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { type JournalRecord, parseJournalLine } from '@codex-voice/protocol';
import { isMissing } from './text-if-there.ts';

/** An utterance takes about 600 bytes with its outcome: the last thousands are far beyond ten minutes. */
const TAIL_BYTES = 1_048_576;

/**
 * The last records of the journal in `directory`; none where there is no journal. Rejects with the system's
 * error where it can't be read.
 */
export async function readJournalTail(directory: string): Promise<readonly JournalRecord[]> {
  const file = await open(join(directory, 'utterances.jsonl'), 'r').catch((error: unknown) => {
    if (isMissing(error)) return undefined;
    throw error;
  });
  if (file === undefined) return [];
  try {
    const { size } = await file.stat();
    const length = Math.min(size, TAIL_BYTES);
    const bytes = Buffer.alloc(length);
    const { bytesRead } = await file.read(bytes, 0, length, size - length);
    // The first line may be cut, and the last one torn: neither is a record then.
    return bytes
      .subarray(0, bytesRead)
      .toString('utf8')
      .split('\n')
      .flatMap((line) => {
        const parsed = parseJournalLine(line);
        return parsed.kind === 'message' ? [parsed.message] : [];
      });
  } finally {
    await file.close();
  }
}
