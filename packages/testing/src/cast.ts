// Recordings of terminal programs: asciicast v3 text to values and back, without losing a byte.
// Making them is `record-program.ts`; comparing what they draw is the suites' business.
import { member } from './json-shape.ts';

/** One thing that happened, `atMs` milliseconds after the start. */
export type CastEvent =
  | { kind: 'output'; atMs: number; bytes: Uint8Array }
  | { kind: 'resize'; atMs: number; columns: number; rows: number };

/** A recording: the size it started with and what happened, in order. */
export interface Cast {
  title: string;
  columns: number;
  rows: number;
  events: readonly CastEvent[];
}

/**
 * The event code for output that is not valid UTF-8, in base64. It is ours: asciicast has none for
 * such bytes, and its players skip codes they don't know.
 */
const RAW_OUTPUT_CODE = 'b';

const MILLISECONDS = 1_000;

/** Writes a recording as asciicast v3, one JSON value a line. Chunks keep their limits. */
export function formatCast(cast: Cast): string {
  const header = {
    version: 3,
    term: { cols: cast.columns, rows: cast.rows, type: 'xterm-256color' },
    title: cast.title,
  };
  const lines = [JSON.stringify(header)];
  let beforeMs = 0;
  for (const event of cast.events) {
    const interval = Math.round(event.atMs - beforeMs) / MILLISECONDS;
    beforeMs = event.atMs;
    lines.push(JSON.stringify([interval, ...codeAndData(event)]));
  }
  return `${lines.join('\n')}\n`;
}

function codeAndData(event: CastEvent): [string, string] {
  switch (event.kind) {
    case 'resize':
      return ['r', `${event.columns}x${event.rows}`];
    case 'output': {
      const text = decodeStrictly(event.bytes);
      if (text !== undefined) return ['o', text];
      return [RAW_OUTPUT_CODE, Buffer.from(event.bytes).toString('base64')];
    }
  }
}

function decodeStrictly(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/**
 * Reads asciicast v3. Input, markers and codes it does not know are left out. Throws `SyntaxError`
 * with the line's number on anything that is no asciicast; a torn last line is left out.
 */
export function parseCast(text: string): Cast {
  const lines = text.split('\n');
  // What follows the last newline is nothing, or a line torn by a crash of the recorder.
  const complete = lines.slice(0, -1);
  const header = parseLine(complete[0] ?? '', 1);
  const term = member(header, 'term');
  const columns = Number(member(term, 'cols'));
  const rows = Number(member(term, 'rows'));
  if (member(header, 'version') !== 3 || !(columns > 0) || !(rows > 0)) {
    throw new SyntaxError('line 1: not the header of an asciicast of version 3');
  }
  const events: CastEvent[] = [];
  let atMs = 0;
  for (const [index, line] of complete.entries()) {
    if (index === 0 || line === '' || line.startsWith('#')) continue;
    const value = parseLine(line, index + 1);
    if (!Array.isArray(value) || typeof value[0] !== 'number' || typeof value[2] !== 'string') {
      throw new SyntaxError(`line ${index + 1}: not an event`);
    }
    atMs += value[0] * MILLISECONDS;
    const event = readEvent({ atMs, code: value[1], data: value[2] });
    if (event !== undefined) events.push(event);
  }
  return { title: String(member(header, 'title') ?? ''), columns, rows, events };
}

function readEvent(raw: { atMs: number; code: unknown; data: string }): CastEvent | undefined {
  const { atMs, code, data } = raw;
  if (code === 'o') return { kind: 'output', atMs, bytes: new TextEncoder().encode(data) };
  if (code === RAW_OUTPUT_CODE) {
    return { kind: 'output', atMs, bytes: new Uint8Array(Buffer.from(data, 'base64')) };
  }
  const size = code === 'r' ? /^(\d+)x(\d+)$/.exec(data) : null;
  if (size === null) return undefined;
  return { kind: 'resize', atMs, columns: Number(size[1]), rows: Number(size[2]) };
}

function parseLine(line: string, number: number): unknown {
  try {
    return JSON.parse(line);
  } catch {
    throw new SyntaxError(`line ${number}: not JSON`);
  }
}

/** All output of a recording as one run of bytes, resizes left out. */
export function castBytes(cast: Cast): Uint8Array {
  return Buffer.concat(
    cast.events.flatMap((event) => (event.kind === 'output' ? [event.bytes] : [])),
  );
}
