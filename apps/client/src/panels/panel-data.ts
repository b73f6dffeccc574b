// What each panel shows, from the facts of a session: the only place that knows both the panels and
// what this program can do.
import type { HelpSection, MenuItem, PanelData, PanelName, QueueItem } from '@codex-voice/overlay';
import { listensByItself, type QueueEntry, type SessionCommand } from '@codex-voice/protocol';
import { approvalItem } from '../hud-approvals.ts';
import { waitWords } from '../hud-words.ts';
import { afterLeader, type LetterName, type Letters } from '../key-names.ts';
import { COLON, hasColon } from '../leader-letters.ts';
import type { SessionWords } from '../words/session-words.ts';
import type { PanelFacts } from './panel-facts.ts';
import { keptItems } from './setting-items.ts';

type Phrases = PanelFacts['phrases'];

export function panelData(name: PanelName, facts: PanelFacts): PanelData {
  switch (name) {
    case 'help':
      return { kind: 'help', sections: [...facts.notices, ...helpSections(facts)] };
    case 'debug':
      return { kind: 'debug', sections: debugSections(facts) };
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
      return { kind: 'settings', items: keptItems(facts), kept: facts.words.settings.kept };
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

/** How things stand first, then what was told of them. */
function debugSections({ debug, notices }: PanelFacts): readonly HelpSection[] {
  const [now, ...others] = debug;
  return now === undefined ? notices : [now, ...notices, ...others];
}

function helpSections({ keys, voice, phrases, sessionId }: PanelFacts): readonly HelpSection[] {
  const { talk, leader, letters } = keys;
  const after = (name: LetterName, does: string) => ({ what: afterLeader(keys, name), does });
  const colon = hasColon(letters) ? '' : `; ${COLON} likewise`;
  const speech = [
    { what: talk, does: 'talk; again: stop' },
    after('auto', 'listen all the time, or not'),
    after('send', 'send what stands in the composer'),
    after('scratch', 'take the last spoken text back, as long as nobody typed'),
    after('empty_queue', 'drop what waits in the queue'),
    after('read_back', 'tell what is asked, or what stands in the composer'),
    after('hush', 'be quiet: stop reading aloud'),
  ];
  const screen = [
    after('menu', 'a menu of everything'),
    after('commands', `commands of ours, as explain or test${colon}`),
    after('queue', 'the queue: what waits, to edit, move and drop'),
    after('approve', 'approve what the agent asks, as our row shows it'),
    after('deny', 'deny it'),
    { what: `${leader} 1`, does: 'the first choice of a question; 2 to 9 likewise' },
    after('approvals', 'what the agent asks: all of it, and the rest'),
    after('interrupt', 'interrupt the agent, and reading aloud'),
    after('sessions', 'the sessions there are'),
    after('settings', 'settings'),
    after('hud', 'our row: one line, three, none; large: none and back'),
    {
      what: `${leader} ${talk}`,
      does: `${talk} for the agent itself; ${leader} ${leader} likewise`,
    },
  ];
  const terminals = [
    after('detach', 'detach: the agent goes on, codex-voice attach comes back'),
    after('take_over', 'take over the keyboard and the size'),
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

function menuItems(facts: PanelFacts): readonly MenuItem[] {
  const { keys, listening, mode, queue, sessions, role, sessionId } = facts;
  const { letters } = keys;
  const key = (name: LetterName) => ({ letter: letters[name], note: afterLeader(keys, name) });
  const open = menuLetters(letters);
  const mute = facts.voice === 'off' ? { refused: facts.words.answer.voiceOff } : {};
  const alone = sessionId === undefined ? { refused: 'started with --no-host' } : {};
  const holds = role === 'holder' ? { refused: 'this terminal holds the session already' } : {};
  const listen = listensByItself(mode) ? 'Listen only when asked' : 'Listen all the time';
  const talk = { letter: open.talk, label: listening ? 'Stop' : 'Talk', note: keys.talk };
  const take = { ...key('take_over'), letter: open.takeOver, label: 'Take over' };
  const counted = (name: LetterName, count: number, what: string) => {
    const { letter, note } = key(name);
    return { letter, note: count === 0 ? note : `${count} ${what} · ${note}` };
  };
  const asks = {
    ...{ action: 'approvals', label: 'What the agent asks' },
    ...counted('approvals', facts.approvals.length, 'open'),
  };
  const waits = { label: 'Queue', ...counted('queue', queue.length, 'waiting') };
  const there = { label: 'Sessions', ...counted('sessions', sessions.length, 'running') };
  return [
    { action: 'talk', ...talk, ...mute },
    { action: 'auto', label: listen, ...key('auto'), ...mute },
    { action: 'send', label: 'Send what stands in the composer', ...key('send') },
    { action: 'scratch', label: 'Take the last words back', ...key('scratch') },
    { action: 'hush', label: 'Be quiet: stop reading aloud', ...key('hush'), ...mute },
    { action: 'queue', ...waits },
    ...(facts.approvals.length === 0 ? [] : [asks]),
    { action: 'sessions', ...there, ...alone },
    { action: 'commands', label: 'Commands: explain, test …', ...key('commands') },
    { action: 'settings', label: 'Settings', ...key('settings') },
    { action: 'help', label: 'Help', ...key('help') },
    { action: 'take-over', ...take, ...alone, ...holds },
    { action: 'detach', label: 'Detach: the agent goes on', ...key('detach'), ...alone },
  ];
}

/** Letters of the menu for what has none behind the leader, and for what gives its own to that: what is free
 *  beside the others. */
function menuLetters(letters: Letters): { readonly talk: string; readonly takeOver: string } {
  const { take_over, ...others } = letters;
  const taken = new Set<string>(Object.values(others));
  const free = [...'toabcdefghijklmnopqrsuvwxyz'].filter((letter) => !taken.has(letter));
  const [talk = ''] = free;
  const takeOver = take_over !== talk && !taken.has(take_over) ? take_over : free[1];
  return { talk, takeOver: takeOver ?? '' };
}
