// Completion scripts for bash, zsh and fish, made from the tables. Sessions are completed from the names
// of their sockets: at once, without starting anything.
import { ACTION_NAMES } from '@codex-voice/actions';
import { CATALOGUE } from '@codex-voice/models';
import { BUILT_IN_ROLES } from '@codex-voice/roles';
import { settingRows } from './configuration/setting-rows.ts';
import {
  COMMANDS,
  CONFIG_ACTIONS,
  type CommandName,
  FLUSH_ACTIONS,
  HOST_ACTIONS,
  KB_ACTIONS,
  MEASUREMENTS,
  MODEL_ACTIONS,
  NAMES_SESSIONS,
  NOTES_ACTIONS,
  OPTIONS,
  type OptionRow,
  PRINTED_PAGES,
  SAVED_ACTIONS,
  type SHELLS,
  SPEAKER_ACTIONS,
} from './options.table.ts';

export type Shell = (typeof SHELLS)[number];

/** Those of files are not known when the script is made. */
const ROLES = Object.keys(BUILT_IN_ROLES);

/** Settings that stand under one name in every file. */
const SETTINGS = settingRows().map(({ path }) => path);

const AGENTS = ['codex', 'claude', 'gemini', 'opencode'];

/** Where the sockets are, in words of bash and zsh; as the `ipc` package has it. */
const TEMPORARY = `\${TMPDIR:-\${TMP:-\${TEMP:-/tmp}}}`;

/** A script that the person's shell can source. */
export function completionScript(shell: Shell): string {
  switch (shell) {
    case 'bash':
      return bash();
    case 'zsh':
      return zsh();
    case 'fish':
      return fish();
  }
}

const COMMAND_NAMES = COMMANDS.map((row) => row.name).filter((name) => name !== 'start');
const FIRST_WORDS = [...COMMAND_NAMES, ...AGENTS].join(' ');

const optionsOf = (command: CommandName): OptionRow[] =>
  OPTIONS.filter((row) => row.commands.includes(command));

/** What the words behind a command are. */
type Words =
  | { readonly kind: 'sessions' }
  | { readonly kind: 'some-of'; readonly words: readonly string[] }
  /** One of the words first, then files. */
  | { readonly kind: 'some-of-then-files'; readonly words: readonly string[] }
  | { readonly kind: 'files' }
  | { readonly kind: 'nothing' };

function wordsOf(command: CommandName): Words {
  if (NAMES_SESSIONS.includes(command)) return { kind: 'sessions' };
  switch (command) {
    case 'host':
      return { kind: 'some-of', words: HOST_ACTIONS };
    case 'do':
      return { kind: 'some-of-then-files', words: [...ACTION_NAMES, 'role', 'kb'] };
    case 'flush':
      return { kind: 'some-of', words: FLUSH_ACTIONS };
    case 'kb':
      return { kind: 'some-of', words: KB_ACTIONS };
    case 'session':
      return { kind: 'some-of', words: SAVED_ACTIONS };
    case 'role':
      return { kind: 'some-of', words: ROLES };
    case 'models':
      return { kind: 'some-of', words: [...MODEL_ACTIONS, ...CATALOGUE.map(({ id }) => id)] };
    case 'speaker':
      return { kind: 'some-of', words: SPEAKER_ACTIONS };
    case 'notes':
      return { kind: 'some-of', words: NOTES_ACTIONS };
    case 'config':
      return { kind: 'some-of', words: [...CONFIG_ACTIONS, ...SETTINGS] };
    case 'bench':
      return { kind: 'some-of-then-files', words: MEASUREMENTS };
    case 'completion':
      return { kind: 'some-of', words: PRINTED_PAGES };
    case 'sessions':
    case 'metrics':
    case 'purge':
    case 'mcp':
    case 'update':
    case 'listen':
    case 'mic':
    case 'say':
    case 'approvals':
    case 'approve':
    case 'deny':
    case 'answer':
    case 'init':
    case 'doctor':
      return { kind: 'nothing' };
    default:
      return { kind: 'files' };
  }
}

function bash(): string {
  const withValue = OPTIONS.filter((row) => row.value !== undefined);
  const values = withValue.map(
    (row) => `    --${row.name}) ${bashWords(wordsBehind(row))}; return;;`,
  );
  const commands = COMMANDS.map(({ name }) => {
    const options = optionsOf(name).map((row) => `--${row.name}`);
    return `    ${name}) options="${options.join(' ')}";;`;
  });
  const words = COMMANDS.map(({ name }) => `      ${name}) ${bashWords(wordsOf(name))};;`);
  return `# bash completion for codex-voice: source <(codex-voice completion bash)
_codex_voice_sessions() {
  local folder="\${XDG_RUNTIME_DIR:+$XDG_RUNTIME_DIR/codex-voice}" each
  [[ -n "$folder" ]] || folder="${TEMPORARY}/codex-voice-$UID"
  for each in "$folder"/keeper-*.sock; do
    [[ -S "$each" ]] || continue
    each="\${each##*/keeper-}"
    printf '%s\\n' "\${each%.sock}"
  done
}
_codex_voice() {
  local word="\${COMP_WORDS[COMP_CWORD]}" before="\${COMP_WORDS[COMP_CWORD-1]}"
  local command=start options
  COMPREPLY=()
  if [[ $COMP_CWORD -gt 1 ]]; then
    case "\${COMP_WORDS[1]}" in ${COMMAND_NAMES.join('|')}) command="\${COMP_WORDS[1]}";; esac
  fi
  case "$before" in
${values.join('\n')}
  esac
  case "$command" in
${commands.join('\n')}
  esac
  if [[ "$word" == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W "${FIRST_WORDS}" -- "$word"))
  else
    case "$command" in
${words.join('\n')}
    esac
  fi
}
complete -o filenames -F _codex_voice codex-voice
`;
}

/** What may stand behind an option. */
function wordsBehind(row: OptionRow): Words {
  if (row.value === 'ROLE') return { kind: 'some-of', words: ROLES };
  if (row.choices !== undefined) return { kind: 'some-of', words: row.choices };
  if (row.value === 'FILE' || row.value === 'FOLDER' || row.value === 'FILE|DIR')
    return { kind: 'files' };
  return row.value === 'SESSION' ? { kind: 'sessions' } : { kind: 'nothing' };
}

function bashWords(words: Words): string {
  switch (words.kind) {
    case 'sessions':
      return 'COMPREPLY=($(compgen -W "$(_codex_voice_sessions)" -- "$word"))';
    case 'some-of':
      return `COMPREPLY=($(compgen -W "${words.words.join(' ')}" -- "$word"))`;
    case 'some-of-then-files':
      return `COMPREPLY=($(compgen -f -W "${words.words.join(' ')}" -- "$word"))`;
    case 'files':
      return 'COMPREPLY=($(compgen -f -- "$word"))';
    case 'nothing':
      return ':';
  }
}

function zsh(): string {
  const cases = COMMANDS.map(({ name }) => {
    const options = optionsOf(name).map(zshOption);
    const first = name === 'start' ? `1:agent or command:(${FIRST_WORDS})` : '1:command:';
    const rest = `*:${zshWords(wordsOf(name))}`;
    const specs = [...options, first, rest].map((spec) => `        '${spec}'`);
    return `    (${name}) _arguments -s \\\n${specs.join(' \\\n')} ;;`;
  });
  return `#compdef codex-voice
# zsh completion for codex-voice: source <(codex-voice completion zsh)
_codex_voice_sessions() {
  local folder="\${XDG_RUNTIME_DIR:+$XDG_RUNTIME_DIR/codex-voice}"
  [[ -n "$folder" ]] || folder="${TEMPORARY}/codex-voice-$UID"
  local -a ids
  ids=("$folder"/keeper-*.sock(N=:t:r))
  ids=("\${(@)ids#keeper-}")
  compadd -a ids
}
_codex_voice() {
  local command=start
  if (( CURRENT > 2 )); then
    case "$words[2]" in (${COMMAND_NAMES.join('|')}) command="$words[2]";; esac
  fi
  case "$command" in
${cases.join('\n')}
  esac
}
compdef _codex_voice codex-voice
`;
}

function zshOption(row: OptionRow): string {
  const again = row.repeatable ? '*' : '';
  const text = `${again}--${row.name}[${row.help.replaceAll(/[[\]:'\\]/g, ' ')}]`;
  return row.value === undefined ? text : `${text}:${zshWords(wordsBehind(row))}`;
}

function zshWords(words: Words): string {
  switch (words.kind) {
    case 'sessions':
      return 'session:_codex_voice_sessions';
    case 'some-of':
      return `one of:(${words.words.join(' ')})`;
    case 'some-of-then-files':
    case 'files':
      return 'file:_files';
    case 'nothing':
      return ' : ';
  }
}

function fish(): string {
  const options = OPTIONS.map((row) => {
    const short = row.short === undefined ? '' : ` -s ${row.short}`;
    const value = row.value === undefined ? '' : fishWords(wordsBehind(row));
    const help = row.help.replaceAll(/['\\]/g, '');
    return `complete -c codex-voice -n '${fishWhere(row.commands)}' -l ${row.name}${short}${value} -d '${help}'`;
  });
  const words = COMMAND_NAMES.filter((name) => wordsOf(name).kind !== 'files').map(
    (name) => `complete -c codex-voice -n '${fishSeen([name])}'${fishWords(wordsOf(name))}`,
  );
  return `# fish completion for codex-voice: codex-voice completion fish | source
function __codex_voice_sessions
  set -l folder $XDG_RUNTIME_DIR/codex-voice
  if test -z "$XDG_RUNTIME_DIR"
    set -l temporary $TMPDIR $TMP $TEMP /tmp
    set folder $temporary[1]/codex-voice-(id -u)
  end
  for each in $folder/keeper-*.sock
    string replace -r '^.*/keeper-(.*)\\.sock$' '$1' $each
  end
end
complete -c codex-voice -n __fish_use_subcommand -a '${FIRST_WORDS}'
${words.join('\n')}
${options.join('\n')}
`;
}

/** True where one of these commands has been typed; `start` is none having been typed. */
function fishWhere(commands: readonly CommandName[]): string {
  const named = commands.filter((name) => name !== 'start');
  const seen = fishSeen(named);
  if (named.length === commands.length) return seen;
  const none = `not ${fishSeen(COMMAND_NAMES)}`;
  return named.length === 0 ? none : `${seen}; or ${none}`;
}

function fishSeen(commands: readonly string[]): string {
  return `__fish_seen_subcommand_from ${commands.join(' ')}`;
}

function fishWords(words: Words): string {
  switch (words.kind) {
    case 'sessions':
      return " -x -a '(__codex_voice_sessions)'";
    case 'some-of':
      return ` -x -a '${words.words.join(' ')}'`;
    case 'some-of-then-files':
      return ` -F -a '${words.words.join(' ')}'`;
    case 'files':
      return ' -r -F';
    case 'nothing':
      return ' -x';
  }
}
