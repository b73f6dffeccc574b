// The URL of a server as a person gives it, checked.
import { RecognizerError } from '../failure.ts';

/** What stands before an endpoint, without a slash at its end. Throws RecognizerError `unusable-server`. */
export interface ServerUrl {
  readonly href: string;
  readonly protocol: string;
  readonly hostname: string;
}

export function baseUrl(text: string): ServerUrl {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new RecognizerError('unusable-server', `"${text}" is no http or https URL`);
  }
  if (url.username !== '' || url.password !== '') {
    const place = url.host;
    throw new RecognizerError(
      'unusable-server',
      `the URL at ${place} has a password in it: name the variable of its key instead`,
    );
  }
  const href = `${url.origin}${url.pathname}`.replace(/\/+$/u, '');
  return { href, protocol: url.protocol, hostname: url.hostname };
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

export function isOnThisMachine({ hostname }: ServerUrl): boolean {
  return LOOPBACK.test(hostname);
}
