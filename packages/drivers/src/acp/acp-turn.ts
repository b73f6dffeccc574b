// One turn as its updates tell it: pieces of text become items, calls of tools begin and end, plan and
// diff are told whole. Calls in, events out; it reads nothing and knows no time.
import type { AgentEvent, AgentItem } from '../agent-events.ts';
import type { AcpToolCall, SessionUpdate } from './acp-messages.ts';
import { changesOf, kindOf, mergedCall, outcomeOf, patchOf, stateOf, textOf } from './acp-tools.ts';
import { patchOfChange } from './changed-text.ts';

/** A piece of text that is being told. */
interface OpenText {
  readonly item: AgentItem;
  readonly messageId: string | undefined;
  text: string;
}

interface KnownCall {
  readonly call: AcpToolCall;
  /** `announced`: the agent may not know yet what it will call it with. */
  readonly stage: 'announced' | 'told' | 'over';
}

export class AcpTurn {
  readonly turnId: string;
  readonly #tell: (event: AgentEvent) => void;
  readonly #calls = new Map<string, KnownCall>();
  /** Calls that a person declined. */
  readonly #declined = new Set<string>();
  /** What files were before the turn, and are now, by their paths. */
  readonly #files = new Map<string, { readonly before: string | undefined; after: string }>();
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
    const call = mergedCall(known?.call, news);
    if (known?.stage === 'over') return call;
    if (known === undefined && call.status === 'pending') {
      this.#calls.set(itemId, { call, stage: 'announced' });
      return call;
    }
    this.#tellCall(call, known);
    return call;
  }

  /** A person is asked about a call: what is known of it by now is told. */
  askedAbout(news: AcpToolCall): AcpToolCall {
    const known = this.#calls.get(news.toolCallId);
    const call = mergedCall(known?.call, news);
    if (known?.stage !== 'over') this.#tellCall(call, known);
    return call;
  }

  declined(itemId: string): void {
    this.#declined.add(itemId);
  }

  /** Nothing more comes: what is open is told as it stands. */
  end(): void {
    this.#endText();
    for (const [itemId, known] of this.#calls) {
      if (known.stage === 'over') continue;
      const outcome = this.#declined.has(itemId) ? 'declined' : 'unfinished';
      this.#tellCall(known.call, known, outcome);
    }
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
    this.#calls.set(call.toolCallId, { call, stage: outcome === undefined ? 'told' : 'over' });
    if (outcome !== undefined) this.#endCall(call, outcome);
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
    open.text += delta;
    const { itemId } = open.item;
    this.#tell({ kind: 'item-delta', turnId: this.turnId, itemId, delta });
  }

  #begin(kind: 'agent' | 'reasoning', messageId: string | undefined): OpenText {
    this.#count += 1;
    const item = { itemId: `${this.turnId}/${this.#count}`, kind, text: '' };
    const open = { item, messageId, text: '' };
    this.#open = open;
    this.#tell({ kind: 'item-started', turnId: this.turnId, item });
    return open;
  }

  #endText(): void {
    const open = this.#open;
    if (open === undefined) return;
    this.#open = undefined;
    const item = { ...open.item, text: open.text };
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
    for (const { path, before, after } of changesOf(call)) {
      const known = this.#files.get(path);
      if (known === undefined) this.#files.set(path, { before, after });
      else known.after = after;
    }
    const changes = [...this.#files].map(([path, texts]) => ({ path, ...texts }));
    const diff = changes.map(patchOfChange).join('');
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
