// Golden transcripts as text, compared, and taken anew.
import { describe, expect, test } from 'vitest';
import { goldenDifference, isStepReached } from './golden-compare.ts';
import { ALL_PERFORMERS, namesOf, performersNamed } from './golden-performers.ts';
import { GoldenRecorder } from './golden-recorder.ts';
import { takeGolden } from './golden-take.ts';
import { type Golden, goldenText, parseGolden, type SeenStep } from './golden-transcript.ts';

const TEXT = `# greet
Somebody says hello.
played by: scripted:all real:codex
not by real:plain: it can't hear

> voice "hello"
session  p1 queued "Hello."
session  p1 typing                                                @typed
session  p1 unconfirmed                                           @claude-typed?
session  p1 sent
model    hears "Hello."                                           ?
agent    took p1                                                  @real:codex
`;

const seen = (session: readonly string[], agent: readonly string[] = []): SeenStep[] => [
  { label: 'voice "hello"', lines: { session, model: ['hears "Hello."'], agent } },
];
const QUEUED = 'p1 queued "Hello."';

describe('the file', () => {
  test('GOLDEN-7: reads as it was written', () => {
    const golden = parseGolden(TEXT);
    expect(goldenText(golden)).toBe(TEXT);
    expect(golden.absent).toEqual(["real:plain: it can't hear"]);
  });

  test.each([
    ['', 'line 1'],
    [`${TEXT}nobody  says this\n`, 'line 13'],
    [
      `${TEXT}agent    took p1                                                  @nobody\n`,
      'nobody',
    ],
  ])('GOLDEN-7: what is none is refused: %#', (text, why) => {
    expect(() => parseGolden(text)).toThrow(why);
  });

  test('GOLDEN-1: names are the shortest that say exactly who', () => {
    const all = new Set(ALL_PERFORMERS);
    const named = (...words: string[]) =>
      namesOf(new Set(words.flatMap(performersNamed)), all).join(',');
    expect(named('all')).toBe('');
    expect(named('codex', 'acp')).toBe('protocol');
    expect(named('codex', 'acp', 'claude-hooks')).toBe('tells');
    expect(named('real:plain', 'codex')).toBe('codex,real:plain');
  });
});

describe('compared', () => {
  const golden = parseGolden(TEXT);
  const told = (performer: Parameters<typeof performersNamed>[0], steps: SeenStep[]) =>
    goldenDifference(golden, {
      seen: steps,
      performer: performersNamed(performer)[0] ?? 'real:acp',
    });

  test('GOLDEN-1 GOLDEN-5: each performer is held to its own lines, and what may be missing may', () => {
    expect(told('scripted:acp', seen([QUEUED, 'p1 sent']))).toBeUndefined();
    expect(told('scripted:plain', seen([QUEUED, 'p1 typing', 'p1 sent']))).toBeUndefined();
    const typed = [QUEUED, 'p1 typing', 'p1 unconfirmed', 'p1 sent'];
    expect(told('scripted:claude-typed', seen(typed))).toBeUndefined();
    expect(told('scripted:plain', seen(typed))).toContain('+ session  p1 unconfirmed');
    expect(told('real:acp', seen([QUEUED, 'p1 sent']))).toContain('never played by real:acp');
  });

  test('GOLDEN-4: a wait that is not named may come, the order within a source counts', () => {
    const waits = seen([QUEUED, 'p1 waits: input-not-at-rest', 'p1 sent']);
    expect(told('scripted:acp', waits)).toBeUndefined();
    expect(told('scripted:acp', seen(['p1 sent', QUEUED]))).toBeDefined();
  });

  test('GOLDEN-6: a difference is told by performer and step, without the sources that agree', () => {
    expect(told('real:codex', seen([QUEUED, 'p1 dropped: empty'], ['took p1']))).toBe(
      [
        'greet, real:codex, step 1: voice "hello"',
        '    session  p1 queued "Hello."',
        '  - session  p1 sent',
        '  + session  p1 dropped: empty',
        '(- is expected, + was seen; npm run golden -- --write takes it anew)',
      ].join('\n'),
    );
    expect(told('real:codex', [])).toContain('"nothing" was done');
  });

  test('a step is reached once all that it must show was seen', () => {
    const [step] = golden.steps;
    if (step === undefined) throw new Error('it has a step');
    const reached = (...session: string[]) => {
      const [now] = seen(session);
      return now !== undefined && isStepReached(step, { seen: now, performer: 'scripted:acp' });
    };
    expect(reached(QUEUED)).toBe(false);
    expect(reached(QUEUED, 'p1 sent')).toBe(true);
  });
});

describe('taken anew', () => {
  const about = { name: 'greet', about: 'Somebody says hello.', absent: [] };
  const linesOf = (golden: Golden) => goldenText(golden).split('\n').slice(5);

  test('GOLDEN-5: what all show stands once; marks, and those who did not play, are kept', () => {
    const before = parseGolden(TEXT);
    const now = new Map([
      ['scripted:plain', seen([QUEUED, 'p1 typing', 'p1 spoken'])],
      ['scripted:claude-typed', seen([QUEUED, 'p1 typing', 'p1 spoken'])],
    ] as const);
    const taken = takeGolden({ ...about, seen: now, before });
    expect(taken.performers).toEqual(before.performers);
    const text = linesOf(taken).join('\n');
    expect(text).toMatch(/p1 unconfirmed +@claude-typed\?\n/u);
    expect(text).toMatch(/p1 spoken +@plain,claude-typed\n/u);
    expect(text).toMatch(/p1 sent +@tells,codex-typed\n/u);
    for (const [performer, steps] of now)
      expect(goldenDifference(taken, { seen: steps, performer })).toBeUndefined();
  });

  test('GOLDEN-5: other steps need everybody', () => {
    const steps = seen([]).map((step) => ({ ...step, label: 'else' }));
    const now = new Map([['scripted:plain', steps]] as const);
    const before = parseGolden(TEXT);
    expect(() => takeGolden({ ...about, seen: now, before })).toThrow('did not play them');
  });
});

test('GOLDEN-4: ids count as they come, and what a turn took stands behind its start', () => {
  const recorder = new GoldenRecorder();
  recorder.hud({ type: 'delivery', id: 'before', text: 'no', state: 'sent' });
  recorder.step('first');
  const delivery = { type: 'delivery', id: 'u-77', text: ' hi ' } as const;
  recorder.hud({ ...delivery, state: 'queued' });
  recorder.hud({ ...delivery, state: 'waiting', why: 'settling' });
  recorder.hud({ ...delivery, state: 'waiting', why: 'busy' });
  recorder.hud({ ...delivery, state: 'waiting', why: 'busy' });
  for (const again of ['typing', 'typing'] as const) {
    recorder.hud({ ...delivery, state: again });
    recorder.hud({ ...delivery, state: 'waiting', why: 'input-not-at-rest' });
  }
  recorder.agent({ kind: 'prompt', promptId: 'u-77', state: 'taken' });
  recorder.agent({ kind: 'turn-started', turnId: '0192' });
  recorder.hud({ type: 'notice', severity: 'warning', text: 'it failed: HTTP 500' });
  expect(recorder.last?.lines).toEqual({
    session: [
      'p2 queued "hi"',
      'p2 waits: busy',
      'p2 typing',
      'p2 waits: input-not-at-rest',
      'notice: it failed',
    ],
    model: [],
    agent: ['turn started', 'took p2'],
  });
});
