// How fast the outgoing filter reads, against a pass that only looks at every byte, for the kinds of
// output there are. The input is fixed and cut as a PTY cuts it.
import { PassthroughFilter } from '@codex-voice/ansi';
import { countOption, digits, median, publish } from './statistics.ts';

const SIZE_BYTES = 32_000_000;
/** What a PTY hands over at once when there is plenty. */
const CHUNK_BYTES = 65_536;
const GEOMETRY = { columns: 120, rows: 40, reservedRows: 1 };

const ESC = '\x1b';
const KINDS: Readonly<Record<string, (line: number) => string>> = {
  'plain text': (line) => `${line} ${'lorem ipsum dolor sit amet '.repeat(3)}\r\n`,
  'coloured log': (line) =>
    `${ESC}[38;5;${line % 256}m${line.toString(36).padStart(7, '0')}${ESC}[0m ${ESC}[1mstep${ESC}[22m ${'lorem ipsum dolor '.repeat(2)}\r\n`,
  'colour per word': (line) =>
    `${ESC}[31mlorem${ESC}[0m ${ESC}[38;5;${line % 256}mipsum${ESC}[0m ${ESC}[1;32mdolor${ESC}[m ${ESC}[38;2;1;2;3msit${ESC}[39m amet\r\n`,
  'box drawing': (line) => `│${'─'.repeat(60)}│ ${line} └${'─'.repeat(20)}┘\r\n`,
  'full-screen frames': (line) =>
    `${ESC}[?2026h${ESC}[${(line % 39) + 1};5H${ESC}[2K${ESC}[1;34mrow ${line}${ESC}[0m text${ESC}[10G>${ESC}[?2026l`,
};

function chunksOf(makeLine: (line: number) => string): Uint8Array[] {
  const lines: string[] = [];
  for (let length = 0, line = 0; length < SIZE_BYTES; line += 1) {
    const text = makeLine(line);
    lines.push(text);
    length += text.length;
  }
  const bytes = new Uint8Array(Buffer.from(lines.join('')));
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    chunks.push(bytes.subarray(at, at + CHUNK_BYTES));
  }
  return chunks;
}

/** The peer: looks at every byte, and copies the chunk, as any reader that passes it on must. */
function copyLooking(chunks: readonly Uint8Array[]): number {
  let escapes = 0;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += 1) if (chunk[at] === 0x1b) escapes += 1;
    escapes += chunk.slice().length === 0 ? 1 : 0;
  }
  return escapes;
}

function filterAll(chunks: readonly Uint8Array[]): number {
  const filter = new PassthroughFilter(GEOMETRY);
  filter.start({ row: 0, column: 0 });
  let length = 0;
  for (const chunk of chunks) for (const part of filter.write(chunk)) length += part.length;
  return length;
}

function megabytesPerSecond(
  chunks: readonly Uint8Array[],
  run: (c: readonly Uint8Array[]) => number,
) {
  const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
  const rounds = countOption('rounds', 5);
  run(chunks);
  const samples = Array.from({ length: rounds }, () => {
    const startMs = performance.now();
    run(chunks);
    return size / 1000 / (performance.now() - startMs);
  });
  return median(samples);
}

const rows = Object.entries(KINDS).map(([kind, makeLine]) => {
  const chunks = chunksOf(makeLine);
  const look = megabytesPerSecond(chunks, copyLooking);
  const filter = megabytesPerSecond(chunks, filterAll);
  return [kind, digits(filter, 0), digits(look, 0), digits(look / filter, 2)];
});

publish({
  name: 'filter',
  about:
    'MB/s through the outgoing filter, and through a pass that looks at every byte once and copies it; how many times as long the filter takes.',
  columns: ['output', 'filter MB/s', 'looking pass MB/s', 'times as long'],
  rows: [...rows, ['peak memory MiB', digits(process.resourceUsage().maxRSS / 1024, 0), '–', '–']],
});
