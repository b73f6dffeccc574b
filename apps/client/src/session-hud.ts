// The state of our row for one session, from what the session was started with.
import { HudState } from './hud-state.ts';
import type { LateSettings } from './late-settings.ts';
import type { Announcement } from './linear/announcements.ts';
import type { SessionOptions } from './session-options.ts';

/** What this terminal itself has to tell is also given to `announce`. */
export function sessionHud(
  session: {
    readonly options: SessionOptions;
    readonly settings: LateSettings;
    readonly agentName?: string;
  },
  announce: (announcement: Announcement) => void,
): HudState {
  const { options, settings, agentName = '' } = session;
  const { keys, voice, mode, telling } = options;
  return new HudState({
    agentName,
    keys,
    voice,
    mode,
    wakePhrase: () => settings.known?.voice?.start.wakePhrases?.[0]?.spoken,
    secondWord: () =>
      settings.known?.voice?.phrasebook.phrases.find(
        ({ action }) => action.kind === 'command' && action.command === 'confirm',
      )?.spoken,
    telling,
    onTold: ({ text, severity }) => {
      const isUsual = severity === 'info';
      const announced = isUsual ? text : `${telling.words.line.severity[severity]}: ${text}`;
      const weight = isUsual ? 'usual' : 'urgent';
      announce({ about: 'notice', text: announced, weight, nature: 'news' });
    },
  });
}
