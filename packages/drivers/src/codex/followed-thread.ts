// What is known of the thread that is followed: which of its events were told already, its running
// turn, what its items say. Calls in, events out; it asks nobody.
import type { AgentActivity, AgentEvent, AgentItem, NumberedEvent } from '../agent-events.ts';
import { activityOf, agentItem, endOfTurn } from './codex-events.ts';
import type { CodexThread, CodexTurn } from './codex-messages.ts';

/** Turns and items remembered as told: those of many turns, far beyond what a hole can hold. */
const REMEMBERED = 4_096;

/** A turn that ended with its server, and of which nothing is known but what was said in it. */
export interface UnansweredTurn {
  readonly turnId: string;
  /** Of the prompts that were said in it. */
  readonly promptIds: readonly string[];
}

export class FollowedThread {
  readonly threadId: string;
  readonly cwd: string;
  /** Codex's own record of it, where it is known. */
  readonly rollout: string | undefined;
  /** Whether the server sends us its turns and items. */
  subscribed = false;
  /** Whether `activity` is the server's word: before it, a turn may be running. */
  known = false;
  runningTurnId: string | undefined;
  #activity: AgentActivity = 'idle';
  /** A turn that the server said it began, and has not shown yet. */
  #begunTurnId: string | undefined;
  readonly #followedSinceSeconds: number;
  /** It was told that something was said here before. */
  #isOlderTold = false;
  readonly #told = new Set<string>();
  readonly #items = new Map<string, AgentItem>();
  /** Of a running turn that was taken up, items that may have ended before: nobody says so again. */
  readonly #unsure = new Map<string, { readonly turnId: string; readonly item: AgentItem }>();

  constructor(facts: {
    readonly threadId: string;
    readonly cwd: string;
    readonly rollout?: string | undefined;
    readonly nowMs: number;
    /** What was told before, by a predecessor too: none of it is news. */
    readonly past: readonly NumberedEvent[];
  }) {
    this.threadId = facts.threadId;
    this.cwd = facts.cwd;
    this.rollout = facts.rollout;
    const past = eventsOfThread(facts.past, facts.threadId);
    // The server counts in whole seconds.
    this.#followedSinceSeconds = Math.floor((past[0]?.atMs ?? facts.nowMs) / 1_000);
    for (const { event } of past) this.news(event);
  }

  get activity(): AgentActivity {
    if (this.#activity !== 'idle') return this.#activity;
    return (this.#begunTurnId ?? this.runningTurnId) === undefined ? 'idle' : 'busy';
  }

  /** The server answered that this turn runs; its events may come before or after. */
  begun(turnId: string): void {
    if (!this.#told.has(`turn ${turnId}`)) this.#begunTurnId = turnId;
  }

  item(itemId: string): AgentItem | undefined {
    return this.#items.get(itemId);
  }

  /** What of an event is news; a user's message with a prompt's id also says that it was taken. */
  news(event: AgentEvent): readonly AgentEvent[] {
    switch (event.kind) {
      case 'status':
        if (event.activity === this.#activity) return [];
        this.#activity = event.activity;
        return [event];
      case 'turn-started':
        if (!this.#isNew(`turn ${event.turnId}`)) return [];
        this.#shown(event.turnId);
        this.runningTurnId = event.turnId;
        return [event];
      case 'turn-completed':
      case 'turn-failed':
        if (!this.#isNew(`end ${event.turnId}`)) return [];
        if (this.runningTurnId === event.turnId) this.runningTurnId = undefined;
        return [...this.#startOf(event.turnId), ...this.#endedItems(event), event];
      case 'item-started':
        return this.#item(event, 'item');
      case 'item-completed':
        return this.#item(event, 'done');
      default:
        return [event];
    }
  }

  /** The server is away: what happens there now is not heard. */
  lost(): void {
    this.subscribed = false;
    this.known = false;
    this.#begunTurnId = undefined;
  }

  /** Whether a snapshot has no more than a guess at an end that is to be told. */
  guessesAnEnd({ turns }: CodexThread): boolean {
    const isToldOf = (turn: CodexTurn) => this.#told.has(`end ${turn.id}`) || this.#isPast(turn);
    return turns.some((turn) => isEndGuessed(turn) && !isToldOf(turn));
  }

  /**
   * The last turn of a snapshot, where its end is a guess that was not told yet and the agent is not known to
   * have begun anything in it: its model may never have been asked.
   */
  unanswered({ turns, status }: CodexThread): UnansweredTurn | undefined {
    const last = turns.at(-1);
    if (last === undefined || status.type === 'active' || !isEndGuessed(last)) return undefined;
    if (this.#told.has(`end ${last.id}`) || this.#isPast(last)) return undefined;
    const items = last.items.map(agentItem);
    const said = new Set(items.map(({ itemId }) => `item ${last.id} ${itemId}`));
    const isMore = (key: string) => key.startsWith(`item ${last.id} `) && !said.has(key);
    if (items.some(({ kind }) => kind !== 'user') || [...this.#told].some(isMore)) return undefined;
    const promptIds = items.flatMap(({ promptId }) => (promptId === undefined ? [] : [promptId]));
    return { turnId: last.id, promptIds };
  }

  /** What a snapshot of the thread tells of the time in which we heard nothing; from now on we hear. */
  caughtUp(thread: CodexThread): readonly AgentEvent[] {
    this.subscribed = true;
    this.known = true;
    const events: AgentEvent[] = [...this.#olderToo(thread)];
    for (const turn of thread.turns) {
      const running = turn.status === 'inProgress';
      const items = turn.items.map(agentItem);
      if (this.#isPast(turn)) {
        events.push(...items.flatMap(takenPrompt));
        continue;
      }
      const turnId = turn.id;
      events.push({ kind: 'turn-started', turnId });
      for (const item of items) {
        events.push({ kind: 'item-started', turnId, item });
        // The last item of a running turn may still grow: its end is told by the server.
        const whole = !running || item.kind === 'user' || item.outcome !== undefined;
        if (whole) events.push({ kind: 'item-completed', turnId, item });
        else if (!this.#told.has(doneKey(turnId, item)))
          this.#unsure.set(item.itemId, { turnId, item });
      }
      if (!running) events.push(endOfTurn(turn));
    }
    events.push({ kind: 'status', activity: activityOf(thread.status) });
    if (!thread.turns.some((turn) => turn.status === 'inProgress')) this.runningTurnId = undefined;
    return events.flatMap((event) => this.news(event));
  }

  /** Who opens it again after a crash has to know that it holds something. */
  #olderToo({ turns }: CodexThread): readonly AgentEvent[] {
    if (this.#isOlderTold || !turns.some((turn) => this.#isPast(turn))) return [];
    this.#isOlderTold = true;
    const { threadId, cwd } = this;
    return [{ kind: 'session', threadId, cwd, isOlder: true }];
  }

  /** It was over before the thread was followed: none of it is news. */
  #isPast(turn: CodexTurn): boolean {
    const isOld = (turn.startedAt ?? 0) < this.#followedSinceSeconds;
    return turn.status !== 'inProgress' && isOld && !this.#told.has(`turn ${turn.id}`);
  }

  #item(
    event: Extract<AgentEvent, { kind: 'item-started' | 'item-completed' }>,
    stage: 'item' | 'done',
  ): readonly AgentEvent[] {
    const { item, turnId } = event;
    if (stage === 'done') this.#unsure.delete(item.itemId);
    if (!this.#isNew(stage === 'done' ? doneKey(turnId, item) : `item ${turnId} ${item.itemId}`))
      return [];
    // One that began while we were taken up: the answer to that did not hold it yet.
    const begun = stage === 'done' ? this.#beginningOf(turnId, item) : [];
    this.#items.set(item.itemId, item);
    forgetOldest(this.#items);
    return stage === 'item' ? [event, ...takenPrompt(item)] : [...begun, event];
  }

  /** What was begun in a turn that ran to its end has ended with it. */
  #endedItems(
    end: Extract<AgentEvent, { kind: 'turn-completed' | 'turn-failed' }>,
  ): readonly AgentEvent[] {
    const { turnId } = end;
    const open = [...this.#unsure.values()].filter((one) => one.turnId === turnId);
    for (const { item } of open) this.#unsure.delete(item.itemId);
    if (end.kind === 'turn-failed' || end.how === 'interrupted') return [];
    return open.flatMap(({ item }) => this.#item({ kind: 'item-completed', turnId, item }, 'done'));
  }

  #beginningOf(turnId: string, { outcome: _, ...item }: AgentItem): readonly AgentEvent[] {
    if (!this.#isNew(`item ${turnId} ${item.itemId}`)) return [];
    return [{ kind: 'item-started', turnId, item }, ...takenPrompt(item)];
  }

  #shown(turnId: string): void {
    if (this.#begunTurnId === turnId) this.#begunTurnId = undefined;
  }

  #startOf(turnId: string): readonly AgentEvent[] {
    this.#shown(turnId);
    return this.#isNew(`turn ${turnId}`) ? [{ kind: 'turn-started', turnId }] : [];
  }

  #isNew(key: string): boolean {
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    forgetOldest(this.#told);
    return true;
  }
}

/** A snapshot, with the turns whose end it guesses as a later one has them. */
export function withKnownEnds(thread: CodexThread, later: CodexThread | undefined): CodexThread {
  const known = (turn: CodexTurn) => later?.turns.find(({ id }) => id === turn.id) ?? turn;
  return {
    ...thread,
    turns: thread.turns.map((turn) => (isEndGuessed(turn) ? known(turn) : turn)),
  };
}

/**
 * Codex calls a turn interrupted that runs no more and of which it has read no end: it may have written that
 * down since, and tells it nobody again. One that was interrupted has the time of it.
 */
function isEndGuessed({ status, completedAt }: CodexTurn): boolean {
  return status === 'interrupted' && typeof completedAt !== 'number';
}

function doneKey(turnId: string, { itemId }: AgentItem): string {
  return `done ${turnId} ${itemId}`;
}

/** A user's message with a prompt's id says that the prompt was taken. */
function takenPrompt({ kind, promptId }: AgentItem): readonly AgentEvent[] {
  if (kind !== 'user' || promptId === undefined) return [];
  return [{ kind: 'prompt', promptId, state: 'taken' }];
}

function forgetOldest(keys: Set<string> | Map<string, unknown>): void {
  const [oldest] = keys.keys();
  if (keys.size > REMEMBERED && oldest !== undefined) keys.delete(oldest);
}

/** Those that were told while this thread was followed; the first says that it is. */
function eventsOfThread(
  events: readonly NumberedEvent[],
  threadId: string,
): readonly NumberedEvent[] {
  let isFollowed = false;
  return events.filter(({ event }) => {
    if (event.kind === 'session') isFollowed = event.threadId === threadId;
    return isFollowed;
  });
}
