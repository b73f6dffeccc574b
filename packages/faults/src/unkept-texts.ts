// Of which texts of a session a disk that refuses knows something older than their host does, or nothing: only for
// these does the host tell that its death may take them, or bring them again.
import type { ControlMemory, QueueStore } from '@codex-voice/control';
import type { Asked } from './ledger.ts';

export class UnkeptTexts {
  #kept: ControlMemory | undefined;
  #now: ControlMemory | undefined;
  #isRefused = false;

  /** What a host has found. */
  found(memory: ControlMemory | undefined): void {
    this.#kept = this.#now = memory;
  }

  /** What it knows now, before it is kept. */
  knows(memory: ControlMemory): void {
    this.#now = memory;
  }

  /** What became of keeping it; `kept`: all that the host knows is on the disk. */
  answered({ kind }: ReturnType<QueueStore['save']>): void {
    this.#isRefused = kind === 'failed';
    if (kind === 'kept') this.#kept = this.#now;
  }

  has(asked: Pick<Asked, 'id' | 'token'>): boolean {
    return this.#isRefused && traceOf(this.#kept, asked) !== traceOf(this.#now, asked);
  }
}

/** What stands in it of one text; empty: nothing. */
function traceOf(
  memory: ControlMemory | undefined,
  { id, token }: Pick<Asked, 'id' | 'token'>,
): string {
  if (memory === undefined) return '';
  const { queue, ids, phase, draft, sendRequested } = memory.delivery;
  const { followed, underWay, waited, settled } = memory.dictation;
  const isOf = (part: unknown): boolean => {
    const text = JSON.stringify(part);
    return text.includes(`"${id}"`) || text.toLowerCase().includes(token);
  };
  // Enter sends all that stands in the composer.
  const way = draft.some(isOf) ? [{ draft, phase, sendRequested }] : [phase].filter(isOf);
  const lists = [queue, ids, followed, underWay, waited, settled];
  const found = [...way, ...lists.map((list: readonly unknown[]) => list.filter(isOf))];
  return found.flat().length === 0 ? '' : JSON.stringify(found);
}
