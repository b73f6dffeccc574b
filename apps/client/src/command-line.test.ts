// The command line is stable: scripts rely on it.
import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { helpText } from './help.ts';
import { keyBindings } from './key-actions.ts';
import { keyNames } from './key-names.ts';
import { COMMANDS, OPTIONS } from './options.table.ts';
import { EXIT_USAGE, UserError } from './user-error.ts';

test('everything after the agent is its own, verbatim', () => {
  const request = parseCommandLine([
    '--mode',
    'auto',
    'codex',
    '--help',
    '-x',
    '--',
    '--mode',
    'z',
  ]);
  expect(request.command).toBe('start');
  expect(request.options).toEqual({ mode: 'auto' });
  expect(request.rest).toEqual(['codex', '--help', '-x', '--', '--mode', 'z']);
});

test('run takes a command with or without the two dashes', () => {
  for (const dashes of [['--'], []]) {
    const request = parseCommandLine(['run', '--no-voice', ...dashes, 'bash', '-c', 'exit 3']);
    expect(request.command).toBe('run');
    expect(request.options).toEqual({ 'no-voice': true });
    expect(request.rest).toEqual(['bash', '-c', 'exit 3']);
  }
});

test('recordings may be given many times and in both spellings', () => {
  const request = parseCommandLine(['--audio', 'a.wav', '--audio=b.wav', 'claude']);
  expect(request.options).toEqual({ audio: ['a.wav', 'b.wav'] });
});

test('transcribe takes options on both sides of its files', () => {
  const request = parseCommandLine(['transcribe', 'a.wav', '--json', 'b.wav', '--', '--odd.wav']);
  expect(request.options).toEqual({ json: true });
  expect(request.rest).toEqual(['a.wav', 'b.wav', '--odd.wav']);
});

test.each([
  [['attach'], 'attach', [], {}],
  [['attach', '--view', 'codex-k3fa'], 'attach', ['codex-k3fa'], { view: true }],
  [
    ['attach', 'codex', '--take', '--hud', 'linear'],
    'attach',
    ['codex'],
    { take: true, hud: 'linear' },
  ],
  [['sessions', '--json'], 'sessions', [], { json: true }],
  [['kill', 'one', 'two'], 'kill', ['one', 'two'], {}],
  [['kill', '--all'], 'kill', [], { all: true }],
  [['say', 'run', 'the', 'tests', '--send'], 'say', ['run', 'the', 'tests'], { send: true }],
  [
    ['say', '--session', 'codex', '--', '--help', 'me'],
    'say',
    ['--help', 'me'],
    { session: 'codex' },
  ],
  [['say', '--id', 'x1', '-'], 'say', ['-'], { id: 'x1' }],
  [['say', '--', '-'], 'say', ['-'], {}],
  [['host', 'logs', '--follow'], 'host', ['logs'], { follow: true }],
  [
    ['models', 'add', './mine', '--layout', 'whisper', '--language', 'de,fr'],
    'models',
    ['add', './mine'],
    { layout: 'whisper', language: 'de,fr' },
  ],
  [['transcribe', '-', '--format', 'vtt'], 'transcribe', ['-'], { format: 'vtt' }],
  [['listen', '--again', '3fa'], 'listen', ['3fa'], { again: true }],
  [['mic', '--level', '--seconds', '3'], 'mic', [], { level: true, seconds: '3' }],
  [['bench', 'wer', 'd', '--noise=20,-5'], 'bench', ['wer', 'd'], { noise: '20,-5' }],
  [['models', 'list', '--language', 'sw'], 'models', ['list'], { language: 'sw' }],
  [
    ['--no-host', '--announce', 'a.txt', 'codex'],
    'start',
    ['codex'],
    { 'no-host': true, announce: 'a.txt' },
  ],
])('%j is understood', (argv, command, rest, options) => {
  expect(parseCommandLine(argv)).toEqual({ command, about: command, rest, options });
});

test.each([
  [['--mod', 'tap'], 'unknown option --mod: did you mean --mode?'],
  [['--mode', 'tab'], '--mode tab is not known: choose tap or auto or hold'],
  [['--mode'], '--mode needs a value: --mode MODE'],
  [['--audio', '--send'], '--audio needs a value'],
  [['--no-voice=3'], '--no-voice takes no value'],
  [['--send', '--compose'], 'contradict each other'],
  [['--follow'], '--follow does not go with the start of an agent: it belongs to host'],
  [['--json', 'sessions'], 'sessions stands before its options: codex-voice sessions [--json]'],
  [['--session', 'one', 'say', 'hi'], 'say stands before its options: codex-voice say ['],
  [['--json'], 'it belongs to update, replay, sessions, kill, say, flush, …'],
  [['attach', '--view', '--take'], '--view and --take contradict each other: keep one'],
  [['attach', 'one', 'two'], 'attach shows one session (two is too much): name one'],
  [['attach', '--send', 'one'], '--send does not go with attach: it belongs to codex-voice, run'],
  [['sessions', 'one'], 'sessions takes no argument (one)'],
  [['sessions', '--jsn'], 'unknown option --jsn: did you mean --json?'],
  [['kill'], 'kill needs a session: codex-voice kill SESSION…, or --all'],
  [['kill', '--all', 'one'], '--all is every session already: leave one or --all away'],
  [['say'], 'say needs a text'],
  [['say', '-', 'more'], '- is standard input and stands alone (more follows)'],
  [['say', '--send', '--compose', 'x'], '--send and --compose contradict each other'],
  [['say', '-x'], 'unknown option -x: a text that begins with - stands after --'],
  [['say', '--id', 'i'.repeat(101), 'x'], '--id is too long (101 characters): at most 100'],
  [
    ['host'],
    'host needs one word: codex-voice host start|stop|renew|status|logs|install|uninstall',
  ],
  [['host', 'statsu'], 'did you mean status?'],
  [['host', 'stop', 'start'], 'host needs one word'],
  [['host', 'stop', '--follow'], '--follow goes with logs'],
  [['host', 'logs', '--follow', '--json'], 'keep one'],
  [['models'], 'models needs a word: codex-voice models list|add|remove|verify'],
  [['models', 'lst'], 'did you mean list?'],
  [['models', 'list', 'x'], 'models list takes no model (x)'],
  [['models', 'add'], 'models add needs a model'],
  [['models', 'remove'], 'models remove needs a model'],
  [['models', 'verify', '--mirror', 'https://m'], '--mirror goes with add'],
  [['models', 'add', 'a', 'b', '--from', 'd'], '--from has the files of one model (b is too much)'],
  [['models', 'add', 'a', '--layout', 'x'], '--layout x is not known: choose'],
  [['run'], 'run needs a command'],
  [['transcribe'], 'transcribe needs a recording'],
  [['listen', 'x.wav'], 'for recordings use codex-voice transcribe'],
  [['transcribe', '-', 'a.wav', '-'], '- is standard input and can be read once'],
  [['transcribe', 'a.wav', '--json', '--format', 'srt'], '--json and --format srt contradict'],
  [['listen', '--again', '--audio', 'a.wav'], 'leave --audio and --device away'],
  [['mic', 'usb'], 'name a microphone with --device'],
  [['mic', '--level', '--calibrate'], '--level and --calibrate contradict each other'],
  [['mic', '--seconds', '3'], '--seconds goes with --level'],
  [['mic', '--level', '--seconds', 'x'], '--seconds x is no time'],
  [['mic', '--audio', 'a.wav'], '--audio goes with --level or --calibrate'],
  [['bench', 'wr'], 'bench needs a word: codex-voice bench wer|denoise|latency'],
  [['bench', 'wer', 'a', 'b'], 'bench wer needs one folder'],
  [['bench', 'latency'], 'bench latency needs a recording'],
  [['bench', 'denoise', 'a', 'b'], 'bench denoise needs one folder'],
  [['bench', 'latency', 'a.wav', '--noise', '3'], '--noise goes with wer and denoise'],
  [['bench', 'wer', 'd', '--noise', '20,,5'], '--noise  is no level'],
  [['bench', 'wer', 'd', '--noise-kind', 'white'], '--noise-kind needs --noise'],
  [['completion', 'tcsh'], 'completion needs one shell, or man'],
  [['-q'], 'unknown option -q'],
  [['help', 'codex'], 'help takes one command (not codex)'],
  [['help', 'say', 'x'], 'help takes one command (not say x)'],
  [['--audio', 'a.wav', 'run', '--', 'vim'], 'run stands before its options: codex-voice run ['],
])('%j is refused in one line with the way out', (argv, message) => {
  let thrown: unknown;
  try {
    parseCommandLine(argv);
  } catch (error) {
    thrown = error;
  }
  expect(thrown).toBeInstanceOf(UserError);
  expect(thrown).toMatchObject({ exitStatus: EXIT_USAGE });
  expect(String(thrown)).toContain(message);
  expect(String(thrown)).not.toContain('\n');
});

test('help names every key that is ours', () => {
  const text = helpText('attach', keyNames('default'));
  for (const { action, spec } of keyBindings(keyNames('default'))) {
    // Named with the first of them.
    if (!/^choose-[2-9]$/u.test(action)) expect(text).toContain(`  ${spec.text} `);
  }
});

test('the word help is no agent: it shows the help, of a command too', () => {
  expect(parseCommandLine(['help'])).toEqual(parseCommandLine(['--help']));
  expect(parseCommandLine(['help', '-h'])).toEqual(parseCommandLine(['--help']));
  expect(parseCommandLine(['help', 'attach'])).toEqual(parseCommandLine(['attach', '--help']));
  expect(parseCommandLine(['--help', 'attach'])).toEqual(parseCommandLine(['attach', '--help']));
  // An agent of that name is still to be had.
  expect(parseCommandLine(['--', 'help'])).toMatchObject({ command: 'start', rest: ['help'] });
});

test('help names every option of its command and fits 80 columns', () => {
  expect(parseCommandLine(['run', '--help'])).toMatchObject({ command: 'help', about: 'run' });
  expect(parseCommandLine(['-V']).command).toBe('version');
  for (const { name } of COMMANDS) {
    expect(parseCommandLine([name === 'start' ? '-h' : name, '-h'])).toMatchObject({ about: name });
    const text = helpText(name, keyNames('default'));
    for (const row of OPTIONS.filter((each) => each.commands.includes(name))) {
      expect(text).toContain(`--${row.name}`);
    }
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  }
});

test.each([
  [['sendd'], 'did you mean send'],
  [['send'], 'flush send needs a prompt'],
  [['show', 'all'], 'takes prompts by name'],
  [['drop', 'all', 'k1'], 'all is every prompt already'],
  [['list', 'k1'], 'takes no argument'],
  [['edit'], 'needs a prompt'],
  [['edit', 'k1', '-', 'x'], 'stands alone'],
  [['--compose'], '--compose goes with send'],
  [['drop', 'k1', '--session', 'codex'], '--session goes with send'],
])('flush %j is refused', (args, why) => {
  expect(() => parseCommandLine(['flush', ...args])).toThrow(why);
});

test('flush takes its words as they are', () => {
  const rest = (...args: string[]) => parseCommandLine(['flush', ...args]).rest;
  expect(rest()).toEqual([]);
  expect(rest('send', 'k1', 'k2', '--session', 'codex', '--compose')).toEqual(['send', 'k1', 'k2']);
  expect(rest('edit', 'k1', 'some', 'words')).toEqual(['edit', 'k1', 'some', 'words']);
});
