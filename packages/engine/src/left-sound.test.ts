// What a killed voice process left is heard by the next one, once, by the recogniser that is there.
import type { JournalRecord, VoiceEvent } from '@codex-voice/protocol';
import type { Recognition, Recognizer } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import type { Journal, UnheardSound } from './journal.ts';
import { HEARD_LATER_MS, LeftSound } from './left-sound.ts';

const NOW_MS = 1_000;
const WALL_MS = Date.parse('2026-01-02T03:04:05Z');

function sound(id: string, ms = 1_000): UnheardSound {
  return { id, samples: new Float32Array(ms * 16).fill(0.5), endedWallMs: WALL_MS - 400 };
}

type Written = Parameters<Journal['transcript']>[0];

/** One utterance at a time, as the chain has it. */
class World {
  readonly written: Written[] = [];
  readonly events: VoiceEvent[] = [];
  readonly asked: [string, number][] = [];
  unheard: readonly UnheardSound[] = [];
  answer: Recognition = { verdict: 'accepted', text: 'run the tests', confidence: 1 };
  begun = 0;
  isHearing = false;
  fault: Error | undefined;
  readonly left: LeftSound;

  constructor() {
    let isOpen = false;
    const recognizer: Recognizer = {
      name: 'any',
      abilities: { dictation: 'free', partials: 'live', terms: 'none', languages: 'any' },
      begin: () => {
        if (isOpen) throw new TypeError('begin: another utterance is still open');
        isOpen = true;
        this.begun += 1;
        return {
          accept: () => undefined,
          partial: () => ({ text: '', settledLength: 0 }),
          finish: () => {
            isOpen = false;
            return Promise.resolve(this.answer);
          },
          abandon: () => undefined,
        };
      },
      dispose: () => undefined,
    };
    this.left = new LeftSound({
      journal: {
        unheard: (sessionId, sinceWallMs) => {
          this.asked.push([sessionId, sinceWallMs]);
          return this.fault === undefined
            ? Promise.resolve(this.unheard)
            : Promise.reject(this.fault);
        },
        transcript: (record) => {
          if (this.fault !== undefined) return Promise.reject(this.fault);
          this.written.push(record);
          return Promise.resolve();
        },
      },
      recognizer,
      context: {},
      settings: {},
      emit: (event) => this.events.push(event),
      nowMs: () => NOW_MS,
      wallMs: () => WALL_MS,
    });
  }

  async hear(sessionId = 's1'): Promise<void> {
    await this.left.hear(sessionId, () => this.isHearing);
    for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
  }
}

test('ENGINE-61: what was left is heard when its session is listened to, written down, and then told to be there', async () => {
  const world = new World();
  world.unheard = [sound('a'), sound('b')];
  await world.hear();
  expect(world.asked).toEqual([['s1', WALL_MS - HEARD_LATER_MS]]);
  expect(world.written.map(({ id }) => id)).toEqual(['a', 'b']);
  expect(world.written[0]).toMatchObject({
    sessionId: 's1',
    cut: true,
    at: '2026-01-02T03:04:04.600Z',
    text: 'run the tests',
    verdict: 'accepted',
    recognizer: 'any',
    durationMs: 1_000,
    speechEndedMs: NOW_MS - 400,
  });
  const told: VoiceEvent = { type: 'heard-later', sessionId: 's1' };
  expect(world.events).toEqual([told, told]);
  await world.hear();
  expect(world.begun).toBe(2);
});

test.each<[string, Recognition, Partial<Extract<JournalRecord, { type: 'transcript' }>>]>([
  ['nothing', { verdict: 'rejected', text: '' }, { verdict: 'rejected', text: '' }],
  [
    'only a fault',
    { verdict: 'failed', text: '', failure: 'died', message: 'gone' },
    { verdict: 'rejected', failure: { code: 'died', message: 'gone' } },
  ],
])(
  'ENGINE-61: %s understood is written down as such, and not tried again',
  async (_, answer, expected) => {
    const world = new World();
    world.unheard = [sound('a')];
    world.answer = answer;
    await world.hear();
    expect(world.written).toMatchObject([{ id: 'a', cut: true, ...expected }]);
  },
);

test('ENGINE-61: a click is not heard, and nothing is while somebody speaks', async () => {
  const world = new World();
  world.unheard = [sound('click', 450)];
  await world.hear();
  expect(world.begun).toBe(0);
  const busy = new World();
  busy.unheard = [sound('a')];
  busy.isHearing = true;
  await busy.hear();
  expect(busy.begun).toBe(0);
  busy.isHearing = false;
  await busy.hear();
  expect(busy.written.map(({ id }) => id)).toEqual(['a']);
});

test('ENGINE-61: a journal that fails keeps nobody from being heard, and the sound waits for the next process', async () => {
  const world = new World();
  world.unheard = [sound('a')];
  world.fault = new Error('ENOSPC');
  await world.hear();
  expect([world.begun, world.written, world.events]).toEqual([0, [], []]);
});
