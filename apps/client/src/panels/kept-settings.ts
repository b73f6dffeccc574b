// What the settings panel has and the config file too: under which setting each stands there, and what its
// value is in the panel's words.
import type { Config } from '../config-schema.ts';
import { noticesSet, noticeValues } from './notice-settings.ts';

export interface KeptSetting {
  readonly keys: readonly string[];
  readonly value: unknown;
}

/** By the panel's names. */
export function keptValues(config: Config): Readonly<Record<string, string>> {
  const { mode, delivery, hud, motion, theme, speech, voice, notify } = config;
  return {
    mode,
    intent: delivery,
    silence: `${speech.silence_ms} ms`,
    sensitivity: speech.sensitivity,
    // Lines in the place of rows are begun with the session.
    ...(hud === 'linear' ? {} : { hud }),
    motion,
    theme,
    aloud: voice.speak === 'off' ? 'off' : 'on',
    ...noticeValues(notify),
  };
}

/** Undefined: the panel's setting is none of the file's. */
export function keptSetting(name: string, value: string, config: Config): KeptSetting | undefined {
  switch (name) {
    case 'mode':
    case 'hud':
    case 'motion':
    case 'theme':
      return { keys: [name], value };
    case 'intent':
      return { keys: ['delivery'], value };
    case 'silence':
      return { keys: ['speech', 'silence_ms'], value: Number.parseInt(value, 10) };
    case 'sensitivity':
      return { keys: ['speech', 'sensitivity'], value };
    case 'aloud':
      return spoken(value, config);
    default:
      return notice(name, value);
  }
}

function notice(name: string, value: string): KeptSetting | undefined {
  const changed = noticesSet(name, value);
  if (changed === undefined) return undefined;
  return { keys: ['notify', ...Object.keys(changed)], value: Object.values(changed)[0] };
}

/** What reads aloud is the person's choice, where they have made one. */
function spoken(value: string, { voice }: Config): KeptSetting {
  const choice = value === 'off' ? 'off' : voice.speak === 'off' ? 'auto' : voice.speak;
  return { keys: ['voice', 'speak'], value: choice };
}
