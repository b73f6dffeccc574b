// Every command and option of the command line, once: the parser, the help and the completion scripts
// are all made from these tables.
import { themeNames } from '@codex-voice/overlay';

export interface OptionRow {
  readonly name: string;
  readonly short?: string;
  /** Absent: the option takes no value. */
  readonly value?: string;
  readonly choices?: readonly string[];
  readonly repeatable?: true;
  readonly help: string;
  readonly commands: readonly CommandName[];
}

export type CommandName = 'start' | 'run' | 'listen' | 'transcribe' | 'completion';

export interface CommandRow {
  readonly name: CommandName;
  readonly usage: string;
  readonly help: string;
}

export const COMMANDS: readonly CommandRow[] = [
  {
    name: 'start',
    usage: 'codex-voice [OPTIONS] [AGENT [ARGS…]]',
    help: 'talk to AGENT in this terminal; what follows AGENT is its own',
  },
  {
    name: 'run',
    usage: 'codex-voice run [OPTIONS] -- CMD [ARGS…]',
    help: 'the same around any command',
  },
  {
    name: 'listen',
    usage: 'codex-voice listen [OPTIONS]',
    help: 'microphone to text, one utterance a line, until Ctrl-C',
  },
  {
    name: 'transcribe',
    usage: 'codex-voice transcribe [OPTIONS] FILE…',
    help: 'recordings to text',
  },
  {
    name: 'completion',
    usage: 'codex-voice completion bash|zsh|fish',
    help: 'print a completion script for your shell',
  },
];

const SESSION: readonly CommandName[] = ['start', 'run'];

export const OPTIONS: readonly OptionRow[] = [
  { name: 'no-voice', help: 'no microphone, no recogniser', commands: SESSION },
  {
    name: 'audio',
    value: 'FILE',
    repeatable: true,
    help: 'a recording instead of the microphone, heard in real time (with --mode tap: from the talk key on); repeatable',
    commands: [...SESSION, 'listen'],
  },
  {
    name: 'mode',
    value: 'MODE',
    choices: ['tap', 'auto'],
    help: 'tap: a key starts and stops; auto: always listening',
    commands: SESSION,
  },
  { name: 'send', help: 'send what you said at once', commands: SESSION },
  {
    name: 'compose',
    help: 'put it into the composer and wait for "send it" (default)',
    commands: SESSION,
  },
  {
    name: 'hud',
    value: 'SIZE',
    choices: ['full', 'line', 'off'],
    help: 'how much of the screen is ours: three rows, one, none',
    commands: SESSION,
  },
  {
    name: 'theme',
    value: 'NAME',
    choices: themeNames,
    help: 'colours of our row',
    commands: SESSION,
  },
  {
    name: 'language',
    value: 'LANG',
    choices: ['en', 'fr'],
    help: 'language of the built-in recogniser',
    commands: [...SESSION, 'listen', 'transcribe'],
  },
  {
    name: 'device',
    value: 'NAME',
    help: 'microphone to use',
    commands: [...SESSION, 'listen'],
  },
  {
    name: 'no-host',
    help: 'one process tree, nothing left behind (always so in this version)',
    commands: SESSION,
  },
  {
    name: 'config',
    value: 'FILE',
    help: 'read this config file instead of the usual one',
    commands: [...SESSION, 'listen', 'transcribe'],
  },
  {
    name: 'json',
    help: 'one JSON object a line, and nothing else',
    commands: ['listen', 'transcribe'],
  },
  {
    name: 'help',
    short: 'h',
    help: 'this text',
    commands: ['start', 'run', 'listen', 'transcribe', 'completion'],
  },
  { name: 'version', short: 'V', help: 'print the version', commands: ['start'] },
];
