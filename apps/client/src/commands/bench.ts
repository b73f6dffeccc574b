// `codex-voice bench wer|denoise|latency`: how well and how fast the recognisers of this machine hear.
import { measureDenoise } from '../measuring/measure-denoise.ts';
import { measureLatency } from '../measuring/measure-latency.ts';
import { measureWordErrors } from '../measuring/measure-word-errors.ts';
import type { CommandGiven } from './session-access.ts';

export async function bench(given: CommandGiven): Promise<number> {
  const [measurement] = given.request.rest;
  switch (measurement) {
    case 'wer':
      return await measureWordErrors(given);
    case 'denoise':
      return await measureDenoise(given);
    default:
      return await measureLatency(given);
  }
}
