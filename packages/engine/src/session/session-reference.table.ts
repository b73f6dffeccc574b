// What a session's options, calls and events are for, in a line each. The types hold the tables to what there
// is: a name too many, and one that lacks its line, are compile errors. The reference for embedders is made of them.
import type { VoiceSessionErrorCode } from './session-error.ts';
import type { VoiceSessionEvent } from './session-events.ts';
import type { VoiceSessionOptions } from './session-options.ts';
import type { VoiceSession } from './voice-session.ts';

/** `needs`: it has to be there. */
interface OptionFacts {
  readonly what: string;
  readonly absent: string;
}

export const OPTION_FACTS: Readonly<Record<keyof VoiceSessionOptions, OptionFacts>> = {
  sampleRateHz: {
    what: 'of what you push, in Hz: a whole number from 1,000 to 768,000',
    absent: 'it has to be there',
  },
  onEvent: {
    what: 'told of everything, one event after the other, never from inside a call of yours; what it throws is an uncaught exception of your program',
    absent: 'it has to be there',
  },
  mode: {
    what: '`auto`, `continuous`: from the start; `tap`, `hold`: from `listen` to `stopListening`; `hybrid`: from `listen` to a hush; `wake`: from a wake phrase or `listen` to a hush',
    absent: '`auto`',
  },
  manner: {
    what: 'in whatever mode: `silenceMs`, `maximumSegmentMs`, `closeAfterMs`, and `startThreshold` and `stopThreshold` in 0–1',
    absent: 'as the mode has it',
  },
  phrasebook: {
    what: 'what may be said and what it stands for, as `defaultPhrasebook` makes one',
    absent: 'the phrases of English',
  },
  wakePhrases: {
    what: 'with `wake`: what opens the ear, in small letters, or with pronunciations of their own',
    absent: 'none, and `wake` is refused',
  },
  recognizers: {
    what: 'the first is listened with, each next takes over where those before fail: `phrases`, `model`, `whisper-server`, `openai`',
    absent: 'the phrases alone',
  },
  preview: { what: 'a faster one beside it, for words while they are spoken', absent: 'none' },
  journal: {
    what: '`directory`, a folder of your program’s own, and `keepAudioDays`: audio and text of each utterance, mode 0600, before it is told',
    absent: 'nothing is kept; the days: 7',
  },
  cues: { what: 'the short sounds that `nextPlaybackChunk` gives', absent: 'none' },
  voice: {
    what: 'the voice of `say`: a program on PATH or the system’s own',
    absent: '`say` is refused',
  },
  bargeIn: { what: 'talking over `say` hushes it: with headphones', absent: '`off`' },
  voiceActivity: {
    what: 'how speech is told from silence: `neural`, or `energy`, by loudness and without native code',
    absent: '`neural`, and `energy` where that can’t be loaded',
  },
  recognizerCommand: {
    what: 'starts the process of a model: `file` and `args`; for bundled programs',
    absent: 'this Node on a file of this package',
  },
};

export const CALL_FACTS: Readonly<Record<Extract<keyof VoiceSession, string>, string>> = {
  recognizer: 'what is listened with: `phrases-en`, a model’s name',
  voiceActivity: 'how speech is told from silence: `silero`, or `energy`',
  pushAudioFrame:
    'takes sound of any length and says how many samples were taken: fewer where 30 s wait to be heard. The array may be used again',
  drained:
    'resolves when what was pushed is heard and every utterance that ended in it is told. Await it where no microphone paces you',
  nextPlaybackChunk:
    'at most 20 ms of our own sound at 16 kHz, or `undefined`; what nobody asks for within 2 s is dropped. You own the loudspeaker',
  listen: 'listens from here on, after what was pushed so far',
  stopListening:
    'what was said so far is over, and nobody is listened to; in `wake` the phrase is waited for again. Resolves when its words are told',
  cancel: 'as `stopListening`, and drops the speech in progress; its audio stays in the journal',
  setMode: 'another mode; TypeError for `wake` without wake phrases',
  expect: 'names that are likely to be said, the likeliest first, for models with an ear for them',
  say: 'reads a text aloud after those that wait; beyond four of them the oldest is left out. Gives the id that `speaking` tells of; TypeError without a `voice`',
  hush: 'silent at once, and nothing that waited is said',
  close:
    'hears what was pushed, tells what is being said, keeps it, frees everything; `await using` calls it',
};

type Field<Type extends VoiceSessionEvent['type']> = Exclude<
  keyof Extract<VoiceSessionEvent, { readonly type: Type }>,
  'type'
>;

interface EventFacts<Fields extends PropertyKey> {
  readonly what: string;
  readonly fields: Readonly<Record<Fields, string>>;
}

const HEARD = {
  utteranceId: 'its name, as in the journal',
  segmentId: 'as `speech-started` told it',
  startMs: 'where it lay, from the first sample that was pushed',
  endMs: 'its end, likewise',
  endedBy:
    '`silence`, `stop-key` (`stopListening`, `setMode` or `close`), `maximum-length`, `end-of-source`',
} as const;

export const EVENT_FACTS: {
  readonly [Type in VoiceSessionEvent['type']]: EventFacts<Field<Type>>;
} = {
  attention: {
    what: 'who is listened to from here on',
    fields: {
      to: '`nobody`, `wake-phrase`, `speech`',
      phrase: 'the wake phrase that was heard',
    },
  },
  level: {
    what: 'about 16 a second while speech is listened for',
    fields: {
      rmsDb: 'loudness in dBFS',
      peakDb: 'the highest sample of late, in dBFS',
      speechProbability: '0–1',
    },
  },
  'speech-started': { what: 'an utterance begins', fields: { segmentId: 'a name for it' } },
  'speech-dropped': {
    what: 'it was none: no `final` and no `rejected` follows',
    fields: { segmentId: 'as told before', reason: '`too-short`, `cancelled`' },
  },
  partial: {
    what: 'words while they are spoken',
    fields: {
      segmentId: 'as told before',
      text: 'the words so far',
      settledLength: 'so many UTF-16 units of `text` stay as they are',
    },
  },
  final: {
    what: 'an utterance is over and understood',
    fields: {
      ...HEARD,
      transcript: 'its words, as they were recognised',
      text: 'what they stand for by the phrasebook, without what is obeyed; empty where all of it is a command',
      confidence: '0–1, where the recogniser has one',
      words: 'each word with `text`, `startMs`, `endMs`, `confidence`, where they are told',
      language: 'ISO 639-1, where it is told',
    },
  },
  command: {
    what: 'a command of the phrasebook was said; after the `final` it was said in',
    fields: { utteranceId: 'of that `final`', command: '`send`, `scratch` …' },
  },
  rejected: {
    what: 'an utterance is over and not understood',
    fields: { ...HEARD, failure: 'because no recogniser could do its work: `code`, `message`' },
  },
  speaking: {
    what: 'of a text given to `say`',
    fields: { id: 'what `say` gave', state: '`started`, `ended`, `interrupted`' },
  },
  problem: {
    what: 'something went wrong, in one line for a person',
    fields: {
      code: '`overrun`, `clipping`, `journal-failed`, `recognizer-failed`, `voice-activity-failed`, `speaking-failed`, `speakers-failed`',
      message: 'the line',
      severity: '`warning`; `fatal`: the session is over',
    },
  },
};

export const ERROR_FACTS: Readonly<Record<VoiceSessionErrorCode, string>> = {
  'cannot-listen': 'nothing that was asked for can be listened with; the message says why',
  closed: 'the session was closed, or has failed, before the call',
};
