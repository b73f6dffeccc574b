// One turn as its updates tell it: pieces of text become items, calls of tools begin and end, plan and
// diff are told whole. Calls in, events out; it reads nothing and knows no time.
import type { AgentEvent, AgentItem } from '../agent-events.ts';
import { TEXT_BYTES } from '../bounded-event.ts';
import { GrowingText } from '../bounded-text.ts';
import type { AcpToolCall, SessionUpdate } from './acp-messages.ts';
import {
  boundedCall,
  kindOf,
  mergedCall,
  outcomeOf,
  patchOf,
  stateOf,
  textOf,
} from './acp-tools.ts';
import { TurnFiles } from './turn-files.ts';

/** Calls that are open at one time; an agent runs a few. Of more, the oldest is told as unfinished. */
const MOST_OPEN_CALLS = 64;
/** Calls that are over and remembered as such, so that nothing of them is told twice. */
const MOST_PAST_CALLS = 4_096;

/** A piece of text that is being told. */
interface OpenText {
  readonly item: AgentItem;
  readonly messageId: string | undefined;
  readonly text: GrowingText;
}

interface KnownCall {
  readonly call: AcpToolCall;
  /** `announced`: the agent may not know yet what it will call it with. */
  readonly stage: 'announced' | 'told';
}

export class AcpTurn {
  readonly turnId: string;
  readonly #tell: (event: AgentEvent) => void;
  readonly #calls = new Map<string, KnownCall>();
  readonly #past = new Set<string>();
  /** Calls that a person declined. */
  readonly #declined = new Set<string>();
  readonly #files = new TurnFiles();
  #open: OpenText | undefined;
  #count = 0;
  #diff = '';

  constructor(turnId: string, tell: (event: AgentEvent) => void) {
    this.turnId = turnId;
    this.#tell = tell;
  }

  /** Whether it belongs to a turn. */
  update(update: SessionUpdate): boolean {
    switch (update.sessionUpdate) {
      case 'user_message_chunk':
        // Some repeat what they were given, which is told already.
        return true;
      case 'agent_message_chunk':
        this.#say('agent', update);
        return true;
      case 'agent_thought_chunk':
        this.#say('reasoning', update);
        return true;
      case 'tool_call':
      case 'tool_call_update':
        this.call(update);
        return true;
      case 'plan': {
        const steps = update.entries.map(({ content, status }) => ({
          text: content,
          state: stateOf(status),
        }));
        this.#tell({ kind: 'plan-updated', turnId: this.turnId, steps });
        return true;
      }
      case 'current_mode_update':
      case 'available_commands_update':
        return false;
    }
  }

  /** A call of a tool, or what is new of it; returns all that is known of it. */
  call(news: AcpToolCall): AcpToolCall {
    const { toolCallId: itemId } = news;
    const known = this.#calls.get(itemId);
    const call = mergedCall(known?.call, boundedCall(news));
    if (this.#past.has(itemId)) return call;
    if (known === undefined && call.status === 'pending') {
      this.#remember({ call, stage: 'announced' });
      return call;
    }
    this.#tellCall(call, known);
    return call;
  }

  /** A person is asked about a call: what is known of it by now is told. */
  askedAbout(news: AcpToolCall): AcpToolCall {
    const known = this.#calls.get(news.toolCallId);
    const call = mergedCall(known?.call, boundedCall(news));
    if (!this.#past.has(news.toolCallId)) this.#tellCall(call, known);
    return call;
  }

  declined(itemId: string): void {
    this.#declined.add(itemId);
  }

  /** Nothing more comes: what is open is told as it stands. */
  end(): void {
    this.#endText();
    for (const known of [...this.#calls.values()]) this.#leave(known);
  }

  #leave(known: KnownCall): void {
    const outcome = this.#declined.has(known.call.toolCallId) ? 'declined' : 'unfinished';
    this.#tellCall(known.call, known, outcome);
  }

  #remember(known: KnownCall): void {
    this.#calls.set(known.call.toolCallId, known);
    const [oldest] = this.#calls.values();
    if (this.#calls.size > MOST_OPEN_CALLS && oldest !== undefined) this.#leave(oldest);
  }

  #forget(itemId: string): void {
    this.#calls.delete(itemId);
    this.#past.add(itemId);
    const [oldest] = this.#past;
    if (this.#past.size > MOST_PAST_CALLS && oldest !== undefined) this.#past.delete(oldest);
  }

  #tellCall(
    call: AcpToolCall,
    known: KnownCall | undefined,
    outcome: string | undefined = outcomeOf(call),
  ): void {
    const { turnId } = this;
    if (known?.stage !== 'told') {
      this.#endText();
      this.#tell({ kind: 'item-started', turnId, item: itemOf(call) });
    }
    if (outcome === undefined) this.#remember({ call, stage: 'told' });
    else {
      this.#forget(call.toolCallId);
      this.#endCall(call, outcome);
    }
  }

  #say(
    kind: 'agent' | 'reasoning',
    said: {
      readonly content: { readonly text?: string | null | undefined; readonly type: string };
    } & {
      readonly messageId?: string | null | undefined;
    },
  ): void {
    const delta = said.content.text ?? `[${said.content.type}]`;
    const messageId = said.messageId ?? undefined;
    const isOther = this.#open?.item.kind !== kind || this.#open.messageId !== messageId;
    if (isOther) this.#endText();
    const open = this.#open ?? this.#begin(kind, messageId);
    open.text.add(delta);
    const { itemId } = open.item;
    this.#tell({ kind: 'item-delta', turnId: this.turnId, itemId, delta });
  }

  #begin(kind: 'agent' | 'reasoning', messageId: string | undefined): OpenText {
    this.#count += 1;
    const item = { itemId: `${this.turnId}/${this.#count}`, kind, text: '' };
    const open = { item, messageId, text: new GrowingText(TEXT_BYTES) };
    this.#open = open;
    this.#tell({ kind: 'item-started', turnId: this.turnId, item });
    return open;
  }

  #endText(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const item = { ...open.item, text: open.text.text };
    this.#tell({ kind: 'item-completed', turnId: this.turnId, item });
  }

  #endCall(call: AcpToolCall, outcome: string): void {
    this.#tell({
      kind: 'item-completed',
      turnId: this.turnId,
      item: { ...itemOf(call), outcome },
    });
    if (call.status === 'completed') this.#changed(call);
  }

  #changed(call: AcpToolCall): void {
    const diff = this.#files.changed(call);
    if (diff === this.#diff) return;
    this.#diff = diff;
    this.#tell({ kind: 'diff-updated', turnId: this.turnId, diff });
  }
}

function itemOf(call: AcpToolCall): AgentItem {
  const patch = patchOf(call);
  return {
    itemId: call.toolCallId,
    kind: kindOf(call),
    text: textOf(call),
    ...(patch === undefined ? {} : { patch }),
  };
}
