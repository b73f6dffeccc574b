// What it means that ssh has ended before a session was reached, in one line, and whether another try could
// end otherwise.

export interface SshEnd {
  /** `ssh` itself could not be started, as the system calls it. */
  readonly spawnError?: string | undefined;
  readonly exitCode: number | undefined;
  /** The end of what it, and the program there, wrote to standard error. */
  readonly stderr: string;
  /** As a person addressed it. */
  readonly machine: string;
  /** The codex-voice that was to be run there. */
  readonly program: string;
  /** Whether a person could be asked for a password; absent: they could. */
  readonly asks?: 'may' | 'never';
}

export interface SshRefusal {
  /** `what is wrong: how to mend it`. */
  readonly message: string;
  /** `passing`: it may be otherwise in a moment. */
  readonly kind: 'lasting' | 'passing';
}

/** As ssh ends where it itself has failed. */
const SSH_FAILED = 255;
/** As shells have it for a command that is not there, or that is none. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;
/** As codex-voice has it for words that it does not know. */
const USAGE = 2;

/** Longest words of others that a line of ours quotes, in UTF-16 units. */
const MAXIMUM_QUOTED_UNITS = 300;

export function sshRefusal(end: SshEnd): SshRefusal {
  const { spawnError, exitCode, machine, program } = end;
  if (spawnError === 'ENOENT') {
    return lasting('ssh is not installed here: install OpenSSH’s client');
  }
  if (spawnError !== undefined)
    return lasting(`ssh can’t be started (${spawnError}): try it alone`);
  const said = lastLine(end.stderr);
  switch (exitCode) {
    case SSH_FAILED:
      return unasked(end) ?? sshFailed(said, machine);
    case NOT_FOUND:
    case NOT_EXECUTABLE:
      return lasting(
        `${machine} can’t run ${program} (${said}): install codex-voice there, or name it with --there PATH`,
      );
    case USAGE:
      return lasting(
        `the codex-voice on ${machine} is older and knows no links: update it there (${said})`,
      );
    default: {
      const how = said === '' ? `status ${exitCode ?? 'unknown'}` : said;
      return { kind: 'passing', message: `${machine} has ended the connection: ${how}` };
    }
  }
}

/** Words of OpenSSH's that time alone does not change, and what a person does about each. */
const LASTING: readonly (readonly [RegExp, (machine: string) => string])[] = [
  [
    /host key verification failed|remote host identification has changed/iu,
    (machine) => `connect once with ssh ${machine} and look at its key`,
  ],
  [
    /permission denied|too many authentication failures/iu,
    (machine) => `see that ssh ${machine} lets you in`,
  ],
  [/could not resolve hostname/iu, () => 'look at its name'],
  [/bad configuration option|bad owner or permissions/iu, () => 'mend ssh’s own configuration'],
];

/** A login that a person could have had, as servers name its ways. */
const BY_PERSON = /permission denied \([^)]*(?:password|keyboard-interactive)[^)]*\)/iu;

/**
 * Undefined: it is not that a password was wanted. A machine on the way says so before the words that the
 * connection through it ends with.
 */
function unasked({ asks, stderr, machine }: SshEnd): SshRefusal | undefined {
  if (asks !== 'never' || !BY_PERSON.test(stderr)) return undefined;
  return lasting(
    `${machine} asks for a password, which can’t be given while the agent has the terminal: attach again, or log in with a key`,
  );
}

function sshFailed(said: string, machine: string): SshRefusal {
  const known = LASTING.find(([words]) => words.test(said));
  if (known !== undefined) {
    return lasting(`${machine} is not reached (${said}): ${known[1](machine)}`);
  }
  const why = said === '' ? 'ssh says no more' : said;
  return { kind: 'passing', message: `${machine} is not reached (${why}): try ssh ${machine}` };
}

/** Sentences of ours end without a full stop before what follows. */
function lastLine(text: string): string {
  const lines = text
    .split(/[\r\n]+/u)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const telling = lines.findLast(
    (line) => !/^(?:Connection to .* closed|Killed by signal)/u.test(line),
  );
  return (telling ?? '')
    .replace(/^codex-voice: /u, '')
    .replace(/\.$/u, '')
    .slice(0, MAXIMUM_QUOTED_UNITS);
}

function lasting(message: string): SshRefusal {
  return { kind: 'lasting', message };
}
