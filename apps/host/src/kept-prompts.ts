// The prompts that no session has any more, in the host: kept as sessions leave them, listed, changed, and
// handed to a session that runs, each at most once, whatever is killed meanwhile.
import { randomUUID } from 'node:crypto';
import type { FailedPrompt } from '@codex-voice/control';
import {
  type HostAnswer,
  type KeptEntry,
  type SpoolRequest,
  TOLD_KEPT_UNITS,
} from '@codex-voice/protocol';
import { QUEUE_LIMIT } from '@codex-voice/session';
import type { KeptPrompt, NewPrompt, Spool, SpoolChange } from '@codex-voice/spool';
import type { LeftBySession } from './ended-sessions.ts';
import type { Found } from './session-table.ts';

export interface KeptPromptsParts {
  readonly spool: Spool;
  readonly find: (sessionId: string) => Promise<Found>;
  readonly isRunning: (sessionId: string) => boolean;
  /** Brings what ended sessions have left. */
  readonly gather: () => Promise<void>;
  /**
   * Ids that a session has taken, by what it left on disk; `unknown`: that can't be read just now. Undefined:
   * nobody knows any more.
   */
  readonly takenBy: (sessionId: string) => readonly string[] | 'unknown' | undefined;
  readonly onChange: (change: KeptChange) => void;
  readonly note: (text: string) => void;
}

/** How many are kept now, and why the last one is, where it has just come. */
export interface KeptChange {
  readonly count: number;
  readonly because?: string;
  readonly why?: string;
}

/** What can't be kept is tried again this often, in ms. */
const HELD_TRY_MS = 10_000;
/** Of what can't be kept so much is held in memory: what sessions leave on their own disk comes anyway. */
const HELD_LIMIT = 64;

export class KeptPrompts {
  readonly #parts: KeptPromptsParts;
  /** Why the last one could not be kept. */
  #failure = '';
  /** What could not be kept, to be tried again. */
  #held: (() => 'kept' | 'failed')[] = [];
  #holding: NodeJS.Timeout | undefined;

  constructor(parts: KeptPromptsParts) {
    this.#parts = parts;
  }

  get count(): number {
    return this.#parts.spool.prompts.length;
  }

  /** What an ended session has left. False: it can't be kept now. */
  keepLeft(left: LeftBySession): boolean {
    const { spool } = this.#parts;
    const { sessionId: session, agent, folder, because, prompts, taken } = left;
    const leftIds = new Map(prompts.map((prompt) => [prompt.id, prompt.reached]));
    for (const { id, to, unkept } of spool.prompts) {
      if (to !== session || because === 'said-to-nobody') continue;
      // What it could not write down is not known to whoever knows it from the disk.
      const reached = leftIds.get(id) ?? (unkept === true ? 'perhaps' : undefined);
      const isGone = !leftIds.has(id) && taken.includes(id);
      const change = isGone
        ? spool.handedOver(id)
        : spool.takeBack(id, reached === 'perhaps' ? reached : undefined);
      if (change.kind === 'failed') return false;
    }
    const from = {
      session,
      ...(agent === undefined ? {} : { agent }),
      ...(folder === undefined ? {} : { folder: told(folder) }),
    };
    const kept = prompts.map((prompt) => this.#keep({ ...prompt, because, ...from }));
    return kept.every((each) => each !== 'failed');
  }

  /** What is known to nobody but us is held until it can be kept. Answers what tells whether it is. */
  keepOrHold(left: LeftBySession): () => boolean {
    let isKept = false;
    const keep = () => {
      isKept = this.keepLeft(left);
      return isKept ? 'kept' : 'failed';
    };
    if (keep() === 'failed') this.#hold(keep);
    return () => isKept;
  }

  /** Something is held that is on no disk. */
  get isHolding(): boolean {
    return this.#held.length > 0;
  }

  /** Tries again what could not be kept. */
  retry(): void {
    if (this.#held.length === 0) return;
    this.#held = this.#held.filter((keep) => keep() === 'failed');
    if (this.#held.length === 0) this.dispose();
    this.#changed();
  }

  dispose(): void {
    clearInterval(this.#holding);
    this.#holding = undefined;
  }

  /** A prompt whose turn has failed: the agent had it, so it is another one if it is said again. */
  keepFailed(sessionId: string, { text, why }: FailedPrompt): void {
    const saidAtMs = Date.now();
    const facts = { intent: 'send', origin: 'replay', reached: 'yes', saidAtMs } as const;
    const id = randomUUID();
    const said = { id, text, session: sessionId, because: 'turn-failed', why: told(why) } as const;
    const keep = () => (this.#keep({ ...facts, ...said }) === 'failed' ? 'failed' : 'kept');
    if (keep() === 'failed') this.#hold(keep);
  }

  async request({ what }: SpoolRequest): Promise<HostAnswer> {
    this.retry();
    await this.#parts.gather();
    await this.#settle();
    const { spool } = this.#parts;
    const { problem } = spool;
    if (problem !== undefined) return refused(problem);
    switch (what.do) {
      case 'list':
        return { kind: 'kept', entries: spool.prompts.map(entryOf), fellOut: spool.fellOut };
      case 'show': {
        const prompt = spool.find(what.kept);
        if (prompt === undefined) return missing(what.kept);
        const { cut: _, ...entry } = entryOf(prompt);
        return { kind: 'kept', entries: [{ ...entry, text: prompt.text }], fellOut: 0 };
      }
      case 'keep':
        return this.#keepSaid(what);
      case 'edit':
        if (what.text.trim() === '') return refused('a prompt needs a text: drop it instead');
        return this.#answer(what.kept, spool.edit(what.kept, what.text));
      case 'drop':
        return this.#answer(what.kept, spool.drop(what.kept));
      case 'hand':
        return await this.#hand(what);
    }
  }

  #hold(keep: () => 'kept' | 'failed'): void {
    this.#held.push(keep);
    if (this.#held.length > HELD_LIMIT) {
      this.#held.shift();
      this.#parts.note('what could not be kept falls out: there is too much of it');
    }
    this.#holding ??= setInterval(() => this.retry(), HELD_TRY_MS).unref();
  }

  #keepSaid(what: Extract<SpoolRequest['what'], { do: 'keep' }>): HostAnswer {
    const { promptId: id, text, intent } = what;
    if (text.trim() === '') return refused('the text is empty: say something');
    const facts = { origin: 'say', reached: 'no', because: 'no-session' } as const;
    const kept = this.#keep({ id, text, intent, saidAtMs: Date.now(), ...facts });
    if (kept === 'too-long') return refused(TOO_LONG);
    return kept === 'failed' ? refused(`it can't be kept: ${this.#failure}`) : { kind: 'done' };
  }

  /** From the intent on disk to what became of it nothing is waited for. */
  async #hand(what: Extract<SpoolRequest['what'], { do: 'hand' }>): Promise<HostAnswer> {
    const { spool } = this.#parts;
    const { kept: name, sessionId } = what;
    const found = await this.#parts.find(sessionId);
    if (found.kind === 'missing') return refused(found.message);
    const { control } = found.session;
    const prompt = spool.find(name);
    if (prompt === undefined) return missing(name);
    const { id, text, to } = prompt;
    const isTaken = control.memory.ids.includes(id);
    if (to === undefined && !isTaken && control.queuedCount >= QUEUE_LIMIT)
      return refused(`the queue of ${sessionId} is full: send the rest when it has gone`);
    const begun = spool.hand(id, sessionId);
    if (begun.kind !== 'done') return this.#answer(name, begun);
    const intent = what.intent ?? prompt.intent;
    const answer = control.say({ promptId: id, text, intent });
    // What the session can't keep would be lost with the host: here it stays until that is known.
    if (answer.kind !== 'done') spool.takeBack(id);
    else if (answer.unkept !== undefined) spool.unkept(id);
    else spool.handedOver(id);
    this.#changed();
    // What became of it is so, also where that can't be written down now: it is settled later.
    return answer;
  }

  /** What a host that died was about to hand over. */
  async #settle(): Promise<void> {
    const { spool, find, isRunning, takenBy } = this.#parts;
    for (const { id, to, unkept } of spool.prompts) {
      if (to === undefined) continue;
      const found = await find(to);
      const isOut = found.kind === 'missing' && isRunning(to);
      // A session that does not answer may have it.
      if (isOut) continue;
      const onDisk = takenBy(to);
      const taken = found.kind === 'found' ? found.session.control.memory.ids : onDisk;
      if (taken === 'unknown') continue;
      const isTaken = taken?.includes(id) === true;
      // A running session that has it, and can't write that down yet.
      if (found.kind === 'found' && isTaken && (onDisk === 'unknown' || !onDisk?.includes(id))) {
        spool.unkept(id);
        continue;
      }
      if (isTaken) spool.handedOver(id);
      else spool.takeBack(id, taken === undefined || unkept === true ? 'perhaps' : undefined);
      this.#changed();
    }
  }

  #keep(prompt: NewPrompt): 'kept' | 'known' | 'too-long' | 'failed' {
    const { spool, note } = this.#parts;
    const kept = spool.keep(prompt);
    switch (kept.kind) {
      case 'known':
        return 'known';
      case 'too-long':
        // No session takes one that long either.
        note(`a prompt of ${prompt.text.length} units is too long to be kept`);
        return 'too-long';
      case 'failed':
        if (kept.message !== this.#failure) note(`a prompt could not be kept: ${kept.message}`);
        this.#failure = kept.message;
        return 'failed';
      case 'kept': {
        const { fellOut } = kept;
        if (fellOut.length > 0) note(`${fellOut.length} kept prompts fell out: there is no room`);
        const { because, why } = prompt;
        this.#changed({ because, ...(why === undefined ? {} : { why }) });
        return 'kept';
      }
    }
  }

  #answer(name: string, change: SpoolChange, answer: HostAnswer = { kind: 'done' }): HostAnswer {
    this.#changed();
    switch (change.kind) {
      case 'done':
        return answer;
      case 'missing':
        return missing(name);
      case 'under-way':
        return refused(`${name} is on its way to ${change.to}: it can go nowhere else now`);
      case 'too-long':
        return refused(TOO_LONG);
      case 'failed':
        return refused(`nothing is changed, for it can't be written down: ${change.message}`);
    }
  }

  #changed(how: Omit<KeptChange, 'count'> = {}): void {
    this.#parts.onChange({ count: this.count, ...how });
  }
}

function entryOf({ unkept: _, ...prompt }: KeptPrompt): KeptEntry {
  const { text } = prompt;
  const isCut = text.length > TOLD_KEPT_UNITS;
  return { ...prompt, text: told(text), ...(isCut ? { cut: true } : {}) };
}

const TOO_LONG = 'the text is too long for one prompt: split it';

/** As much of it as a list has room for, without half a character. */
function told(text: string): string {
  return text.slice(0, TOLD_KEPT_UNITS).toWellFormed();
}

function refused(message: string): HostAnswer {
  return { kind: 'refused', message };
}

function missing(name: string): HostAnswer {
  return refused(`${name} is not kept, or not any more: codex-voice flush lists what is`);
}
