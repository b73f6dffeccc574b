import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Recognition, Recognizer } from '../ports.ts';
import type { ChainNotice } from './chain-notice.ts';
import { createRecognizerChain } from './recognizer-chain.ts';
import {
  type ScriptedAnswer,
  type ScriptedRecognizer,
  StandingClock,
  scriptedRecognizer,
} from './scripted-recognizer.test-support.ts';

const MAXIMUM_MS = 28_000;
const SECOND = new Float32Array(16_000).fill(0.5);

interface World {
  readonly clock: StandingClock;
  readonly chain: Recognizer;
  readonly main: ScriptedRecognizer;
  readonly second: ScriptedRecognizer;
  readonly phrases: ScriptedRecognizer;
  readonly preview: ScriptedRecognizer;
  readonly notices: ChainNotice[];
}

type Part = 'main' | 'second' | 'phrases';

function world(
  parts: readonly Part[],
  withPreview: 'preview' | 'no-preview' = 'no-preview',
): World {
  const clock = new StandingClock();
  const made = {
    main: scriptedRecognizer({ name: 'main', clock }),
    second: scriptedRecognizer({ name: 'second', clock }),
    phrases: scriptedRecognizer({ name: 'phrases', clock, dictation: 'closed' }),
    preview: scriptedRecognizer({ name: 'preview', clock }),
  };
  const notices: ChainNotice[] = [];
  const chain = createRecognizerChain({
    recognizers: parts.map((part) => made[part]),
    ...(withPreview === 'preview' ? { preview: made.preview } : {}),
    onNotice: (notice) => notices.push(notice),
    clock,
    maximumUtteranceMs: MAXIMUM_MS,
  });
  return { clock, chain, notices, ...made };
}

/** Says a second, and waits so long, in ms, for what becomes of it. */
async function say({ chain, clock }: World, waitMs = 60_000): Promise<Recognition | 'nothing yet'> {
  const utterance = chain.begin();
  utterance.accept(SECOND);
  return await withinMs(clock, utterance.finish(), waitMs);
}

async function withinMs(clock: StandingClock, answer: Promise<Recognition>, waitMs: number) {
  let answered: Recognition | 'nothing yet' = 'nothing yet';
  void answer.then((recognition) => {
    answered = recognition;
  });
  await clock.advance(waitMs);
  return answered;
}

function kinds({ notices }: World): string[] {
  return notices.map(({ kind, recognizer }) => `${kind} ${recognizer}`);
}

const words = (name: string) => ({ verdict: 'accepted', text: `words of ${name}` });

describe('who is listened with', () => {
  test('SPEECH-50 the first one, as long as it works', async () => {
    const here = world(['main', 'second']);
    expect(await say(here)).toEqual(words('main'));
    here.main.script = [{ does: 'rejects' }];
    expect(await say(here)).toMatchObject({ verdict: 'rejected' });
    expect(here.second.heard).toEqual([]);
    expect(here.chain.name).toBe('main');
    expect(here.notices).toEqual([]);
  });

  test('SPEECH-51 the same audio goes to the next one where it fails', async () => {
    for (const does of ['died', 'timed-out', 'refused', 'overloaded', 'throws'] as const) {
      const here = world(['main', 'second']);
      here.main.script = [{ does }];
      expect(await say(here)).toEqual(words('second'));
      expect(here.second.heard).toEqual([SECOND]);
    }
  });

  test('SPEECH-51 it waits for one that takes audio just then', async () => {
    const here = world(['main', 'second']);
    here.main.script = [{ does: 'died' }, { does: 'died' }, { does: 'died', afterMs: 50 }];
    await say(here);
    const early = here.chain.begin();
    early.accept(SECOND);
    // Two failures in a row: the next one is heard by the second, while this one is not answered yet.
    const first = early.finish();
    await here.clock.advance(0);
    const late = here.chain.begin();
    late.accept(SECOND);
    const waiting = withinMs(here.clock, first, 10);
    expect(await waiting).toEqual(words('second'));
    expect(await withinMs(here.clock, late.finish(), 10)).toEqual(words('second'));
  });

  test('SPEECH-52 an utterance longer than a segment may be is not handed on', async () => {
    const here = world(['main', 'second']);
    here.main.script = [{ does: 'refused' }];
    const utterance = here.chain.begin();
    for (let second = 0; second <= MAXIMUM_MS / 1000; second += 1) utterance.accept(SECOND);
    expect(await withinMs(here.clock, utterance.finish(), 10)).toMatchObject({
      failure: 'refused',
    });
    expect(here.second.heard).toEqual([]);
  });

  test('SPEECH-53 a list of phrases has no last word where free speech failed', async () => {
    const here = world(['main', 'phrases']);
    here.main.script = [{ does: 'refused' }];
    here.phrases.script = [{ does: 'rejects' }];
    expect(await say(here)).toMatchObject({ verdict: 'failed', message: 'main refused' });
    here.phrases.script = [{ does: 'accepts' }];
    expect(await say(here)).toEqual(words('phrases'));
  });

  test('SPEECH-54 one that died is asked once more where nobody else could', async () => {
    const here = world(['main', 'phrases']);
    here.main.script = [{ does: 'died' }, { does: 'accepts' }];
    here.phrases.script = [{ does: 'rejects' }];
    expect(await say(here)).toEqual(words('main'));
    here.main.script = [{ does: 'timed-out' }];
    expect(await say(here)).toMatchObject({ failure: 'timed-out' });
    expect(here.main.heard).toHaveLength(3);
  });
});

describe('failures and returns', () => {
  test('SPEECH-55 a failure is told once, and so is the return', async () => {
    const here = world(['main', 'second']);
    here.main.script = [{ does: 'refused' }];
    for (let time = 0; time < 4; time += 1) await say(here, 10);
    expect(kinds(here)).toEqual(['failed main']);
    expect(here.notices[0]?.text).toBe('second listens instead: main refused');
    here.main.script = [{ does: 'accepts' }];
    await here.clock.advance(300_000);
    expect(await say(here)).toEqual(words('main'));
    expect(kinds(here)).toEqual(['failed main', 'returned main']);
  });

  test('SPEECH-56 from the second failure on it rests: 5 s, doubled up to 5 minutes', async () => {
    const here = world(['main', 'second']);
    here.main.script = [{ does: 'refused' }];
    await say(here, 0);
    expect(here.chain.name).toBe('main');
    for (const restMs of [5000, 10_000, 20_000, 40_000, 80_000, 160_000, 300_000, 300_000]) {
      await say(here, 0);
      expect(here.chain.name).toBe('second');
      await here.clock.advance(restMs - 1);
      expect(here.chain.name).toBe('second');
      await here.clock.advance(1);
      expect(here.chain.name).toBe('main');
    }
  });

  test('SPEECH-57 one that is slower than speech rests if another hears as much', async () => {
    const here = world(['main', 'second']);
    here.main.script = [{ does: 'accepts', afterMs: 3000 }];
    for (let time = 0; time < 3; time += 1) expect(await say(here, 4000)).toEqual(words('main'));
    expect(await say(here, 4000)).toEqual(words('second'));
    expect(here.notices.map(({ text }) => text)).toEqual([
      'main took 3.0 s for 1.0 s of speech: second listens instead',
    ]);
    here.main.script = [{ does: 'accepts', afterMs: 500 }];
    await here.clock.advance(60_000);
    expect(await say(here, 4000)).toEqual(words('main'));
    expect(kinds(here)).toEqual(['slow main', 'returned main']);
  });

  test('SPEECH-57 a way to a server that takes as long for one word as for many is no slowness', async () => {
    const here = world(['main', 'second']);
    here.main.script = [{ does: 'accepts', afterMs: 2400 }];
    for (let time = 0; time < 5; time += 1) expect(await say(here, 4000)).toEqual(words('main'));
    expect(here.notices).toEqual([]);
  });

  test('SPEECH-57 slow words are better than phrases only', async () => {
    const here = world(['main', 'phrases']);
    here.main.script = [{ does: 'accepts', afterMs: 3000 }];
    for (let time = 0; time < 6; time += 1) expect(await say(here, 4000)).toEqual(words('main'));
    expect(kinds(here)).toEqual(['slow main']);
  });
});

describe('two passes', () => {
  test('SPEECH-60 words of the preview while speaking, the better final after it', async () => {
    const here = world(['main'], 'preview');
    here.preview.partials = [{ text: 'hello', settledLength: 2 }];
    const utterance = here.chain.begin();
    utterance.accept(SECOND);
    expect(utterance.partial()).toEqual({ text: 'hello', settledLength: 2 });
    expect(await withinMs(here.clock, utterance.finish(), 10)).toEqual(words('main'));
    expect(here.preview.heard).toEqual(here.main.heard);
    expect(here.chain.name).toBe('main+preview');
  });

  test('SPEECH-67 a guess that comes between two pieces of audio is told of when it comes', () => {
    const here = world(['main'], 'preview');
    const shown: string[] = [];
    const utterance = here.chain.begin({}, () => shown.push(utterance.partial().text));
    here.preview.partials = [{ text: 'hello', settledLength: 0 }];
    here.preview.guess();
    expect(shown).toEqual(['hello']);
  });

  test('SPEECH-61 beyond its budget the preview has the final', async () => {
    const here = world(['main'], 'preview');
    here.main.script = [{ does: 'accepts', afterMs: 5000 }];
    expect(await say(here, 999)).toBe('nothing yet');
    expect(await say(here, 1000)).toEqual(words('preview'));
    // What it usually takes, and half as much again.
    const fast = world(['main'], 'preview');
    fast.main.script = [
      { does: 'accepts', afterMs: 400 },
      { does: 'accepts', afterMs: 5000 },
    ];
    expect(await say(fast, 400)).toEqual(words('main'));
    expect(await say(fast, 599)).toBe('nothing yet');
    await fast.clock.advance(6000);
    expect(await say(fast, 1000)).toEqual(words('preview'));
  });

  test('SPEECH-61 without words of the preview the better one is waited for', async () => {
    for (const does of ['rejects', 'died'] as const) {
      const here = world(['main'], 'preview');
      here.main.script = [{ does: 'accepts', afterMs: 3000 }];
      here.preview.script = [{ does }];
      expect(await say(here, 3000)).toEqual(words('main'));
    }
  });

  test('SPEECH-62 where the better one fails the preview has the final, and after it the next', async () => {
    const here = world(['main', 'second'], 'preview');
    here.main.script = [{ does: 'died' }];
    expect(await say(here)).toEqual(words('preview'));
    expect(here.second.heard).toEqual([]);
    here.preview.script = [{ does: 'rejects' }];
    expect(await say(here)).toEqual(words('second'));
  });

  test('SPEECH-62 a list of phrases does not stand in before a preview that hears more', async () => {
    const here = world(['main', 'phrases'], 'preview');
    here.main.script = [{ does: 'refused' }];
    here.phrases.script = [{ does: 'rejects' }];
    for (let time = 0; time < 3; time += 1) expect(await say(here, 0)).toEqual(words('preview'));
    expect(here.phrases.heard).toEqual([]);
    expect(here.chain.name).toBe('preview');
  });

  test('SPEECH-63 finals that mostly come too late switch the second pass off, and on again', async () => {
    const here = world(['main'], 'preview');
    here.main.script = [{ does: 'accepts', afterMs: 2500 }];
    for (let time = 0; time < 3; time += 1) await say(here, 3000);
    expect(here.notices.map(({ text }) => text)).toEqual([
      'main takes 2500 ms after speech: the words of preview are taken instead',
    ]);
    expect(await say(here, 0)).toEqual(words('preview'));
    expect(here.main.heard).toHaveLength(3);
    // A trial costs nobody time, however it ends.
    await here.clock.advance(60_000);
    expect(await say(here, 0)).toEqual(words('preview'));
    expect(here.main.heard).toHaveLength(4);
    await here.clock.advance(60_000);
    expect(await say(here, 3000)).toEqual(words('preview'));
    expect(here.main.heard).toHaveLength(4);
    here.main.script = [{ does: 'accepts', afterMs: 200 }];
    await here.clock.advance(120_000);
    await say(here, 3000);
    expect(await say(here, 300)).toEqual(words('main'));
    expect(kinds(here)).toEqual(['second-pass-off main', 'second-pass-on main']);
  });

  test('SPEECH-64 what was settled stays, whatever the recogniser says next', async () => {
    const here = world(['main'], 'preview');
    here.preview.partials = [
      { text: 'run the', settledLength: 4 },
      { text: 'ran these', settledLength: 0 },
      { text: 'run these', settledLength: 0 },
      { text: 'run these', settledLength: 99 },
    ];
    const utterance = here.chain.begin();
    expect([1, 2, 3, 4].map(() => utterance.partial())).toEqual([
      { text: 'run the', settledLength: 4 },
      { text: 'run the', settledLength: 4 },
      { text: 'run these', settledLength: 4 },
      { text: 'run these', settledLength: 9 },
    ]);
    utterance.abandon();
    expect([here.main.abandoned, here.preview.abandoned]).toEqual([1, 1]);
  });
});

test('SPEECH-65 one utterance at a time, each ends once, and all are disposed of once', () => {
  const here = world(['main', 'second'], 'preview');
  const open = here.chain.begin();
  expect(() => here.chain.begin()).toThrow(TypeError);
  open.abandon();
  for (const call of ['finish', 'abandon'] as const) expect(() => open[call]()).toThrow(TypeError);
  expect(() => open.accept(SECOND)).toThrow(TypeError);
  here.chain.dispose();
  here.chain.dispose();
  expect(() => here.chain.begin()).toThrow(TypeError);
  expect([here.main, here.second, here.preview].map(({ disposed }) => disposed)).toEqual([1, 1, 1]);
  expect(() => world([])).toThrow(RangeError);
});

test('SPEECH-65 abilities are of who listens; partials of who shows them', () => {
  const here = world(['phrases'], 'preview');
  expect(here.chain.abilities).toMatchObject({ dictation: 'closed', partials: 'live' });
});

const answer: fc.Arbitrary<ScriptedAnswer> = fc.record(
  {
    does: fc.constantFrom('accepts', 'rejects', 'throws', 'died', 'timed-out', 'refused'),
    afterMs: fc.nat(3000),
  },
  { requiredKeys: ['does'] },
);
const script = fc.array(answer, { minLength: 1, maxLength: 6 });
const scripts = fc.record({ main: script, second: script, phrases: script, preview: script });
const pace = fc.array(fc.record({ saysMs: fc.nat(3000), waitsMs: fc.nat(20_000) }), {
  minLength: 1,
  maxLength: 8,
});

test('SPEECH-66 whatever they do, each utterance is answered once, and nobody hears a part of one', async () => {
  await fc.assert(
    fc.asyncProperty(
      scripts,
      pace,
      fc.constantFrom('preview', 'no-preview'),
      async (does, said, how) => {
        const here = world(['main', 'second', 'phrases'], how);
        for (const part of ['main', 'second', 'phrases', 'preview'] as const) {
          here[part].script = [...does[part]];
        }
        const answers: Promise<Recognition>[] = [];
        const lengths = new Set<number>();
        for (const [index, { saysMs, waitsMs }] of said.entries()) {
          const utterance = here.chain.begin();
          const samples = saysMs * 16 + index + 1;
          lengths.add(samples);
          utterance.accept(new Float32Array(samples).fill(index));
          answers.push(utterance.finish());
          await here.clock.advance(waitsMs);
        }
        await here.clock.advance(60_000);
        expect(await Promise.all(answers)).toHaveLength(said.length);
        for (const part of [here.main, here.second, here.phrases, here.preview]) {
          for (const heard of part.heard) {
            // One that broke has taken nothing.
            if (heard.length > 0) expect(lengths).toContain(heard.length);
            expect(heard.findIndex((sample) => sample !== heard[0])).toBe(-1);
          }
          const troubles = here.notices.filter(({ recognizer }) => recognizer === part.name);
          const told = troubles.map(({ kind }) => kind).filter((kind) => kind !== 'slow');
          for (const [at, kind] of told.entries()) {
            if (kind === 'failed') expect(told[at - 1]).not.toBe('failed');
          }
        }
        expect(here.clock.pending).toBe(0);
      },
    ),
    { numRuns: 60 },
  );
});

test('SPEECH-66 where one of them hears speech, there are words', async () => {
  const failure = fc.constantFrom('throws', 'died', 'timed-out', 'refused') as fc.Arbitrary<
    ScriptedAnswer['does'] // the list is of some of them
  >;
  await fc.assert(
    fc.asyncProperty(fc.array(failure, { minLength: 1, maxLength: 10 }), async (failures) => {
      const here = world(['main', 'second']);
      here.main.script = failures.map((does) => ({ does }));
      for (let time = 0; time < 12; time += 1) {
        expect(await say(here, 700)).toEqual(words('second'));
      }
    }),
    { numRuns: 30 },
  );
});
