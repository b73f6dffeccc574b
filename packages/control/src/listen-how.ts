// How a session is listened to in each mode: what the microphone is opened for, and in which manner.
import type { ListenFor, ListenManner, ListenMode, SessionSettings } from '@codex-voice/protocol';

/** Why the microphone opens: somebody has come to a HUD, or a key was pressed. */
export type OpenedBy = 'presence' | 'key';

/** To what, and in which manner, a session is listened to. */
export interface ListenHow {
  readonly listenFor: ListenFor;
  readonly manner: ListenManner;
}

const LISTEN_FOR = {
  tap: { presence: 'on', key: 'on' },
  auto: { presence: 'on', key: 'on' },
  hold: { presence: 'on', key: 'on' },
  hybrid: { presence: 'once', key: 'once' },
  continuous: { presence: 'on', key: 'on' },
  wake: { presence: 'wake', key: 'awake' },
} as const satisfies Readonly<Record<ListenMode, Readonly<Record<OpenedBy, ListenFor>>>>;

/** What the person has tuned comes before what the mode says. */
export function listenHow(given: {
  readonly mode: ListenMode;
  readonly by: OpenedBy;
  readonly settings: SessionSettings | undefined;
  readonly tuned: ListenManner;
}): ListenHow {
  const { mode, by, settings, tuned } = given;
  const manner = { ...settings?.voice?.manners?.[mode], ...tuned };
  return { listenFor: LISTEN_FOR[mode][by], manner };
}
