// From `process.argv` to one typed request. Everything from the agent's name on is the agent's own and
// is never looked at. Node's `parseArgs` does the reading; the tables say what there is.
import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';
import { COMMANDS, type CommandName, OPTIONS, type OptionRow } from './options.table.ts';
import { EXIT_USAGE, UserError } from './user-error.ts';

export interface Request {
  readonly command: CommandName | 'help' | 'version';
  /** For `help`: the command it is about. */
  readonly about: CommandName;
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** AGENT and its arguments, CMD and its arguments, FILEs, or the shell's name. */
  readonly rest: readonly string[];
}

/** Reads the arguments after the program's name. Throws `UserError` with status 2. */
export function parseCommandLine(argv: readonly string[]): Request {
  const [first] = argv;
  const named = COMMANDS.find((row) => row.name === first && row.name !== 'start');
  const command = named?.name ?? 'start';
  const args = named ? argv.slice(1) : [...argv];
  const rows = OPTIONS.filter((row) => row.commands.includes(command));
  const restAt = command === 'transcribe' ? args.length : firstPositional(args, rows);
  const { values, positionals } = readOptions(args.slice(0, restAt), rows, command);
  const rest = [...positionals, ...args.slice(restAt)];
  if (command === 'start' && restAt > 0) refuseLateCommand(rest[0]);
  if (rest[0] === '--') rest.shift();
  if (values.help === true) return { command: 'help', about: command, options: {}, rest: [] };
  if (values.version === true) return { command: 'version', about: command, options: {}, rest: [] };
  checkChoices(values, rows);
  checkRest(command, rest);
  return { command, about: command, options: values, rest };
}

type Values = Record<string, string | boolean | string[]>;

function parserOptions(rows: readonly OptionRow[]) {
  return Object.fromEntries(
    rows.map((row) => [
      row.name,
      {
        type: row.value === undefined ? ('boolean' as const) : ('string' as const),
        ...(row.short === undefined ? {} : { short: row.short }),
        ...(row.repeatable ? { multiple: true } : {}),
      },
    ]),
  );
}

/** Index of AGENT or `--`; options before it are ours. */
function firstPositional(args: readonly string[], rows: readonly OptionRow[]): number {
  const { tokens } = parseArgs({
    args: [...args],
    options: parserOptions(rows),
    strict: false,
    tokens: true,
  });
  const token = tokens.find((each) => each.kind !== 'option');
  return token?.index ?? args.length;
}

function readOptions(
  args: readonly string[],
  rows: readonly OptionRow[],
  command: CommandName,
): { readonly values: Values; readonly positionals: readonly string[] } {
  const { tokens, values, positionals } = parseArgs({
    args: [...args],
    options: parserOptions(rows),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const row = rows.find((each) => each.name === token.name);
    if (row === undefined) throw unknownOption(token.rawName, rows, command);
    if (row.value === undefined && token.value !== undefined) {
      throw usage(`${token.rawName} takes no value: write it on its own`);
    }
    if (row.value !== undefined && !isValue(token.value)) {
      throw usage(`${token.rawName} needs a value: ${token.rawName} ${row.value}`);
    }
  }
  return { values: { ...values } as Values, positionals }; // `parseArgs` types optional values; absent ones are not there
}

/** A command of ours after options would be taken for an agent; `--` before it says that it is one. */
function refuseLateCommand(word: string | undefined): void {
  const late = COMMANDS.find((row) => row.name === word && row.name !== 'start');
  if (late === undefined) return;
  throw usage(`${late.name} stands before its options: ${late.usage}`);
}

/** `-` alone is a value; another option is not. */
function isValue(text: string | undefined): boolean {
  return text !== undefined && text !== '' && (text === '-' || !text.startsWith('-'));
}

function unknownOption(
  rawName: string,
  rows: readonly OptionRow[],
  command: CommandName,
): UserError {
  const elsewhere = OPTIONS.find((row) => `--${row.name}` === rawName);
  if (elsewhere) {
    const where = elsewhere.commands.map((name) => (name === 'start' ? 'codex-voice' : name));
    return usage(`${rawName} does not go with ${command}: it belongs to ${where.join(', ')}`);
  }
  const guess = nearest(
    rawName,
    rows.map((row) => `--${row.name}`),
  );
  const hint = guess === undefined ? 'see codex-voice --help' : `did you mean ${guess}?`;
  return usage(`unknown option ${rawName}: ${hint}`);
}

function checkChoices(values: Values, rows: readonly OptionRow[]): void {
  for (const row of rows) {
    const value = values[row.name];
    if (row.choices === undefined || typeof value !== 'string') continue;
    if (!row.choices.includes(value)) {
      throw usage(`--${row.name} ${value} is not known: choose ${row.choices.join(' or ')}`);
    }
  }
  if (values.send === true && values.compose === true) {
    throw usage('--send and --compose contradict each other: keep one');
  }
}

function checkRest(command: CommandName, rest: readonly string[]): void {
  if (command === 'run' && rest.length === 0) {
    throw usage('run needs a command: codex-voice run -- CMD [ARGS…]');
  }
  if (command === 'transcribe' && rest.length === 0) {
    throw usage('transcribe needs a recording: codex-voice transcribe FILE…');
  }
  if (command === 'listen' && rest.length > 0) {
    throw usage(`listen takes no argument (${rest[0]}): for recordings use codex-voice transcribe`);
  }
  const shells = ['bash', 'zsh', 'fish'];
  if (command === 'completion' && (rest.length !== 1 || !shells.includes(rest[0] ?? ''))) {
    throw usage(`completion needs one shell: codex-voice completion ${shells.join('|')}`);
  }
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
