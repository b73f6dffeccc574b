// Options of the agents, as far as it must be known what stands behind them and what is a prompt. Read from
// `--help` of Codex 0.169.0, Claude Code 2.1.197, Gemini CLI 0.61.0 and opencode 1.18.33.

/** How an agent's own arguments are read. */
export interface OwnOptions {
  /** They take no value. */
  readonly flags: readonly string[];
  /** They take every word up to the next option. */
  readonly lists: readonly string[];
  /** First words that are commands of the agent's, and no prompt: left as they are. */
  readonly commands: readonly string[];
  /** Commands that go on with a conversation: `resume [ID] [PROMPT]`. */
  readonly resumes: readonly string[];
  /** Commands that are given a prompt, or do work once. */
  readonly errands: readonly string[];
  /** Their value is a prompt. */
  readonly prompts: readonly string[];
  /** They go with one prompt and its answer. */
  readonly once: readonly string[];
  /** What words are that are neither. */
  readonly words: 'prompt' | 'folder';
  /** What stands before a conversation's name to take it up; absent: it can't be. */
  readonly takesUp?: readonly string[];
  /** They say which folder it works in; without one of them a conversation works on where it was held. */
  readonly worksIn: readonly string[];
  /** They choose a conversation, which is chosen anew. */
  readonly conversation: readonly string[];
}

const CODEX_OPTIONS: OwnOptions = {
  flags: [
    '--all',
    '--approve-for-me',
    '--dangerously-bypass-approvals-and-sandbox',
    '--dangerously-bypass-hook-trust',
    '--help',
    '--include-non-interactive',
    '--last',
    '--no-alt-screen',
    '--no-daemon',
    '--oss',
    '--search',
    '--strict-config',
    '--version',
    '--worktree',
    '-V',
    '-h',
  ],
  lists: ['--image', '-i'],
  commands: [
    'a',
    'agents',
    'app-server',
    'apply',
    'archive',
    'completion',
    'debug',
    'delete',
    'doctor',
    'exec-server',
    'features',
    'help',
    'login',
    'logout',
    'mcp',
    'migrate-nfs-db',
    'migrate-rollouts',
    'plugin',
    'remote-control',
    'sandbox',
    'unarchive',
    'update',
  ],
  resumes: ['fork', 'resume'],
  errands: ['cloud', 'e', 'exec', 'queue', 'review'],
  prompts: [],
  once: [],
  words: 'prompt',
  takesUp: ['resume'],
  worksIn: ['-C', '--cd'],
  conversation: ['--all', '--include-non-interactive', '--last'],
};

const CLAUDE_OPTIONS: OwnOptions = {
  flags: [
    '--allow-dangerously-skip-permissions',
    '--ax-screen-reader',
    '--background',
    '--bare',
    '--bg',
    '--brief',
    '--chrome',
    '--continue',
    '--dangerously-skip-permissions',
    '--disable-slash-commands',
    '--exclude-dynamic-system-prompt-sections',
    '--fork-session',
    '--help',
    '--ide',
    '--no-chrome',
    '--print',
    '--safe-mode',
    '--strict-mcp-config',
    '--tmux',
    '--verbose',
    '--version',
    '-c',
    '-h',
    '-p',
    '-v',
  ],
  lists: [
    '--add-dir',
    '--allowed-tools',
    '--allowedTools',
    '--betas',
    '--disallowed-tools',
    '--disallowedTools',
    '--file',
    '--mcp-config',
    '--tools',
  ],
  commands: [
    'agents',
    'auth',
    'auto-mode',
    'doctor',
    'gateway',
    'install',
    'mcp',
    'plugin',
    'plugins',
    'project',
    'setup-token',
    'update',
    'upgrade',
  ],
  resumes: [],
  errands: ['ultrareview'],
  prompts: [],
  once: ['--input-format', '--output-format', '--print', '-p'],
  words: 'prompt',
  takesUp: ['--resume'],
  worksIn: [],
  conversation: ['--continue', '--fork-session', '--resume', '--session-id', '-c', '-r'],
};

/** Its conversations have numbers that only it knows: what chose one before chooses it again. */
const GEMINI_OPTIONS: OwnOptions = {
  flags: [
    '--accept-raw-output-risk',
    '--acp',
    '--debug',
    '--experimental-acp',
    '--help',
    '--list-extensions',
    '--list-sessions',
    '--raw-output',
    '--sandbox',
    '--screen-reader',
    '--skip-trust',
    '--version',
    '--yolo',
    '-d',
    '-h',
    '-l',
    '-s',
    '-v',
    '-y',
  ],
  lists: [
    '--admin-policy',
    '--allowed-mcp-server-names',
    '--allowed-tools',
    '--include-directories',
    '--policy',
  ],
  commands: ['extension', 'extensions', 'gemma', 'hook', 'hooks', 'mcp', 'skill', 'skills'],
  resumes: [],
  errands: [],
  prompts: ['--prompt', '--prompt-interactive', '-i', '-p'],
  once: ['--output-format', '-o'],
  words: 'prompt',
  worksIn: [],
  // That of a conversation that is there is refused.
  conversation: ['--session-id'],
};

const OPENCODE_OPTIONS: OwnOptions = {
  flags: [
    '--auto',
    '--continue',
    '--fork',
    '--help',
    '--mdns',
    '--mini',
    '--no-replay',
    '--print-logs',
    '--pure',
    '--version',
    '-c',
    '-h',
    '-v',
  ],
  lists: ['--cors'],
  commands: [
    'acp',
    'agent',
    'attach',
    'auth',
    'completion',
    'db',
    'debug',
    'export',
    'import',
    'mcp',
    'models',
    'plug',
    'plugin',
    'providers',
    'serve',
    'session',
    'stats',
    'uninstall',
    'upgrade',
    'web',
  ],
  resumes: [],
  errands: ['github', 'pr', 'run'],
  prompts: ['--prompt'],
  once: [],
  words: 'folder',
  worksIn: [],
  conversation: [],
};

/** By the kind of the agent. */
export const OWN_OPTIONS: Readonly<Record<string, OwnOptions | undefined>> = {
  codex: CODEX_OPTIONS,
  claude: CLAUDE_OPTIONS,
  gemini: GEMINI_OPTIONS,
  opencode: OPENCODE_OPTIONS,
};
