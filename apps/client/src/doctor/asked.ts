// A question with a time limit: its answer, that there was none, or why it could not be asked. Nothing that
// a machine does may hold up or break an examination of it.
import type { Asked } from '@codex-voice/doctor';

/** Longer reasons say nothing more, in characters. */
const LONGEST_REASON = 300;

/** Never rejects. `signal` is aborted when the time is over, so that nothing goes on behind it. */
export async function askedWithin<Value>(
  limitMs: number,
  ask: (signal: AbortSignal) => Promise<Value>,
): Promise<Asked<Value>> {
  const over = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Asked<Value>>((resolve) => {
    timer = setTimeout(() => {
      resolve({ kind: 'late', afterMs: limitMs });
      over.abort();
    }, limitMs);
  });
  const told = (async (): Promise<Asked<Value>> => {
    try {
      return { kind: 'told', value: await ask(over.signal) };
    } catch (error) {
      return { kind: 'failed', why: reasonOf(error) };
    }
  })();
  try {
    return await Promise.race([told, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** One line of bounded length, with what caused it. */
export function reasonOf(error: unknown): string {
  const messages: string[] = [];
  let current = error;
  // Bounded, because a cause may lead in a circle.
  while (current !== undefined && current !== null && messages.length < 5) {
    messages.push(current instanceof Error ? current.message : String(current));
    current = current instanceof Error ? current.cause : undefined;
  }
  return oneLine(messages.join(': '));
}

export function oneLine(text: string): string {
  return text
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_REASON);
}
