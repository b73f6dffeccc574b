// Which utterances of the journal still wait for their words: no recogniser could do its work when they
// were spoken, and their audio may be kept. Decides; hears nothing.
import type { JournalRecord } from '@codex-voice/protocol';

export type Transcript = Extract<JournalRecord, { type: 'transcript' }>;

/** Follows a journal from its first record to its last. */
export class Untranscribed {
  readonly #waiting = new Map<string, Transcript>();
  readonly #done = new Set<string>();

  accept(record: JournalRecord): void {
    if (record.type === 'again') {
      this.#done.add(record.id);
      this.#waiting.delete(record.id);
    } else if (record.type === 'transcript' && waits(record)) {
      if (!this.#done.has(record.id)) this.#waiting.set(record.id, record);
    }
  }

  /** The oldest first. */
  get waiting(): readonly Transcript[] {
    return [...this.#waiting.values()].sort(
      (one, other) => Date.parse(one.at) - Date.parse(other.at),
    );
  }

  /** Those that a person names by the beginning of an id; a reason where that is none or several. */
  named(ids: readonly string[]): {
    readonly chosen: readonly Transcript[];
    readonly faults: readonly string[];
  } {
    const faults: string[] = [];
    const chosen = new Set<Transcript>();
    for (const id of ids) {
      const found = this.waiting.filter((each) => each.id.startsWith(id));
      const [only] = found;
      if (only !== undefined && found.length === 1) chosen.add(only);
      else faults.push(this.#fault(id, found.length));
    }
    return { chosen: this.waiting.filter((each) => chosen.has(each)), faults };
  }

  #fault(id: string, found: number): string {
    if (found > 1) return `${id} begins the names of ${found} utterances: write more of it`;
    const isDone = [...this.#done].some((each) => each.startsWith(id));
    const why = isDone ? 'has its words already' : 'is no utterance that waits for its words';
    return `${id} ${why}: codex-voice listen --again without it takes all that wait`;
  }
}

/** No recogniser could do its work, or it was taken for somebody else's and given to nobody. */
function waits({ failure, refusedBy }: Transcript): boolean {
  return failure !== undefined || refusedBy !== undefined;
}
