// One request with its redirects: at most so many, and never from https to an open line. What the
// publisher says of the file on the way is collected, since the last server often says nothing of it.
import { ModelError } from '../model-error.ts';
import { networkError } from './network-error.ts';
import { type PublisherFacts, publisherFacts } from './publisher-facts.ts';
import type { Transport, TransportAnswer, TransportRequest } from './transport.ts';

/** Hugging Face needs two; nobody honest needs more than this. */
export const LONGEST_REDIRECTION = 6;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

export interface Followed {
  readonly answer: TransportAnswer;
  /** The address that answered in the end. */
  readonly address: string;
  readonly facts: PublisherFacts;
}

/** Throws `ModelError`. */
export async function follow(transport: Transport, request: TransportRequest): Promise<Followed> {
  let address = request.address;
  let facts: PublisherFacts = {};
  for (let hop = 0; hop <= LONGEST_REDIRECTION; hop += 1) {
    const url = safeUrl(address);
    const answer = await transport.get({ ...request, address }).catch((error: unknown) => {
      if (request.signal.aborted) throw stopped();
      throw networkError(error, url.host);
    });
    // The first to speak is the publisher; whom it sends us to is only its store.
    facts = { ...publisherFacts(answer.headers), ...facts };
    const target = answer.headers.location;
    if (!REDIRECTS.has(answer.status) || target === undefined) return { answer, address, facts };
    await answer.discard();
    address = new URL(target, address).href;
  }
  throw new ModelError(
    'redirects',
    `${new URL(request.address).host} sends us on and on: try again later, or name a --mirror`,
  );
}

export function stopped(): ModelError {
  return new ModelError('stopped', 'stopped: say it again to go on, what has come is kept');
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

function safeUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol === 'https:') return url;
  if (url?.protocol === 'http:' && LOOPBACK.test(url.hostname)) return url;
  throw new ModelError(
    'insecure',
    `${url?.host ?? address} is not reached over https: name a mirror whose address begins with https://`,
  );
}
