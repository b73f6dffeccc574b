// Every command and option of the command line, once: the parser, the help and the completion scripts
// are all made from these tables.
import { themeNames } from '@codex-voice/overlay';
import { LISTEN_MODES, MODEL_FILE_ROLES } from '@codex-voice/protocol';
import { SPOKEN_LANGUAGES } from '@codex-voice/speech';

export interface OptionRow {
  readonly name: string;
  readonly short?: string;
  /** Absent: the option takes no value. */
  readonly value?: string;
  /** It may have one behind `=`, and only there. */
  readonly inlineValue?: string;
  readonly choices?: readonly string[];
  /** `some`: the config file may have more of them. */
  readonly choose?: 'some';
  readonly repeatable?: true;
  readonly help: string;
  readonly commands: readonly CommandName[];
}

export type CommandName =
  | 'start'
  | 'run'
  | 'acp'
  | 'attach'
  | 'sessions'
  | 'kill'
  | 'say'
  | 'flush'
  | 'do'
  | 'kb'
  | 'approvals'
  | 'approve'
  | 'deny'
  | 'answer'
  | 'role'
  | 'session'
  | 'host'
  | 'listen'
  | 'transcribe'
  | 'mic'
  | 'models'
  | 'speaker'
  | 'notes'
  | 'mcp'
  | 'config'
  | 'metrics'
  | 'record'
  | 'replay'
  | 'purge'
  | 'bench'
  | 'init'
  | 'doctor'
  | 'update'
  | 'completion';

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
    name: 'acp',
    usage: 'codex-voice acp [OPTIONS] -- CMD [ARGS…]',
    help: 'talk to an agent that speaks the Agent Client Protocol, in lines: gemini, opencode, goose …',
  },
  {
    name: 'attach',
    usage: 'codex-voice attach [OPTIONS] [SESSION | ssh://[USER@]HOST[:PORT][/SESSION]]',
    help: 'this terminal on a running session: the only one, or the last used in this folder; of another machine over ssh, with the microphone here',
  },
  {
    name: 'sessions',
    usage: 'codex-voice sessions [--json] [ssh://[USER@]HOST[:PORT]]',
    help: 'what runs, the oldest first; there, on another machine',
  },
  {
    name: 'kill',
    usage: 'codex-voice kill SESSION… | --all',
    help: 'end a session and its agent',
  },
  {
    name: 'say',
    usage: 'codex-voice say [OPTIONS] TEXT… | -',
    help: 'put a text into a session from elsewhere; -: what comes on standard input',
  },
  {
    name: 'flush',
    usage: 'codex-voice flush [list | show|send|edit|drop ID…] [--session SESSION]',
    help: 'prompts that were kept when their agent ended or its turn failed: shown, edited, sent or dropped',
  },
  {
    name: 'do',
    usage: 'codex-voice do NAME [OPTIONS] [WORDS…] | --list',
    help: 'a command of ours, as explain or test: shown, then put into a session’s composer',
  },
  {
    name: 'approvals',
    usage: 'codex-voice approvals [--session SESSION] [--json]',
    help: 'what agents ask, in full, and how the last ones were settled',
  },
  {
    name: 'approve',
    usage: 'codex-voice approve ID [--session SESSION]',
    help: 'approve what an agent asks: the first answer counts',
  },
  {
    name: 'deny',
    usage: 'codex-voice deny ID [--session SESSION]',
    help: 'deny it',
  },
  {
    name: 'answer',
    usage: 'codex-voice answer ID TEXT… | CHOICE [--session SESSION]',
    help: 'answer a question of an agent’s by words or the number of a choice; one each where it asks several things',
  },
  {
    name: 'kb',
    usage: 'codex-voice kb search WORDS… | list | add TITLE TEXT… | -',
    help: 'a knowledge base of Markdown files, and your notes: searched, listed, added to; do kb puts what is found into a prompt',
  },
  {
    name: 'role',
    usage: 'codex-voice role [NAME] [--session SESSION]',
    help: 'the roles there are; what NAME becomes for each agent; its preamble into a session’s composer',
  },
  {
    name: 'session',
    usage: 'codex-voice session save|load|list|remove [NAME]',
    help: 'what a session is, kept under a name: folder, HEAD, agent, role, conversation; and begun again',
  },
  {
    name: 'host',
    usage: 'codex-voice host start|stop|renew|status|logs|install|uninstall|tray',
    help: 'the process that listens and delivers for your sessions; they live on without it; tray: what they do, as an icon of a Linux desktop',
  },
  {
    name: 'listen',
    usage: 'codex-voice listen [OPTIONS] [--again [ID…]]',
    help: 'microphone to text, one utterance a line, until Ctrl-C',
  },
  {
    name: 'transcribe',
    usage: 'codex-voice transcribe [OPTIONS] FILE…',
    help: 'recordings to text or subtitles; -: what comes on standard input',
  },
  {
    name: 'mic',
    usage: 'codex-voice mic [--level | --calibrate] [OPTIONS]',
    help: 'the microphones there are; how loud one is; what sensitivity suits the room',
  },
  {
    name: 'models',
    usage: 'codex-voice models list|add|remove|verify|engine [MODEL…]',
    help: 'speech models on this machine: what there is, which one suits, download, check; engine: the library that computes them, where it is missing',
  },
  {
    name: 'speaker',
    usage: 'codex-voice speaker enrol NAME | list | remove NAME…',
    help: 'whose voices are known, so that utterances are labelled, or nobody else is listened to',
  },
  {
    name: 'notes',
    usage: 'codex-voice notes [add TEXT…|- | listen | list | show [DATE]] [OPTIONS]',
    help: 'notes in a Markdown file for each day; listen: whatever is said becomes one, until Ctrl-C',
  },
  {
    name: 'mcp',
    usage: 'codex-voice mcp',
    help: 'a server of tools for the agent of a session: read aloud, ask you and wait, see sessions',
  },
  {
    name: 'config',
    usage: 'codex-voice config [explain|get|set|unset|edit|path|schema] [KEY [VALUE]]',
    help: 'settings: where each value comes from, one of them, changed in the file, the file in your editor',
  },
  {
    name: 'purge',
    usage: 'codex-voice purge [--older TIME] [--yes] [--json]',
    help: 'remove for good what is kept of what was said: sound, texts, what agents wrote, what was measured',
  },
  {
    name: 'metrics',
    usage: 'codex-voice metrics [--since TIME] [--json | --serve]',
    help: 'what was measured here: how long each step took, how much there was, what happened',
  },
  {
    name: 'record',
    usage: 'codex-voice record [SESSION [FILE]] | stop [SESSION]',
    help: 'a running session into a file, secrets taken out; stop: no more; --record at its start has all of it',
  },
  {
    name: 'replay',
    usage: 'codex-voice replay [FILE] [--check | --export svg|html|gif OUT | OPTIONS]',
    help: 'a recording shown here, from a mark or step by step, driven anew and compared, or as a picture; without FILE, the recordings there are',
  },
  {
    name: 'bench',
    usage: 'codex-voice bench wer DIR | denoise [DIR] | latency FILE…',
    help: 'how well and how fast your recogniser hears recordings',
  },
  {
    name: 'init',
    usage: 'codex-voice init [--yes] [--json] [OPTIONS]',
    help: 'the first run, and any later one: finds agents and microphone, picks a model, tries it, writes settings',
  },
  {
    name: 'doctor',
    usage: 'codex-voice doctor [--json] [--bundle FILE | --notify]',
    help: 'what a voice session needs and has here: measured, and how to mend what is broken',
  },
  {
    name: 'update',
    usage: 'codex-voice update [--check | --to VERSION | --back]',
    help: 'fetch a newer version and switch to it; sessions go on; nothing looks for one unasked',
  },
  {
    name: 'completion',
    usage: 'codex-voice completion bash|zsh|fish|man',
    help: 'print a completion script for your shell, or the manual page',
  },
];

/** What `codex-voice host` can be asked for. */
export const HOST_ACTIONS = [
  'start',
  'stop',
  'renew',
  'status',
  'logs',
  'install',
  'uninstall',
  'tray',
] as const;

/** What `codex-voice flush` can be asked for. */
export const FLUSH_ACTIONS = ['list', 'show', 'send', 'edit', 'drop'] as const;

/** What `codex-voice kb` can be asked for. */
export const KB_ACTIONS = ['search', 'list', 'add'] as const;

/** What `codex-voice session` can be asked for. */
export const SAVED_ACTIONS = ['save', 'load', 'list', 'remove'] as const;

/** What `codex-voice models` can be asked for. */
export const MODEL_ACTIONS = ['list', 'add', 'remove', 'verify', 'engine'] as const;

/** What `codex-voice speaker` can be asked for. */
export const SPEAKER_ACTIONS = ['enrol', 'list', 'remove'] as const;

/** What `codex-voice notes` can be asked for. */
export const NOTES_ACTIONS = ['add', 'listen', 'list', 'show'] as const;

/** What `codex-voice config` can be asked for; the first where nothing is. */
export const CONFIG_ACTIONS = ['explain', 'get', 'set', 'unset', 'edit', 'path', 'schema'] as const;

/** What `codex-voice bench` can measure. */
export const MEASUREMENTS = ['wer', 'denoise', 'latency'] as const;

/** Layouts of models that are no recognisers, as the store has them; it is loaded only when it is asked. */
export const OTHER_LAYOUTS = [
  'keyword-transducer',
  'speaker-embedding',
  'speaker-segmentation',
  'online-punctuation',
  'vits-lexicon',
  'vits',
  'kokoro',
  'matcha',
] as const;

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

/** What `codex-voice completion` can print. */
export const PRINTED_PAGES = [...SHELLS, 'man'] as const;

/** Commands whose words name sessions. */
export const NAMES_SESSIONS: readonly CommandName[] = ['attach', 'kill'];

const SESSION: readonly CommandName[] = ['start', 'run', 'acp'];
const TERMINAL: readonly CommandName[] = [...SESSION, 'attach'];

export const OPTIONS: readonly OptionRow[] = [
  {
    name: 'role',
    value: 'ROLE',
    help: 'start AGENT as ROLE: its model, effort, permissions and preamble; codex-voice role lists them',
    commands: SESSION,
  },
  {
    name: 'record',
    inlineValue: 'FILE',
    help: 'record the session from its start, to FILE or a file of its own (codex-voice replay lists them)',
    commands: SESSION,
  },
  {
    name: 'speed',
    value: 'N',
    help: 'N times as fast: 0.1 to 100',
    commands: ['replay'],
  },
  {
    name: 'from',
    value: 'MARK|TIME',
    help: 'begin at 1:30, at mark #3, or at the first mark whose label begins with these words',
    commands: ['replay'],
  },
  {
    name: 'idle',
    value: 'SECONDS',
    help: 'wait no longer than this where nothing happens; 0: as long as it was',
    commands: ['replay'],
  },
  {
    name: 'marks',
    help: 'list its marks with their times',
    commands: ['replay'],
  },
  {
    name: 'measured',
    help: 'what was measured while it was recorded, as codex-voice metrics tells it',
    commands: ['replay'],
  },
  {
    name: 'resume',
    value: 'ID',
    help: 'take up the agent’s conversation of this name, where the agent can',
    commands: ['acp'],
  },
  {
    name: 'worktree',
    help: 'with load: in a git worktree at the saved HEAD, beside your checkout',
    commands: ['session'],
  },
  { name: 'anyway', help: 'with load: in the folder as it is now', commands: ['session'] },
  { name: 'no-voice', help: 'no microphone, no recogniser', commands: [...TERMINAL, 'session'] },
  {
    name: 'audio',
    value: 'FILE',
    repeatable: true,
    help: 'a recording instead of the microphone, heard in real time (with --mode tap: from the talk key on); repeatable',
    commands: [...TERMINAL, 'listen', 'mic', 'speaker', 'notes', 'init'],
  },
  {
    name: 'mode',
    value: 'MODE',
    choices: LISTEN_MODES,
    help: 'tap: a key starts and stops; hold: while it is down; hybrid: a hush stops; auto: always; continuous: always, in long pieces; wake: a phrase starts',
    commands: [...SESSION, 'config'],
  },
  {
    name: 'session',
    value: 'SESSION',
    help: 'its name, the beginning of it, or its agent; default: as for attach, or the one that asks',
    commands: ['say', 'flush', 'do', 'approvals', 'approve', 'deny', 'answer', 'role', 'session'],
  },
  { name: 'send', help: 'send it at once', commands: [...SESSION, 'say', 'do', 'role', 'config'] },
  {
    name: 'compose',
    help: 'put it into the composer and wait for "send it" (default)',
    commands: [...SESSION, 'say', 'flush', 'config'],
  },
  {
    name: 'spool',
    help: 'where no session takes it, keep it for codex-voice flush',
    commands: ['say'],
  },
  {
    name: 'id',
    value: 'ID',
    help: 'a name for this text: said again under the same one it is not typed twice',
    commands: ['say'],
  },
  { name: 'list', help: 'the commands there are here', commands: ['do'] },
  { name: 'print', help: 'only print what the agent would be told', commands: ['do'] },
  {
    name: 'run',
    help: 'with test and build: run the project’s own command here, shown before its first run',
    commands: ['do'],
  },
  {
    name: 'yes',
    help: 'do not ask before a project’s own command or plugin, or an update: what is shown is confirmed',
    commands: ['do', 'update'],
  },
  {
    name: 'bundle',
    value: 'FILE',
    help: 'also write an archive for whom you ask for help: listed first, secrets and names taken out',
    commands: ['doctor'],
  },
  { name: 'yes', help: 'do not ask: what is counted is removed', commands: ['purge'] },
  { name: 'yes', help: 'with --bundle: do not ask before it is written', commands: ['doctor'] },
  {
    name: 'notify',
    help: 'only show one notification, as a session would, and say by what',
    commands: ['doctor'],
  },
  {
    name: 'yes',
    help: 'agree to everything that is suggested, the download of a model included',
    commands: ['init'],
  },
  {
    name: 'yes',
    help: 'with add and engine: do not ask before the library that computes models is fetched',
    commands: ['models'],
  },
  { name: 'check', help: 'only tell whether there is a newer version', commands: ['update'] },
  { name: 'to', value: 'VERSION', help: 'that version, older or newer', commands: ['update'] },
  { name: 'back', help: 'return to the version used before', commands: ['update'] },
  { name: 'view', help: 'only watch: no key of yours reaches the agent', commands: ['attach'] },
  {
    name: 'take',
    help: 'take keyboard and size from the terminal that has them',
    commands: ['attach'],
  },
  {
    name: 'there',
    value: 'PATH',
    help: 'with ssh://: the codex-voice of that machine, where its PATH has none',
    commands: ['attach', 'sessions'],
  },
  { name: 'all', help: 'end every session', commands: ['kill'] },
  {
    name: 'print',
    help: 'with install: only print the file that would be written',
    commands: ['host'],
  },
  {
    name: 'yes',
    help: 'with install and uninstall: do not ask, what is shown is done',
    commands: ['host'],
  },
  { name: 'follow', help: 'with logs: go on as the log grows, until Ctrl-C', commands: ['host'] },
  {
    name: 'hud',
    value: 'SIZE',
    choices: ['large', 'full', 'line', 'off', 'linear'],
    help: 'how much of the screen is ours: five rows in bold, three, one, none; linear: lines for a screen reader',
    commands: [...TERMINAL, 'session', 'config'],
  },
  {
    name: 'announce',
    value: 'FILE',
    help: 'write what our row would show there, a line each, for a screen reader',
    commands: TERMINAL,
  },
  {
    name: 'theme',
    value: 'NAME',
    choices: themeNames,
    choose: 'some',
    help: 'colours of our row; also a theme of the config file',
    commands: [...TERMINAL, 'config'],
  },
  {
    name: 'language',
    value: 'LANG',
    choices: [...SPOKEN_LANGUAGES, 'auto'],
    help: 'what is spoken; without a neural recogniser English or French; several: in the config file',
    commands: [...SESSION, 'listen', 'transcribe', 'bench', 'notes', 'init', 'config'],
  },
  {
    name: 'language',
    value: 'LANG',
    help: 'with list: what to recommend a model for; with add FOLDER: what it knows, as en or en,fr',
    commands: ['models'],
  },
  {
    name: 'from',
    value: 'FOLDER',
    help: 'with add: take the files of MODEL from there, and nothing from the network',
    commands: ['models'],
  },
  {
    name: 'layout',
    value: 'LAYOUT',
    choices: [...Object.keys(MODEL_FILE_ROLES), ...OTHER_LAYOUTS],
    help: 'with add FOLDER: what its files are, where their names do not tell',
    commands: ['models'],
  },
  {
    name: 'mirror',
    value: 'URL',
    help: 'with add: a server that has the same paths, instead of the publisher',
    commands: ['models'],
  },
  {
    name: 'model',
    value: 'MODEL',
    help: 'a speech model by its name, auto, or phrases for the built-in ones alone',
    commands: [...SESSION, 'listen', 'transcribe', 'bench', 'notes', 'init', 'config'],
  },
  {
    name: 'device',
    value: 'NAME',
    help: 'microphone to use',
    commands: [...SESSION, 'listen', 'mic', 'speaker', 'notes', 'init', 'config'],
  },
  {
    name: 'no-host',
    help: 'one process tree, nothing left behind: the session ends with this terminal',
    commands: [...SESSION, 'session'],
  },
  {
    name: 'config',
    value: 'FILE',
    help: 'read this config file instead of the usual one',
    commands: [
      ...TERMINAL,
      'say',
      'flush',
      'do',
      'kb',
      'approvals',
      'approve',
      'deny',
      'answer',
      'role',
      'session',
      'host',
      'listen',
      'transcribe',
      'mic',
      'bench',
      'models',
      'speaker',
      'notes',
      'mcp',
      'init',
      'doctor',
      'config',
    ],
  },
  {
    name: 'json',
    help: 'one JSON document, or an object a line for what is heard, and nothing else',
    commands: [
      'update',
      'replay',
      'sessions',
      'kill',
      'say',
      'flush',
      'do',
      'kb',
      'approvals',
      'approve',
      'deny',
      'answer',
      'role',
      'session',
      'host',
      'listen',
      'transcribe',
      'mic',
      'metrics',
      'purge',
      'bench',
      'models',
      'speaker',
      'notes',
      'init',
      'doctor',
      'config',
    ],
  },
  {
    name: 'older',
    value: 'TIME',
    help: 'only what is older, as 24h or 30d',
    commands: ['purge'],
  },
  {
    name: 'since',
    value: 'TIME',
    help: 'so far back, as 30m, 24h or 7d; else a day',
    commands: ['metrics'],
  },
  {
    name: 'check',
    help: 'drive it anew: 0, the same comes of it; 1, something else, and the first difference is told',
    commands: ['replay'],
  },
  {
    name: 'export',
    value: 'KIND',
    help: 'into OUT: svg, a moving picture; html, a page with a player; gif, a picture for where neither is shown',
    commands: ['replay'],
  },
  {
    name: 'to',
    value: 'MOMENT',
    help: 'with --export: end there, as with --from',
    commands: ['replay'],
  },
  {
    name: 'serve',
    inlineValue: 'PORT',
    help: 'for Prometheus, on a loopback port (else 9464), until Ctrl-C',
    commands: ['metrics'],
  },
  {
    name: 'level',
    help: 'how loud the microphone is and whether that counts as speech, until Ctrl-C',
    commands: ['mic'],
  },
  {
    name: 'calibrate',
    help: 'measure 3 s of the room and 5 s of your speech, and say what sensitivity suits both',
    commands: ['mic'],
  },
  {
    name: 'write',
    help: 'with --calibrate: write that into the config file, without asking',
    commands: ['mic'],
  },
  {
    name: 'seconds',
    value: 'N',
    help: 'with --level: end after so long',
    commands: ['mic'],
  },
  {
    name: 'noise',
    value: 'LIST',
    help: 'with wer and denoise: also with noise so many dB below the speech, as 20,10,5,0',
    commands: ['bench'],
  },
  {
    name: 'noise-kind',
    value: 'KIND',
    choices: ['babble', 'white'],
    help: 'with --noise: six voices that say nothing (default), or hiss',
    commands: ['bench'],
  },
  {
    name: 'again',
    help: 'what no recogniser could hear when it was said, from its kept audio; ID: the beginning of its name',
    commands: ['listen'],
  },
  {
    name: 'speakers',
    inlineValue: 'N',
    help: 'say who speaks: known voices by name, others by number; N: so many there are',
    commands: ['transcribe'],
  },
  {
    name: 'speakers',
    help: 'put the name of an enrolled voice before what it says; --json has it in any case',
    commands: ['listen'],
  },
  {
    name: 'format',
    value: 'FORMAT',
    choices: ['text', 'json', 'srt', 'vtt'],
    help: 'lines of text (default), an object a line, or subtitles',
    commands: ['transcribe'],
  },
  {
    name: 'output',
    value: 'FILE|DIR',
    help: 'write it there; a folder gets a file for each recording',
    commands: ['transcribe'],
  },
  {
    name: 'help',
    short: 'h',
    help: 'this text',
    commands: COMMANDS.map((row) => row.name),
  },
  { name: 'version', short: 'V', help: 'print the version', commands: ['start'] },
];
