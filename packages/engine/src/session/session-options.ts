// What a session is started with, checked, and the engine's settings that follow from it.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CUES, type Cue } from '@codex-voice/audio';
import {
  LISTEN_MODES,
  type ListenManner,
  type ListenMode,
  type RecognizerSpec,
} from '@codex-voice/protocol';
import type { ProcessCommand } from '@codex-voice/recognizers';
import {
  type BargeIn,
  DEFAULT_SEGMENTER_SETTINGS,
  defaultPhrasebook,
  isPhraseLanguage,
  type Phrasebook,
  phrasesToHear,
  type SpokenPhrase,
} from '@codex-voice/speech';
import type { VoiceChoice } from '@codex-voice/voices';
import type { EngineSettings } from '../engine-settings.ts';
import type { VoiceSessionEvent } from './session-events.ts';

/** Audio in a journal is kept so long unless said otherwise, in days. */
const KEEP_AUDIO_DAYS = 7;

export interface VoiceSessionOptions {
  /** Of what is pushed, in Hz: a whole number between 1,000 and 768,000. */
  readonly sampleRateHz: number;
  /**
   * Told of everything, one after the other, never from inside a call of the session's. What it throws is an
   * uncaught exception of your program; the session goes on.
   */
  readonly onEvent: (event: VoiceSessionEvent) => void;
  /**
   * `auto`, `continuous`: listens from the start; `continuous` in long pieces. `tap`, `hold`: from `listen` to
   * `stopListening`. `hybrid`: from `listen` to a hush. `wake`: from a wake phrase or `listen` to a hush.
   * Absent: `auto`.
   */
  readonly mode?: ListenMode;
  /** How is listened in whatever mode: silence and longest piece in ms, thresholds in 0–1. */
  readonly manner?: ListenManner;
  /** What may be said and what it stands for. Absent: the built-in phrases of English. */
  readonly phrasebook?: Phrasebook;
  /** With `wake`: what opens the ear. Lower-case words, or with pronunciations of their own. */
  readonly wakePhrases?: readonly SpokenPhrase[];
  /** The first one is listened with; each next takes over where those before fail. Absent: the phrases alone. */
  readonly recognizers?: readonly RecognizerSpec[];
  /** A faster one beside it, for words while they are spoken. */
  readonly preview?: RecognizerSpec;
  /** Keeps audio and text of every utterance, mode 0600, before they are told. Absent: nothing is kept. */
  readonly journal?: {
    /** Made where it is not there; a folder of this program's own. */
    readonly directory: string;
    /** Older audio is removed at the start; its text stays. Absent: 7. */
    readonly keepAudioDays?: number;
  };
  /** Which short sounds `nextPlaybackChunk` gives. Absent: none. */
  readonly cues?: readonly Cue[];
  /** The voice of `say`: a program on PATH or the system's own. Absent: `say` is refused. */
  readonly voice?: Exclude<VoiceChoice, 'model'>;
  /** Whether somebody may talk over `say`, which hushes it: with headphones. Absent: `off`. */
  readonly bargeIn?: BargeIn;
  /**
   * How speech is told from silence. `energy`: by loudness, with no native code in this process. Absent: `neural`,
   * and `energy` where that can't be loaded, which is told.
   */
  readonly voiceActivity?: 'neural' | 'energy';
  /** Starts the process of one model; for bundled programs. Absent: this Node on a file of this package. */
  readonly recognizerCommand?: ProcessCommand;
}

/** @throws TypeError where a model's process is needed, and nobody says how to start it. */
export function recognizerCommandOf(options: VoiceSessionOptions): ProcessCommand {
  const { recognizerCommand, recognizers = [], preview } = options;
  if (recognizerCommand !== undefined) return recognizerCommand;
  // A bundle has no folder of the source's, or another one.
  const file = join(import.meta.dirname ?? '', '../recognizer-process.ts');
  const isNeeded = [...recognizers, preview].some((spec) => spec?.kind === 'model');
  if (isNeeded && !existsSync(file)) {
    throw new TypeError(
      'recognizerCommand is missing: a bundle has to say how a model’s process is started',
    );
  }
  return { file: process.execPath, args: [file] };
}

/** @throws TypeError naming the option that is none of what may be chosen. */
export function checkOptions(options: VoiceSessionOptions): void {
  const { mode = 'auto', onEvent, cues = [], wakePhrases = [] } = options;
  if (typeof onEvent !== 'function')
    throw new TypeError(`onEvent is ${typeof onEvent}, not a function`);
  if (!LISTEN_MODES.includes(mode)) {
    throw new TypeError(`mode is ${JSON.stringify(mode)}, not one of ${LISTEN_MODES.join(', ')}`);
  }
  if (mode === 'wake' && wakePhrases.length === 0) {
    throw new TypeError('mode is "wake" and there are no wakePhrases');
  }
  const unknown = cues.find((cue) => !CUES.includes(cue));
  if (unknown !== undefined) {
    throw new TypeError(`cues has ${JSON.stringify(unknown)}, not one of ${CUES.join(', ')}`);
  }
}

export function phrasebookOf({ phrasebook }: VoiceSessionOptions): Phrasebook {
  return phrasebook ?? defaultPhrasebook('en');
}

/** All but the source. */
export function engineSettings(options: VoiceSessionOptions): Omit<EngineSettings, 'source'> {
  const {
    recognizers,
    preview,
    voiceActivity,
    journal,
    cues = [],
    voice,
    bargeIn = 'off',
  } = options;
  const book = phrasebookOf(options);
  const language = book.languages.find(isPhraseLanguage) ?? 'en';
  return {
    phrases: phrasesToHear(book, language).map(mutable),
    ...(recognizers === undefined ? {} : { recognizers: [...recognizers] }),
    ...(preview === undefined ? {} : { preview }),
    ...(voiceActivity === undefined ? {} : { voiceActivity }),
    segmenter: DEFAULT_SEGMENTER_SETTINGS,
    language,
    languages: [...book.languages],
    wakePhrases: (options.wakePhrases ?? []).map(mutable),
    // There is no device to be kept open.
    warmMicrophone: false,
    ...(journal === undefined ? {} : { journalDirectory: journal.directory }),
    keepAudioDays: journal?.keepAudioDays ?? KEEP_AUDIO_DAYS,
    cues: cues.length > 0,
    cueChoice: { names: [...cues], volume: 1 },
    ...(voice === undefined ? {} : { speaking: { voice, bargeIn } }),
  };
}

/** As the engine's settings have it: they come over a wire as well. */
function mutable({ spoken, pronunciations }: SpokenPhrase): EngineSettings['phrases'][number] {
  if (pronunciations === undefined) return { spoken };
  const ways = Object.entries(pronunciations).map(([word, each]) => ({ word, each: [...each] }));
  return { spoken, pronunciations: Object.fromEntries(ways.map(({ word, each }) => [word, each])) };
}
