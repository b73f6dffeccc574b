// From `process.argv` to one typed request. Everything from the agent's name on is the agent's own and
// is never looked at. Node's `parseArgs` does the reading; the tables say what there is.
import { parseArgs } from 'node:util';
import { checkApproval } from './commands/approval-arguments.ts';
import { checkDo } from './do-arguments.ts';
import { nearest } from './nearest.ts';
import {
  COMMANDS,
  type CommandName,
  HOST_ACTIONS,
  MEASUREMENTS,
  MODEL_ACTIONS,
  OPTIONS,
  type OptionRow,
  SHELLS,
  SPEAKER_ACTIONS,
} from './options.table.ts';
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
export function parseCommandLine(argv: readonly string[]): Request {
  const [first] = argv;
  const named = COMMANDS.find((row) => row.name === first && row.name !== 'start');
  const command = named?.name ?? 'start';
  const args = named ? argv.slice(1) : [...argv];
  const rows = OPTIONS.filter((row) => row.commands.includes(command));
  const restAt = isWrapping(command) ? firstPositional(args, rows) : args.length;
  const { values, positionals } = readOptions(args.slice(0, restAt), rows, command);
  const rest = [...positionals, ...args.slice(restAt)];
  if (command === 'start' && restAt > 0) refuseLateCommand(rest[0]);
  if (rest[0] === '--') rest.shift();
  if (values.help === true) return { command: 'help', about: command, options: {}, rest: [] };
  if (values.version === true) return { command: 'version', about: command, options: {}, rest: [] };
  checkChoices(values, rows);
  checkRest({ command, rest, values });
  return { command, about: command, options: values, rest };
}

type Values = Record<string, string | boolean | string[]>;

/** Behind these stands another program's command line. */
function isWrapping(command: CommandName): boolean {
  return command === 'start' || command === 'run';
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
  const help = command === 'start' ? 'codex-voice --help' : `codex-voice ${command} --help`;
  const see = command === 'say' ? 'a text that begins with - stands after --' : `see ${help}`;
  const hint = guess === undefined ? see : `did you mean ${guess}?`;
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
  for (const [one, other] of CONTRADICTIONS) {
    if (values[one] !== true || values[other] !== true) continue;
    throw usage(`--${one} and --${other} contradict each other: keep one`);
  }
}

const CONTRADICTIONS = [
  ['send', 'compose'],
  ['view', 'take'],
  ['level', 'calibrate'],
] as const;

interface Given {
  readonly command: CommandName;
  readonly rest: readonly string[];
  readonly values: Values;
}

function checkRest({ command, rest, values }: Given): void {
  switch (command) {
    case 'start':
      return;
    case 'run':
      if (rest.length === 0) throw usage('run needs a command: codex-voice run -- CMD [ARGS…]');
      return;
    case 'attach':
      if (rest.length > 1)
        throw usage(`attach shows one session (${rest[1]} is too much): name one`);
      return;
    case 'sessions':
      if (rest.length > 0) throw usage(`sessions takes no argument (${rest[0]}): leave it away`);
      return;
    case 'kill':
      checkKill(rest, values);
      return;
    case 'say':
      checkSay(rest, values);
      return;
    case 'do':
      checkDo(rest, values);
      return;
    case 'approvals':
    case 'approve':
    case 'deny':
      checkApproval(command, rest);
      return;
    case 'host':
      checkHost(rest, values);
      return;
    case 'listen':
      checkListen(rest, values);
      return;
    case 'transcribe':
      checkTranscribe(rest, values);
      return;
    case 'mic':
      checkMic(rest, values);
      return;
    case 'bench':
      checkBench(rest, values);
      return;
    case 'models':
      checkModels(rest, values);
      return;
    case 'speaker':
      checkSpeaker(rest, values);
      return;
    case 'completion':
      if (rest.length === 1 && isOneOf(SHELLS, rest[0])) return;
      throw usage(`completion needs one shell: codex-voice completion ${SHELLS.join('|')}`);
  }
}

function checkListen(rest: readonly string[], { again, audio, device, speakers }: Values): void {
  if (again !== true && rest.length > 0) {
    throw usage(`listen takes no argument (${rest[0]}): for recordings use codex-voice transcribe`);
  }
  if (again === true && [audio, device, speakers].some((each) => each !== undefined)) {
    throw usage(
      '--again hears what the journal has kept: leave --audio and --device away, and --speakers',
    );
  }
}

/** More voices than this nobody tells apart. */
const MOST_COUNTED_SPEAKERS = 20;

function checkTranscribe(rest: readonly string[], { json, format, speakers }: Values): void {
  if (typeof speakers === 'string' && !isCount(speakers)) {
    throw usage(
      `--speakers=${speakers} is no number of speakers: write 1 to ${MOST_COUNTED_SPEAKERS}, or --speakers alone`,
    );
  }
  if (rest.length === 0) {
    throw usage('transcribe needs a recording: codex-voice transcribe FILE…');
  }
  if (rest.indexOf('-') !== rest.lastIndexOf('-')) {
    throw usage('- is standard input and can be read once: name it once');
  }
  if (json === true && format !== undefined && format !== 'json') {
    throw usage(`--json and --format ${format} contradict each other: keep one`);
  }
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

function checkHost(rest: readonly string[], { follow, json }: Values): void {
  const [action] = rest;
  if (rest.length !== 1 || !isOneOf(HOST_ACTIONS, action)) {
    const guess = action === undefined ? undefined : nearest(action, HOST_ACTIONS);
    const hint = guess === undefined || rest.length > 1 ? '' : ` (did you mean ${guess}?)`;
    throw usage(`host needs one word: codex-voice host ${HOST_ACTIONS.join('|')}${hint}`);
  }
  if (follow === true && action !== 'logs') {
    throw usage('--follow goes with logs: codex-voice host logs --follow');
  }
  if (follow === true && json === true) {
    throw usage('--follow never ends and --json is one document: keep one');
  }
}

/** Longer than a day nobody looks at a level. */
const MAXIMUM_SECONDS = 86_400;

function checkMic(rest: readonly string[], values: Values): void {
  const { level, calibrate, write, seconds, audio, device } = values;
  if (rest.length > 0) {
    throw usage(`mic takes no argument (${rest[0]}): name a microphone with --device`);
  }
  if (seconds !== undefined && level !== true) throw usage('--seconds goes with --level');
  if (write === true && calibrate !== true) throw usage('--write goes with --calibrate');
  if (seconds !== undefined && !(Number(seconds) > 0 && Number(seconds) <= MAXIMUM_SECONDS)) {
    throw usage(`--seconds ${seconds} is no time: write a number from 1 to ${MAXIMUM_SECONDS}`);
  }
  if (audio !== undefined && level !== true && calibrate !== true) {
    throw usage('--audio goes with --level or --calibrate: no recording is a microphone');
  }
  if (audio !== undefined && device !== undefined) {
    throw usage('--audio and --device are two sources: keep one');
  }
}

/** Beyond these there is nothing to hear of one of the two, in dB. */
const NOISE_RANGE_DB = 60;

function checkBench(rest: readonly string[], values: Values): void {
  const [measurement, ...named] = rest;
  if (!isOneOf(MEASUREMENTS, measurement)) {
    throw usage(`bench needs a word: codex-voice bench ${MEASUREMENTS.join('|')}`);
  }
  if (measurement === 'wer' && named.length !== 1) {
    throw usage('bench wer needs one folder: codex-voice bench wer DIR');
  }
  if (measurement === 'denoise' && named.length > 1) {
    throw usage('bench denoise needs one folder: codex-voice bench denoise DIR');
  }
  if (measurement === 'latency' && named.length === 0) {
    throw usage('bench latency needs a recording: codex-voice bench latency FILE…');
  }
  const { noise } = values;
  if (measurement === 'latency' && noise !== undefined)
    throw usage('--noise goes with wer and denoise');
  if (values['noise-kind'] !== undefined && noise === undefined && measurement !== 'denoise') {
    throw usage('--noise-kind needs --noise: bench wer DIR --noise 20,10');
  }
  const levels = typeof noise === 'string' ? noise.split(',') : [];
  const odd = levels.find(
    (each) => each.trim() === '' || !(Math.abs(Number(each)) <= NOISE_RANGE_DB),
  );
  if (odd !== undefined) {
    throw usage(`--noise ${odd} is no level: write dB from -60 to 60, as 20,10,5,0`);
  }
}

function isCount(text: string): boolean {
  return /^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= MOST_COUNTED_SPEAKERS;
}

function checkSpeaker(rest: readonly string[], { audio, device }: Values): void {
  const [action, ...names] = rest;
  if (!isOneOf(SPEAKER_ACTIONS, action)) {
    throw usage(`speaker needs a word: codex-voice speaker ${SPEAKER_ACTIONS.join('|')}`);
  }
  if (action === 'enrol' && names.length !== 1) {
    throw usage('speaker enrol needs one name: codex-voice speaker enrol NAME');
  }
  if (action === 'list' && names.length > 0) {
    throw usage(`speaker list takes no name (${names[0]}): leave it away`);
  }
  if (action === 'remove' && names.length === 0) {
    throw usage('speaker remove needs a name: codex-voice speaker remove NAME');
  }
  if (action !== 'enrol' && (audio !== undefined || device !== undefined)) {
    throw usage('--audio and --device go with enrol: codex-voice speaker enrol NAME');
  }
  if (audio !== undefined && device !== undefined) {
    throw usage('--audio and --device are two sources: keep one');
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
