// One line of the spool's file: its form, checked where it enters, and the state that lines add up to.
import * as v from 'valibot';

/** Longest text of one prompt, in UTF-16 units, as sessions take it. */
export const TEXT_LIMIT = 65_536;
/** Ids of prompts that were settled, remembered so that none comes back: far more than folders bring. */
const REMEMBERED_IDS = 4_096;

const VERSION = 1;

const id = v.pipe(v.string(), v.minLength(1), v.maxLength(100));
const text = v.pipe(v.string(), v.minLength(1), v.maxLength(TEXT_LIMIT));

const keptPrompt = v.object({
  /** The prompt's own, under which a session takes it once. */
  id,
  /** `k3` for people. */
  number: v.pipe(v.number(), v.integer(), v.minValue(1)),
  text,
  intent: v.picklist(['compose', 'send']),
  /** Where it came from first: a word of the `session` package. */
  origin: v.string(),
  /** Whether an agent had it already. */
  reached: v.picklist(['no', 'perhaps', 'yes']),
  because: v.picklist([
    'agent-ended',
    'keeper-died',
    'no-session',
    'turn-failed',
    'said-to-nobody',
  ]),
  /** What the agent said of it. */
  why: v.exactOptional(v.string()),
  /** The session that had it last, and its agent and folder, where they are known. */
  session: v.exactOptional(v.string()),
  agent: v.exactOptional(v.string()),
  folder: v.exactOptional(v.string()),
  /** Wall clock, in ms since 1970. */
  saidAtMs: v.number(),
  keptAtMs: v.number(),
});
export type KeptPrompt = v.InferOutput<typeof keptPrompt> & {
  /** The session that it is under way to. */
  readonly to?: string;
  /** That session has it, and could not write that down. */
  readonly unkept?: true;
};

const record = v.variant('do', [
  /** The first line of a file that was begun anew; `to`: whom it was handed to, empty: nobody. */
  v.object({
    do: v.literal('begin'),
    version: v.literal(VERSION),
    next: v.number(),
    fellOut: v.number(),
    settled: v.array(v.tuple([id, v.string()])),
  }),
  v.object({ do: v.literal('keep'), version: v.literal(VERSION), prompt: keptPrompt }),
  v.object({ do: v.literal('edit'), id, text }),
  v.object({ do: v.literal('hand'), id, to: v.string() }),
  /** The session that it is under way to has it, and could not write that down. */
  v.object({ do: v.literal('unkept'), id }),
  /** The session has not taken it; `perhaps`: nobody can say. */
  v.object({ do: v.literal('back'), id, reached: v.exactOptional(v.literal('perhaps')) }),
  v.object({ do: v.literal('handed'), id, to: v.string() }),
  v.object({ do: v.picklist(['drop', 'fall-out']), id }),
]);
export type SpoolRecord = v.InferOutput<typeof record>;

/** A record that keeps a prompt. */
export function keepRecord(prompt: v.InferOutput<typeof keptPrompt>): SpoolRecord {
  return { do: 'keep', version: VERSION, prompt };
}

/** What lines add up to. */
export class SpoolState {
  /** In the order they came. */
  readonly kept = new Map<string, KeptPrompt>();
  /** To whom each was handed over; empty: it was dropped, or fell out. */
  readonly settled = new Map<string, string>();
  next = 1;
  fellOut = 0;

  /** Whether a prompt is news: never kept, or brought back by whom it was handed to. */
  isNews(prompt: { readonly id: string; readonly session?: string | undefined }): boolean {
    if (this.kept.has(prompt.id)) return false;
    const handedTo = this.settled.get(prompt.id);
    return handedTo === undefined || (handedTo !== '' && handedTo === prompt.session);
  }

  apply(change: SpoolRecord): void {
    switch (change.do) {
      case 'begin':
        this.next = Math.max(this.next, change.next);
        this.fellOut = change.fellOut;
        for (const [settledId, to] of change.settled) this.#settle(settledId, to);
        return;
      case 'keep': {
        const { prompt } = change;
        this.next = Math.max(this.next, prompt.number + 1);
        if (!this.isNews(prompt)) return;
        this.settled.delete(prompt.id);
        this.kept.set(prompt.id, prompt);
        return;
      }
      case 'edit':
        this.#change(change.id, { text: change.text });
        return;
      case 'hand':
        this.#change(change.id, { to: change.to });
        return;
      case 'unkept':
        if (this.kept.get(change.id)?.to !== undefined) this.#change(change.id, { unkept: true });
        return;
      case 'back':
        this.#back(change);
        return;
      case 'handed':
        this.#leave(change.id, change.to);
        return;
      case 'drop':
        this.#leave(change.id, '');
        return;
      case 'fall-out':
        this.fellOut += 1;
        this.kept.delete(change.id);
        this.#settle(change.id, '');
    }
  }

  /** The records of a file that adds up to this. */
  get records(): readonly SpoolRecord[] {
    const { next, fellOut } = this;
    return [
      { do: 'begin', version: VERSION, next, fellOut, settled: [...this.settled] },
      ...[...this.kept.values()].flatMap(({ to, unkept, ...prompt }): SpoolRecord[] => [
        keepRecord(prompt),
        ...(to === undefined ? [] : [{ do: 'hand' as const, id: prompt.id, to }]),
        ...(unkept === undefined ? [] : [{ do: 'unkept' as const, id: prompt.id }]),
      ]),
    ];
  }

  #change(changed: string, to: Partial<KeptPrompt>): void {
    const prompt = this.kept.get(changed);
    if (prompt !== undefined) this.kept.set(changed, { ...prompt, ...to });
  }

  #back(change: Extract<SpoolRecord, { do: 'back' }>): void {
    const prompt = this.kept.get(change.id);
    if (prompt === undefined) return;
    const { to: _, unkept: __, ...rest } = prompt;
    const { reached = prompt.reached } = change;
    this.kept.set(change.id, { ...rest, reached });
  }

  #leave(left: string, to: string): void {
    if (!this.kept.delete(left)) return;
    this.#settle(left, to);
    if (this.kept.size === 0) this.fellOut = 0;
  }

  #settle(settledId: string, to: string): void {
    this.settled.delete(settledId);
    this.settled.set(settledId, to);
    for (const oldest of this.settled.keys()) {
      if (this.settled.size <= REMEMBERED_IDS) return;
      this.settled.delete(oldest);
    }
  }
}

export function lineOf(change: SpoolRecord): string {
  return `${JSON.stringify(change)}\n`;
}

/** Undefined: the line is torn, or none of ours. */
export function recordOf(line: string): SpoolRecord | undefined {
  try {
    const parsed = v.safeParse(record, JSON.parse(line));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
