// The names of a session's project: when they are gathered, whom they are told, how they are written.
import type { SessionSettings } from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import { expect, test } from 'vitest';
import { ControlWorld, SeenHud, StillClock, settings } from './control-world.test-support.ts';
import type { OpenProjectNames } from './project-names.ts';
import { SessionProject } from './session-project.ts';

type Voice = NonNullable<SessionSettings['voice']>;

const SERVER = { kind: 'whisper-server', url: 'http://127.0.0.1:1' } as const;

function free(more: Partial<Voice> = {}): SessionSettings {
  const given = settings();
  if (given.voice === undefined) throw new Error('settings without voice');
  const start = { ...given.voice.start, recognizers: [SERVER] };
  return { ...given, voice: { ...given.voice, start, folder: '/project', ...more } };
}

function withoutFolder(given: SessionSettings): SessionSettings {
  if (given.voice === undefined) return given;
  const { folder: _, ...voice } = given.voice;
  return { ...given, voice };
}

/** A project whose names are what a test says, and whoever opened it. */
class Names {
  readonly opened: string[] = [];
  readonly known: VocabularyTerm[] = [{ text: 'useEffect', spoken: 'use effect' }];
  readonly screens: string[] = [];
  disposed = 0;
  change: (terms: readonly VocabularyTerm[]) => void = () => undefined;
  readonly open: OpenProjectNames = (folder, onChange) => {
    this.opened.push(folder);
    this.change = onChange;
    return {
      terms: () => this.known,
      knows: (word) => word === 'worktree',
      names: () => ['package.json', 'useEffect'],
      setScreen: (text) => this.screens.push(text),
      dispose: () => {
        this.disposed += 1;
      },
    };
  };
}

function project(given: SessionSettings | undefined, names = new Names()) {
  const made = new SessionProject({
    open: names.open,
    settings: () => given,
    clock: new StillClock(),
    onTerms: () => undefined,
  });
  made.prepare();
  return { made, names };
}

test('CONTROL-16: names are gathered where free speech is heard, once', () => {
  const { made, names } = project(free());
  made.prepare();
  expect(names.opened).toEqual(['/project']);
  made.dispose();
  made.dispose();
  expect(names.disposed).toBe(1);
});

test.each([
  ['no voice', { intent: 'compose', mode: 'tap' } as const],
  ['phrases alone', settings()],
  ['no folder', withoutFolder(free())],
])('CONTROL-16: none are gathered with %s', (_, given) => {
  expect(project(given).names.opened).toEqual([]);
});

test('CONTROL-15: names are repaired and code is written as code', () => {
  const { made } = project(free());
  const { body } = made.write('use effect in package dot json', 'en');
  expect(body).toContain('package.json');
});

test('CONTROL-15: what is switched off is left as it was said', () => {
  const off = {
    format: 'off',
    repair: 'off',
    formatters: 'careful',
    formatterPrefix: '',
    numbers: 'auto',
    replacements: {},
    off: [],
  } as const;
  const said = 'camel case get user in package dot json';
  const plain = project(free({ dictation: { ...off, off: [] } })).made;
  expect(plain.write(said, 'en')).toEqual({ before: '', body: said, after: '' });
  const someOff = { ...off, format: 'on', off: ['camel', 'no-such-rule'] } as const;
  const some = project(free({ dictation: { ...someOff, off: [...someOff.off] } })).made;
  expect(some.write(said, 'en').body).toBe('camel case get user in package.json');
});

test('CONTROL-15: a language that was not told is the session’s first', () => {
  const { phrasebook } = free().voice ?? {};
  if (phrasebook === undefined) throw new Error('settings without a phrasebook');
  const { made } = project(free({ phrasebook: { ...phrasebook, languages: ['ja'] } }));
  expect(made.write('camel case get user', undefined).body).toBe('camel case get user');
  expect(made.write('camel case get user', 'en').body).toBe('getUser');
});

test('CONTROL-16: what is likely to be said is told to the voice process, and to its successor', () => {
  const names = new Names();
  const world = new ControlWorld();
  const control = world.makeControl('s2', names.open);
  new SeenHud(control, free());
  const expected = () =>
    world.voices.last.commands.flatMap((command) =>
      command.type === 'expect' ? [[command.sessionId, ...command.terms.map((t) => t.text)]] : [],
    );
  names.change([{ text: 'useEffect' }]);
  expect(expected()).toEqual([]);
  world.voices.last.ready();
  expect(expected()).toEqual([['s2', 'useEffect']]);
  names.change([{ text: 'worktree' }]);
  expect(expected().at(-1)).toEqual(['s2', 'worktree']);
  world.voices.last.die('SIGSEGV');
  world.clock.pass(250);
  world.voices.last.ready();
  expect(expected()).toEqual([['s2', 'worktree']]);
  control.dispose();
  expect(names.disposed).toBe(1);
});

test('CONTROL-18: what stands on the agent’s screen is told to whoever knows its names', () => {
  const names = new Names();
  const world = new ControlWorld();
  const control = world.makeControl('s2', names.open);
  world.keeper.connect(control);
  new SeenHud(control, free());
  const asked = world.keeper.requests.flatMap((one) => (one.type === 'rows' ? [one] : []));
  expect(asked).toHaveLength(1);
  const rows = new TextEncoder().encode('in \u001b[1mzebraLedger\u001b[m\nnow');
  control.keeperConnection.event({
    type: 'snapshot',
    requestId: asked[0]?.requestId ?? '',
    basis: 'fresh',
    at: 1,
    size: { columns: 80, rows: 24 },
    viewportBytes: rows.length,
    bytes: rows.length,
  });
  control.keeperConnection.snapshot(rows);
  expect(names.screens).toEqual(['in zebraLedger\nnow']);
  control.dispose();
});

test('CONTROL-18: without free speech the screen is not asked for', () => {
  const world = new ControlWorld();
  const control = world.makeControl('s2', new Names().open);
  world.keeper.connect(control);
  new SeenHud(control, settings());
  world.keeper.look();
  world.clock.pass(10_000);
  expect(world.keeper.requests.filter(({ type }) => type === 'rows')).toEqual([]);
  control.dispose();
});
