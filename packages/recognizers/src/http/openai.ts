// Anything with OpenAI's `POST …/audio/transcriptions`. A request may cost money: it is made once, and
// again only where the server has said that it did not take it.
import type { RecognizerSpec } from '@codex-voice/protocol';
import type { Recognizer } from '@codex-voice/speech';
import { RecognizerError } from '../failure.ts';
import type { RecordingForm } from './form.ts';
import { createHttpRecognizer, type SpokenRecording } from './http-recognizer.ts';
import { promptText } from './prompt.ts';
import { baseUrl, isOnThisMachine } from './server-url.ts';
import { requestTranscript, type TranscriptionOutcome } from './transcription-request.ts';

export type OpenAiSpec = Extract<RecognizerSpec, { kind: 'openai' }>;

export interface OpenAiOptions {
  readonly spec: OpenAiSpec;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** What is waited for besides the audio's own length, in ms. */
  readonly answerMs?: number;
}

/** Upload, queue and decoding of a short recording, in ms. */
const ANSWER_MS = 10_000;

/** @throws RecognizerError `unusable-server` for a URL that is none, or over which a key would go in clear. */
export function createOpenAiRecognizer(options: OpenAiOptions): Recognizer {
  const { spec, environment, answerMs = ANSWER_MS } = options;
  const base = baseUrl(spec.url);
  if (spec.keyVariable !== undefined && base.protocol === 'http:' && !isOnThisMachine(base)) {
    throw new RecognizerError(
      'unusable-server',
      `${spec.url} would send the key of ${spec.keyVariable} in clear: give an https URL`,
    );
  }
  /** Newer models tell the text only; once one has said so it is not asked for more. */
  let format: 'verbose_json' | 'json' = 'verbose_json';
  const ask = async (
    recording: SpokenRecording,
    signal: AbortSignal,
  ): Promise<TranscriptionOutcome> => {
    const key = spec.keyVariable === undefined ? undefined : environment[spec.keyVariable];
    const keyAdvice =
      spec.keyVariable === undefined
        ? 'name the variable of its key in the config file'
        : `set ${spec.keyVariable} to a valid key`;
    if (spec.keyVariable !== undefined && (key ?? '') === '') {
      const message = `there is no key for ${spec.model}: ${keyAdvice}`;
      return { kind: 'failed', failure: 'refused', message };
    }
    const request = () =>
      requestTranscript({
        url: `${base.href}/audio/transcriptions`,
        form: formOf(spec.model, recording, format),
        key,
        service: { label: spec.model, keyAdvice },
        patienceMs: answerMs + recording.lengthMs,
        signal,
      });
    const outcome = await request();
    const notTaken = outcome.kind === 'failed' && outcome.status === 400;
    if (!notTaken || format === 'json') return outcome;
    format = 'json';
    const second = await request();
    // It was not the format.
    if (second.kind === 'failed' && second.status === 400) format = 'verbose_json';
    return second;
  };
  return createHttpRecognizer({ name: spec.model, transcribe: ask });
}

function formOf(model: string, recording: SpokenRecording, format: string): RecordingForm {
  const { wave, language, terms } = recording;
  const fields: [string, string][] = [
    ['model', model],
    ['response_format', format],
    ['temperature', '0'],
  ];
  if (format === 'verbose_json') {
    for (const detail of ['segment', 'word']) fields.push(['timestamp_granularities[]', detail]);
  }
  if (language !== undefined) fields.push(['language', language]);
  if (terms.length > 0) fields.push(['prompt', promptText(terms)]);
  return { fields, wave };
}
