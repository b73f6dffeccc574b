// What is said where the speech engine could not be fetched: npm says it in a dozen lines.
import { visible } from '../user-error.ts';

/** Of npm. */
export interface Ended {
  readonly how: 'ended well' | 'failed' | 'not there';
  /** The end of what it wrote to standard error. */
  readonly complaint: string;
}

const NETWORK =
  /^(?:ENOTFOUND|EAI_AGAIN|ECONN\w+|ENETUNREACH|EHOSTUNREACH|E\w*TIMEDOUT|ERR_SOCKET\w*|ENOTCACHED|E5\d\d)$/;
const AGAIN = 'codex-voice models engine takes it up again';

/** One line, `what is wrong: how to mend it`. */
export function engineProblem({ how, complaint }: Ended): string {
  if (how === 'not there')
    return 'the speech engine can’t be fetched, npm is not there: install npm';
  const code = /npm (?:error|ERR!) code (?<code>\S+)/.exec(complaint)?.groups?.code ?? '';
  if (NETWORK.test(code))
    return `the speech engine can’t be fetched (${code}), nothing was installed: check the network, the proxy and npm config get registry; ${AGAIN}`;
  switch (code) {
    case 'EINTEGRITY':
      return 'what npm’s registry sent is not the speech engine it should be, it is not used: check npm config get registry and who stands between';
    case 'ENOSPC':
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return unwritten(code);
    default:
      return `the speech engine can’t be fetched, nothing was installed (npm says: ${lastWords(complaint)}): mend that; ${AGAIN}`;
  }
}

/** The same of what the system refuses while its folder is made; undefined for any other error. */
export function folderProblem(error: unknown): string | undefined {
  if (!(error instanceof Error && 'syscall' in error && 'code' in error)) return undefined;
  return unwritten(String(error.code));
}

function unwritten(code: string): string {
  if (code === 'ENOSPC')
    return `no room for the speech engine, nothing was installed: make room on the disk; ${AGAIN}`;
  return `the speech engine can’t be written (${code}), nothing was installed: codex-voice doctor says which folder it is`;
}

/** What a person can do something with, not where npm keeps its log. */
function lastWords(complaint: string): string {
  const lines = complaint
    .split('\n')
    .map((line) => line.replace(/^npm (?:error|ERR!)\s*/, '').trim())
    .filter((line) => line !== '' && !/^code |complete log|debug-\d|\.log$/.test(line));
  return visible(lines[0] ?? 'nothing');
}
