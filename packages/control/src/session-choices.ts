// What a person has chosen for a session: the settings it was started with, and mode, intent, manner of
// listening and reading aloud as they were changed since. What follows from a choice is left to the caller.
import type { ListenFor, ListenManner, ListenMode, SessionSettings } from '@codex-voice/protocol';

/** Why the microphone opens: somebody has come to a HUD, or a key was pressed. */
export type OpenedBy = 'presence' | 'key';

/** To what, and in which manner, a session is listened to. */
export interface ListenHow {
  readonly listenFor: ListenFor;
  readonly manner: ListenManner;
}

/** What a successor must know of the choices. */
export interface ChoicesMemory {
  readonly settings?: SessionSettings;
  readonly mode?: ListenMode;
  readonly intent?: SessionSettings['intent'];
  readonly aloud?: 'on' | 'off';
  /** In whatever mode. */
  readonly tuned?: ListenManner;
}

const LISTEN_FOR = {
  tap: { presence: 'on', key: 'on' },
  auto: { presence: 'on', key: 'on' },
  hold: { presence: 'on', key: 'on' },
  hybrid: { presence: 'once', key: 'once' },
  continuous: { presence: 'on', key: 'on' },
  wake: { presence: 'wake', key: 'awake' },
} as const satisfies Readonly<Record<ListenMode, Readonly<Record<OpenedBy, ListenFor>>>>;

export class SessionChoices {
  #memory: ChoicesMemory;

  constructor({ settings, mode, intent, aloud, tuned }: ChoicesMemory = {}) {
    this.#memory = {
      ...(settings === undefined ? {} : { settings }),
      ...(mode === undefined ? {} : { mode }),
      ...(intent === undefined ? {} : { intent }),
      ...(aloud === undefined ? {} : { aloud }),
      ...(tuned === undefined ? {} : { tuned }),
    };
  }

  /** The same object while nothing was chosen. */
  memory(): ChoicesMemory {
    return this.#memory;
  }

  get settings(): SessionSettings | undefined {
    return this.#memory.settings;
  }

  get mode(): ListenMode {
    const { mode, settings } = this.#memory;
    return mode ?? settings?.mode ?? 'tap';
  }

  get intent(): SessionSettings['intent'] {
    const { intent, settings } = this.#memory;
    return intent ?? settings?.intent ?? 'compose';
  }

  /** What a prompt does to a working agent; undefined: it waits. */
  get whileBusy(): 'steer' | 'interrupt' | undefined {
    const { whileBusy } = this.settings ?? {};
    return whileBusy === 'queue' ? undefined : whileBusy;
  }

  /** Whether texts are read aloud. */
  get aloud(): 'on' | 'off' {
    const voice = this.settings?.voice;
    if (voice?.start.speaking === undefined) return 'off';
    return this.#memory.aloud ?? voice.aloud ?? 'on';
  }

  /** How to listen in the current mode; what was tuned comes before what the mode says. */
  how(by: OpenedBy): ListenHow {
    const { mode } = this;
    const manner = { ...this.settings?.voice?.manners?.[mode], ...this.#memory.tuned };
    return { listenFor: LISTEN_FOR[mode][by], manner };
  }

  /** The first settings count. */
  configure(settings: SessionSettings): 'configured' | 'known' {
    if (this.#memory.settings !== undefined) return 'known';
    this.#memory = { ...this.#memory, settings };
    return 'configured';
  }

  /**
   * Other settings from now on, but for mode and intent, which are asked for on their own. A session
   * without voice stays so, and one that hears recordings goes on hearing them as it did.
   */
  reconfigure(settings: SessionSettings, how: 'as-it-is' | 'anew'): void {
    const { settings: before } = this.#memory;
    if (before === undefined) return;
    const { mode, intent, voice } = before;
    const { voice: wanted, ...others } = settings;
    const kept = { ...others, mode, intent };
    if (voice === undefined || wanted === undefined) {
      this.#memory = { ...this.#memory, settings: voice === undefined ? kept : { ...kept, voice } };
      return;
    }
    const isAnew = how === 'anew' && voice.start.source.kind === 'microphone';
    const start = isAnew ? wanted.start : voice.start;
    this.#memory = { ...this.#memory, settings: { ...kept, voice: { ...wanted, start } } };
  }

  setMode(mode: ListenMode): void {
    this.#memory = { ...this.#memory, mode };
  }

  setIntent(intent: SessionSettings['intent']): void {
    this.#memory = { ...this.#memory, intent };
  }

  setAloud(aloud: 'on' | 'off'): void {
    this.#memory = { ...this.#memory, aloud };
  }

  tune(manner: ListenManner): void {
    this.#memory = { ...this.#memory, tuned: { ...this.#memory.tuned, ...manner } };
  }
}
