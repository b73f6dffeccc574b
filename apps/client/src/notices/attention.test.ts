// What is told while the person looks elsewhere, and how little of it, on a clock of the test's own.
import type { ApprovalEntry, SessionEvent } from '@codex-voice/protocol';
import { expect, test } from 'vitest';
import {
  Attention,
  type AttentionParts,
  BETWEEN_NOTICES_MS,
  LEAST_TURN_MS,
  OCCASIONS,
  SETTLED_AFTER_MS,
} from './attention.ts';

const screen = (kind: 'busy' | 'composer' | 'dialog' | 'unknown'): SessionEvent => ({
  type: 'screen',
  screen:
    kind === 'composer'
      ? { kind, text: '' }
      : kind === 'dialog'
        ? { kind, what: 'Allow?' }
        : { kind },
});
const entry = (id: string, state: ApprovalEntry['state'] = 'open'): ApprovalEntry => ({
  ...{ id, state, subject: 'command', text: 'make', takes: ['approve', 'deny'], askedAtMs: 1 },
});
const asks = (...open: ApprovalEntry[]): SessionEvent => ({ type: 'approvals', open });

/** Far from the beginning, so that nothing is early by chance. */
const START_MS = 1_000_000;

function attention(more: Partial<AttentionParts> = {}): Attention {
  const made = new Attention({ of: new Set(OCCASIONS), when: 'unfocused', ...more });
  return made;
}

/** A turn that is over at `endMs`. */
function turn(looked: Attention, endMs: number, longMs = LEAST_TURN_MS): void {
  looked.session(screen('busy'), endMs - longMs);
  looked.session(screen('composer'), endMs);
}

test('a turn that has ended is told once, and not where the terminal is looked at', () => {
  const looked = attention();
  turn(looked, START_MS);
  expect(looked.nextMs()).toBeUndefined();
  looked.focus('out');
  expect(looked.take(START_MS + SETTLED_AFTER_MS)).toBeUndefined();
  const later = START_MS + 60_000;
  turn(looked, later);
  expect(looked.nextMs()).toBe(later + SETTLED_AFTER_MS);
  expect(looked.take(later + SETTLED_AFTER_MS - 1)).toBeUndefined();
  expect(looked.take(later + SETTLED_AFTER_MS)).toEqual({ occasion: 'finished' });
  expect(looked.take(later + SETTLED_AFTER_MS)).toBeUndefined();
});

test('a short turn, one that goes on, and one that somebody comes back to are not told', () => {
  const looked = attention();
  looked.focus('out');
  turn(looked, START_MS, LEAST_TURN_MS - 1);
  expect(looked.nextMs()).toBeUndefined();
  turn(looked, START_MS + 20_000);
  looked.session(screen('busy'), START_MS + 20_100);
  expect(looked.nextMs()).toBeUndefined();
  turn(looked, START_MS + 40_000);
  looked.typed();
  expect(looked.nextMs()).toBeUndefined();
  looked.focus('out');
  expect(looked.take(START_MS + 90_000)).toBeUndefined();
});

test('what is asked is told before a turn\u2019s end, once for each, and not when it is settled at once', () => {
  const looked = attention();
  looked.focus('out');
  looked.session(asks(entry('a1')), START_MS);
  looked.session(asks(), START_MS + 100);
  expect(looked.nextMs()).toBeUndefined();
  turn(looked, START_MS + 10_000);
  looked.session(asks(entry('a2')), START_MS + 10_100);
  turn(looked, START_MS + 10_200);
  expect(looked.take(START_MS + 30_000)).toMatchObject({
    occasion: 'approval',
    approval: { id: 'a2' },
  });
  looked.session(asks(entry('a2')), START_MS + 60_000);
  expect(looked.nextMs()).toBeUndefined();
  // One that is not asked again yet, or is being answered, waits for nobody.
  looked.session(asks(entry('a3', 'unheard'), entry('a4', 'answering')), START_MS + 61_000);
  expect(looked.nextMs()).toBeUndefined();
});

test('a dialog on the screen is told where nothing more exact is known of it', () => {
  const looked = attention();
  looked.focus('out');
  looked.session(screen('dialog'), START_MS);
  expect(looked.take(START_MS + SETTLED_AFTER_MS)).toEqual({ occasion: 'approval' });
  looked.session(screen('composer'), START_MS + 30_000);
  looked.session(asks(entry('a1')), START_MS + 40_000);
  looked.session(screen('dialog'), START_MS + 40_010);
  expect(looked.take(START_MS + 60_000)).toMatchObject({ approval: { id: 'a1' } });
  looked.session(asks(), START_MS + 61_000);
  looked.session(screen('busy'), START_MS + 62_000);
  looked.session(screen('dialog'), START_MS + 70_000);
  looked.session(screen('busy'), START_MS + 70_100);
  expect(looked.nextMs()).toBeUndefined();
});

test('however often something happens, there is one notice in its time', () => {
  const looked = attention({ when: 'always' });
  let told = 0;
  for (let ms = START_MS; ms < START_MS + 60_000; ms += 100) {
    looked.session(asks(entry(`a${ms}`)), ms);
    looked.session(screen(ms % 200 === 0 ? 'busy' : 'composer'), ms);
    if (looked.take(ms) !== undefined) told += 1;
  }
  expect(told).toBe(60_000 / BETWEEN_NOTICES_MS);
});

test('only what was asked for, and nothing that was there when the terminal came', () => {
  const looked = attention({ of: new Set(['finished'] as const), when: 'always' });
  looked.session(asks(entry('a1')), START_MS);
  expect(looked.nextMs()).toBeUndefined();
  turn(looked, START_MS + 10_000);
  expect(looked.nextMs()).toBeDefined();
});

test('what is not to be told any more is forgotten, and a focus that is not asked for is not believed', () => {
  const looked = attention();
  looked.focus('out');
  turn(looked, START_MS);
  looked.change({ of: new Set(['approval'] as const), when: 'unfocused' });
  expect(looked.nextMs()).toBeUndefined();
  looked.change({ of: new Set(OCCASIONS), when: 'always' });
  turn(looked, START_MS + 20_000);
  expect(looked.nextMs()).toBeDefined();
  looked.change({ of: new Set(OCCASIONS), when: 'unfocused' });
  expect(looked.nextMs()).toBeUndefined();
  turn(looked, START_MS + 40_000);
  expect(looked.nextMs()).toBeUndefined();
});
