// What a failed request means, in one line with the way out, and whether trying again may help.
import { ModelError, type ModelErrorCode, systemCode } from '../model-error.ts';

/** Words of a network failure. `host` is the one that was asked. */
export function networkError(error: unknown, host: string): ModelError {
  if (error instanceof ModelError) return error;
  const code = systemCode(error) ?? '';
  const cause = { cause: error };
  if (DNS_CODES.has(code)) {
    return new ModelError(
      'name-not-found',
      `${host} has no address (${code}): check the network, the proxy (HTTPS_PROXY) or --mirror`,
      cause,
    );
  }
  if (code === 'ECONNREFUSED') {
    return new ModelError(
      'refused',
      `${host} refuses the connection: check the proxy (HTTPS_PROXY) or --mirror, or try later`,
      cause,
    );
  }
  if (UNREACHABLE_CODES.has(code)) {
    return new ModelError(
      'unreachable',
      `${host} can't be reached (${code}): check the network and the proxy (HTTPS_PROXY)`,
      cause,
    );
  }
  if (TLS_CODE.test(code)) {
    return new ModelError(
      'tls',
      `${host} shows no certificate that is trusted here (${code}): behind a proxy that opens TLS, name its certificate in NODE_EXTRA_CA_CERTS`,
      cause,
    );
  }
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_BODY_TIMEOUT') {
    return new ModelError('stalled', `${host} sends nothing any more: try again later`, cause);
  }
  if (code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL') {
    return new ModelError(
      'unreachable',
      `the proxy's address is not valid: write HTTPS_PROXY as http://host:port`,
      cause,
    );
  }
  const text = error instanceof Error ? error.message : String(error);
  return new ModelError(
    'cut-off',
    `the connection to ${host} broke off (${code === '' ? text : code}): say it again, what has come is kept`,
    cause,
  );
}

const DNS_CODES: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA']);
const UNREACHABLE_CODES: ReadonlySet<string> = new Set([
  'ENETUNREACH',
  'EHOSTUNREACH',
  'ENETDOWN',
  'EADDRNOTAVAIL',
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
]);
const TLS_CODE = /CERT|SSL|TLS|EPROTO|SELF_SIGNED|UNABLE_TO_VERIFY/;

/** What an answer other than 200, 206 and 416 means. */
export function statusError(status: number, address: string): ModelError {
  const { host, pathname } = new URL(address);
  const file = `${host}${pathname}`;
  if (status === 404 || status === 410) {
    return new ModelError(
      'not-found',
      `${file} is not there (${status}): it has moved, or the mirror lacks it; get the files by hand and say models add ID --from FOLDER`,
    );
  }
  if (status === 401 || status === 403 || status === 407 || status === 451) {
    return new ModelError(
      'forbidden',
      `${file} is refused (${status}): a proxy or the server asks for rights; try --mirror, or get the files by hand and say models add ID --from FOLDER`,
    );
  }
  return new ModelError(
    'server',
    `${host} answers with status ${status}: try again later, or name a --mirror`,
  );
}

const PASSING: ReadonlySet<ModelErrorCode> = new Set([
  'refused',
  'unreachable',
  'stalled',
  'cut-off',
]);
/** Of the statuses, those that say of themselves that they pass. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([408, 425, 429, 500, 502, 503, 504]);

export function isPassing(error: ModelError): boolean {
  return PASSING.has(error.code) || systemCode(error) === 'EAI_AGAIN';
}

export function isPassingStatus(status: number): boolean {
  return PASSING_STATUSES.has(status);
}
