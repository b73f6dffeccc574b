// Options of the agents whose conversations can be taken up again, as far as it must be known what stands
// behind them. Read from `--help` of Codex 0.169.0 and Claude Code 2.1.197.

/** How an agent's own arguments are read. */
export interface OwnOptions {
  /** They take no value. */
  readonly flags: readonly string[];
  /** They take every word up to the next option. */
  readonly lists: readonly string[];
  /** First words that are commands of the agent's, and no prompt. */
  readonly commands: readonly string[];
  /** They choose a conversation, which is chosen anew. */
  readonly conversation: readonly string[];
}

export const CODEX_OPTIONS: OwnOptions = {
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
    'cloud',
    'completion',
    'debug',
    'delete',
    'doctor',
    'e',
    'exec',
    'exec-server',
    'features',
    'fork',
    'help',
    'login',
    'logout',
    'mcp',
    'migrate-nfs-db',
    'migrate-rollouts',
    'plugin',
    'queue',
    'remote-control',
    'resume',
    'review',
    'sandbox',
    'unarchive',
    'update',
  ],
  conversation: ['--all', '--include-non-interactive', '--last'],
};

export const CLAUDE_OPTIONS: OwnOptions = {
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
    'ultrareview',
    'update',
    'upgrade',
  ],
  conversation: ['--continue', '--fork-session', '--resume', '--session-id', '-c', '-r'],
};
