// The keys that talk, lead and follow the leader where nobody has chosen others: alone, so that help loads no
// settings.

/** What follows the leader, by action, as the config file names them. */
export const DEFAULT_LETTERS = {
  send: 's',
  scratch: 'z',
  auto: 'a',
  hud: 'h',
  empty_queue: 'x',
  hush: 'b',
  read_back: 'r',
  approve: 'y',
  deny: 'n',
  interrupt: 'i',
  help: '?',
  menu: 'm',
  queue: 'q',
  approvals: 'w',
  sessions: 'l',
  settings: 'c',
  commands: '/',
  detach: 'd',
  take_over: 't',
} as const;

export const DEFAULT_KEYS = { talk: 'F2', leader: 'Ctrl-\\', letters: DEFAULT_LETTERS } as const;
