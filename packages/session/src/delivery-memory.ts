// What a delivery leaves to its successor: that it is the same as before is told by being the same object.
import type { DeliveryMemory } from './delivery-types.ts';
import type { PromptQueue } from './prompt-queue.ts';

export class MemoryKeeper {
  #last: DeliveryMemory | undefined;

  /** The memory of this moment; the object of the last call where nothing has changed since. */
  take(now: Omit<DeliveryMemory, 'queue' | 'ids'>, queue: PromptQueue): DeliveryMemory {
    const last = this.#last;
    if (
      last !== undefined &&
      last.queue === queue.entries &&
      last.draft === now.draft &&
      last.sendRequested === now.sendRequested &&
      last.keysWritten === now.keysWritten &&
      JSON.stringify(last.phase) === JSON.stringify(now.phase)
    )
      return last;
    const memory = { ...now, queue: queue.entries, ids: queue.ids };
    this.#last = memory;
    return memory;
  }
}

/** What stands in the composer is to be sent, or is being sent. */
export function isEnterDue({ sendRequested, phase }: DeliveryMemory): boolean {
  return sendRequested || phase.kind === 'sending';
}
