// The lines of Codex's own record of a conversation that tell how a turn ended, which its hooks don't where it
// was interrupted or failed; read from what 0.169.0 writes.
import * as v from 'valibot';

const line = v.object({ type: v.string(), payload: v.looseObject({ type: v.string() }) });
const ended = v.object({
  turn_id: v.string(),
  last_agent_message: v.nullish(v.string()),
  error: v.nullish(v.object({ message: v.string() })),
});

export type RolloutEntry =
  | {
      readonly kind: 'ended';
      readonly turnId: string;
      readonly how: 'finished' | 'interrupted';
      readonly lastMessage?: string;
    }
  | { readonly kind: 'failed'; readonly turnId: string; readonly message: string }
  /** A tool has given its result: whoever was asked has answered. */
  | { readonly kind: 'resulted' };

/** What a line tells of a turn; undefined: nothing. */
export function rolloutEntry(text: string): RolloutEntry | undefined {
  const parsed = v.safeParse(line, parseJson(text));
  if (!parsed.success) return undefined;
  const { type, payload } = parsed.output;
  if (type === 'response_item')
    return payload.type.endsWith('_call_output') ? { kind: 'resulted' } : undefined;
  if (type !== 'event_msg') return undefined;
  if (payload.type !== 'task_complete' && payload.type !== 'turn_aborted') return undefined;
  const end = v.safeParse(ended, payload);
  if (!end.success) return undefined;
  const { turn_id: turnId, error, last_agent_message: message } = end.output;
  if (error !== null && error !== undefined)
    return { kind: 'failed', turnId, message: error.message };
  const how = payload.type === 'turn_aborted' ? 'interrupted' : 'finished';
  const lastMessage = typeof message === 'string' ? { lastMessage: message } : {};
  return { kind: 'ended', turnId, how, ...lastMessage };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
