// What an update says where it does nothing, and where the network or the disk says no: the downloader's
// own words are about models.
import { ModelError } from '@codex-voice/models';
import { compareVersions } from '@codex-voice/releases';
import { UserError } from '../user-error.ts';

export interface Standing {
  readonly version: string;
  /** Of the release that was found. */
  readonly found: string;
  /** It was named with `--to`. */
  readonly isNamed: boolean;
}

/** Undefined: there is something to do. */
export function nothingToDo({ version, found, isNamed }: Standing): string | undefined {
  if (isNamed) return version === found ? `${version} is used already` : undefined;
  const order = compareVersions(version, found);
  if (order < 0) return undefined;
  if (order === 0) return `${version} is the newest version`;
  return `${version} is used already, and the newest release is ${found}`;
}

/** Ways out that hold for models alone. */
const OF_MODELS = /mirror|models add|XDG_DATA_HOME|update codex-voice/;
const ANOTHER_PLACE = 'or name another place of releases with CODEX_VOICE_RELEASES';

/** The same trouble with a way out that is one for releases; anything else as it is. */
export function updateProblem(error: unknown): unknown {
  if (!(error instanceof ModelError) || !OF_MODELS.test(error.message)) return error;
  const [what = ''] = error.message.split(': ', 1);
  return new UserError(`${what}: ${wayOut(error)}`);
}

function wayOut({ code }: ModelError): string {
  switch (code) {
    case 'name-not-found':
    case 'refused':
      return `check the network and the proxy (HTTPS_PROXY), ${ANOTHER_PLACE}`;
    case 'insecure':
      return 'name a place whose address begins with https:// in CODEX_VOICE_RELEASES';
    case 'no-permission':
      return 'make it yours';
    case 'forbidden':
      return `a proxy or the server asks for rights; mend that, ${ANOTHER_PLACE}`;
    default:
      return `try again later, ${ANOTHER_PLACE}`;
  }
}
