// A project's commands: how one is written, shown, and which of several counts.

/** What a project is asked for. */
export const TASKS = ['test', 'build'] as const;
export type Task = (typeof TASKS)[number];

export interface ToolchainCommand {
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** What told it, such as `package.json`. */
  readonly source: string;
}

/** The command that counts for each task, and others that the project's files speak of. */
export type Toolchain = Readonly<
  Partial<
    Record<
      Task,
      { readonly command: ToolchainCommand; readonly others: readonly ToolchainCommand[] }
    >
  >
>;

/** A project's folder, read by whoever has disks. */
export interface ProjectFiles {
  /** The names in the folder itself. */
  readonly names: ReadonlySet<string>;
  /** The text of a file in it; undefined: it is not there, or can't be read. */
  readonly text: (name: string) => string | undefined;
}

export type CommandRead =
  | { readonly kind: 'words'; readonly words: readonly string[] }
  /** `what is wrong: how to mend it`. */
  | { readonly kind: 'refused'; readonly message: string };

/** What only a shell gives a meaning. */
const SHELL_SIGNS = /["'`$&|;<>()\\*?[\]{}~#!\n\r]/u;

/** A command as somebody wrote it: a list of words, or one text of plain words. */
export function readCommand(written: string | readonly string[]): CommandRead {
  const words =
    typeof written === 'string' ? written.split(/\s+/u).filter((word) => word !== '') : written;
  const [program] = words;
  if (program === undefined || program === '') {
    return { kind: 'refused', message: 'the command is empty: write a program and its arguments' };
  }
  const sign = typeof written === 'string' ? SHELL_SIGNS.exec(written)?.[0] : undefined;
  if (sign !== undefined) {
    const message = `the command has ${JSON.stringify(sign)} in it, and no shell reads it: write it as a list, as ["npm", "test"]`;
    return { kind: 'refused', message };
  }
  if (words.some((word) => word.includes('\0'))) {
    return { kind: 'refused', message: 'the command has a zero byte in it: remove it' };
  }
  return { kind: 'words', words };
}

/** So that a shell would read the same words again. */
export function shownCommand(words: readonly string[]): string {
  return words
    .map((word) => (/^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** What npm runs by a script's name: what stands behind it is npm's own, unless `--` says otherwise. */
const NPM_SCRIPTS: ReadonlySet<string> = new Set([
  'test',
  't',
  'tst',
  'start',
  'run',
  'run-script',
]);

/** The command with more arguments of its own. */
export function withArguments(
  words: readonly string[],
  args: readonly string[],
): readonly string[] {
  const [program, script = ''] = words;
  const isNpms = program === 'npm' && NPM_SCRIPTS.has(script) && !words.includes('--');
  const mark = isNpms && args.length > 0 && args[0] !== '--' ? ['--'] : [];
  return [...words, ...mark, ...args];
}
