// A prompt on its way through an agent that speaks ACP: offered, taken, its turn, its end. What the updates of
// the turn mean is `acp-turn.ts`'s.
import { randomUUID } from 'node:crypto';
import * as v from 'valibot';
import type { AgentPrompt, PromptResult } from '../agent-driver.ts';
import type { AgentEvent } from '../agent-events.ts';
import type { AcpReply } from './acp-connection.ts';
import { REFUSAL_CODES, type TurnOver, turnOver } from './acp-messages.ts';
import { AcpTurn } from './acp-turn.ts';

/**
 * The protocol has no word for "taken" before the turn's end. An agent that refuses does so at once: one that
 * lives and has neither refused nor said anything by then, in ms, has taken the prompt.
 */
const TAKEN_AFTER_MS = 2_000;
/** Refusals after which nothing has happened; an agent that knows no signing in has its own meaning for that code. */
const NOTHING_HAPPENED: ReadonlySet<number> = new Set([
  REFUSAL_CODES.unknownMethod,
  REFUSAL_CODES.unfitParameters,
]);

/** Ends of a turn that are none of its own, in words. */
const STOPPED: Readonly<Record<string, string | undefined>> = {
  max_tokens: 'the model reached the most that it may say',
  max_turn_requests: 'the agent reached the most requests that a turn may have',
  refusal: 'the model refuses to go on',
};

export interface RunningTurnFacts {
  readonly prompt: AgentPrompt;
  /** The agent has ways to sign in, and may want one first. */
  readonly offersSignIn: boolean;
  readonly tell: (event: AgentEvent) => void;
  /** What became of the prompt, once. */
  readonly settle: (result: PromptResult) => void;
}

export class RunningTurn {
  readonly turn: AcpTurn;
  readonly #facts: RunningTurnFacts;
  readonly #timer: NodeJS.Timeout;
  readonly #awaiting: (() => void)[] = [];
  #isTaken = false;
  #isInterrupted = false;

  constructor(facts: RunningTurnFacts) {
    this.#facts = facts;
    this.turn = new AcpTurn(randomUUID(), facts.tell);
    this.#timer = setTimeout(() => this.take(), TAKEN_AFTER_MS);
  }

  get promptId(): string {
    return this.#facts.prompt.promptId;
  }

  get isInterrupted(): boolean {
    return this.#isInterrupted;
  }

  /** It is to be ended; `told` is called once it has. */
  interrupted(told: () => void): void {
    this.#isInterrupted = true;
    this.#awaiting.push(told);
  }

  /** The agent has heard the prompt, and has not refused it. */
  take(): void {
    if (this.#isTaken) return;
    this.#isTaken = true;
    clearTimeout(this.#timer);
    const { tell, settle, prompt } = this.#facts;
    const { turnId } = this.turn;
    const { promptId, text } = prompt;
    const item = { itemId: `${turnId}/prompt`, kind: 'user', text, promptId } as const;
    tell({ kind: 'turn-started', turnId });
    tell({ kind: 'item-started', turnId, item });
    tell({ kind: 'prompt', promptId, state: 'taken' });
    tell({ kind: 'item-completed', turnId, item });
    settle({ kind: 'taken', turnId });
  }

  /** The agent's last word on it. */
  over(reply: AcpReply): void {
    clearTimeout(this.#timer);
    const { tell, settle } = this.#facts;
    const { promptId } = this;
    if (!this.#isTaken && reply.kind === 'ended') {
      tell({ kind: 'prompt', promptId, state: 'unconfirmed' });
      settle({ kind: 'unconfirmed', message: `it ended before it answered (${reply.why})` });
    } else if (!this.#isTaken && reply.kind === 'refused' && this.#isNothing(reply.code)) {
      tell({ kind: 'prompt', promptId, state: 'refused' });
      settle({ kind: 'refused', reason: 'agent', message: reply.message });
    } else {
      this.take();
      this.turn.end();
      this.#tellEnd(reply);
    }
  }

  /** Who waits for the end is told. */
  ended(): void {
    for (const told of this.#awaiting) told();
  }

  /** Nobody listens any more. */
  left(): void {
    clearTimeout(this.#timer);
    this.#facts.settle({ kind: 'unconfirmed', message: 'the driver was closed' });
    this.ended();
  }

  #isNothing(code: number): boolean {
    if (code === REFUSAL_CODES.signInFirst) return this.#facts.offersSignIn;
    return NOTHING_HAPPENED.has(code);
  }

  #tellEnd(reply: AcpReply): void {
    const { tell } = this.#facts;
    const { turnId } = this.turn;
    const fail = (message: string): void => tell({ kind: 'turn-failed', turnId, message });
    switch (reply.kind) {
      case 'result': {
        const parsed = v.safeParse(turnOver, reply.result);
        if (parsed.success) this.#spent(parsed.output);
        const stopReason = parsed.success ? parsed.output.stopReason : '';
        const why = Object.hasOwn(STOPPED, stopReason) ? STOPPED[stopReason] : undefined;
        const how = stopReason === 'cancelled' ? 'interrupted' : 'finished';
        if (why === undefined) tell({ kind: 'turn-completed', turnId, how });
        else fail(why);
        return;
      }
      case 'refused':
        // Some answer a cancelled turn with the error that the cancelling made.
        if (this.#isInterrupted) tell({ kind: 'turn-completed', turnId, how: 'interrupted' });
        else fail(reply.message);
        return;
      case 'ended':
        fail(reply.why);
        return;
      case 'silent':
        fail('it does not answer');
    }
  }

  #spent({ usage, _meta }: TurnOver): void {
    const counted = _meta?.quota.token_count;
    const inputTokens = usage?.inputTokens ?? counted?.input_tokens;
    const outputTokens = usage?.outputTokens ?? counted?.output_tokens;
    if (inputTokens === undefined || outputTokens === undefined) return;
    const totalTokens = usage?.totalTokens ?? inputTokens + outputTokens;
    const { turnId } = this.turn;
    this.#facts.tell({ kind: 'usage', turnId, inputTokens, outputTokens, totalTokens });
  }
}
