// Settings that options of the command line give, and a config with them laid over it.
import { SPOKEN_LANGUAGES } from '@codex-voice/speech';
import type { Config } from '../config-schema.ts';

type Options = Readonly<Record<string, unknown>>;

/** A setting → the options that give it; undefined: the option is not there. */
const FLAGS: Readonly<
  Record<string, readonly { readonly option: string; readonly value: (of: Options) => unknown }[]>
> = {
  mode: [{ option: '--mode', value: ({ mode }) => mode }],
  hud: [{ option: '--hud', value: ({ hud }) => hud }],
  theme: [{ option: '--theme', value: ({ theme }) => theme }],
  delivery: [
    { option: '--send', value: ({ send }) => (send === true ? 'send' : undefined) },
    { option: '--compose', value: ({ compose }) => (compose === true ? 'compose' : undefined) },
  ],
  'recording.enabled': [
    {
      option: '--record',
      value: ({ record }) => (record === undefined || record === false ? undefined : true),
    },
  ],
  'speech.language': [{ option: '--language', value: ({ language }) => language }],
  'speech.model': [{ option: '--model', value: ({ model }) => model }],
  'audio.device': [{ option: '--device', value: ({ device }) => device }],
};

/** The option that gives a setting, by the setting's path; undefined: none does. */
export function flagOf(
  path: string,
  options: Options,
): { readonly option: string; readonly value: unknown } | undefined {
  for (const { option, value } of FLAGS[path] ?? []) {
    const given = value(options);
    if (given !== undefined) return { option, value: given };
  }
  return undefined;
}

/** The config with what of it is asked for on the command line; the rest of the options are read later. */
export function withFlags(config: Config, options: Options): Config {
  const { device } = options;
  return {
    ...config,
    speech: {
      ...config.speech,
      ...spokenOption(options.language),
    },
    audio: { ...config.audio, ...(typeof device === 'string' ? { device } : {}) },
  };
}

/** One language, or `auto`, in the place of all that the config file names. */
function spokenOption(language: unknown): Partial<Config['speech']> {
  const code = language === 'auto' ? language : SPOKEN_LANGUAGES.find((each) => each === language);
  return code === undefined ? {} : { language: code, languages: undefined };
}
