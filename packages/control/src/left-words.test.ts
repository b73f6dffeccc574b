// What a session that has ended leaves: its prompts by its queue's memory, its words by the journal, and
// prompts whose turn has failed.
import type { JournalRecord } from '@codex-voice/protocol';
import { Delivery, type DeliveryMemory } from '@codex-voice/session';
import { describe, expect, test } from 'vitest';
import { settings } from './control-world.test-support.ts';
import { LeftBehind } from './left-behind.ts';
import { leftPrompts, leftWords } from './left-words.ts';

const NOW_MS = Date.parse('2026-01-31T09:30:00Z');
const BASE = { intent: 'send', origin: 'voice', enqueuedMs: 7 } as const;

function memory(change: Partial<DeliveryMemory> = {}): { readonly delivery: DeliveryMemory } {
  return { delivery: { ...new Delivery().memory(), ...change } };
}

const composer = { text: '' };
const piece = { id: 'd', text: ' seen', before: composer, shown: { text: 'seen' } };

describe('prompts', () => {
  test('CONTROL-100: the composer first, then what was on its way, then what waited, each standing alone', () => {
    const left = leftPrompts({
      ...memory({
        draft: [piece],
        phase: {
          kind: 'typing',
          prompt: { ...BASE, id: 't', text: ' typed' },
          before: composer,
          as: 'paste',
          answer: 'awaited',
        },
        queue: [
          { ...BASE, id: 'a', text: ', and more', alone: 'And more' },
          { ...BASE, id: 'b', text: ' \n' },
        ],
      }),
      ended: 'otherwise',
      nowMs: NOW_MS,
    });
    expect(left.map(({ id, text, reached }) => [id, text, reached])).toEqual([
      ['d', 'seen', 'perhaps'],
      ['t', 'typed', 'perhaps'],
      ['a', 'And more', 'no'],
    ]);
    expect(left.map(({ saidAtMs, intent }) => [saidAtMs, intent])).toEqual([
      [NOW_MS, 'compose'],
      [7, 'send'],
      [7, 'send'],
    ]);
  });

  test.each([
    ['composed only', {}, []],
    ['Enter due', { sendRequested: true }, [['d', 'perhaps', 'send']]],
    // Said to end the agent, such as `exit`.
    ['Enter pressed', { phase: { kind: 'sending', answer: 'written' } } as const, []],
  ])(
    'CONTROL-100: what stood in the composer of an agent that its person ended: %s',
    (_, change, expected) => {
      const given = memory({ draft: [piece], ...change });
      const left = leftPrompts({ ...given, ended: 'by-its-person', nowMs: NOW_MS });
      expect(left.map(({ id, reached, intent }) => [id, reached, intent])).toEqual(expected);
    },
  );

  test('CONTROL-100: what Enter was pressed for in an agent that died is left', () => {
    const given = memory({ draft: [piece], phase: { kind: 'sending', answer: 'written' } });
    const left = leftPrompts({ ...given, ended: 'otherwise', nowMs: NOW_MS });
    expect(left.map(({ id, reached, intent }) => [id, reached, intent])).toEqual([
      ['d', 'perhaps', 'send'],
    ]);
  });

  test('CONTROL-100: what its person may have sent from the composer just before the end is not said again by itself', () => {
    const given = memory({ draft: [piece] });
    const left = leftPrompts({ ...given, ended: 'otherwise', nowMs: NOW_MS });
    expect(left.map(({ id, reached }) => [id, reached])).toEqual([['d', 'perhaps']]);
  });

  test('CONTROL-100: after its end the session tells how it was', () => {
    const delivery = new Delivery();
    delivery.enqueue({ ...BASE, id: 'a', text: 'waits' });
    const left = new LeftBehind({ delivery, told: { text: () => undefined } });
    left.ended();
    delivery.childExited();
    expect(left.memory.queue).toHaveLength(1);
  });
});

function transcript(id: string, text: string, change: object = {}): JournalRecord {
  return {
    type: 'transcript',
    id,
    at: new Date(NOW_MS - 60_000).toISOString(),
    sessionId: 'codex-aaaa',
    text,
    verdict: 'accepted',
    recognizer: 'phrases',
    audio: 'x.wav',
    durationMs: 1,
    sourceEndMs: 1,
    speechEndedMs: 1,
    closedMs: 1,
    decodedMs: 1,
    ...change,
  };
}

test('CONTROL-101, CONTROL-32: words that the queue never took are left, commands and what is settled are not', () => {
  const given = settings();
  const phrases = [
    { spoken: 'ship it', action: { kind: 'text', text: 'Push it.' } },
    { spoken: 'send it', action: { kind: 'command', command: 'send' } },
    { spoken: 'slash notes', action: { kind: 'text', text: '/kb', does: 'kb' } },
  ] as const;
  const book = { language: 'en' as const, commandWords: [], phrases: [...phrases] };
  const voice = given.voice === undefined ? undefined : { ...given.voice, phrasebook: book };
  const dictation = { followed: [], underWay: [], waited: [], settled: [], linesDue: 0 };
  const records: JournalRecord[] = [
    transcript('u1', ' fix the parser '),
    transcript('u2', 'send it'),
    transcript('u3', 'ship it'),
    transcript('u4', 'slash notes'),
    transcript('u5', 'taken before'),
    transcript('u6', 'of another', { sessionId: 'codex-bbbb' }),
    transcript('u7', 'not understood', { verdict: 'rejected' }),
    transcript('u8', 'two days old', { at: new Date(NOW_MS - 2 * 86_400_000).toISOString() }),
    transcript('u9', 'obeyed'),
    transcript('u10', 'cut off send it', { cut: true }),
    {
      type: 'outcome',
      id: 'u9',
      at: new Date(NOW_MS).toISOString(),
      outcome: 'sent',
      latencyMs: 1,
    },
  ];
  const kept = {
    ...memory({ ids: ['u5'] }),
    dictation,
    settings: { ...given, intent: 'send' as const, ...(voice === undefined ? {} : { voice }) },
  };
  const left = leftWords({ records, sessionId: 'codex-aaaa', memory: kept, nowMs: NOW_MS });
  expect(left).toEqual([
    {
      id: 'u1',
      text: 'fix the parser',
      intent: 'send',
      origin: 'voice',
      saidAtMs: NOW_MS - 60_000,
      reached: 'no',
    },
    expect.objectContaining({ id: 'u3', text: 'Push it.' }),
    expect.objectContaining({ id: 'u10', intent: 'compose' }),
  ]);
});

test('CONTROL-102: the prompts of a turn that failed are told once with the agent’s words', () => {
  const failed: string[] = [];
  const left = new LeftBehind({
    delivery: new Delivery(),
    told: { text: (id) => (id === 'forgotten' ? undefined : ` text of ${id}`) },
    onTurnFailed: ({ id, text, why }) => failed.push(`${id}: ${text} (${why})`),
  });
  const taken = (promptId: string): void =>
    left.event({ kind: 'prompt', promptId, state: 'taken' });
  taken('a');
  left.event({ kind: 'turn-completed', turnId: 't1', how: 'finished' });
  left.event({ kind: 'prompt', promptId: 'b', state: 'offered' });
  for (const id of ['c', 'd', 'forgotten']) taken(id);
  for (let again = 0; again < 2; again += 1)
    left.event({ kind: 'turn-failed', turnId: 't2', message: 'no network' });
  expect(failed).toEqual(['c: text of c (no network)', 'd: text of d (no network)']);
});

test.each([
  ['interrupted', ['a: text of a (waiting for network)']],
  ['ended', ['a: text of a (waiting for network)']],
  ['answered first', []],
  ['working first', []],
  ['echoed first', ['a: text of a (waiting for network)']],
  ['of our own making', []],
  ['finished', []],
] as const)('CONTROL-102: a turn without a network that is %s', (how, expected) => {
  const failed: string[] = [];
  const left = new LeftBehind({
    delivery: new Delivery(),
    told: { text: (id) => `text of ${id}` },
    onTurnFailed: ({ id, text, why }) => failed.push(`${id}: ${text} (${why})`),
  });
  // Said of nothing that was taken.
  left.event({ kind: 'error', message: 'elsewhere' });
  left.event({ kind: 'prompt', promptId: 'a', state: 'taken' });
  left.event({ kind: 'turn-started', turnId: 't' });
  const own = how === 'of our own making' ? { isOurs: true as const } : {};
  left.event({ kind: 'error', message: 'waiting for network', ...own });
  const item = { itemId: 'i', text: 'ls' };
  if (how === 'working first')
    left.event({ kind: 'item-started', turnId: 't', item: { ...item, kind: 'command' } });
  if (how === 'echoed first')
    left.event({ kind: 'item-completed', turnId: 't', item: { ...item, kind: 'user' } });
  if (how === 'answered first')
    left.event({ kind: 'item-delta', turnId: 't', itemId: 'i', delta: 'I' });
  if (how === 'ended') left.ended();
  else {
    const isDone = how === 'finished';
    left.event({ kind: 'turn-completed', turnId: 't', how: isDone ? 'finished' : 'interrupted' });
    left.ended();
  }
  expect(failed).toEqual(expected);
});
