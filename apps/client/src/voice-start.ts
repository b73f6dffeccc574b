// From configuration and options to the voice process's `start` command, and how that process is run.
import { join } from 'node:path';
import {
  type SessionSettings,
  VOICE_PROTOCOL_VERSION,
  type VoiceStart,
} from '@codex-voice/protocol';
import {
  checkPhrases,
  defaultPhrasebook,
  mergePhrases,
  type Phrase,
  type Phrasebook,
} from '@codex-voice/speech';
import type { Config } from './config-schema.ts';
import { UserError } from './user-error.ts';

/** The phrases of the config file before the built-in ones. Throws `UserError` for a wrong phrase. */
export function phrasebookOf(config: Config, language: 'en' | 'fr'): Phrasebook {
  const own = config.phrases.map(
    (entry): Phrase => ({
      spoken: entry.say.toLowerCase().trim().replaceAll(/\s+/gu, ' '),
      action: { kind: 'text', text: entry.text, ...(entry.send ? { afterwards: 'send' } : {}) },
      ...(entry.pronunciations === undefined ? {} : { pronunciations: entry.pronunciations }),
    }),
  );
  const wrong = checkPhrases(own).find((problem) => problem.severity === 'error');
  if (wrong !== undefined) throw new UserError(`config: ${wrong.message}`);
  const defaults = defaultPhrasebook(language);
  const commands = defaults.phrases.filter((phrase) => phrase.action.kind === 'command');
  const kept = config.speech.default_phrases ? defaults : { language, phrases: commands };
  return mergePhrases(kept, own);
}

export interface VoiceStartOptions {
  readonly config: Config;
  readonly phrasebook: Phrasebook;
  readonly source: VoiceStart['source'];
  readonly journalDirectory: string | undefined;
}

export function voiceStart(options: VoiceStartOptions): VoiceStart {
  const { config, phrasebook, source, journalDirectory } = options;
  const journal = config.journal.enabled ? journalDirectory : undefined;
  return {
    type: 'start',
    version: VOICE_PROTOCOL_VERSION,
    source,
    phrases: phrasebook.phrases.map((phrase) => ({
      spoken: phrase.spoken,
      ...(phrase.pronunciations === undefined
        ? {}
        : { pronunciations: mutablePronunciations(phrase.pronunciations) }),
    })),
    segmenter: {
      silenceMs: config.speech.silence_ms,
      minimumSpeechMs: config.speech.minimum_speech_ms,
      maximumSegmentMs: config.speech.maximum_segment_ms,
      preRollMs: PRE_ROLL_MS,
    },
    language: phrasebook.language,
    warmMicrophone: config.audio.warm_mic,
    ...(journal === undefined ? {} : { journalDirectory: journal }),
    keepAudioDays: config.journal.keep_audio_days,
    cues: config.audio.cues,
  };
}

/** Less than 300 ms loses the first consonant; more than 500 ms reaches into what was said before. */
const PRE_ROLL_MS = 400;

/** The phrasebook as the wire carries it. */
export function wirePhrasebook(
  phrasebook: Phrasebook,
): NonNullable<SessionSettings['voice']>['phrasebook'] {
  return {
    language: phrasebook.language,
    phrases: phrasebook.phrases.map(({ spoken, action, pronunciations }) => ({
      spoken,
      action,
      ...(pronunciations === undefined
        ? {}
        : { pronunciations: mutablePronunciations(pronunciations) }),
    })),
  };
}

function mutablePronunciations(
  pronunciations: Readonly<Record<string, readonly string[]>>,
): Record<string, string[]> {
  return Object.fromEntries(
    Object.entries(pronunciations).map(([word, ways]) => [word, [...ways]]),
  );
}

/** The same program in the voice role, on the same Node. */
export function voiceCommand(launcher: string): { file: string; args: string[] } {
  return { file: process.execPath, args: [join(launcher), '__voice'] };
}
