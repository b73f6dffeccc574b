// What a person has given Codex to start with, as far as it matters for starting it as the client of an
// app-server: read from the help of Codex 0.169.0, and tried there.

export type CodexArguments =
  | {
      readonly kind: 'conversation';
      /** Options, for every start. */
      readonly options: readonly string[];
      /** A prompt, or `resume` and what belongs to it: for the first start. */
      readonly words: readonly string[];
      /** Those of the options that the app-server must be given as well. */
      readonly settings: readonly string[];
    }
  /** Codex is started as it is. `why`: in a few words, where the person could expect something else. */
  | { readonly kind: 'other'; readonly why: string | undefined };

/** Options that a client of an app-server has, by what follows them. */
const OPTIONS: Readonly<Record<string, 'nothing' | 'value'>> = {
  '-c': 'value',
  '--config': 'value',
  '--enable': 'value',
  '--disable': 'value',
  '-m': 'value',
  '--model': 'value',
  '-s': 'value',
  '--sandbox': 'value',
  '-a': 'value',
  '--ask-for-approval': 'value',
  '--search': 'nothing',
  '--no-alt-screen': 'nothing',
  '--approve-for-me': 'nothing',
  '--dangerously-bypass-approvals-and-sandbox': 'nothing',
  '-C': 'value',
  '--cd': 'value',
};

/** Options that say what both are to be like. */
const SETTINGS: ReadonlySet<string> = new Set(['-c', '--config', '--enable', '--disable']);

/** Subcommands that open a conversation on the terminal. */
const CONVERSATIONS: ReadonlySet<string> = new Set(['resume', 'fork']);

/** All other subcommands. */
const SUBCOMMANDS: ReadonlySet<string> = new Set([
  'agents',
  'exec',
  'e',
  'review',
  'login',
  'logout',
  'mcp',
  'plugin',
  'app-server',
  'remote-control',
  'completion',
  'update',
  'doctor',
  'sandbox',
  'debug',
  'apply',
  'a',
  'queue',
  'archive',
  'delete',
  'migrate-rollouts',
  'migrate-nfs-db',
  'unarchive',
  'cloud',
  'exec-server',
  'features',
  'help',
]);

/** Options with which nobody expects a conversation, or which name an app-server of the person's own. */
const NO_NEWS: ReadonlySet<string> = new Set(['-h', '--help', '-V', '--version', '--remote']);

export function readCodexArguments(given: readonly string[]): CodexArguments {
  const options: string[] = [];
  const settings: string[] = [];
  for (let at = 0; at < given.length; at += 1) {
    const word = given[at] ?? '';
    if (!word.startsWith('-')) return conversation(given.slice(at), { options, settings });
    const [name = '', inline] = word.startsWith('--') ? splitOption(word) : [word];
    const takes = OPTIONS[name];
    if (takes === undefined || (takes === 'nothing' && inline !== undefined)) return other(name);
    const value = takes === 'value' && inline === undefined ? given[at + 1] : undefined;
    const whole = value === undefined ? [word] : [word, value];
    if (value !== undefined) at += 1;
    options.push(...whole);
    if (SETTINGS.has(name)) settings.push(...whole);
  }
  return { kind: 'conversation', options, words: [], settings };
}

/** Whether the words for the first start ask for a conversation in which something was said before. */
export function opensOlder([first = '']: readonly string[]): boolean {
  return CONVERSATIONS.has(first);
}

function conversation(
  words: readonly string[],
  found: { readonly options: readonly string[]; readonly settings: readonly string[] },
): CodexArguments {
  const [first = '', ...rest] = words;
  if (SUBCOMMANDS.has(first)) return { kind: 'other', why: undefined };
  // Behind it there may be options of its own, with values that are taken for words.
  const unread = rest.find((word) => word.startsWith('-') && word !== '--last');
  if (unread !== undefined) return other(unread);
  // A word beside a prompt is Codex's to complain of; a subcommand that is not known here is one, too.
  if (rest.length > 0 && !CONVERSATIONS.has(first)) return { kind: 'other', why: undefined };
  return { kind: 'conversation', words, ...found };
}

function splitOption(word: string): readonly [string, string?] {
  const equals = word.indexOf('=');
  return equals === -1 ? [word] : [word.slice(0, equals), word.slice(equals + 1)];
}

function other(option: string): CodexArguments {
  if (NO_NEWS.has(option)) return { kind: 'other', why: undefined };
  return { kind: 'other', why: `${option} is not known to go with its app-server` };
}
