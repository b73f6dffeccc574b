// Panels with everyday data, for tests and for looking at them.
import type { PanelKey } from '@codex-voice/ansi';
import { type Panel, type PanelData, panelKey, renderPanel } from './panel.ts';
import type { PanelArea, PanelEffect } from './panel-types.ts';

export const AREA: PanelArea = {
  columns: 80,
  rows: 23,
  colour: 'none',
  glyphs: 'unicode',
  theme: 'mono',
};

export const QUEUE = {
  kind: 'queue',
  items: [
    {
      id: 'q0',
      text: 'read the notes',
      intent: 'send',
      origin: 'voice',
      state: 'typing',
    },
    {
      id: 'q1',
      text: 'run the tests and fix what fails, then tell me how long they took on this machine',
      intent: 'send',
      origin: 'voice',
      state: 'waiting',
      why: 'the agent is busy',
    },
    {
      id: 'q2',
      text: 'first line\nsecond line',
      intent: 'compose',
      origin: 'say',
      state: 'queued',
    },
    { id: 'q3', text: '漢字を読む', intent: 'send', origin: 'replay', state: 'queued' },
  ],
} as const satisfies PanelData;

const MEGABYTE = 1024 * 1024;
const MINUTE_MS = 60_000;

export const SESSIONS = {
  kind: 'sessions',
  here: 'codex-k3fa',
  role: 'holder',
  nowMs: 100 * MINUTE_MS,
  items: [
    {
      sessionId: 'codex-k3fa',
      agent: 'codex',
      cwd: '~/projects/compiler',
      state: 'busy',
      columns: 120,
      rows: 40,
      startedAtMs: 88 * MINUTE_MS,
      terminals: 2,
      held: true,
      queued: 1,
      keeperMemoryBytes: 52 * MEGABYTE,
      agentMemoryBytes: 140 * MEGABYTE,
    },
    {
      sessionId: 'claude-p0zz',
      agent: 'claude',
      cwd: '~/projects/a-rather-long-name/with/many/folders/in/it',
      state: 'dialog',
      columns: 80,
      rows: 24,
      startedAtMs: -200 * MINUTE_MS,
      terminals: 0,
      held: false,
      queued: 0,
      keeperMemoryBytes: 48 * MEGABYTE,
    },
  ],
} as const satisfies PanelData;

export const SETTINGS = {
  kind: 'settings',
  kept: 'for this session',
  items: [
    {
      name: 'mode',
      label: 'Listening',
      value: 'tap',
      choices: ['tap', 'auto'],
      hint: 'tap: a key starts and stops; auto: always listening',
    },
    {
      name: 'delivery',
      label: 'What you say',
      value: 'compose',
      choices: ['compose', 'send'],
      hint: 'compose: it waits in the composer until you send it; send: it goes at once',
    },
    { name: 'hud', label: 'Our rows', value: 'line', choices: ['line', 'full', 'off'], hint: '' },
    {
      name: 'theme',
      label: 'Colours',
      value: 'default',
      choices: ['default', 'dark', 'light', 'high-contrast', 'mono'],
      hint: 'seen at once',
    },
    { name: 'talk', label: 'Talk key', value: 'F2', choices: [], hint: 'set in the config file' },
  ],
} as const satisfies PanelData;

export const MENU = {
  kind: 'menu',
  items: [
    { action: 'talk', letter: 't', label: 'Talk', note: 'F2' },
    { action: 'auto', letter: 'a', label: 'Listen all the time', note: 'Ctrl-\\ a' },
    { action: 'send', letter: 's', label: 'Send what stands in the composer', note: 'Ctrl-\\ s' },
    { action: 'scratch', letter: 'z', label: 'Take the last words back', note: 'Ctrl-\\ z' },
    { action: 'queue', letter: 'u', label: 'Queue', note: '2 waiting' },
    { action: 'sessions', letter: 'e', label: 'Sessions', note: '' },
    { action: 'settings', letter: 'c', label: 'Settings', note: '' },
    { action: 'help', letter: '?', label: 'Help', note: 'Ctrl-\\ ?' },
    {
      action: 'take',
      letter: 'o',
      label: 'Take over',
      note: '',
      refused: 'this terminal holds it already',
    },
    { action: 'detach', letter: 'd', label: 'Detach', note: 'the agent goes on' },
  ],
} as const satisfies PanelData;

export const HELP = {
  kind: 'help',
  sections: [
    {
      title: 'Keys',
      rows: [
        { what: 'F2', does: 'talk; again: stop' },
        { what: 'Ctrl-\\ s', does: 'send what stands in the composer' },
        {
          what: 'Ctrl-\\ z',
          does: 'scratch: take the last spoken text back, as long as nobody typed',
        },
        { what: 'Ctrl-\\ a', does: 'listen all the time, or not' },
      ],
    },
    {
      title: 'Words',
      rows: [
        { what: 'send it', does: 'sends what stands in the composer' },
        { what: 'scratch that', does: 'takes the last words back' },
        { what: 'a phrase of your own that is long', does: 'puts a text in' },
      ],
    },
  ],
} as const satisfies PanelData;

export const COMMANDS = {
  kind: 'commands',
  items: [
    {
      name: 'search',
      usage: 'WORDS',
      label: 'find it in this project',
      note: '',
      filled: 'Search this project for {args}.',
    },
    {
      name: 'explain',
      usage: 'WORDS',
      label: 'explain it',
      note: '',
      filled: 'Explain {args}: what it does.\n\nChange nothing.',
    },
    {
      name: 'test',
      usage: '[WORDS]',
      label: 'run this project’s tests',
      note: '',
      alone: 'Run `npm test` and tell me what fails and why.',
      filled: 'Run `npm test` and tell me what fails and why. {args}',
    },
    {
      name: 'ticket',
      usage: 'NUMBER',
      label: 'a ticket of the team',
      note: 'this project',
      filled: '{args}',
      refused: 'not trusted yet',
    },
  ],
} as const satisfies PanelData;

export const ALL: readonly PanelData[] = [HELP, QUEUE, SESSIONS, SETTINGS, MENU, COMMANDS];

export const key = (name: string): PanelKey => ({ kind: 'key', name });
export const typed = (text: string): PanelKey => ({ kind: 'text', text, origin: 'typed' });
export const pasted = (text: string): PanelKey => ({ kind: 'text', text, origin: 'pasted' });

/** The panel after keys: names in angle brackets, everything else typed, as in `<Down>dx<Escape>`. */
export function after(panel: Panel, keys: string, area: PanelArea = AREA): Panel {
  return played(panel, keys, area).panel;
}

/** As {@link after}, with all that was asked for. */
export function played(
  panel: Panel,
  keys: string,
  area: PanelArea = AREA,
): { panel: Panel; effects: PanelEffect[] } {
  let current = panel;
  const effects: PanelEffect[] = [];
  for (const [, name, text = ''] of keys.matchAll(/<([^>]+)>|([^<]+)/gu)) {
    const step = panelKey(current, { key: name === undefined ? typed(text) : key(name), area });
    current = step.panel;
    effects.push(...step.effects);
  }
  return { panel: current, effects };
}

/** The rows as text without SGR, which is checked to be all there is beside it. */
export function textRows(panel: Panel, area: Partial<PanelArea> = {}): string[] {
  return renderPanel(panel, { ...AREA, ...area }).map((row) => {
    const bare = new TextDecoder().decode(row).replace(/\x1b\[[0-9;]+m/gu, '');
    if (/\p{Cc}/u.test(bare)) throw new Error(`not printable: ${JSON.stringify(bare)}`);
    return bare;
  });
}
