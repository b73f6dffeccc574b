// `codex-voice host tray`: what sessions do, in the tray of a Linux desktop, until Ctrl-C, the menu's last entry or
// the end of the desktop. A process of its own, so that nothing else knows of trays.
import { setTimeout as sleep } from 'node:timers/promises';
import { openTrayItem, type TrayItem } from '@codex-voice/tray';
import { type CommandGiven, openAccess, printJson } from '../commands/session-access.ts';
import { tellError } from '../told-lines.ts';
import { EXIT_FAILURE, UserError, visible } from '../user-error.ts';
import { sessionWords, uiLanguage } from '../words/ui-language.ts';
import { TRAY_CHOICES, trayView } from './tray-view.ts';
import { WatchedSessions } from './watched-sessions.ts';

/** Between two looks at the sessions, in ms: a glance at the tray tells the truth. */
const LOOK_MS = 2_000;
const ID = 'codex-voice';
const ONLY_NAME = 'org.codex_voice.Tray';

/** Throws `UserError` where there can be no icon. */
export async function hostTray(given: CommandGiven): Promise<number> {
  if (process.platform !== 'linux') {
    throw new UserError(
      'an icon in the tray is offered on Linux alone: codex-voice sessions lists what runs',
    );
  }
  const words = sessionWords(uiLanguage(given.config().ui_language, process.env)).tray;
  const sessions = new WatchedSessions(openAccess(given));
  const over = new AbortController();
  let ended: string | undefined;
  const opened = await openTrayItem({
    address: process.env.DBUS_SESSION_BUS_ADDRESS,
    id: ID,
    onlyName: ONLY_NAME,
    ...trayView([], words),
    onChosen: (id) => {
      if (id === TRAY_CHOICES.leave) over.abort();
      if (id === TRAY_CHOICES.stopListening) void sessions.stopListening();
    },
    onTray: (state) => tell(given, state),
    onEnded: (why) => {
      ended = why;
      over.abort();
    },
  });
  if (opened.kind === 'refused') {
    throw new UserError(`no icon in the tray: ${visible(opened.why)}`);
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => over.abort());
  await follow(opened.item, {
    sessions,
    show: (rows) => trayView(rows, words),
    until: over.signal,
  });
  sessions.close();
  opened.item.close();
  if (ended === undefined) return 0;
  tellError(`the desktop's bus has gone (${ended})`);
  return EXIT_FAILURE;
}

interface Followed {
  readonly sessions: WatchedSessions;
  readonly show: (
    rows: Awaited<ReturnType<WatchedSessions['look']>>,
  ) => ReturnType<typeof trayView>;
  readonly until: AbortSignal;
}

async function follow(item: TrayItem, { sessions, show, until }: Followed): Promise<void> {
  while (!until.aborted) {
    const { look, entries } = show(await sessions.look());
    item.show(look, entries);
    await sleep(LOOK_MS, undefined, { signal: until }).catch(() => undefined);
  }
}

const STATES = {
  shown: 'in the tray: Ctrl-C, or its menu, takes it away',
  waits:
    'this desktop has no tray just now: shown as soon as one is there (GNOME: its AppIndicator extension)',
} as const;

function tell({ request }: CommandGiven, tray: keyof typeof STATES): void {
  if (request.options.json === true) printJson({ tray });
  else process.stdout.write(`${STATES[tray]}\n`);
}
