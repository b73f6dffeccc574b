// What ssh is started with, word by word: nothing of ours goes through a shell here, and what its own shell
// is told on the other machine is quoted.
import type { RemoteAddress } from './remote-address.ts';

/** What is run there. */
export interface RemoteCommand {
  /** The codex-voice there: a name on its PATH, or a path, which may begin with `~/`. */
  readonly program: string;
  readonly words: readonly string[];
}

export interface SshWanted {
  readonly address: RemoteAddress;
  readonly command: RemoteCommand;
  /** Whether a person can be asked for a password or about a host's key. */
  readonly asks: 'may' | 'never';
}

/**
 * No terminal there, since bytes must pass as they are; nothing of the person's is handed on: no agent, no
 * screen, no port that their configuration forwards. The rest of their configuration counts.
 */
const ALWAYS = ['-T', '-a', '-x', '-o', 'ClearAllForwardings=yes'] as const;
const NEVER_ASKS = ['-o', 'BatchMode=yes'] as const;

/** The words behind `ssh`. */
export function sshWords({ address, command, asks }: SshWanted): readonly string[] {
  const { user, host, port } = address;
  return [
    ...ALWAYS,
    ...(asks === 'never' ? NEVER_ASKS : []),
    ...(port === undefined ? [] : ['-p', String(port)]),
    ...(user === undefined ? [] : ['-l', user]),
    '--',
    host,
    [programWord(command.program), ...command.words.map(shellWord)].join(' '),
  ];
}

/** Whether a program can be named so; a shell takes a line's end for the command's. */
export function isProgram(text: string): boolean {
  return text !== '' && !text.startsWith('-') && !/[\p{Cc}\\!]/u.test(text);
}

/** As every shell that people have for login takes it for one word: in single quotes. */
export function shellWord(word: string): string {
  return /^[A-Za-z0-9._/-]+$/u.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The home folder's sign means something outside of quotes alone. */
function programWord(program: string): string {
  return program.startsWith('~/') ? `~/${shellWord(program.slice(2))}` : shellWord(program);
}
