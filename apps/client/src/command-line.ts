// From `process.argv` to one typed request. Everything from the agent's name on is the agent's own and
// is never looked at. Node's `parseArgs` does the reading; the tables say what there is.
import { parseArgs } from 'node:util';
import { checkAnswer, checkApproval } from './commands/approval-arguments.ts';
import { checkConfigWords } from './commands/config-arguments.ts';
import { checkFlush } from './commands/flush-arguments.ts';
import { checkMetrics, checkPurge } from './commands/length-arguments.ts';
import { checkNotes } from './commands/notes-arguments.ts';
import { checkAttach, checkSessions } from './commands/remote-arguments.ts';
import { checkRecord, checkReplay } from './commands/replay-arguments.ts';
import { checkRole } from './commands/role-arguments.ts';
import { checkSession } from './commands/session-arguments.ts';
import { checkDoctor, checkInit } from './commands/set-up-arguments.ts';
import { checkDo, checkKb } from './do-arguments.ts';
import { nearest } from './nearest.ts';
import {
  COMMANDS,
  type CommandName,
  HOST_ACTIONS,
  MODEL_ACTIONS,
  OPTIONS,
  type OptionRow,
  PRINTED_PAGES,
} from './options.table.ts';
import { checkReplayWords, isDrivenOrDrawn } from './replay/replay-words.ts';
import {
  checkBench,
  checkListen,
  checkMic,
  checkSpeaker,
  checkTranscribe,
} from './sound-arguments.ts';
import { EXIT_USAGE, UserError } from './user-error.ts';

export interface Request {
  readonly command: CommandName | 'help' | 'version';
  /** For `help`: the command it is about. */
  readonly about: CommandName;
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  /** AGENT and its arguments, CMD and its arguments, FILEs, SESSIONs, TEXT, or the one word asked for. */
  readonly rest: readonly string[];
}

/** Reads the arguments after the program's name. Throws `UserError` with status 2. */
export function parseCommandLine(words: readonly string[]): Request {
  const argv = asksForHelp(words) ? askedForHelp(words.slice(1)) : words;
  const [first] = argv;
  const named = COMMANDS.find((row) => row.name === first && row.name !== 'start');
  const command = named?.name ?? 'start';
  const args = named ? argv.slice(1) : [...argv];
  const rows = OPTIONS.filter((row) => row.commands.includes(command));
  const restAt = isWrapping(command) ? firstPositional(args, rows) : args.length;
  if (command === 'start') refuseLateCommand(args, rows);
  const { values, positionals } = readOptions(args.slice(0, restAt), rows, command);
  const rest = [...positionals, ...args.slice(restAt)];
  if (rest[0] === '--') rest.shift();
  if (values.help === true) return { command: 'help', about: command, options: {}, rest: [] };
  if (values.version === true) return { command: 'version', about: command, options: {}, rest: [] };
  checkChoices(values, rows);
  CHECKS[command](rest, values);
  return { command, about: command, options: values, rest };
}

type Values = Record<string, string | boolean | string[]>;

/** `--help COMMAND` is meant as `help COMMAND`; what stands behind an agent is not looked at. */
function asksForHelp([first, about, ...more]: readonly string[]): boolean {
  if (first === 'help') return true;
  const isHelp = first === '--help' || first === '-h';
  return (
    isHelp && more.length === 0 && COMMANDS.some(({ name }) => name === about && name !== 'start')
  );
}

/** What somebody types who has not read yet that `--help` is the word: `help`, or `help` and a command. */
function askedForHelp([about, ...more]: readonly string[]): readonly string[] {
  if (about === undefined || about === '--help' || about === '-h') return ['--help'];
  const row = COMMANDS.find(({ name }) => name === about && name !== 'start');
  if (row !== undefined && more.length === 0) return [row.name, '--help'];
  throw usage(`help takes one command (not ${[about, ...more].join(' ')}): codex-voice help`);
}

/** Behind these stands another program's command line. */
function isWrapping(command: CommandName): boolean {
  return command === 'start' || command === 'run' || command === 'acp';
}

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
    const takesValue = row.value !== undefined || row.inlineValue !== undefined;
    if (!takesValue && token.value !== undefined) {
      throw usage(`${token.rawName} takes no value: write it on its own`);
    }
    if (row.value !== undefined && !isValue(token.value)) {
      throw usage(`${token.rawName} needs a value: ${token.rawName} ${row.value}`);
    }
  }
  return { values: { ...values } as Values, positionals }; // `parseArgs` types optional values; absent ones are not there
}

/** A command of ours after options would be taken for an agent; `--` before it says that it is one. */
function refuseLateCommand(args: readonly string[], rows: readonly OptionRow[]): void {
  const [first = ''] = args;
  if (!first.startsWith('-') || first === '--') return;
  const at = firstPositional(args, rows);
  const unknown = args
    .slice(0, at)
    .map((word) => word.replace(/=.*$/su, ''))
    .filter((word) => word.startsWith('--') && !rows.some(({ name }) => `--${name}` === word));
  // An option that is a command's own may have a value, which only looks like what it is not.
  const taking = OPTIONS.filter(({ name }) => unknown.includes(`--${name}`));
  const late = COMMANDS.find(
    ({ name }) =>
      name !== 'start' &&
      (name === args[at] ||
        (args.includes(name) && taking.some(({ commands }) => commands.includes(name)))),
  );
  if (late === undefined) return;
  throw usage(`${late.name} stands before its options: ${late.usage}`);
}

/** `-` alone is a value; another option is not. */
function isValue(text: string | undefined): boolean {
  return text !== undefined && text !== '' && (text === '-' || !text.startsWith('-'));
}

/** More names tell nobody more. */
const MOST_NAMED = 6;

function unknownOption(
  rawName: string,
  rows: readonly OptionRow[],
  command: CommandName,
): UserError {
  const elsewhere = OPTIONS.find((row) => `--${row.name}` === rawName);
  if (elsewhere) {
    const where = elsewhere.commands.map((name) => (name === 'start' ? 'codex-voice' : name));
    const some = where.length > MOST_NAMED ? [...where.slice(0, MOST_NAMED), '…'] : where;
    const what = command === 'start' ? 'the start of an agent' : command;
    return usage(`${rawName} does not go with ${what}: it belongs to ${some.join(', ')}`);
  }
  const guess = nearest(
    rawName,
    rows.map((row) => `--${row.name}`),
  );
  const help = command === 'start' ? 'codex-voice --help' : `codex-voice ${command} --help`;
  const see = command === 'say' ? 'a text that begins with - stands after --' : `see ${help}`;
  const hint = guess === undefined ? see : `did you mean ${guess}?`;
  return usage(`unknown option ${rawName}: ${hint}`);
}

function checkChoices(values: Values, rows: readonly OptionRow[]): void {
  for (const row of rows) {
    const value = values[row.name];
    if (row.choices === undefined || typeof value !== 'string') continue;
    if (row.choose === 'some') continue;
    if (!row.choices.includes(value)) {
      throw usage(`--${row.name} ${value} is not known: choose ${row.choices.join(' or ')}`);
    }
  }
  for (const [one, other] of CONTRADICTIONS) {
    if (!isGiven(values[one]) || !isGiven(values[other])) continue;
    throw usage(`--${one} and --${other} contradict each other: keep one`);
  }
}

function isGiven(value: Values[string] | undefined): boolean {
  return value !== undefined && value !== false;
}

const CONTRADICTIONS = [
  ['send', 'compose'],
  ['view', 'take'],
  ['worktree', 'anyway'],
  ['level', 'calibrate'],
  ['check', 'back'],
  ['to', 'back'],
] as const;

type CheckRest = (rest: readonly string[], values: Values) => void;

/** What each command's words and options must be together. */
const CHECKS: Readonly<Record<CommandName, CheckRest>> = {
  start: () => undefined,
  run: (rest) => {
    if (rest.length === 0) throw usage('run needs a command: codex-voice run -- CMD [ARGS…]');
  },
  acp: (rest) => {
    if (rest.length === 0) throw usage('acp needs an agent: codex-voice acp -- CMD [ARGS…]');
  },
  attach: checkAttach,
  sessions: checkSessions,
  mcp: (rest) => refuseWords('mcp', rest),
  update: (rest) => refuseWords('update', rest),
  kill: checkKill,
  say: checkSay,
  flush: checkFlush,
  do: checkDo,
  kb: checkKb,
  approvals: (rest) => checkApproval('approvals', rest),
  approve: (rest) => checkApproval('approve', rest),
  deny: (rest) => checkApproval('deny', rest),
  answer: checkAnswer,
  role: checkRole,
  session: checkSession,
  host: checkHost,
  listen: checkListen,
  transcribe: checkTranscribe,
  mic: checkMic,
  metrics: checkMetrics,
  record: checkRecord,
  replay: (rest, values) =>
    isDrivenOrDrawn(values) ? checkReplayWords(rest, values) : checkReplay(rest, values),
  purge: checkPurge,
  bench: checkBench,
  models: checkModels,
  speaker: checkSpeaker,
  notes: checkNotes,
  init: checkInit,
  doctor: checkDoctor,
  config: checkConfigWords,
  completion: (rest) => {
    if (rest.length === 1 && isOneOf(PRINTED_PAGES, rest[0])) return;
    throw usage(
      `completion needs one shell, or man: codex-voice completion ${PRINTED_PAGES.join('|')}`,
    );
  },
};

function refuseWords(command: CommandName, [word]: readonly string[]): void {
  if (word !== undefined) throw usage(`${command} takes no argument (${word}): leave it away`);
}

function checkKill(rest: readonly string[], { all }: Values): void {
  if (all === true && rest.length > 0) {
    throw usage(`--all is every session already: leave ${rest[0]} or --all away`);
  }
  if (all !== true && rest.length === 0) {
    throw usage(
      'kill needs a session: codex-voice kill SESSION…, or --all; codex-voice sessions lists them',
    );
  }
}

/** As the wire has it: the name of a prompt, in UTF-16 units. */
const MAXIMUM_ID_UNITS = 100;

function checkSay(rest: readonly string[], { id }: Values): void {
  if (rest.length === 0) {
    throw usage('say needs a text: codex-voice say TEXT…, or - for standard input');
  }
  if (rest[0] === '-' && rest.length > 1) {
    throw usage(`- is standard input and stands alone (${rest[1]} follows): keep one of them`);
  }
  if (typeof id === 'string' && id.length > MAXIMUM_ID_UNITS) {
    throw usage(`--id is too long (${id.length} characters): at most ${MAXIMUM_ID_UNITS}`);
  }
}

function checkHost(rest: readonly string[], { follow, json, print, yes }: Values): void {
  const [action] = rest;
  if (rest.length !== 1 || !isOneOf(HOST_ACTIONS, action)) {
    const guess = action === undefined ? undefined : nearest(action, HOST_ACTIONS);
    const hint = guess === undefined || rest.length > 1 ? '' : ` (did you mean ${guess}?)`;
    throw usage(`host needs one word: codex-voice host ${HOST_ACTIONS.join('|')}${hint}`);
  }
  if (follow === true && action !== 'logs') {
    throw usage('--follow goes with logs: codex-voice host logs --follow');
  }
  if (print === true && action !== 'install') {
    throw usage('--print goes with install: codex-voice host install --print');
  }
  if (yes === true && action !== 'install' && action !== 'uninstall') {
    throw usage('--yes goes with install and uninstall');
  }
  if (follow === true && json === true) {
    throw usage('--follow never ends and --json is one document: keep one');
  }
}

function checkModels(rest: readonly string[], values: Values): void {
  const [action, ...names] = rest;
  if (!isOneOf(MODEL_ACTIONS, action)) {
    const guess = action === undefined ? undefined : nearest(action, MODEL_ACTIONS);
    const hint = guess === undefined ? '' : ` (did you mean ${guess}?)`;
    throw usage(`models needs a word: codex-voice models ${MODEL_ACTIONS.join('|')}${hint}`);
  }
  if (action === 'list' && names.length > 0) {
    throw usage(`models list takes no model (${names[0]}): leave it away`);
  }
  if (action === 'engine' && names.length > 0) {
    throw usage(`models engine takes no model (${names[0]}): codex-voice models add ${names[0]}`);
  }
  if (values.yes === true && action !== 'add' && action !== 'engine') {
    throw usage('--yes goes with add and engine: leave it away');
  }
  if ((action === 'add' || action === 'remove') && names.length === 0) {
    throw usage(`models ${action} needs a model: codex-voice models ${action} MODEL…`);
  }
  for (const option of ['from', 'layout', 'mirror']) {
    if (values[option] === undefined || action === 'add') continue;
    throw usage(`--${option} goes with add: codex-voice models add`);
  }
  if (values.from !== undefined && names.length > 1) {
    throw usage(`--from has the files of one model (${names[1]} is too much): name one`);
  }
}

function isOneOf(words: readonly string[], word: string | undefined): boolean {
  return word !== undefined && words.includes(word);
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
