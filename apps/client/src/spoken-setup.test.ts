// What may be said: from the person's file and the project's, with the place of whatever is wrong.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interpret } from '@codex-voice/speech';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseConfig } from './config.ts';
import { PROJECT_FILE, readProjectConfig } from './project-config.ts';
import { spokenSetup } from './spoken-setup.ts';
import { voiceStart, wirePhrasebook } from './voice-start.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'codex-voice-project-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const own = (toml: string) => parseConfig(toml, 'c.toml');

/** The project's file with this text, in a repository, read from a folder inside it. */
function project(toml: string): ReturnType<typeof readProjectConfig> {
  mkdirSync(join(directory, '.git'));
  mkdirSync(join(directory, 'src', 'deep'), { recursive: true });
  writeFileSync(join(directory, PROJECT_FILE), toml);
  return readProjectConfig(join(directory, 'src', 'deep'));
}

function heard(setup: ReturnType<typeof spokenSetup>): string[] {
  const source = { kind: 'microphone' as const };
  const config = own('');
  const start = voiceStart({
    config,
    spoken: setup,
    source,
    journalDirectory: undefined,
    recognizers: {},
    commands: 'obeyed',
  });
  return start.phrases.map(({ spoken }) => spoken);
}

test('phrases and macros are the same thing: a text, or a trigger', () => {
  const { phrasebook } = spokenSetup(
    own(`
      [[phrases]]
      say = "ship it"
      text = "Ship {transcript} now."
      [[macros]]
      say = "Look  Into"
      text = "Look into {transcript}."
      send = true`),
  );
  expect(interpret('look into main.ts', phrasebook)).toMatchObject({
    kind: 'phrase',
    transcript: 'main.ts',
    afterwards: 'send',
  });
  expect(interpret('ship it today', phrasebook)).toMatchObject({ transcript: 'today' });
});

test.each([
  ['\n[[phrases]]\nsay = "open port 80"\ntext = "x"', 'c.toml:3: phrase "open port 80" has "80"'],
  [
    '[[phrases]]\nsay = "one thing"\ntext = "x"\n[[macros]]\ntext = ""\nsay = "other thing"',
    'c.toml:6: phrase "other thing" types nothing',
  ],
  [
    '[[phrases]]\nsay = "one thing"\ntext = "x"\n[[macros]]\nsay = "one thing"\ntext = "y"',
    'c.toml:5: phrase "one thing" stands twice',
  ],
  [
    '[[macros]]\nsay = "paste it"\ntext = "{clipboard}"',
    'c.toml:2: phrase "paste it" asks for {clipboard}',
  ],
])('%j: a wrong phrase is told with its file and line', (toml, message) => {
  expect(() => spokenSetup(own(toml))).toThrow(message);
});

test('languages: one, several together, or whichever is spoken', () => {
  const commandOf = (toml: string, said: string): string => {
    const found = interpret(said, spokenSetup(own(toml)).phrasebook);
    return found.kind === 'command' ? found.command : found.kind;
  };
  expect(commandOf('', 'send it')).toBe('send');
  expect(commandOf('', 'envoie le message')).toBe('said');
  const both = '[speech]\nlanguages = ["fr", "de"]';
  expect(commandOf(both, 'envoie le message')).toBe('send');
  expect(commandOf(both, 'Computer, schick es ab!')).toBe('send');
  expect(commandOf(both, 'send it')).toBe('said');
  expect(commandOf('[speech]\nlanguage = "auto"', 'これで送信')).toBe('send');
  expect(spokenSetup(own('[speech]\nlanguage = "auto"')).languages).toEqual([]);
});

test('the command word may be another one, or none', () => {
  const word = (toml: string, said: string): string =>
    interpret(said, spokenSetup(own(toml)).phrasebook).kind;
  expect(word('', 'computer scratch that')).toBe('command');
  expect(word('[speech]\ncommand_word = "hey codex"', 'Hey Codex, scratch that')).toBe('command');
  expect(word('[speech]\ncommand_word = "hey codex"', 'computer scratch that')).toBe('said');
  expect(word('[speech]\ncommand_word = ""', 'computer scratch that')).toBe('said');
});

test('the phrase recogniser hears one language, and no triggers', () => {
  const setup = spokenSetup(
    own(`
      [speech]
      languages = ["de", "fr", "en"]
      [[macros]]
      say = "regarde dans"
      text = "Regarde dans {transcript}."`),
  );
  const phrases = heard(setup);
  expect(phrases).toContain('envoie le message');
  expect(phrases).not.toContain('send it');
  expect(phrases).not.toContain('schick es ab');
  expect(phrases).not.toContain('regarde dans');
  const wire = wirePhrasebook(setup.phrasebook);
  expect(wire.language).toBe('fr');
  expect(wire.languages).toEqual(['de', 'fr', 'en']);
});

test('a project\u2019s file is found from the folder up to the root of its repository', () => {
  const found = project('[[macros]]\nsay = "ship the branch"\ntext = "Ship it."');
  expect(found.tables.macros).toHaveLength(1);
  writeFileSync(join(directory, 'src', PROJECT_FILE), '');
  expect(readProjectConfig(join(directory, 'src', 'deep')).tables.macros).toEqual([]);
  mkdirSync(join(directory, 'src', 'deep', '.git'));
  expect(readProjectConfig(join(directory, 'src', 'deep'))).toEqual({
    tables: { phrases: [], macros: [], toolchain: {} },
  });
});

test('a project\u2019s text is held, and can\u2019t be the person\u2019s own or a command', () => {
  const theirs = project(`
    [[macros]]
    say = "ship the branch"
    text = "Ship it."
    [[macros]]
    say = "review it"
    text = "Theirs."
    [[phrases]]
    say = "send it"
    text = "Theirs."`);
  const mine = own('[[phrases]]\nsay = "review it"\ntext = "Mine."');
  const { phrasebook, notes } = spokenSetup(mine, theirs);
  expect(interpret('ship the branch', phrasebook)).toMatchObject({ text: 'Ship it.', held: true });
  expect(interpret('review it', phrasebook)).toMatchObject({ text: 'Mine.' });
  expect(interpret('send it', phrasebook)).toMatchObject({ kind: 'command', command: 'send' });
  expect(notes).toEqual([
    expect.stringMatching(/"send it" means something already: left out$/u),
    expect.stringMatching(/"review it" means something already: left out$/u),
  ]);
});

test.each([
  ['[[macros]]\nsay = "ship it"\ntext = "x"\nsend = true', /toml:4: a project's file can't send/],
  ['[[macros]]\nsay = "ship it"\ntxt = "x"', /toml:(1: macros.0.text is missing|3: unknown key)/],
  ['agent = "rm"', /toml:1: unknown key agent: known here: phrases, macros/],
  [
    '[[macros]]\nsay = "so 80"\ntext = "x"',
    /toml:2: phrase "so 80" has "80" .*: the file is left aside/,
  ],
  ['= nonsense', /toml:1: not valid TOML/],
  ['x'.repeat(70_000), /longer than 65536 bytes: it is left aside/],
])(
  'a project\u2019s file with a fault is told and left aside, and the session starts: %#',
  (toml, note) => {
    const { notes, phrasebook } = spokenSetup(own(''), project(toml));
    expect(notes).toEqual([expect.stringMatching(note)]);
    expect(notes[0]).not.toContain('\n');
    expect(phrasebook).toEqual(spokenSetup(own('')).phrasebook);
  },
);

test('a project\u2019s file that is none is not waited for', () => {
  symlinkSync('/dev/zero', join(directory, PROJECT_FILE));
  expect(readProjectConfig(directory).problem).toMatch(/this is no file/u);
});
