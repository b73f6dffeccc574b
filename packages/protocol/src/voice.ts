// The messages between a client and the voice process: one JSON object a line, each way. Parsed
// here, once, at the boundary; inside, the types are trusted. Transport is left to others.
import * as v from 'valibot';
import { keywordModelSchema } from './keyword-process.ts';
import { listenFor, listenMannerSchema } from './listening.ts';
import { type Parsed, parseWith } from './parsed.ts';
import { recognizerSpecSchema } from './recognizer-spec.ts';
import { speakerSettings, speakerTurn } from './speakers.ts';
import { spokenPhrase } from './spoken-phrase.ts';

/** Bumped when a message changes meaning; both sides refuse another version in one clear line. */
export const VOICE_PROTOCOL_VERSION = 1;

/** Milliseconds on the machine-wide monotonic clock (CLOCK_MONOTONIC): comparable across processes. */
const monotonicMs = v.number();

/**
 * Noise suppression: none, beside the sound (for voice activity and level alone), or in it, so that the
 * recogniser hears what is left. Absent: none.
 */
const denoise = v.picklist(['off', 'tap', 'path']);

/** Mixed into each recording: the same one for the same seed and place in `paths`. */
const noise = v.object({
  kind: v.picklist(['white', 'babble']),
  /** Mean power of the loud parts of the recording against that of the noise, in dB. */
  snrDb: v.number(),
  seed: v.number(),
});

const source = v.variant('kind', [
  v.object({
    kind: v.literal('microphone'),
    device: v.exactOptional(v.string()),
    denoise: v.exactOptional(denoise),
  }),
  v.object({
    kind: v.literal('files'),
    paths: v.array(v.string()),
    /** `realtime` paces the recording as a microphone would; `fast` decodes as fast as it can. */
    pace: v.picklist(['realtime', 'fast']),
    denoise: v.exactOptional(denoise),
    /** For measurements: all recordings are heard once in each, one round after the other. Absent: once, as they are. */
    rounds: v.exactOptional(v.array(v.object({ denoise, noise: v.exactOptional(noise) }))),
  }),
]);

const segmenterSettings = v.object({
  silenceMs: v.number(),
  minimumSpeechMs: v.number(),
  maximumSegmentMs: v.number(),
  preRollMs: v.number(),
});

/** The first command: what to listen to, and for what. */
export const voiceStart = v.object({
  type: v.literal('start'),
  version: v.number(),
  source,
  phrases: v.array(spokenPhrase),
  /** The first one is listened with; each next one takes over where those before it fail. Absent: the phrases alone. */
  recognizers: v.exactOptional(v.array(recognizerSpecSchema)),
  /** A faster one beside it, for words while they are spoken. */
  preview: v.exactOptional(recognizerSpecSchema),
  /** Heard beside recognisers of free speech, by one that knows nothing else; absent: they are not. */
  commands: v.exactOptional(v.array(spokenPhrase)),
  segmenter: segmenterSettings,
  /** Of the phrases' pronunciations. */
  language: v.picklist(['en', 'fr']),
  /** Phrases that open the microphone in `wake`; absent: none. */
  wakePhrases: v.exactOptional(v.array(spokenPhrase)),
  /** Hears them before the built-in recogniser, which confirms unless `wakeConfirmed` is `off`; absent: it alone does. */
  wakeModel: v.exactOptional(keywordModelSchema),
  wakeConfirmed: v.exactOptional(v.picklist(['on', 'off'])),
  /** ISO 639-1 codes of what is spoken, the usual one first; none: it is to be found out. Absent: `language`. */
  languages: v.exactOptional(v.array(v.string())),
  /** Keep the device open between utterances, so that pre-roll exists before the talk key. */
  warmMicrophone: v.boolean(),
  /** Directory of the journal; absent: nothing is journaled (used by `transcribe`). */
  journalDirectory: v.exactOptional(v.string()),
  /** Journaled audio older than this is removed at the start. */
  keepAudioDays: v.number(),
  cues: v.boolean(),
  /** Which of them, by name, and how loud, 0 to 1; absent: all, as loud as they are. */
  cueChoice: v.exactOptional(v.object({ names: v.array(v.string()), volume: v.number() })),
  /** Whose voices are known, and what is made of that; absent: speakers are not told apart. */
  speakers: v.exactOptional(speakerSettings),
  /** Which voice reads texts aloud, and whether it may be talked over; absent: none reads. */
  speaking: v.exactOptional(
    v.object({
      voice: v.picklist(['auto', 'espeak', 'flite', 'system', 'model']),
      /** With `model`: the folder with its files. */
      modelFolder: v.exactOptional(v.string()),
      bargeIn: v.picklist(['on', 'off']),
    }),
  ),
});
export type VoiceStart = v.InferOutput<typeof voiceStart>;

/** As the `speech` package's recogniser port has it. */
export const vocabularyTerm = v.object({ text: v.string(), spoken: v.exactOptional(v.string()) });

export const voiceCommandSchema = v.variant('type', [
  voiceStart,
  /**
   * Begin to listen, for one session if it is named, or go on in another manner. The answer is a
   * `device` event. Absent: for everything that is said.
   */
  v.object({
    type: v.literal('open'),
    sessionId: v.exactOptional(v.string()),
    listenFor: v.exactOptional(listenFor),
    manner: v.exactOptional(listenMannerSchema),
  }),
  /** What is likely to be said to a session from now on, the likeliest first; in place of what was told before. */
  v.object({ type: v.literal('expect'), sessionId: v.string(), terms: v.array(vocabularyTerm) }),
  /** Stop key: the speech so far is final now, without waiting for silence. */
  v.object({ type: v.literal('close') }),
  /** Stop, and do not deliver the speech in progress; its audio stays in the journal. */
  v.object({ type: v.literal('cancel') }),
  /** What became of an utterance, for the journal. */
  v.object({
    type: v.literal('outcome'),
    utteranceId: v.string(),
    outcome: v.picklist(['composed', 'sent', 'obeyed', 'unconfirmed', 'dropped']),
    /** End of speech → this outcome, in ms. */
    latencyMs: v.number(),
  }),
  /** Something happened that only the session knows of: the agent began to work on what it was sent. */
  v.object({ type: v.literal('cue'), cue: v.literal('thinking') }),
  /** Read a text aloud, after those that wait. What becomes of it is told by `speaking`. */
  v.object({
    type: v.literal('speak'),
    id: v.string(),
    sessionId: v.exactOptional(v.string()),
    text: v.string(),
    /** ISO 639-1; absent: the voice's own choice. */
    language: v.exactOptional(v.string()),
  }),
  /** Fall silent at once, and say nothing of what waited. */
  v.object({ type: v.literal('hush') }),
  /** Which microphones there are; may come without a `start`. The answer is a `microphones` event. */
  v.object({ type: v.literal('list-microphones') }),
  v.object({ type: v.literal('shutdown') }),
]);
export type VoiceCommand = v.InferOutput<typeof voiceCommandSchema>;

export const recognizedWord = v.object({
  text: v.string(),
  startMs: v.number(),
  endMs: v.number(),
  confidence: v.exactOptional(v.number()),
});

/** As the `speech` package's recogniser port has them. */
export const recognitionFailureCode = v.picklist([
  'died',
  'timed-out',
  'unreachable',
  'refused',
  'unreadable-answer',
  'overloaded',
]);

export const recognitionFailure = v.object({ code: recognitionFailureCode, message: v.string() });

const unavailableReason = v.picklist([
  'no-audio-system',
  'no-device',
  'no-permission',
  'device-busy',
  'device-lost',
  'failed',
]);
export type UnavailableReason = v.InferOutput<typeof unavailableReason>;

export const voiceEventSchema = v.variant('type', [
  v.object({
    type: v.literal('ready'),
    version: v.number(),
    recognizer: v.string(),
    voiceActivity: v.string(),
    startMs: v.number(),
  }),
  v.object({
    type: v.literal('device'),
    /** `opening` with a reason: it is gone, or not there yet, and is opened when it is back. */
    state: v.picklist(['closed', 'opening', 'open', 'unavailable']),
    name: v.exactOptional(v.string()),
    /** Time from the request to the first sample, in ms; with state `open`. */
    openMs: v.exactOptional(v.number()),
    reason: v.exactOptional(unavailableReason),
    detail: v.exactOptional(v.string()),
  }),
  /** The microphones of this machine, or what is in the way of listing them. */
  v.object({
    type: v.literal('microphones'),
    devices: v.array(
      v.object({
        name: v.string(),
        /** Stable across listings; empty where there is none. */
        id: v.string(),
        isDefault: v.boolean(),
        inputChannels: v.number(),
      }),
    ),
    /** With no devices: why there are none to list. */
    unavailable: v.exactOptional(v.object({ reason: unavailableReason, detail: v.string() })),
  }),
  /** What an open microphone is listened to for: the wake phrase, or everything that is said. */
  v.object({
    type: v.literal('attention'),
    to: v.picklist(['wake', 'speech']),
    /** With `speech`: the wake phrase that was heard. */
    phrase: v.exactOptional(v.string()),
  }),
  /**
   * Of a text to be read aloud. `interrupted`: hushed, talked over, left out for newer ones, or nobody can
   * say it; what was never `started` may be so too.
   */
  v.object({
    type: v.literal('speaking'),
    id: v.string(),
    sessionId: v.exactOptional(v.string()),
    state: v.picklist(['started', 'ended', 'interrupted']),
  }),
  /** Input level, at most 20 a second while open: RMS in dBFS and the probability of speech. */
  v.object({
    type: v.literal('level'),
    rmsDb: v.number(),
    /** The highest absolute sample of late, in dBFS. */
    peakDb: v.exactOptional(v.number()),
    speechProbability: v.number(),
  }),
  v.object({ type: v.literal('speech-started'), segmentId: v.string(), atMs: monotonicMs }),
  /** What began as speech was none: too short, or cancelled. No `final` follows. */
  v.object({
    type: v.literal('speech-dropped'),
    segmentId: v.string(),
    reason: v.picklist(['too-short', 'cancelled']),
  }),
  v.object({
    type: v.literal('partial'),
    segmentId: v.string(),
    text: v.string(),
    /** The first so many UTF-16 units of `text` stay as they are until the end of the utterance. */
    settledLength: v.exactOptional(v.number()),
  }),
  v.object({
    type: v.literal('final'),
    utteranceId: v.string(),
    segmentId: v.string(),
    /** The session that was listening, as `open` named it. */
    sessionId: v.exactOptional(v.string()),
    /** Recognised words; empty when rejected. */
    text: v.string(),
    verdict: v.picklist(['accepted', 'rejected']),
    /** Recogniser's confidence in 0–1, where it has one. */
    confidence: v.exactOptional(v.number()),
    /** The words and their times in ms from the first sample of the utterance, where they are told. */
    words: v.exactOptional(v.array(recognizedWord)),
    /** ISO 639-1, where the recogniser tells what was spoken. */
    language: v.exactOptional(v.string()),
    /** Why a rejected utterance is one: no recogniser could do its work. Its audio is kept. */
    failure: v.exactOptional(recognitionFailure),
    /** Who spoke, where that is known. */
    speaker: v.exactOptional(v.string()),
    /** How alike the voice is to the likeliest known one, -1 to 1. */
    speakerScore: v.exactOptional(v.number()),
    /** Why an utterance that was understood is rejected: somebody else said it. Its audio is kept. */
    refusedBy: v.exactOptional(v.literal('other-voice')),
    endedBy: v.picklist(['silence', 'stop-key', 'maximum-length', 'end-of-source']),
    /** Where in the source the speech lay, in ms from its start. */
    startMs: v.number(),
    endMs: v.number(),
    /** Where the utterance's first sample lay, which the times of `words` count from. */
    audioStartMs: v.exactOptional(v.number()),
    /** The end of its last 5 ms above -40 dB of its loudest: the end of speech as the ear has it, in quiet surroundings. */
    loudEndMs: v.exactOptional(v.number()),
    stamps: v.object({
      /** The last sample of speech reached us. */
      speechEndedMs: monotonicMs,
      /** The segmenter decided that the segment is over. */
      segmentClosedMs: monotonicMs,
      decodedMs: monotonicMs,
      journaledMs: monotonicMs,
    }),
  }),
  /** What a process that was killed had heard of somebody has its words in the journal now; nobody else is told them. */
  v.object({ type: v.literal('heard-later'), sessionId: v.string() }),
  /** What an utterance says of its speaker, where that was asked for; without a vector: too little speech. */
  v.object({
    type: v.literal('voiceprint'),
    segmentId: v.string(),
    /** Vectors of different models can't be compared. */
    model: v.string(),
    vector: v.exactOptional(v.array(v.number())),
    speechMs: v.number(),
  }),
  /** Who speaks when in a recording, where that was asked for; before its `source-ended`. */
  v.object({ type: v.literal('speaker-turns'), turns: v.array(speakerTurn) }),
  /** A recording has been played to its end and every segment of it is final. */
  v.object({ type: v.literal('source-ended'), path: v.string(), durationMs: v.number() }),
  v.object({
    type: v.literal('problem'),
    code: v.picklist([
      'bad-audio',
      'audio-dropped',
      'clipping',
      'journal-failed',
      'recognizer-failed',
      'voice-activity-failed',
      'speaking-failed',
      'speakers-failed',
      'bad-message',
      'version-mismatch',
    ]),
    message: v.string(),
    /** `fatal`: the voice process ends after this. */
    severity: v.picklist(['warning', 'fatal']),
  }),
]);
export type VoiceEvent = v.InferOutput<typeof voiceEventSchema>;
export type FinalEvent = Extract<VoiceEvent, { type: 'final' }>;
export type DeviceEvent = Extract<VoiceEvent, { type: 'device' }>;

/** Parses a command where it enters the voice process. Never throws. */
export function parseVoiceCommand(value: unknown): Parsed<VoiceCommand> {
  return parseWith(voiceCommandSchema, value);
}

/** Parses an event where it enters the client. Never throws. */
export function parseVoiceEvent(value: unknown): Parsed<VoiceEvent> {
  return parseWith(voiceEventSchema, value);
}
