// Which prompts a predecessor had offered and saw no end of, as the kept events tell it. What became of
// them, the driver finds out.
import type { NumberedEvent } from '../agent-events.ts';

export interface LeftOffer {
  readonly promptId: string;
  /** The conversation that was followed when it was offered. */
  readonly threadId: string;
  /** When it was offered, in ms since 1970. */
  readonly atMs: number;
}

export function leftOffers(past: readonly NumberedEvent[]): readonly LeftOffer[] {
  const open = new Map<string, LeftOffer>();
  let threadId: string | undefined;
  for (const { event, atMs } of past) {
    if (event.kind === 'session') threadId = event.threadId;
    if (event.kind !== 'prompt') continue;
    const { promptId, state } = event;
    if (state === 'offered' && threadId !== undefined)
      open.set(promptId, { promptId, threadId, atMs });
    else if (state !== 'unconfirmed') open.delete(promptId);
  }
  return [...open.values()];
}
