// One thing that was measured, and the line it is kept as.

/** Longest text of a field, in UTF-16 units: names and identifiers, never what was said. */
const TEXT_UNITS = 64;
/** Of a number's decimals so many are kept: microseconds, where the unit is a millisecond. */
const DECIMALS = 1_000;
const NAME = /^[a-z0-9-]+$/u;
const LINE_PARTS = 4;

export type FieldValue = number | string;

export interface MetricRecord {
  /** Milliseconds since 1970. */
  readonly atMs: number;
  readonly phase: string;
  readonly event: string;
  readonly fields: Readonly<Record<string, FieldValue>>;
}

/** `ts|phase|event|fields`, without a line end. */
export function formatRecord({ atMs, phase, event, fields }: MetricRecord): string {
  const written = Object.entries(fields).flatMap(([name, value]) => {
    const text =
      typeof value === 'number' ? numberText(value) : encoded(value.slice(0, TEXT_UNITS));
    return text === undefined ? [] : [`${name}=${text}`];
  });
  return `${new Date(atMs).toISOString()}|${phase}|${event}|${written.join(' ')}`;
}

/** Undefined: it is no record. Never throws. */
export function parseRecord(line: string): MetricRecord | undefined {
  const parts = line.split('|');
  const [time = '', phase = '', event = '', written = ''] = parts;
  const atMs = Date.parse(time);
  if (parts.length !== LINE_PARTS || !Number.isFinite(atMs)) return undefined;
  if (!NAME.test(phase) || !NAME.test(event)) return undefined;
  const fields: Record<string, FieldValue> = {};
  for (const field of written.split(' ').filter((text) => text !== '')) {
    const at = field.indexOf('=');
    const name = field.slice(0, at);
    const value = decoded(field.slice(at + 1));
    if (at < 1 || !NAME.test(name) || value === undefined) return undefined;
    const read = isNumber(value) ? Number(value) : value;
    // What is larger than numbers go is no measure.
    if (typeof read === 'number' && !Number.isFinite(read)) return undefined;
    fields[name] = read;
  }
  return { atMs, phase, event, fields };
}

function numberText(value: number): string | undefined {
  if (!Number.isFinite(value)) return undefined;
  const rounded = Math.round(value * DECIMALS) / DECIMALS;
  return String(Number.isFinite(rounded) ? rounded : value);
}

function isNumber(text: string): boolean {
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/u.test(text);
}

function encoded(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\s|=%\p{Cc}]/gu, (character) =>
      [...new TextEncoder().encode(character)]
        .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
        .join(''),
    );
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
