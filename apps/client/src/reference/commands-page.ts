// The page of every command and option, and of exit statuses, from the tables of the command line.
import {
  COMMANDS,
  CONFIG_ACTIONS,
  type CommandName,
  FLUSH_ACTIONS,
  HOST_ACTIONS,
  KB_ACTIONS,
  MEASUREMENTS,
  MODEL_ACTIONS,
  NOTES_ACTIONS,
  OPTIONS,
  type OptionRow,
  PRINTED_PAGES,
  SAVED_ACTIONS,
  SPEAKER_ACTIONS,
} from '../options.table.ts';
import {
  EXIT_FAILURE,
  EXIT_INTERRUPTED,
  EXIT_NOT_FOUND,
  EXIT_READER_GONE,
  EXIT_USAGE,
} from '../user-error.ts';
import { code, markdownTable } from './markdown-table.ts';

/** What a command can be asked for, of those whose first word is one of a few. */
export const COMMAND_WORDS: Readonly<Partial<Record<CommandName, readonly string[]>>> = {
  flush: FLUSH_ACTIONS,
  kb: KB_ACTIONS,
  session: SAVED_ACTIONS,
  host: HOST_ACTIONS,
  models: MODEL_ACTIONS,
  speaker: SPEAKER_ACTIONS,
  notes: NOTES_ACTIONS,
  config: CONFIG_ACTIONS,
  bench: MEASUREMENTS,
  completion: PRINTED_PAGES,
};

/** The guide that tells more; a command without one is told of in full by its line. */
const GUIDES: Readonly<Partial<Record<CommandName, string>>> = {
  run: 'plain.md',
  acp: 'driving-acp.md',
  attach: 'sessions.md#attach',
  sessions: 'sessions.md#sessions---json',
  kill: 'sessions.md#kill',
  say: 'sessions.md#say',
  flush: 'flush.md',
  do: 'actions.md#from-the-shell',
  kb: 'actions.md#your-notes',
  approvals: 'approvals.md',
  approve: 'approvals.md',
  deny: 'approvals.md',
  answer: 'approvals.md#questions',
  role: 'roles.md',
  session: 'sessions.md#session-saved-and-begun-again',
  host: 'sessions.md#host',
  listen: 'transcripts.md',
  transcribe: 'transcripts.md',
  mic: 'microphone.md',
  models: 'models.md',
  speaker: 'speakers.md',
  notes: 'notes.md',
  mcp: 'mcp.md',
  config: 'configuration.md',
  record: 'recording.md#record',
  replay: 'recording.md#play',
  bench: 'measuring.md',
  metrics: 'metrics.md',
  purge: 'security.md#what-is-kept-and-for-how-long',
  init: 'first-ten-minutes.md',
  doctor: 'troubleshooting.md',
  update: 'installing.md#updating',
};

const STATUSES: readonly (readonly [status: string, when: string])[] = [
  ['0', 'it did what it was asked for; a wrapped program ended so'],
  [String(EXIT_FAILURE), 'something is wrong, which one line on standard error says'],
  [String(EXIT_USAGE), 'the command line is wrong'],
  [String(EXIT_NOT_FOUND), 'the program that was to be started is not there'],
  [
    String(EXIT_INTERRUPTED),
    'Ctrl-C, where less was done than was asked for; ended by it as meant, as `listen` is, it is 0',
  ],
  [String(EXIT_READER_GONE), 'whoever read the output has left, as `head` does'],
  ['128 + n', 'a wrapped program was ended by the signal n'],
  ['any other', 'the wrapped program’s own, handed on'],
];

export function commandsPage(): string {
  return [
    '# Commands and options',
    '',
    '`codex-voice NAME --help` prints the part of one command. Everything behind the name of an agent is the agent’s own',
    'and is never looked at. Errors are one line, `codex-voice: what is wrong: how to mend it`, which a terminal gets broken',
    'between words and a program never; with `--json` there is one document, or an object a line, and nothing else, on standard output.',
    '',
    ...COMMANDS.flatMap(({ name, usage, help }) => [
      `## ${name === 'start' ? 'Starting an agent' : name}`,
      '',
      '```text',
      usage,
      '```',
      `${capital(help)}.${guideLine(name)}`,
      '',
      ...optionsPart(name),
    ]),
    '## Exit statuses',
    '',
    ...markdownTable(['status', 'when'], STATUSES),
    '',
    'Some commands say more by it: `doctor` ends with 1 where something is broken, `host status` where no host runs,',
    '`models verify` where a file is not what it was, `kill` where a session stayed, `update` where a newer version is there and was not switched to.',
    '',
  ].join('\n');
}

function guideLine(name: CommandName): string {
  const guide = GUIDES[name];
  return guide === undefined ? '' : ` [More](../${guide}).`;
}

function optionsPart(name: CommandName): readonly string[] {
  const words = COMMAND_WORDS[name];
  const first = words === undefined ? [] : [`Its first word: ${words.map(code).join(', ')}.`, ''];
  const rows = OPTIONS.filter((row) => row.commands.includes(name) && row.name !== 'help');
  if (rows.length === 0) return first;
  const lines = rows.map((row) => [code(optionText(row)), `${row.help}${choicesText(row)}`]);
  return [...first, ...markdownTable(['option', 'what it does'], lines), ''];
}

function optionText({ name, short, value, inlineValue }: OptionRow): string {
  const shorter = short === undefined ? '' : `-${short}, `;
  const inline = inlineValue === undefined ? '' : `[=${inlineValue}]`;
  return `${shorter}--${name}${value === undefined ? inline : ` ${value}`}`;
}

function choicesText({ choices, choose }: OptionRow): string {
  if (choices === undefined) return '';
  const more = choose === 'some' ? ', or one of the config file' : '';
  return `. One of ${choices.map(code).join(', ')}${more}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
