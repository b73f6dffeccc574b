// What the command line and the config file together ask of a session.
import { type HudLanguage, themeNames } from '@codex-voice/overlay';
import { LISTEN_MODES, type ListenMode } from '@codex-voice/protocol';
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { type HudSize, isHudSize } from './hud-size.ts';
import type { Telling } from './hud-words.ts';
import { readKeys } from './key-actions.ts';
import { type KeyNames, keyNames } from './key-names.ts';
import { linearMode, rowsBeside } from './linear/linear-choice.ts';
import { UserError } from './user-error.ts';
import { sessionWords, uiLanguage } from './words/ui-language.ts';

export interface SessionOptions {
  readonly voice: 'on' | 'off';
  readonly recordings: readonly string[];
  readonly mode: ListenMode;
  readonly intent: 'compose' | 'send';
  readonly hud: HudSize;
  /** Whether what happens is announced in lines, and where. */
  readonly linear: ReturnType<typeof linearMode>;
  /** With `linear` being `file`. */
  readonly announceFile: string | undefined;
  readonly theme: Config['theme'];
  readonly keys: KeyNames;
  /** Of our row and of what we announce. */
  readonly language: HudLanguage;
  readonly telling: Telling;
  /** Folders of notes beside the person's own, as the config file has them. */
  readonly notesFolders: readonly string[];
  /** What is told while the person looks elsewhere. */
  readonly notify: Config['notify'];
}

/** `term` is the terminal's name, as TERM has it. Throws `UserError` for keys that can't be. */
export function sessionOptions(
  { options }: Request,
  config: Config,
  term: string | undefined = process.env.TERM,
): SessionOptions {
  const { audio, mode, theme, announce } = options;
  const asked = options.hud;
  const hud = isHudSize(asked) || asked === 'linear' ? asked : config.hud;
  const announceFile = typeof announce === 'string' ? announce : undefined;
  const language = uiLanguage(config.ui_language, process.env);
  const intent = options.send === true ? 'send' : options.compose === true ? 'compose' : undefined;
  return {
    voice: options['no-voice'] === true ? 'off' : 'on',
    recordings: Array.isArray(audio) ? audio : [],
    // A recording is heard from the start, unless it was asked to wait for the key.
    mode: isListenMode(mode) ? mode : audio === undefined ? config.mode : 'auto',
    intent: intent ?? config.delivery,
    hud: rowsBeside<HudSize>(hud, term),
    linear: linearMode({ hud, announceFile, term }),
    announceFile,
    theme: isTheme(theme) ? theme : config.theme,
    keys: keysOf(config),
    language,
    telling: {
      words: sessionWords(language),
      sound: config.journal.enabled ? 'kept' : 'not-kept',
    },
    notesFolders: config.kb.folders,
    notify: config.notify,
  };
}

/** A wrong key is told with its line. */
function keysOf({ keys, file }: Config): KeyNames {
  const names = keyNames(keys);
  const read = readKeys(names);
  if (read.kind === 'bindings') return names;
  const { name, message } = read.fault;
  throw new UserError(`${file.place(['keys', name])}: keys: ${message}`);
}

export function isListenMode(name: unknown): name is ListenMode {
  return LISTEN_MODES.some((known) => known === name);
}

export function isTheme(name: unknown): name is Config['theme'] {
  return themeNames.some((known) => known === name);
}
