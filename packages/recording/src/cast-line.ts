// One line of a recording, parsed where it enters: a header or an event, of either version of the format.
import * as v from 'valibot';
import { type CastHeader, isSize, LONGEST_INTERVAL_S, RecordingError } from './format.ts';

const ourFacts = v.object({
  format: v.pipe(v.number(), v.integer(), v.minValue(1)),
  version: v.string(),
  agent: v.string(),
  session: v.string(),
  redacted: v.boolean(),
});

/** What is optional is passed over where it is broken: the recording can be shown without it. */
const shared = {
  timestamp: v.fallback(v.optional(v.number()), undefined),
  title: v.fallback(v.optional(v.string()), undefined),
  idle_time_limit: v.fallback(v.optional(v.pipe(v.number(), v.minValue(0))), undefined),
  codex_voice: v.fallback(v.optional(ourFacts), undefined),
};

const headerSchema = v.variant('version', [
  v.object({
    version: v.literal(3),
    term: v.object({ cols: v.number(), rows: v.number() }),
    ...shared,
  }),
  v.object({ version: v.literal(2), width: v.number(), height: v.number(), ...shared }),
]);

const eventSchema = v.tuple([
  v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(LONGEST_INTERVAL_S)),
  v.pipe(v.string(), v.minLength(1), v.maxLength(16)),
  v.string(),
]);

/** Throws `RecordingError` where this is no header of a version that is known. */
export function parseHeader(line: string): CastHeader {
  const value = jsonOf(line);
  if (typeof value !== 'object' || value === null || !('version' in value)) {
    throw new RecordingError('not-a-recording', 'its first line is no header of a recording');
  }
  const { version } = value;
  if (version !== 2 && version !== 3) {
    const which = JSON.stringify(version).slice(0, 20);
    const message = `it is of version ${which} of the format: versions 2 and 3 can be read`;
    throw new RecordingError('unknown-version', message);
  }
  const parsed = v.safeParse(headerSchema, value);
  const size = parsed.success ? sizeIn(parsed.output) : undefined;
  if (!parsed.success || size === undefined || !isSize(size)) {
    throw new RecordingError('not-a-recording', 'its header tells no size of a screen');
  }
  const { timestamp, title, idle_time_limit: idleLimitS, codex_voice: session } = parsed.output;
  return {
    version,
    size,
    ...(timestamp === undefined ? {} : { startedWallS: timestamp }),
    ...(title === undefined ? {} : { title }),
    ...(idleLimitS === undefined ? {} : { idleLimitS }),
    ...(session === undefined ? {} : { session }),
  };
}

/** Its time as it stands there, in s: from the event before, or from the start. Undefined: this is no event. */
export function parseEvent(
  line: string,
): { readonly timeS: number; readonly code: string; readonly data: string } | undefined {
  const parsed = v.safeParse(eventSchema, jsonOf(line));
  if (!parsed.success) return undefined;
  const [timeS, code, data] = parsed.output;
  return { timeS, code, data };
}

function sizeIn(header: v.InferOutput<typeof headerSchema>): {
  readonly columns: number;
  readonly rows: number;
} {
  return header.version === 3
    ? { columns: header.term.cols, rows: header.term.rows }
    : { columns: header.width, rows: header.height };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
