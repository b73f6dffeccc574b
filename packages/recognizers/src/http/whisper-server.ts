// The server of whisper.cpp, `POST /inference`: one that runs already, or one that is started and watched.
// It is on this machine and costs nothing but time.
import type { RecognizerSpec } from '@codex-voice/protocol';
import type { Recognizer } from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import type { RecordingForm } from './form.ts';
import { createHttpRecognizer, type SpokenRecording } from './http-recognizer.ts';
import { promptText } from './prompt.ts';
import { baseUrl } from './server-url.ts';
import { requestTranscript, type TranscriptionOutcome } from './transcription-request.ts';
import { WatchedServer } from './watched-server.ts';

export type WhisperServerSpec = Extract<RecognizerSpec, { kind: 'whisper-server' }>;

export interface WhisperServerOptions {
  readonly spec: WhisperServerSpec;
  /** What is waited for besides the audio's own length, in ms. */
  readonly answerMs?: number;
  /** How long a server that we start may take until it answers, in ms. */
  readonly loadMs?: number;
}

/** A small model decodes its window of 30 s in 2 to 6 s on two cores, whatever the audio's length. */
const ANSWER_MS = 8000;

/** A large model from a slow disk. */
const LOAD_MS = 60_000;

/** A connection is cut before the end of the process behind it is told, in ms. */
const END_NOTICE_MS = 3000;

const LABEL = 'the whisper.cpp server';

/** @throws RecognizerError `unusable-server` for a URL that is none, `engine-failed` for one that can't be started. */
export async function createWhisperServerRecognizer(
  options: WhisperServerOptions,
): Promise<Recognizer> {
  const { spec, answerMs = ANSWER_MS, loadMs = LOAD_MS } = options;
  const base = baseUrl(spec.url);
  const watched =
    spec.start && new WatchedServer({ ...spec.start, healthUrl: `${base.href}/health` });
  if (watched !== undefined) await startOrThrow(watched, loadMs);
  return createHttpRecognizer({
    name: 'whisper-server',
    dispose: () => watched?.dispose(),
    transcribe: async (recording, signal) => {
      // One that has just ended may be back in time.
      if (watched?.lastEnd !== undefined) await watched.whenThere(answerMs);
      const outcome = await requestTranscript({
        url: `${base.href}/inference`,
        form: formOf(recording),
        key: undefined,
        service: { label: LABEL, keyAdvice: 'it is behind something that asks for a key' },
        patienceMs: answerMs + recording.lengthMs,
        signal,
      });
      if (outcome.kind === 'transcript') watched?.worked();
      else if (outcome.failure === 'unreachable' && watched?.lastEnd === undefined)
        await watched?.whenThere(END_NOTICE_MS);
      return withItsEnd(outcome, watched);
    },
  });
}

async function startOrThrow(server: WatchedServer, loadMs: number): Promise<void> {
  await server.start();
  const state = await server.whenThere(loadMs);
  if (state === 'there') return;
  server.dispose();
  const how = server.lastEnd ?? `did not answer within ${(loadMs / 1000).toFixed(0)} s`;
  throw new RecognizerError('engine-failed', `${LABEL} ${how}`);
}

/** A server that can't be reached because it ended says why. */
function withItsEnd(
  outcome: TranscriptionOutcome,
  server: WatchedServer | undefined,
): TranscriptionOutcome {
  if (outcome.kind !== 'failed' || outcome.failure !== 'unreachable') return outcome;
  if (server?.lastEnd === undefined) return outcome;
  return { kind: 'failed', failure: 'died', message: `${LABEL} ${server.lastEnd}` };
}

function formOf({ wave, language, terms }: SpokenRecording): RecordingForm {
  const fields: [string, string][] = [
    ['response_format', 'verbose_json'],
    ['temperature', '0'],
    // Its own default is English.
    ['language', language ?? 'auto'],
    // Or it listens a second time to tell how likely each other language was.
    ['no_language_probabilities', 'true'],
  ];
  if (terms.length > 0) fields.push(['prompt', promptText(terms)]);
  return { fields, wave };
}
