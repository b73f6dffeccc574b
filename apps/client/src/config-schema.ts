// What may stand in the config file, with the default of everything. Reading and explaining errors is
// `config.ts`'s task.

import { TASKS } from '@codex-voice/actions';
import { DICTATION_RULES } from '@codex-voice/dictation';
import { HUD_LANGUAGES, parseStyle, themeNames, themeRoles } from '@codex-voice/overlay';
import {
  COMPUTE_PROVIDERS,
  LISTEN_MODES,
  type ListenMode,
  SAID_KINDS,
} from '@codex-voice/protocol';
import { SPOKEN_LANGUAGES } from '@codex-voice/speech';
import * as v from 'valibot';
import type { ConfigFile } from './config-file.ts';
import { DEFAULT_LETTERS } from './default-keys.ts';
import { OCCASIONS } from './notices/attention.ts';

/** The short sounds, as the `audio` package names them. */
export const CUE_NAMES = ['open', 'close', 'sent', 'thinking', 'refused'] as const;

/** Keys of their own for what the leader's letters do, as the config file names them. */
export const OWN_KEY_NAMES = [
  ...(['send', 'scratch', 'auto', 'hud', 'empty_queue', 'hush', 'read_back', 'approve'] as const),
  ...(['deny', 'interrupt', 'help', 'menu', 'queue', 'approvals', 'sessions', 'settings'] as const),
  ...(['commands', 'detach', 'take_over', 'quit'] as const),
] as const;

/** The same for each of the names. */
function withNames<const Name extends string, Each>(
  names: readonly Name[],
  each: Each,
): Record<Name, Each> {
  return Object.fromEntries(names.map((name) => [name, each])) as Record<Name, Each>; // `fromEntries` forgets its keys
}

/** How sure voice activity must be: `high` hears a whisper, `low` ignores the next desk. */
const sensitivity = v.picklist(['low', 'normal', 'high']);

/** Computing threads of a model. */
const threads = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(64));

const AN_ADDRESS = 'an address such as "http://127.0.0.1:8080"';
const serverUrl = v.pipe(
  v.string(),
  v.regex(/^https?:\/\/\S+$/u, AN_ADDRESS),
  v.check((text) => URL.canParse(text), AN_ADDRESS),
);

/** Bounds keep a typing slip from making speech unusable; all in ms. */
const silenceMs = v.pipe(v.number(), v.integer(), v.minValue(100), v.maxValue(5_000));
const minimumSpeechMs = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2_000));
// The segmenter refuses a maximum that leaves less than a second beside the pre-roll.
const maximumSegmentMs = v.pipe(v.number(), v.integer(), v.minValue(2_000), v.maxValue(120_000));
const keepAudioDays = v.pipe(v.number(), v.minValue(0), v.maxValue(3_650));

/** Lines above the screen that a terminal gets when it attaches: each costs the keeper some hundred bytes. */
const scrollbackLines = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100_000));
/** Output kept for a terminal that was away a moment, in KiB. */
const logMemoryKb = v.pipe(v.number(), v.integer(), v.minValue(64), v.maxValue(65_536));
/** Output kept on disk for each session, in MiB; 0: none. */
const logFileMb = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_024));
/** Of all recordings in our folder: from here on none begins there. */
const recordingsMb = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_048_576));
/** Ended sessions whose files stay. */
const keepEnded = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000));

/** What one key types by itself: emoji and what is written in several characters is typed by none. */
const letter = v.pipe(
  v.string(),
  v.regex(/^[\p{L}\p{N}\p{P}\p{Sm}\p{Sc}\p{Sk}]$/u, 'one letter or sign that a key types, as "j"'),
);

type LetterName = keyof typeof DEFAULT_LETTERS;

/** Letters behind the leader, by action; what has none by itself may be given one. */
const letterTable = v.strictObject({
  ...(Object.fromEntries(
    Object.entries(DEFAULT_LETTERS).map(([name, usual]) => [name, v.optional(letter, usual)]),
  ) as Record<LetterName, v.OptionalSchema<typeof letter, string>>), // `fromEntries` forgets its keys
  quit: v.exactOptional(letter),
});

const keyTable = v.strictObject({
  talk: v.optional(v.string(), 'F2'),
  leader: v.optional(v.string(), 'Ctrl-\\'),
  letters: v.optional(letterTable, {}),
  ...withNames(OWN_KEY_NAMES, v.optional(v.string())),
});

/** What a theme gives a look. */
const lookText = v.pipe(
  v.string(),
  v.check(
    (text) => parseStyle(text) !== undefined,
    'a colour as "#82aaff" or "blue", and "bold", "dim", "underline" or "reverse"',
  ),
);

/** A theme of the person's own: how it differs from one that is built in. */
const themeTable = v.strictObject({
  base: v.optional(v.picklist(themeNames), 'default'),
  ...withNames(themeRoles, v.optional(lookText)),
});

/** Also behind `--theme` and in our messages: no blanks, no capitals. */
const themeName = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,31}$/u, 'a name of small letters, digits and -'),
);

/** Parts that are not proved well enough yet to be on by themselves. */
const experimentalTable = v.strictObject({
  live_voice: v.optional(v.boolean(), false),
});

/** What is said, and the text it types: the same in `[[phrases]]` and `[[macros]]`. */
const phraseEntries = {
  say: v.string(),
  text: v.string(),
  pronunciations: v.optional(v.record(v.string(), v.array(v.string()))),
};
const phrase = v.strictObject({ ...phraseEntries, send: v.optional(v.boolean(), false) });

/** With less speech nobody can be told from anybody; with more than this nothing ever would be, in ms. */
const minimumVoiceMs = v.pipe(v.number(), v.integer(), v.minValue(300), v.maxValue(5_000));

/** Relative to nothing: sessions are started in any folder. */
const notesFolder = v.pipe(
  v.string(),
  v.regex(/^(?:\/|~(?:\/|$)|[A-Za-z]:)/u, 'a whole path, as "~/notes"'),
);

/** As `isProgram` of the `remote` package has it, for a shell of another machine. */
const programThere = v.pipe(
  v.string(),
  v.regex(/^(?!-)[^\p{Cc}\\!]+$/u, 'a program, as "~/.local/bin/codex-voice"'),
);

/** Nobody is enrolled without a name. */
const speakerName = v.pipe(v.string(), v.nonEmpty());

/** What follows a hush, in ms: shorter cuts a thought, longer is talked over. */
const closeAfterMs = v.pipe(v.number(), v.integer(), v.minValue(300), v.maxValue(10_000));

/** How one mode differs from `[speech]`. */
const modeTable = v.strictObject({
  silence_ms: v.optional(silenceMs),
  maximum_segment_ms: v.optional(maximumSegmentMs),
  sensitivity: v.optional(sensitivity),
  close_after_ms: v.optional(closeAfterMs),
});

/** Either its own screen, or the protocol that leaves it without one. */
const acpTable = v.strictObject({
  driver: v.optional(v.picklist(['typing', 'acp']), 'typing'),
});

/** How one kind of agent is driven: by its screen alone, or beside that by what it has of its own. */
const agentTables = v.strictObject({
  claude: v.optional(
    v.strictObject({ driver: v.optional(v.picklist(['typing', 'hooks']), 'typing') }),
    {},
  ),
  codex: v.optional(
    v.strictObject({ driver: v.optional(v.picklist(['typing', 'hooks', 'structured']), 'typing') }),
    {},
  ),
  gemini: v.optional(acpTable, {}),
  opencode: v.optional(acpTable, {}),
});

export const configSchema = v.strictObject({
  agent: v.optional(v.string()),
  agents: v.optional(agentTables, {}),
  mode: v.optional(v.picklist(LISTEN_MODES), 'tap'),
  delivery: v.optional(v.picklist(['compose', 'send']), 'compose'),
  while_busy: v.optional(v.picklist(['queue', 'steer', 'interrupt']), 'queue'),
  hud: v.optional(v.picklist(['large', 'full', 'line', 'off', 'linear']), 'line'),
  motion: v.optional(v.picklist(['full', 'reduced']), 'full'),
  theme: v.optional(v.string(), 'default'),
  ui_language: v.optional(v.picklist([...HUD_LANGUAGES, 'auto']), 'auto'),
  keys: v.optional(v.union([v.picklist(['default', 'classic']), keyTable]), 'default'),
  themes: v.optional(v.record(themeName, themeTable), {}),
  speech: v.optional(
    v.strictObject({
      language: v.optional(v.picklist([...SPOKEN_LANGUAGES, 'auto']), 'en'),
      languages: v.optional(v.pipe(v.array(v.picklist(SPOKEN_LANGUAGES)), v.minLength(1))),
      model: v.optional(v.string(), 'auto'),
      preview_model: v.optional(v.string(), 'auto'),
      provider: v.optional(v.picklist(COMPUTE_PROVIDERS), 'auto'),
      threads: v.optional(threads),
      command_word: v.optional(v.string()),
      command_channel: v.optional(v.boolean(), true),
      silence_ms: v.optional(silenceMs, 250),
      minimum_speech_ms: v.optional(minimumSpeechMs, 120),
      maximum_segment_ms: v.optional(maximumSegmentMs, 20_000),
      sensitivity: v.optional(sensitivity, 'normal'),
      default_phrases: v.optional(v.boolean(), true),
    }),
    {},
  ),
  modes: v.optional(
    v.strictObject(
      withNames<ListenMode, v.OptionalSchema<typeof modeTable, undefined>>(
        LISTEN_MODES,
        v.optional(modeTable),
      ),
    ),
    {},
  ),
  speaker: v.optional(
    v.strictObject({
      only: v.optional(v.union([speakerName, v.pipe(v.array(speakerName), v.minLength(1))])),
      threshold: v.optional(v.pipe(v.number(), v.minValue(-1), v.maxValue(1))),
      minimum_speech_ms: v.optional(minimumVoiceMs, 600),
      model: v.optional(v.string(), 'auto'),
    }),
    {},
  ),
  wake: v.optional(
    v.strictObject({
      phrases: v.optional(v.array(v.string()), ['hey codex']),
      pronunciations: v.optional(v.record(v.string(), v.array(v.string()))),
      model: v.optional(v.string(), 'auto'),
      threshold: v.optional(v.pipe(v.number(), v.minValue(0.01), v.maxValue(1))),
      confirm: v.optional(v.boolean(), true),
    }),
    {},
  ),
  audio: v.optional(
    v.strictObject({
      device: v.optional(v.string()),
      denoise: v.optional(v.picklist(['off', 'tap', 'path']), 'off'),
      warm_mic: v.optional(v.boolean(), false),
      cues: v.optional(v.union([v.boolean(), v.array(v.picklist(CUE_NAMES))]), false),
      cue_volume: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
    }),
    {},
  ),
  voice: v.optional(
    v.strictObject({
      speak: v.optional(v.picklist(['off', 'auto', 'espeak', 'flite', 'system', 'model']), 'off'),
      model: v.exactOptional(v.string()),
      say: v.optional(v.array(v.picklist(SAID_KINDS)), ['read-back', 'dialogs', 'failures']),
      /** `true`: speaking hushes our voice; `"speech"`: in `auto` it ends the agent's turn as well. */
      barge_in: v.optional(v.union([v.boolean(), v.picklist(['off', 'speech'])]), false),
    }),
    {},
  ),
  session: v.optional(
    v.strictObject({
      scrollback_lines: v.optional(scrollbackLines, 5_000),
      log_memory_kb: v.optional(logMemoryKb, 2_048),
      log_file_mb: v.optional(logFileMb, 16),
      keep_ended: v.optional(keepEnded, 20),
    }),
    {},
  ),
  journal: v.optional(
    v.strictObject({
      enabled: v.optional(v.boolean(), true),
      keep_audio_days: v.optional(keepAudioDays, 7),
    }),
    {},
  ),
  metrics: v.optional(
    v.strictObject({
      enabled: v.optional(v.boolean(), true),
      /** Where an OpenTelemetry collector is. */
      otlp: v.exactOptional(serverUrl),
    }),
    {},
  ),
  recording: v.optional(
    v.strictObject({
      enabled: v.optional(v.boolean(), false),
      folder_mb: v.optional(recordingsMb, 4_096),
    }),
    {},
  ),
  notify: v.optional(
    v.strictObject({
      on: v.optional(v.array(v.picklist(OCCASIONS)), []),
      when: v.optional(v.picklist(['unfocused', 'always']), 'unfocused'),
      by: v.optional(v.picklist(['auto', 'desktop', 'terminal', 'bell']), 'auto'),
      show: v.optional(v.picklist(['kind', 'text']), 'kind'),
    }),
    {},
  ),
  update: v.optional(
    v.strictObject({ check: v.optional(v.picklist(['never', 'weekly']), 'never') }),
    {},
  ),
  remote: v.optional(v.strictObject({ program: v.optional(programThere, 'codex-voice') }), {}),
  kb: v.optional(v.strictObject({ folders: v.optional(v.array(notesFolder), []) }), {}),
  whisper_server: v.optional(
    v.strictObject({
      url: serverUrl,
      start: v.optional(v.pipe(v.array(v.string()), v.minLength(1))),
    }),
  ),
  openai: v.optional(
    v.strictObject({
      url: v.optional(serverUrl, 'https://api.openai.com/v1'),
      model: v.string(),
      key_variable: v.optional(v.string()),
    }),
  ),
  dictation: v.optional(
    v.strictObject({
      format: v.optional(v.boolean(), true),
      repair: v.optional(v.boolean(), true),
      formatters: v.optional(v.picklist(['careful', 'eager']), 'careful'),
      formatter_prefix: v.optional(v.string(), ''),
      numbers: v.optional(v.picklist(['auto', 'always', 'never']), 'auto'),
      off: v.optional(v.array(v.picklist(DICTATION_RULES)), []),
      replacements: v.optional(v.record(v.string(), v.string()), {}),
    }),
    {},
  ),
  models: v.optional(v.strictObject({ mirror: v.optional(v.string()) }), {}),
  experimental: v.optional(experimentalTable, {}),
  phrases: v.optional(v.array(phrase), []),
  macros: v.optional(v.array(phrase), []),
});

/** The config file's tables, and where each stands in it. */
export type Config = v.InferOutput<typeof configSchema> & { readonly file: ConfigFile };

/** `[notify]`. */
export type NoticeOptions = Config['notify'];

const commandWords = v.union([v.string(), v.array(v.string())]);

/** What a project's own file may hold: nothing in it sends. */
export const projectSchema = v.strictObject({
  phrases: v.optional(v.array(v.strictObject(phraseEntries)), []),
  macros: v.optional(v.array(v.strictObject(phraseEntries)), []),
  /** What the project is tested and built with: plain words, or a list of them. */
  toolchain: v.optional(
    v.strictObject({ test: v.optional(commandWords), build: v.optional(commandWords) }),
    {},
  ),
});

/** Names allowed in each table of a project's file. */
export const PROJECT_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(projectSchema.entries),
  phrases: Object.keys(phraseEntries),
  macros: Object.keys(phraseEntries),
  toolchain: TASKS,
};

/** Names allowed in each table, for "did you mean". The empty name is the top of the file. */
export const CONFIG_KEYS: Readonly<Record<string, readonly string[]>> = {
  '': Object.keys(configSchema.entries),
  agents: Object.keys(agentTables.entries),
  'agents.*': Object.keys(agentTables.entries.codex.wrapped.entries),
  keys: Object.keys(keyTable.entries),
  'keys.letters': Object.keys(letterTable.entries),
  'themes.*': Object.keys(themeTable.entries),
  phrases: Object.keys(phrase.entries),
  macros: Object.keys(phrase.entries),
  speech: Object.keys(configSchema.entries.speech.wrapped.entries),
  modes: LISTEN_MODES,
  'modes.*': Object.keys(modeTable.entries),
  speaker: Object.keys(configSchema.entries.speaker.wrapped.entries),
  wake: Object.keys(configSchema.entries.wake.wrapped.entries),
  audio: Object.keys(configSchema.entries.audio.wrapped.entries),
  voice: Object.keys(configSchema.entries.voice.wrapped.entries),
  session: Object.keys(configSchema.entries.session.wrapped.entries),
  journal: Object.keys(configSchema.entries.journal.wrapped.entries),
  metrics: Object.keys(configSchema.entries.metrics.wrapped.entries),
  recording: Object.keys(configSchema.entries.recording.wrapped.entries),
  notify: Object.keys(configSchema.entries.notify.wrapped.entries),
  update: Object.keys(configSchema.entries.update.wrapped.entries),
  remote: Object.keys(configSchema.entries.remote.wrapped.entries),
  kb: Object.keys(configSchema.entries.kb.wrapped.entries),
  whisper_server: Object.keys(configSchema.entries.whisper_server.wrapped.entries),
  openai: Object.keys(configSchema.entries.openai.wrapped.entries),
  dictation: Object.keys(configSchema.entries.dictation.wrapped.entries),
  models: Object.keys(configSchema.entries.models.wrapped.entries),
  experimental: Object.keys(experimentalTable.entries),
};
