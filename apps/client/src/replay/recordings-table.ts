// The recordings there are, for a person in a terminal and for a pipe. Names in the folder are what `replay` takes.
import { basename } from 'node:path';
import { textWidth, truncateToWidth } from '@codex-voice/ansi';
import { localTime } from '../commands/local-time.ts';
import { shortFolder } from '../commands/session-table.ts';
import { visible } from '../user-error.ts';
import type { ListedRecording } from './recording-files.ts';

export interface RecordingsView {
  readonly folder: string;
  readonly home: string | undefined;
  /** Of the terminal; undefined: a program reads it. */
  readonly columns: number | undefined;
}

const BYTES_PER_MB = 1_000_000;
const BYTES_PER_KB = 1_000;
const GAP = '  ';
/** Less of a title tells nothing. */
const LEAST_TITLE = 6;

/** A line for each, the newest first, below their folder; for a program with whole paths and tabs. */
export function recordingsTable(
  recordings: readonly ListedRecording[],
  { folder, home, columns }: RecordingsView,
): string {
  if (columns === undefined)
    return recordings
      .map((recording) => `${[visible(recording.path), ...factsOf(recording)].join('\t')}\n`)
      .join('');
  const lines = recordings.map((recording) => [
    visible(basename(recording.path)),
    ...factsOf(recording),
  ]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...lines.map((line) => textWidth(line[column] ?? ''))),
  );
  const rows = lines.map((line) => `${tableRow(line, widths, columns)}\n`);
  return `${visible(shortFolder(folder, home))}\n${rows.join('')}`;
}

function factsOf({ header, bytes }: ListedRecording): readonly string[] {
  const { startedWallS } = header;
  return [
    startedWallS === undefined ? '' : localTime(new Date(startedWallS * 1_000)),
    sizeOf(bytes),
    visible(header.title ?? ''),
  ];
}

/** Short sessions are far from a megabyte. */
function sizeOf(bytes: number): string {
  if (bytes < BYTES_PER_MB) return `${Math.ceil(bytes / BYTES_PER_KB)} kB`;
  return `${(bytes / BYTES_PER_MB).toFixed(1)} MB`;
}

/**
 * The title is what a narrow terminal shows less of; the name is never cut, so that it can be copied: where it leaves
 * no room beside it, what is known stands below it.
 */
function tableRow(
  [name = '', when = '', size = '', title = '']: readonly string[],
  [names = 0, times = 0, sizes = 0]: readonly number[],
  columns: number,
): string {
  const padded = name + ' '.repeat(Math.max(0, names - textWidth(name)));
  const known = [when.padEnd(times), size.padStart(sizes)].join(GAP);
  const isBeside = textWidth(padded + GAP + known) <= columns;
  const facts = isBeside ? padded + GAP + known : GAP + known;
  const room = columns - textWidth(facts) - GAP.length;
  const shown = room < LEAST_TITLE ? '' : truncateToWidth(title, room, '…');
  return `${isBeside ? '' : `${name}\n`}${facts}${GAP}${shown}`.trimEnd();
}
