// The manual page, made from the tables of commands and options: for man(7) readers and packages.
import { COMMANDS, OPTIONS } from './options.table.ts';

const ENVIRONMENT_NAMES: readonly { readonly name: string; readonly help: string }[] = [
  { name: 'CODEX_VOICE_SESSION', help: 'set for the agent: the session it runs in' },
  { name: 'CODEX_VOICE_RELEASES', help: 'where update looks for releases' },
  { name: 'NO_COLOR', help: 'no colours in our row' },
  {
    name: 'XDG_CONFIG_HOME, XDG_STATE_HOME, XDG_DATA_HOME, XDG_CACHE_HOME',
    help: 'other places for our files',
  },
];

/** Source for `man`, section 1. */
export function manPage(version: string): string {
  const lines = [
    `.TH CODEX-VOICE 1 "" "codex-voice ${roff(version)}" "User Commands"`,
    '.SH NAME',
    'codex-voice \\- speak to the coding agent in your terminal',
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap(({ usage }) => ['.br', `.B ${roff(usage)}`]).slice(1),
    '.SH DESCRIPTION',
    'Starts a coding agent, or any other program, in your own terminal, shows every byte it draws, keeps one row',
    'for itself, and puts what you say into it. Everything behind the name of the agent is the agent\\(cqs own.',
    'The agent outlives its terminal. Nothing leaves the machine unless you configured it.',
    '.SH COMMANDS',
    ...COMMANDS.flatMap(({ usage, help }) => ['.TP', `.B ${roff(usage)}`, roff(capital(help))]),
    '.SH OPTIONS',
    'In brackets the commands that take them; without, starting an agent.',
    ...OPTIONS.flatMap((option) => {
      const short = option.short === undefined ? '' : `-${option.short}, `;
      const inline = option.inlineValue === undefined ? '' : `[=${option.inlineValue}]`;
      const value = option.value === undefined ? inline : ` ${option.value}`;
      const choices = option.choices === undefined ? '' : ` One of ${option.choices.join(', ')}.`;
      const where = option.commands.includes('start') ? '' : ` [${option.commands.join(', ')}]`;
      return [
        '.TP',
        `.B ${roff(`${short}--${option.name}${value}`)}`,
        roff(`${capital(option.help)}.${choices}${where}`),
      ];
    }),
    '.SH EXIT STATUS',
    'That of the program it was put around; 128 + n where a signal n ended it. Otherwise 0; 1 where something went',
    'wrong, which one line on standard error says; 2 where the command line is wrong.',
    '.SH ENVIRONMENT',
    ...ENVIRONMENT_NAMES.flatMap(({ name, help }) => ['.TP', `.B ${name}`, roff(help)]),
    '.SH FILES',
    '.TP',
    '.I ~/.config/codex-voice/config.toml',
    'settings; .codex-voice.toml in a project',
    '.TP',
    '.I ~/.local/state/codex-voice/',
    'the journal of what was said, queues, notes, logs',
    '.TP',
    '.I ~/.local/share/codex-voice/',
    'models, voices known, your knowledge base',
  ];
  return `${lines.join('\n')}\n`;
}

/** A minus must stay one, and neither a backslash nor a dot at the beginning is a request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replace(/^([.'])/, '\\&$1');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
