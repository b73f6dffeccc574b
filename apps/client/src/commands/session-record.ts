// What a session's keeper wrote down about it: all there is to tell where it does not answer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';

const pid = v.pipe(v.number(), v.integer(), v.minValue(1));

const record = v.object({
  agent: v.object({ name: v.string() }),
  cwd: v.string(),
  startedAtMs: v.number(),
  keeperPid: pid,
  agentPid: v.exactOptional(pid),
  /** How its agent ended; absent: it runs, or its keeper was killed. */
  ended: v.exactOptional(v.object({ exitCode: v.number(), signal: v.number() })),
});
export type SessionRecord = v.InferOutput<typeof record>;

/** Reads `session.json` of a session. Undefined where there is none that can be read. */
export function readSessionRecord(
  sessionsDirectory: string,
  sessionId: string,
): SessionRecord | undefined {
  try {
    const text = readFileSync(join(sessionsDirectory, sessionId, 'session.json'), 'utf8');
    const parsed = v.safeParse(record, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
