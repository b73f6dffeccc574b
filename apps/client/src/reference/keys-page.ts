// The page of all keys: those of a session, by the tables that bind them, and those of panels.
import { PANEL_KEYS } from '@codex-voice/overlay';
import { languagePhrases, type SpokenCommand } from '@codex-voice/speech';
import { OWN_KEY_NAMES } from '../config-schema.ts';
import { SETTING_FACTS } from '../configuration/settings.table.ts';
import type { Action } from '../key-actions.ts';
import { keyNames } from '../key-names.ts';
import { CHOICE_ACTIONS, COLON, leaderLetters } from '../leader-letters.ts';
import { code, markdownTable } from './markdown-table.ts';

/** What does the same when it is said. */
const SPOKEN: Readonly<Partial<Record<Action, SpokenCommand>>> = {
  talk: 'listen',
  send: 'send',
  scratch: 'scratch',
  auto: 'mode-auto',
  'empty-queue': 'cancel',
  hush: 'hush',
  'read-back': 'read-back',
  approve: 'approve',
  deny: 'deny',
  interrupt: 'interrupt',
  help: 'help',
  detach: 'detach',
};

const PANELS: Readonly<Record<keyof typeof PANEL_KEYS, string>> = {
  menu: 'The menu',
  commands: 'The palette of commands',
  queue: 'The queue',
  editing: 'A prompt of the queue, being changed',
  approvals: 'What the agent asks',
  sessions: 'The sessions',
  settings: 'The settings',
  help: 'The help',
  debug: 'What happens here (`/debug`)',
};

export function keysPage(): string {
  const { talk, leader } = keyNames('default');
  return [
    '# Keys',
    '',
    `Every key of ours, as a session binds it. \`${leader}\` is the leader: press it, then the letter, within two`,
    'seconds. All other keys reach the agent as you typed them. How to choose others stands in',
    '[configuration](../configuration.md#keys), what terminals make of them in [terminals](../terminals.md).',
    '',
    '## In a session',
    '',
    ...markdownTable(
      ['key', 'what it does', 'said, in English', 'a key of its own', '`keys = "classic"`'],
      sessionRows(),
    ),
    '',
    `\`${leader} ${leader}\` and \`${leader} ${talk}\` give the agent that key itself. \`Esc\` after the leader does nothing.`,
    'The [settings](../settings.md) in the fourth column have no key until you give them one; the leader and its letter',
    'go on working beside it. The letter itself is another in `[keys.letters]`, by the same name: `keys.letters.send = "j"`.',
    '',
    '## In panels',
    '',
    ...markdownTable(
      ['panel', 'keys'],
      Object.entries(PANELS).map(([name, title]) => [title, panelKeys(name)]),
    ),
    '',
    'A panel shows in its last line the keys that have something to do just now.',
    '',
  ].join('\n');
}

function sessionRows(): readonly (readonly string[])[] {
  const usual = keyNames('default');
  const classic = keyNames('classic');
  const letters = leaderLetters(usual.letters);
  const own = OWN_KEY_NAMES.map((name) => {
    const action = name.replaceAll('_', '-') as Action; // the names of actions, as settings have them
    const letter = letters[action];
    const key = letter === undefined ? '–' : code(`${usual.leader} ${letter}`);
    return [
      name === 'commands' ? `${key}, ${code(`${usual.leader} ${COLON}`)}` : key,
      SETTING_FACTS[`keys.${name}`]?.help ?? '',
      saidFor(action),
      code(`keys.${name}`),
      classic[name] === undefined ? '' : code(classic[name]),
    ];
  });
  return [
    [
      code(usual.talk),
      'talks; again: stops',
      saidFor('talk'),
      code('keys.talk'),
      code(classic.talk),
    ],
    ...own,
    [
      `${code(`${usual.leader} 1`)} to ${code(`${usual.leader} ${CHOICE_ACTIONS.length}`)}`,
      'chooses from what the agent asks, by the number on our row',
      'the number, or the choice’s words',
      '–',
      '',
    ],
  ];
}

function saidFor(action: Action): string {
  const command = SPOKEN[action];
  return command === undefined ? '' : `"${languagePhrases('en').commands[command][0]}"`;
}

function panelKeys(name: string): string {
  const keys = Object.entries(PANEL_KEYS).find(([panel]) => panel === name)?.[1] ?? [];
  return keys.map(({ key, does }) => `${code(key)} ${does}`).join(', ');
}
