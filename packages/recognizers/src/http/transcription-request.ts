// One request for a transcript over HTTP: sent once, bounded in time and in what is read of its answer,
// and every way it can end told as an outcome. Neither key nor text is ever part of a message.
import type { RecognitionFailure } from '@codex-voice/speech';
import { encodeForm, type RecordingForm } from './form.ts';
import { type ParsedTranscript, parseTranscript, type Transcript } from './transcript.ts';

export interface TranscriptionRequest {
  readonly url: string;
  readonly form: RecordingForm;
  readonly key: string | undefined;
  /** What it is called in a message, and what mends a refusal of it. */
  readonly service: ServiceNames;
  readonly patienceMs: number;
  /** Ends it from outside. */
  readonly signal: AbortSignal;
}

export interface ServiceNames {
  readonly label: string;
  /** Said after "no access": where the key is to be set. */
  readonly keyAdvice: string;
}

export type TranscriptionOutcome =
  | { readonly kind: 'transcript'; readonly transcript: Transcript }
  | {
      readonly kind: 'failed';
      readonly failure: RecognitionFailure;
      readonly message: string;
      /** The HTTP status, where there was one. */
      readonly status?: number;
    };

/** A transcript of the longest segment with the times of all its words is a tenth of that. */
const MOST_ANSWER_BYTES = 4 * 2 ** 20;

/** Never rejects. */
export async function requestTranscript(
  request: TranscriptionRequest,
): Promise<TranscriptionOutcome> {
  const { url, form, key, patienceMs, signal } = request;
  const { contentType, body } = encodeForm(form);
  const timeout = AbortSignal.timeout(Math.ceil(patienceMs));
  try {
    const response = await fetch(url, {
      method: 'POST',
      body,
      // A key goes where it was meant to go, and nowhere else.
      redirect: 'manual',
      headers: {
        'content-type': contentType,
        ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
      },
      signal: AbortSignal.any([signal, timeout]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      return refusal(response.status, request.service);
    }
    const text = await readBounded(response);
    return text === undefined ? unreadable(request) : outcomeOf(parseTranscript(text), request);
  } catch (error) {
    if (timeout.aborted) {
      const seconds = (patienceMs / 1000).toFixed(0);
      return failed('timed-out', `${request.service.label} did not answer within ${seconds} s`);
    }
    return failed('unreachable', unreachableText(request, error));
  }
}

function outcomeOf(parsed: ParsedTranscript, request: TranscriptionRequest): TranscriptionOutcome {
  switch (parsed.kind) {
    case 'transcript':
      return parsed;
    case 'error':
      return failed('refused', `${request.service.label} could not take the audio: see its log`);
    case 'unreadable':
      return unreadable(request);
  }
}

/** undefined: more than any transcript. */
async function readBounded(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) return undefined;
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function unreadable({ service }: TranscriptionRequest): TranscriptionOutcome {
  const message = `${service.label} answered with what is no transcript: is its URL right?`;
  return failed('unreadable-answer', message);
}

function refusal(status: number, { label, keyAdvice }: ServiceNames): TranscriptionOutcome {
  const told = `${label} answered with status ${status}`;
  switch (status) {
    case 401:
    case 403:
      return failed('refused', `${told}, no access: ${keyAdvice}`, status);
    case 404:
      return failed('refused', `${told}: its URL or its model is not there`, status);
    case 429:
      return failed(
        'overloaded',
        `${told}, too many requests: wait, or look at its limits`,
        status,
      );
    case 503:
      return failed('overloaded', `${told}: it is busy or still loading`, status);
    default:
      if (status >= 500) return failed('unreachable', `${told}: look at its log`, status);
      if (status >= 400) return failed('refused', `${told}: does it take this model?`, status);
      return failed('refused', `${told}: give the URL that it points to`, status);
  }
}

/** `fetch` hides the reason one level down; a system's code for it says enough. */
function unreachableText({ service }: TranscriptionRequest, error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const code = typeof cause === 'object' && cause !== null && 'code' in cause ? cause.code : '';
  const reason = typeof code === 'string' && code !== '' ? ` (${code})` : '';
  return `${service.label} can't be reached${reason}: is it running, and is its URL right?`;
}

function failed(
  failure: RecognitionFailure,
  message: string,
  status?: number,
): TranscriptionOutcome {
  return { kind: 'failed', failure, message, ...(status === undefined ? {} : { status }) };
}
