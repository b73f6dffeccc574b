// How a simulated session listens and delivers: spoken words are typed as they are, so that each can be
// found again in what an agent was given.
import type { SessionSettings } from '@codex-voice/protocol';
import { defaultPhrasebook } from '@codex-voice/speech';

export function sessionSettings(intent: 'compose' | 'send'): SessionSettings {
  const { languages, commandWords, phrases } = defaultPhrasebook('en');
  return {
    intent,
    mode: 'auto',
    voice: {
      start: {
        type: 'start',
        version: 1,
        source: { kind: 'microphone' },
        phrases: [],
        segmenter: {
          silenceMs: 250,
          minimumSpeechMs: 100,
          maximumSegmentMs: 30_000,
          preRollMs: 400,
        },
        language: 'en',
        warmMicrophone: false,
        journalDirectory: '/journal',
        keepAudioDays: 7,
        cues: false,
      },
      dictation: {
        format: 'off',
        repair: 'off',
        formatters: 'careful',
        formatterPrefix: '',
        numbers: 'never',
        replacements: {},
        off: [],
      },
      phrasebook: {
        language: 'en',
        languages: [...languages],
        commandWords: [...commandWords],
        phrases: phrases.map(({ spoken, action }) => ({ spoken, action })),
      },
    },
  };
}
