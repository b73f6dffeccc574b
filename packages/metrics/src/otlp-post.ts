// One message to a collector. Loaded by who has something to send.
import { request as overHttp } from 'node:http';
import { request as overTls } from 'node:https';

/** Answers after which the specification has a client try again. */
const TRY_AGAIN = [429, 502, 503, 504] as const;

export interface Post {
  readonly body: string;
  readonly patienceMs: number;
  /** Aborted: whatever is under way is over. */
  readonly ending: AbortSignal;
}

export type PostAnswer = 'taken' | { readonly why: string; readonly again: 'yes' | 'no' };

/** Never throws. Goes where it is pointed, and follows nobody elsewhere. */
export async function post(url: URL, { body, patienceMs, ending }: Post): Promise<PostAnswer> {
  return await new Promise((resolve) => {
    const failed = (error: Error & { readonly code?: string }): void =>
      resolve({ why: error.code ?? error.message, again: 'yes' });
    try {
      const start = url.protocol === 'https:' ? overTls : overHttp;
      const sent = start(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
        signal: AbortSignal.any([AbortSignal.timeout(patienceMs), ending]),
        agent: false,
      });
      sent.once('error', failed);
      sent.once('response', (response) => {
        response.once('error', failed);
        response.resume();
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve('taken');
        else {
          const again = TRY_AGAIN.some((each) => each === status) ? 'yes' : 'no';
          resolve({ why: `it answers ${status}`, again });
        }
      });
      sent.end(body);
    } catch (error) {
      failed(error instanceof Error ? error : new Error(String(error)));
    }
  });
}
