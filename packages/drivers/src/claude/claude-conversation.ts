// What is known of the conversation that is followed: its running turn, and what of it was told. Two
// sources tell the same things, hooks at once and the transcript whole: each thing is told once. Calls
// in, events out; it reads nothing and knows no time.
import type { AgentEvent, AgentItem } from '../agent-events.ts';
import { kindOf, planOf, textOf } from './claude-tools.ts';
import type { MessageUsage, ToolCall, TranscriptEntry } from './transcript-entries.ts';

/** Lines, turns and calls remembered: those of many turns, far beyond what is told twice. */
const REMEMBERED = 8_192;

export interface ConversationFacts {
  readonly threadId: string;
  /** Milliseconds since 1970; what was written before is another session's past. */
  readonly sinceMs: number;
  /** What was told before this driver: `turn ID`, `end ID`, `item ID` and `done ID`. */
  readonly told: Iterable<string>;
  /** Turn → its last words, as a hook had them before this driver: the transcript has them under another name. */
  readonly lastWords?: ReadonlyMap<string, string>;
  readonly tell: (event: AgentEvent) => void;
  /** A tool has given its result. */
  readonly resulted: (call: ToolCall) => void;
}

/** The prompt whose turn ends; hooks overtake each other. */
interface HookEnd {
  readonly promptId: string | undefined;
}

interface RunningTurn {
  readonly turnId: string;
  lastSaid?: string;
  /** The agent says that it is done; its last words are still awaited. */
  lastMessage?: string;
}

export class ClaudeConversation {
  readonly threadId: string;
  readonly #facts: ConversationFacts;
  readonly #told: Set<string>;
  /** Turns that ended before this driver: their lines are read again and begin nothing. */
  readonly #past: ReadonlySet<string>;
  readonly #calls = new Map<string, ToolCall>();
  /** By its prompt, the end of a turn whose beginning was not heard yet. */
  readonly #early = new Map<string, () => void>();
  #turn: RunningTurn | undefined;
  /** The turn to which the transcript's lines belong. */
  #linesTurnId = '';
  /** What the agent said last since the turn began, whosever lines it stood in. */
  #saidSinceTurn: string | undefined;
  /** Told from a hook, since the transcript did not have it in time. */
  #toldByHook: string | undefined;
  #count = 0;
  #spent = { inputTokens: 0, outputTokens: 0 };
  #message: MessageUsage | undefined;

  constructor(facts: ConversationFacts) {
    this.threadId = facts.threadId;
    this.#facts = facts;
    this.#told = new Set(facts.told);
    this.#past = new Set([...this.#told].filter((key) => key.startsWith('end ')));
  }

  get runningTurnId(): string | undefined {
    return this.#turn?.turnId;
  }

  /** Whether a turn's end waits for its last words. */
  get isEnding(): boolean {
    return this.#turn?.lastMessage !== undefined;
  }

  /** A person's prompt, as a hook tells it before the model hears of it. */
  submitted(prompt: { readonly promptId: string | undefined; readonly text: string }): void {
    this.#prompted(prompt.promptId ?? this.#nextId(this.threadId), prompt.text);
  }

  /** The agent is done; the end is told once the transcript has its last words. */
  stopped(end: HookEnd & { readonly lastMessage: string | undefined }): void {
    const { lastMessage } = end;
    const turn = this.#turnOf(end, () => this.stopped(end));
    if (turn === undefined) return;
    const said = turn.lastSaid?.trim() ?? '';
    const isSaid = lastMessage === undefined || (said !== '' && lastMessage.trim().endsWith(said));
    if (isSaid) this.#end('finished');
    else turn.lastMessage = lastMessage;
  }

  failed(end: HookEnd & { readonly message: string }): void {
    if (this.#turnOf(end, () => this.failed(end)) !== undefined) this.#fail(end.message);
  }

  /** The transcript had its time: what it does not say is told as the hook told it. */
  settle(): void {
    const turn = this.#turn;
    if (turn?.lastMessage === undefined) return;
    const message = turn.lastMessage.trim();
    // A line whose turn could not be told has brought them already.
    const said = this.#saidSinceTurn?.trim() ?? '';
    if (said === '' || !message.endsWith(said)) {
      this.#toldByHook = message;
      const itemId = lastWordsId(turn.turnId);
      this.#item({ itemId, kind: 'agent', text: turn.lastMessage }, turn.turnId);
    }
    this.#end('finished');
  }

  /** Another conversation is followed, or the agent is gone. */
  left(): void {
    if (this.#turn !== undefined) this.#end('interrupted');
  }

  entry(entry: TranscriptEntry): void {
    if (entry.atMs > 0 && entry.atMs < this.#facts.sinceMs) return;
    if (!this.#isNew(`line ${entry.uuid}`)) return;
    switch (entry.kind) {
      case 'prompt':
        this.#linesTurnId = entry.promptId ?? this.#turn?.turnId ?? entry.uuid;
        this.#prompted(this.#linesTurnId, entry.text);
        return;
      case 'steered':
        this.#item({ itemId: entry.uuid, kind: 'user', text: entry.text });
        return;
      case 'said':
        this.#spend(entry.uuid, entry.usage);
        this.#said(entry.uuid, entry.text);
        return;
      case 'thought':
        this.#spend(entry.uuid, entry.usage);
        this.#item({ itemId: entry.uuid, kind: 'reasoning', text: entry.text });
        return;
      case 'called':
        this.#spend(entry.toolId, entry.usage);
        this.#called(entry);
        return;
      case 'result':
        this.#resulted(entry.toolId, entry.outcome);
        return;
      case 'interrupted':
        if (this.#isLinesTurn()) this.#end('interrupted');
        return;
      case 'trouble':
        this.#facts.tell({ kind: 'error', message: entry.message });
        return;
      case 'failed':
        if (this.#isLinesTurn()) this.#fail(entry.message);
        return;
      case 'turn-over':
        if (!this.#isLinesTurn()) return;
        if (this.isEnding) this.settle();
        else this.#end('finished');
        return;
    }
  }

  /** The running turn, if a hook means that; of one that was not told yet it is heard again when that begins. */
  #turnOf({ promptId }: HookEnd, again: () => void): RunningTurn | undefined {
    const turn = this.#turn;
    if (turn !== undefined && isOf(turn, promptId)) return turn;
    if (promptId !== undefined && !this.#told.has(`turn ${promptId}`)) {
      this.#early.set(promptId, again);
      forgetOldest(this.#early);
    }
    return undefined;
  }

  /** A hook may have told the next prompt already, while the transcript is still at this one. */
  #isLinesTurn(): boolean {
    return this.#turn !== undefined && isOf(this.#turn, this.#linesTurnId);
  }

  #prompted(turnId: string, text: string): void {
    if (this.#turn?.turnId !== turnId) this.#begin(turnId);
    this.#item({ itemId: `${turnId}/prompt`, kind: 'user', text }, turnId);
    const end = this.#early.get(turnId);
    this.#early.delete(turnId);
    end?.();
  }

  #begin(turnId: string): void {
    const before = this.#turn;
    // Its end was not told to us.
    if (before !== undefined) this.#end(before.lastSaid === undefined ? 'interrupted' : 'finished');
    if (this.#told.has(`end ${turnId}`)) return;
    this.#turn = { turnId };
    this.#saidSinceTurn = undefined;
    if (this.#isNew(`turn ${turnId}`)) this.#facts.tell({ kind: 'turn-started', turnId });
  }

  #said(itemId: string, text: string): void {
    if (this.#toldByHook === text.trim()) {
      this.#toldByHook = undefined;
      return;
    }
    const before = this.#facts.lastWords?.get(this.#linesTurnId)?.trim();
    if (before === text.trim() && this.#past.has(`end ${this.#linesTurnId}`)) return;
    this.#item({ itemId, kind: 'agent', text });
    this.#saidSinceTurn = text;
    const turn = this.#turn;
    if (turn === undefined || !this.#isLinesTurn()) return;
    turn.lastSaid = text;
    if (turn.lastMessage?.trim().endsWith(text.trim())) this.#end('finished');
  }

  #called({ toolId, tool, input }: ToolCall): void {
    this.#calls.set(toolId, { toolId, tool, input });
    forgetOldest(this.#calls);
    const item = { itemId: toolId, kind: kindOf(tool), text: textOf(tool, input) };
    if (!this.#isNew(`item ${toolId}`)) return;
    const turnId = this.#turnOfLine();
    this.#facts.tell({ kind: 'item-started', turnId, item });
    const steps = planOf(tool, input);
    if (steps !== undefined) this.#facts.tell({ kind: 'plan-updated', turnId, steps });
  }

  #resulted(toolId: string, outcome: string): void {
    const call = this.#calls.get(toolId);
    if (call === undefined || !this.#isNew(`done ${toolId}`)) return;
    this.#facts.resulted(call);
    const { tool, input } = call;
    const item = { itemId: toolId, kind: kindOf(tool), text: textOf(tool, input), outcome };
    this.#facts.tell({ kind: 'item-completed', turnId: this.#turnOfLine(), item });
  }

  /** A piece that is whole when we hear of it. */
  #item(item: AgentItem, turnId = this.#turnOfLine()): void {
    if (!this.#isNew(`item ${item.itemId}`)) return;
    this.#facts.tell({ kind: 'item-started', turnId, item });
    this.#facts.tell({ kind: 'item-completed', turnId, item });
  }

  /** The turn of what is told; without one the agent goes on by itself, and that is a turn too. */
  #turnOfLine(): string {
    const lines = this.#linesTurnId;
    if (this.#turn !== undefined) {
      const isLate = !this.#isLinesTurn() && this.#told.has(`end ${lines}`);
      return isLate ? lines : this.#turn.turnId;
    }
    if (this.#past.has(`end ${lines}`)) return lines;
    const turnId = this.#nextId(this.#linesTurnId || this.threadId);
    this.#begin(turnId);
    return turnId;
  }

  #nextId(stem: string): string {
    do this.#count += 1;
    while (this.#told.has(`turn ${stem}/${this.#count}`));
    return `${stem}/${this.#count}`;
  }

  #end(how: 'finished' | 'interrupted'): void {
    const turnId = this.#over();
    if (turnId !== undefined) this.#facts.tell({ kind: 'turn-completed', turnId, how });
  }

  #fail(message: string): void {
    const turnId = this.#over();
    if (turnId !== undefined) this.#facts.tell({ kind: 'turn-failed', turnId, message });
  }

  #over(): string | undefined {
    const turnId = this.#turn?.turnId;
    this.#turn = undefined;
    return turnId !== undefined && this.#isNew(`end ${turnId}`) ? turnId : undefined;
  }

  /** A message's cost is told again with each of its pieces, the last time whole. */
  #spend(itemId: string, usage: MessageUsage | undefined): void {
    if (usage === undefined) return;
    const before = this.#message;
    if (before !== undefined && before.messageId !== usage.messageId) {
      this.#spent.inputTokens += before.inputTokens;
      this.#spent.outputTokens += before.outputTokens;
    }
    this.#message = usage;
    // Counted again by a driver that came later, but told already.
    if (this.#told.has(`item ${itemId}`)) return;
    const inputTokens = this.#spent.inputTokens + usage.inputTokens;
    const outputTokens = this.#spent.outputTokens + usage.outputTokens;
    const totalTokens = inputTokens + outputTokens;
    const turnId = this.#turn?.turnId ?? this.#linesTurnId;
    this.#facts.tell({ kind: 'usage', turnId, inputTokens, outputTokens, totalTokens });
  }

  #isNew(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    forgetOldest(this.#told);
    return true;
  }
}

/** The item that tells the last words of a turn where the transcript did not have them in time. */
export function lastWordsId(turnId: string): string {
  return `${turnId}/last`;
}

function isOf(turn: RunningTurn, promptId: string | undefined): boolean {
  const { turnId } = turn;
  return promptId === undefined || turnId === promptId || turnId.startsWith(`${promptId}/`);
}

function forgetOldest(keys: Set<string> | Map<string, unknown>): void {
  const [oldest] = keys.keys();
  if (keys.size > REMEMBERED && oldest !== undefined) keys.delete(oldest);
}
