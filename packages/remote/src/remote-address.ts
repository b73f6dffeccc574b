// An address `ssh://[user@]host[:port][/session]`: read strictly, since its parts become words of ssh's, and
// written the one way that sessions are named by here.

/** What another machine's session is named by. */
export interface RemoteAddress {
  readonly user?: string;
  /** A name, an alias of ssh's own configuration, or an address; IPv6 without brackets. */
  readonly host: string;
  readonly port?: number;
  /** Its name there, the beginning of it, or its agent; absent: the one that is meant. */
  readonly session?: string;
}

export type ReadAddress =
  | { readonly kind: 'address'; readonly address: RemoteAddress }
  /** `what is wrong: how to mend it`. */
  | { readonly kind: 'refused'; readonly message: string };

const SCHEME = 'ssh://';
const FORM = 'ssh://[USER@]HOST[:PORT][/SESSION]';
/** Longest name of a host, as the domain name system has it. */
const MAXIMUM_HOST_UNITS = 253;
const MAXIMUM_NAME_UNITS = 100;
const MAXIMUM_PORT = 65_535;

/** None of them begins with a hyphen, and none has a character that a shell gives a meaning. */
const HOST = /^[A-Za-z0-9_][A-Za-z0-9._-]*$/u;
const IPV6 = /^[0-9A-Fa-f:.]+(?:%[A-Za-z0-9._-]+)?$/u;
const USER = /^[A-Za-z0-9_][A-Za-z0-9._@+-]*$/u;
/** As sessions and agents are named; upper case is told apart by nobody. */
const SESSION = /^[A-Za-z0-9][A-Za-z0-9 ._-]*$/u;

/** Whether a word is meant as an address. */
export function isRemote(word: string | undefined): word is string {
  return word?.toLowerCase().startsWith(SCHEME) === true;
}

/** Reads an address; a part in percent-encoding is decoded first and held to the same. */
export function readAddress(word: string): ReadAddress {
  const rest = decoded(word.slice(SCHEME.length));
  if (!isRemote(word) || rest === undefined) return refused(`${word} is no address`);
  const slash = rest.indexOf('/');
  const authority = slash < 0 ? rest : rest.slice(0, slash);
  const session = slash < 0 ? '' : rest.slice(slash + 1).replace(/\/$/u, '');
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? undefined : authority.slice(0, at);
  const place = readPlace(authority.slice(at + 1));
  if (place === undefined) return refused(`${word} names no host and port that can be`);
  if (user !== undefined && (!USER.test(user) || user.length > MAXIMUM_NAME_UNITS)) {
    return refused(
      user.includes(':') ? `${word} has a password, which ssh asks for` : `${word} names no user`,
    );
  }
  if (session !== '' && (!SESSION.test(session) || session.length > MAXIMUM_NAME_UNITS)) {
    return refused(`${word} names no session that can be`);
  }
  const address = {
    ...place,
    ...(user === undefined ? {} : { user }),
    ...(session === '' ? {} : { session }),
  };
  return { kind: 'address', address };
}

/** The machine alone, as it was addressed. */
export function machineText({ user, host, port }: RemoteAddress): string {
  const named = host.includes(':') ? `[${host}]` : host;
  return `${user === undefined ? '' : `${user}@`}${named}${port === undefined ? '' : `:${port}`}`;
}

/** The address in its one form. */
export function addressText(address: RemoteAddress): string {
  const { session } = address;
  return `${SCHEME}${machineText(address)}${session === undefined ? '' : `/${session}`}`;
}

function readPlace(text: string): Pick<RemoteAddress, 'host' | 'port'> | undefined {
  const bracketed = /^\[([^\]]*)\](?::(\d+))?$/u.exec(text);
  const plain = /^([^:]*)(?::(\d+))?$/u.exec(text);
  const [, host = '', portText] = bracketed ?? plain ?? [];
  const isHost = bracketed === null ? HOST.test(host) : IPV6.test(host) && host.includes(':');
  if (!isHost || host.length > MAXIMUM_HOST_UNITS) return undefined;
  if (portText === undefined) return { host };
  const port = Number(portText);
  return port >= 1 && port <= MAXIMUM_PORT ? { host, port } : undefined;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function refused(what: string): ReadAddress {
  return { kind: 'refused', message: `${what}: write ${FORM}` };
}
