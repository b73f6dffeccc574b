// `codex-voice bench wer|latency`: how well and how fast the recognisers of this machine hear.
import { measureLatency } from '../measuring/measure-latency.ts';
import { measureWordErrors } from '../measuring/measure-word-errors.ts';
import type { CommandGiven } from './session-access.ts';

export async function bench(given: CommandGiven): Promise<number> {
  const [measurement] = given.request.rest;
  return measurement === 'wer' ? await measureWordErrors(given) : await measureLatency(given);
}
