// What the command line and the config file together ask of a session.
import type { HudLanguage } from '@codex-voice/overlay';
import { LISTEN_MODES, type ListenMode, type RecordingTarget } from '@codex-voice/protocol';
import type { Request } from './command-line.ts';
import type { Config } from './config-schema.ts';
import { checkedKeys } from './configuration/checked-keys.ts';
import { allThemes, ownTheme, type Themes, themeHint } from './configuration/own-themes.ts';
import { type HudSize, isHudSize, type Motion } from './hud-size.ts';
import type { Telling } from './hud-words.ts';
import type { KeyNames } from './key-names.ts';
import { linearMode, rowsBeside } from './linear/linear-choice.ts';
import {
  askedRecording,
  type FullFolder,
  newRecording,
  usualRecording,
} from './recording-target.ts';
import { EXIT_USAGE, UserError, visible } from './user-error.ts';
import { sessionWords, uiLanguage } from './words/ui-language.ts';

export interface SessionOptions {
  readonly voice: 'on' | 'off';
  readonly recordings: readonly string[];
  /** Where it is recorded to; absent: it is not. */
  readonly record?: RecordingTarget;
  /** Why it is not recorded though the config file says so. */
  readonly unrecorded?: FullFolder;
  readonly mode: ListenMode;
  readonly intent: 'compose' | 'send';
  readonly hud: HudSize;
  readonly motion: Motion;
  /** Whether what happens is announced in lines, and where. */
  readonly linear: ReturnType<typeof linearMode>;
  /** With `linear` being `file`. */
  readonly announceFile: string | undefined;
  /** One of `themes`. */
  readonly theme: string;
  readonly themes: Themes;
  readonly keys: KeyNames;
  /** Of our row and of what we announce. */
  readonly language: HudLanguage;
  readonly telling: Telling;
  /** Folders of notes beside the person's own, as the config file has them. */
  readonly notesFolders: readonly string[];
  /** What is told while the person looks elsewhere. */
  readonly notify: Config['notify'];
}

/**
 * `term`: the terminal's name, as TERM has it. `how`: of a session that runs by now it is settled whether it is recorded.
 * Throws `UserError` for keys that can't be.
 */
export function sessionOptions(
  { command, options }: Request,
  config: Config,
  {
    term = process.env.TERM,
    how = 'begins',
  }: { readonly term?: string | undefined; readonly how?: 'begins' | 'runs' } = {},
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
    // Who comes to a session that runs has it recorded by `codex-voice record`.
    ...(command === 'attach' || how === 'runs' ? {} : recordTo(options.record, config)),
    // A recording is heard from the start, unless it was asked to wait for the key.
    mode: isListenMode(mode) ? mode : audio === undefined ? config.mode : 'auto',
    intent: intent ?? config.delivery,
    hud: rowsBeside<HudSize>(hud, term),
    motion: config.motion,
    linear: linearMode({ hud, announceFile, term }),
    announceFile,
    theme: typeof theme === 'string' ? askedTheme(theme, config) : ownTheme(config),
    themes: allThemes(config),
    keys: checkedKeys(config),
    language,
    telling: {
      words: sessionWords(language),
      sound: config.journal.enabled ? 'kept' : 'not-kept',
    },
    notesFolders: config.kb.folders,
    notify: config.notify,
  };
}

/** Who asks for it is refused where it can't be; a config file keeps no session from beginning. Throws `UserError`. */
function recordTo(
  option: unknown,
  { recording }: Config,
): Pick<SessionOptions, 'record' | 'unrecorded'> {
  if (typeof option === 'string') return { record: newRecording(option) };
  if (option === true) return { record: askedRecording(recording.folder_mb) };
  if (!recording.enabled) return {};
  const usual = usualRecording(recording.folder_mb);
  return usual.kind === 'room' ? { record: usual.target } : { unrecorded: usual.full };
}

/** One of the config file's, or built in. */
function askedTheme(name: string, config: Config): string {
  const { names } = allThemes(config);
  if (names.includes(name)) return name;
  const hint = themeHint(name, names);
  throw new UserError(`--theme ${visible(name)} is not known: ${hint}`, EXIT_USAGE);
}

export function isListenMode(name: unknown): name is ListenMode {
  return LISTEN_MODES.some((known) => known === name);
}
