// A home in which a recording is spoken into the example agent, and the books that must agree
// afterwards: the journal of what was heard, and what the agent has received.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJournalLine } from '@codex-voice/protocol';
import { type Home, RECORDING } from '../command.ts';
import { receivedPrompts } from './session-rig.ts';

/** What is said, as it is heard, and where in the demonstration's recording, in ms. */
const PHRASES = [
  { heard: 'run the tests', fromMs: 6_240, toMs: 7_420 },
  { heard: 'fix the failing tests', fromMs: 220, toMs: 1_860 },
  { heard: 'explain this code', fromMs: 2_560, toMs: 3_920 },
] as const;
/** What is said, as it is heard. */
export const SPOKEN: readonly string[] = PHRASES.map(({ heard }) => heard);
/** Silence between two phrases, in ms: longer than what ends one. */
const GAP_MS = 500;
/** The demonstration's recording: 16-bit mono behind a header of the usual length. */
const WAVE_HEADER_BYTES = 44;
const BYTES_PER_MS = 32;

/** Writes a recording in which all phrases are said `rounds` times, without a command among them. */
export function spokenRecording(home: Home, rounds: number): string {
  const whole = readFileSync(RECORDING);
  const samples = whole.subarray(WAVE_HEADER_BYTES);
  const gap = Buffer.alloc(GAP_MS * BYTES_PER_MS);
  const once = PHRASES.flatMap(({ fromMs, toMs }) => [
    samples.subarray(fromMs * BYTES_PER_MS, toMs * BYTES_PER_MS),
    gap,
  ]);
  const said = Buffer.concat(Array.from({ length: rounds }, () => once).flat());
  const header = Buffer.from(whole.subarray(0, WAVE_HEADER_BYTES));
  header.writeUInt32LE(WAVE_HEADER_BYTES - 8 + said.length, 4);
  header.writeUInt32LE(said.length, WAVE_HEADER_BYTES - 4);
  const path = join(home.path, 'spoken.wav');
  writeFileSync(path, Buffer.concat([header, said]));
  return path;
}

interface JournalLine {
  readonly type: string;
  readonly id: string;
  readonly text?: string;
  readonly verdict?: string;
  readonly outcome?: string;
  readonly cut?: boolean;
}

/** As whoever reads a journal: a line that a death has torn is passed over. */
export function journalLines(home: Home): JournalLine[] {
  const path = join(home.stateDirectory, 'journal', 'utterances.jsonl');
  if (!existsSync(path)) return [];
  const lines = readFileSync(path, 'utf8').split('\n').map(parseJournalLine);
  return lines.flatMap((line) => (line.kind === 'message' ? [line.message] : []));
}

/** How often each phrase was heard to its end, by the journal: what voice had written down. */
export function finishedUtterances(home: Home): Record<string, number> {
  const texts = new Map<string, string>();
  for (const { type, id, text, verdict } of journalLines(home)) {
    if (type === 'transcript' && verdict === 'accepted') texts.set(id, text ?? '');
  }
  return counted([...texts.values()]);
}

/** Utterances that were heard only after their voice process was killed, by what became of them: Enter is the person's. */
export function cutOffUtterances(home: Home): {
  readonly composed: readonly string[];
  readonly underWay: readonly string[];
} {
  const lines = journalLines(home);
  const settled = new Set(lines.filter(({ type }) => type === 'outcome').map(({ id }) => id));
  const ids = new Set(
    lines.filter(({ cut, verdict }) => cut === true && verdict === 'accepted').map(({ id }) => id),
  );
  return {
    composed: [...ids].filter((id) => settled.has(id)),
    underWay: [...ids].filter((id) => !settled.has(id)),
  };
}

/** How often the agent has received each phrase. */
export function receivedPhrases(home: Home): Record<string, number> {
  const all = receivedPrompts(home).join('\n').toLowerCase();
  return counted(
    PHRASES.flatMap(({ heard }) =>
      all
        .split(`${heard}.`)
        .slice(1)
        .map(() => heard),
    ),
  );
}

function counted(texts: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { heard } of PHRASES) counts[heard] = 0;
  for (const text of texts) counts[text] = (counts[text] ?? 0) + 1;
  return counts;
}

/** Audio that was being written when its writer died, and that nobody has taken care of. */
export function unfinishedAudio(home: Home): string[] {
  const folder = join(home.stateDirectory, 'journal', 'audio');
  // Where nobody was ever heard there is none.
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.part'));
}
