// What each panel shows, from the facts of a session: the only place that knows both the panels and
// what this program can do.
import type {
  CommandItem,
  HelpSection,
  MenuItem,
  PanelData,
  PanelName,
  QueueItem,
  SettingItem,
} from '@codex-voice/overlay';
import {
  type ApprovalEntry,
  LISTEN_MODES,
  type ListenManner,
  type ListenMode,
  listensByItself,
  type QueueEntry,
  type SessionCommand,
  type SessionRow,
  type SessionSettings,
} from '@codex-voice/protocol';
import type { NoticeOptions } from '../config-schema.ts';
import { approvalItem } from '../hud-approvals.ts';
import type { HudSize, Motion } from '../hud-size.ts';
import { waitWords } from '../hud-words.ts';
import type { KeyNames } from '../key-names.ts';
import type { SessionWords } from '../words/session-words.ts';
import { listeningItems } from './listening-settings.ts';
import { noticeItems } from './notice-settings.ts';

/** The leader's letters for panels. */
export const PANEL_LETTERS: Readonly<Record<Exclude<PanelName, 'debug'>, string>> = {
  help: '?',
  menu: 'm',
  queue: 'q',
  approvals: 'w',
  sessions: 'l',
  settings: 'c',
  commands: '/',
};

type Phrases = NonNullable<SessionSettings['voice']>['phrasebook']['phrases'];

/** Everything panels show. Whoever holds it keeps it current and tells the panel host of changes. */
export interface PanelFacts {
  readonly keys: KeyNames;
  readonly words: SessionWords;
  readonly voice: 'on' | 'off';
  readonly listening: boolean;
  readonly mode: ListenMode;
  /** How it is listened in this mode. */
  readonly manner: ListenManner;
  readonly intent: 'compose' | 'send';
  readonly hud: HudSize;
  readonly motion: Motion;
  readonly theme: string;
  /** Those to choose from. */
  readonly themes: readonly string[];
  /** What the config file has, by the names of the settings; undefined: nothing is written there. */
  readonly kept?: Readonly<Record<string, string>> | undefined;
  readonly cues: 'on' | 'off';
  readonly aloud: 'on' | 'off';
  /** Undefined: nothing hears of what could be told. */
  readonly notify: NoticeOptions | undefined;
  readonly phrases: Phrases;
  readonly commands: readonly CommandItem[];
  /** What the debug panel shows. */
  readonly debug: readonly HelpSection[];
  readonly queue: readonly QueueEntry[];
  readonly approvals: readonly ApprovalEntry[];
  readonly sessions: readonly SessionRow[];
  /** Absent in the single tree, which can't be left. */
  readonly sessionId: string | undefined;
  readonly role: 'holder' | 'viewer';
  /** The person's own folder, shown as `~`. */
  readonly home: string | undefined;
  /** Wall clock, in ms since 1970. */
  readonly nowMs: number;
}

/** How long a change in the settings is kept. */
const KEPT = 'for this session';

export function panelData(name: PanelName, facts: PanelFacts): PanelData {
  switch (name) {
    case 'help':
      return { kind: 'help', sections: helpSections(facts) };
    case 'debug':
      return { kind: 'debug', sections: facts.debug };
    case 'queue':
      return { kind: 'queue', items: facts.queue.map((entry) => queueItem(entry, facts.words)) };
    case 'approvals': {
      const { approval } = facts.words.row;
      return {
        kind: 'approvals',
        items: facts.approvals.map((one) => approvalItem(one, approval)),
      };
    }
    case 'sessions':
      return sessionsData(facts);
    case 'settings':
      return { kind: 'settings', items: keptItems(facts), kept: KEPT };
    case 'menu':
      return { kind: 'menu', items: menuItems(facts) };
    case 'commands':
      return { kind: 'commands', items: facts.commands };
  }
}

function queueItem(entry: QueueEntry, words: SessionWords): QueueItem {
  const { id, text, intent, origin, state } = entry;
  const item = { id, text, intent, origin, state, ...(entry.stale ? { stale: entry.stale } : {}) };
  const why = entry.what ?? (entry.why === undefined ? undefined : waitWords(entry.why, words));
  return why === undefined ? item : { ...item, why };
}

function sessionsData(facts: PanelFacts): PanelData {
  const { sessions, sessionId = '', role, nowMs, home } = facts;
  const items = sessions.map((row) => ({ ...row, cwd: fromHome(row.cwd, home) }));
  return { kind: 'sessions', items, here: sessionId, role, nowMs };
}

function fromHome(path: string, home: string | undefined): string {
  if (home === undefined || home === '' || home === '/') return path;
  return path === home || path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function helpSections({ keys, voice, phrases, sessionId }: PanelFacts): readonly HelpSection[] {
  const { talk, leader } = keys;
  const after = (letter: string, does: string) => ({ what: `${leader} ${letter}`, does });
  const speech = [
    { what: talk, does: 'talk; again: stop' },
    after('a', 'listen all the time, or not'),
    after('s', 'send what stands in the composer'),
    after('z', 'take the last spoken text back, as long as nobody typed'),
    after('x', 'drop what waits in the queue'),
    after('r', 'tell what is asked, or what stands in the composer'),
    after('b', 'be quiet: stop reading aloud'),
  ];
  const screen = [
    after(PANEL_LETTERS.menu, 'a menu of everything'),
    after(PANEL_LETTERS.commands, 'commands of ours, as explain or test; : likewise'),
    after(PANEL_LETTERS.queue, 'the queue: what waits, to edit, move and drop'),
    after('y', 'approve what the agent asks, as our row shows it'),
    after('n', 'deny it'),
    after('1', 'the first choice of a question; 2 to 9 likewise'),
    after(PANEL_LETTERS.approvals, 'what the agent asks: all of it, and the rest'),
    after('i', 'interrupt the agent, and reading aloud'),
    after(PANEL_LETTERS.sessions, 'the sessions there are'),
    after(PANEL_LETTERS.settings, 'settings'),
    after('h', 'our row: one line, three, none; large: none and back'),
    after(talk, `${talk} for the agent itself; ${leader} ${leader} likewise`),
  ];
  const terminals = [
    after('d', 'detach: the agent goes on, codex-voice attach comes back'),
    after('t', 'take over the keyboard and the size'),
  ];
  const sections: HelpSection[] = [
    ...(voice === 'on' ? [{ title: 'Speaking', rows: speech }] : []),
    { title: 'Screen', rows: screen },
    ...(sessionId === undefined ? [] : [{ title: 'Session', rows: terminals }]),
  ];
  const words = wordRows(phrases);
  return voice === 'off' || words.length === 0
    ? sections
    : [...sections, { title: 'Words to say', rows: words }];
}

const COMMAND_WORDS: Readonly<Record<SessionCommand, string>> = {
  send: 'sends what stands in the composer',
  scratch: 'takes the last spoken text back',
  clear: 'takes back all that waits, and all of ours in the composer',
  'new-line': 'a new line in the composer',
  cancel: 'gives up what is being said and what waits',
  listen: 'opens the microphone',
  stop: 'closes the microphone',
  'mode-tap': 'listens only when asked',
  'mode-auto': 'listens all the time',
  'mode-hold': 'listens while the talk key is down',
  'mode-hybrid': 'listens when asked, until you stop speaking',
  'mode-continuous': 'listens all the time, for dictation',
  'mode-wake': 'listens for the wake phrase',
  'read-back': 'tells what the agent asks, or what stands in the composer',
  hush: 'stops reading aloud; while it reads, heard only with barge_in',
  'scroll-up': 'a page up, where the agent scrolls itself',
  'scroll-down': 'a page down, where the agent scrolls itself',
  approve: 'approves what the agent asks; something risky with a second word',
  deny: 'denies what the agent asks',
  confirm: 'the second word for something risky',
  interrupt: 'ends the agent\u2019s turn, and reading aloud',
  help: 'these pages',
  detach: 'leaves the session, which goes on',
};

/** Longest text of a phrase told in the help, in UTF-16 units: what it is about, not all of it. */
const TOLD_UNITS = 80;

function shortened(text: string): string {
  const [line = ''] = text.split('\n');
  if (line === text && line.length <= TOLD_UNITS) return text;
  return `${line.slice(0, TOLD_UNITS).replace(/\s+\S*$/u, '')} …`;
}

function wordRows(phrases: Phrases): HelpSection['rows'] {
  return phrases.map(({ spoken, action }) => {
    if (action.kind === 'command')
      return { what: `"${spoken}"`, does: COMMAND_WORDS[action.command] };
    return {
      what: `"${spoken}"`,
      does:
        action.afterwards === 'send'
          ? `${shortened(action.text)} - and sends it`
          : shortened(action.text),
    };
  });
}

const MODE_HINTS: Readonly<Record<ListenMode, string>> = {
  tap: 'a key starts and stops',
  hold: 'as long as the key is down',
  hybrid: 'a key starts, a hush stops',
  auto: 'always listening',
  continuous: 'always listening, in long pieces',
  wake: 'a phrase starts, a hush stops',
};

/** With what the config file has of each. */
function keptItems(facts: PanelFacts): readonly SettingItem[] {
  const { kept = {} } = facts;
  return settingItems(facts).map((item) => {
    const there = Object.hasOwn(kept, item.name) ? kept[item.name] : undefined;
    return there === undefined ? item : { ...item, kept: there };
  });
}

function settingItems(facts: PanelFacts): readonly SettingItem[] {
  const { keys, mode, manner, intent, hud, motion, theme, cues, voice } = facts;
  const speech: SettingItem[] = [
    {
      name: 'mode',
      label: 'Listening',
      value: mode,
      choices: LISTEN_MODES,
      hint: MODE_HINTS[mode],
    },
    {
      name: 'intent',
      label: 'What you say',
      value: intent,
      choices: ['compose', 'send'],
      hint: 'compose: it stays in the composer until you send it; send: it goes at once',
    },
    ...listeningItems(manner),
  ];
  const inConfig = 'set in the config file';
  return [
    ...(voice === 'on' ? speech : []),
    {
      name: 'hud',
      label: 'Our rows',
      value: hud,
      choices: ['line', 'full', 'large', 'off'],
      hint: 'line: one row; full: three; large: five, in bold; off: none, the keys still work',
    },
    {
      name: 'motion',
      label: 'Motion',
      value: motion,
      choices: ['full', 'reduced'],
      hint: 'full: the level moves while you speak; reduced: nothing moves but the words',
    },
    { name: 'theme', label: 'Colours', value: theme, choices: facts.themes, hint: 'seen at once' },
    ...(voice === 'on' ? [readingAloud(facts)] : []),
    ...(facts.notify === undefined ? [] : noticeItems(facts.notify, facts.words.settings.notices)),
    { name: 'talk', label: 'Talk key', value: keys.talk, choices: [], hint: inConfig },
    { name: 'leader', label: 'Leader key', value: keys.leader, choices: [], hint: inConfig },
    ...(voice === 'on'
      ? [{ name: 'cues', label: 'Sounds', value: cues, choices: [], hint: inConfig }]
      : []),
  ];
}

function readingAloud({ keys, aloud }: PanelFacts): SettingItem {
  return {
    name: 'aloud',
    label: 'Reading aloud',
    value: aloud,
    choices: ['off', 'on'],
    hint: `what "say" in the config file names; ${keys.leader} b hushes it`,
  };
}

function menuItems(facts: PanelFacts): readonly MenuItem[] {
  const { keys, listening, mode, queue, sessions, role, sessionId } = facts;
  const key = (letter: string) => `${keys.leader} ${letter}`;
  const mute = facts.voice === 'off' ? { refused: facts.words.answer.voiceOff } : {};
  const alone = sessionId === undefined ? { refused: 'started with --no-host' } : {};
  const holds = role === 'holder' ? { refused: 'this terminal holds the session already' } : {};
  const listen = listensByItself(mode) ? 'Listen only when asked' : 'Listen all the time';
  const open = counted(facts.approvals.length, 'open');
  const asks = { action: 'approvals', letter: 'w', label: 'What the agent asks', note: open };
  const asked = facts.approvals.length === 0 ? [] : [asks];
  return [
    { action: 'talk', letter: 't', label: listening ? 'Stop' : 'Talk', note: keys.talk, ...mute },
    { action: 'auto', letter: 'a', label: listen, note: key('a'), ...mute },
    { action: 'send', letter: 's', label: 'Send what stands in the composer', note: key('s') },
    { action: 'scratch', letter: 'z', label: 'Take the last words back', note: key('z') },
    { action: 'hush', letter: 'b', label: 'Be quiet: stop reading aloud', note: key('b'), ...mute },
    { action: 'queue', letter: 'q', label: 'Queue', note: counted(queue.length, 'waiting') },
    ...asked,
    {
      action: 'sessions',
      letter: 'l',
      label: 'Sessions',
      note: counted(sessions.length, ''),
      ...alone,
    },
    { action: 'commands', letter: '/', label: 'Commands: explain, test …', note: key('/') },
    { action: 'settings', letter: 'c', label: 'Settings', note: key(PANEL_LETTERS.settings) },
    { action: 'help', letter: '?', label: 'Help', note: key('?') },
    { action: 'take-over', letter: 'o', label: 'Take over', note: key('t'), ...alone, ...holds },
    { action: 'detach', letter: 'd', label: 'Detach: the agent goes on', note: key('d'), ...alone },
  ];
}

function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${what}`.trimEnd();
}
