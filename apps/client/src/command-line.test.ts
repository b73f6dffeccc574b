// The command line is stable: scripts rely on it.
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseCommandLine } from './command-line.ts';
import { completionScript } from './completion.ts';
import { helpText } from './help.ts';
import { OPTIONS } from './options.table.ts';
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
  [['--mod', 'tap'], 'unknown option --mod: did you mean --mode?'],
  [['--mode', 'tab'], '--mode tab is not known: choose tap or auto'],
  [['--mode'], '--mode needs a value: --mode MODE'],
  [['--audio', '--send'], '--audio needs a value'],
  [['--no-voice=3'], '--no-voice takes no value'],
  [['--send', '--compose'], 'contradict each other'],
  [['--json'], '--json does not go with start: it belongs to listen, transcribe'],
  [['run'], 'run needs a command'],
  [['transcribe'], 'transcribe needs a recording'],
  [['listen', 'x.wav'], 'for recordings use codex-voice transcribe'],
  [['completion', 'tcsh'], 'completion needs one shell'],
  [['-q'], 'unknown option -q'],
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

test('help names every option of its command and fits 80 columns', () => {
  expect(parseCommandLine(['run', '--help'])).toMatchObject({ command: 'help', about: 'run' });
  expect(parseCommandLine(['-V']).command).toBe('version');
  const text = helpText('start', 'F2', 'Ctrl-\\');
  for (const row of OPTIONS.filter((each) => each.commands.includes('start'))) {
    expect(text).toContain(`--${row.name}`);
  }
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
});

test('the bash completion is valid and completes commands, options and choices', () => {
  const complete = (words: string[]): string[] => {
    const script = `${completionScript('bash')}
COMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}
_codex_voice; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return execFileSync('bash', ['-c', script], { encoding: 'utf8' }).trim().split('\n');
  };
  expect(complete(['codex-voice', 'tr'])).toEqual(['transcribe']);
  expect(complete(['codex-voice', '--hu'])).toEqual(['--hud']);
  expect(complete(['codex-voice', '--mode', ''])).toEqual(['tap', 'auto']);
  expect(complete(['codex-voice', 'completion', 'f'])).toEqual(['fish']);
});
