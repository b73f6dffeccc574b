// A person's changes to what waits in the queue: taken whole or refused whole.
import type { QueueEdit } from '@codex-voice/protocol';
import { cleanText } from './clean-text.ts';
import { type PromptQueue, TEXT_LIMIT, unitsOf } from './prompt-queue.ts';

/** What came of an edit: the ids that left the queue by it, or why it was not taken. */
export type QueueEditAnswer =
  | { readonly kind: 'done'; readonly dropped: readonly string[] }
  | { readonly kind: 'refused'; readonly why: 'no-such-prompt' | 'empty' | 'too-long' };

/** Changes `queue`. A new text is cleaned and bounded as every text. */
export function editQueue(queue: PromptQueue, edit: QueueEdit): QueueEditAnswer {
  switch (edit.do) {
    case 'remove': {
      const removed = queue.remove(edit.id);
      return removed === undefined ? UNKNOWN : { kind: 'done', dropped: [edit.id] };
    }
    case 'clear':
      return { kind: 'done', dropped: queue.clear().map((prompt) => prompt.id) };
    case 'edit': {
      const text = cleanText(edit.text);
      if (text.trim() === '') return { kind: 'refused', why: 'empty' };
      if (unitsOf({ text }) > TEXT_LIMIT || !queue.hasRoom({ id: edit.id, text }))
        return { kind: 'refused', why: 'too-long' };
      return queue.change(edit.id, { text }) ? DONE : UNKNOWN;
    }
    case 'intent':
      return queue.change(edit.id, { intent: edit.intent }) ? DONE : UNKNOWN;
    case 'move':
      return queue.move(edit.id, edit.index) ? DONE : UNKNOWN;
  }
}

const DONE: QueueEditAnswer = { kind: 'done', dropped: [] };
const UNKNOWN: QueueEditAnswer = { kind: 'refused', why: 'no-such-prompt' };
