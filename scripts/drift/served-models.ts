// Whether the publishers still serve the files of the model catalogue as it says: by what they tell of each in
// a question for its head. No file is fetched.
import { publisherFacts } from '@codex-voice/models';
import type { Finding } from './finding.ts';

export interface ServedFile {
  /** `model/file`, for people. */
  readonly name: string;
  readonly address: string;
  readonly bytes?: number;
  readonly sha256?: string;
}

/** A publisher that does not answer within this, in ms, is not reached. */
const ANSWER_MS = 20_000;
/** Publishers are asked so many at a time: politely. */
const AT_ONCE = 4;
/** Redirects that are followed: a publisher's own, and its store's. */
const MOST_REDIRECTS = 4;

interface Looked {
  readonly name: string;
  readonly kind: 'same' | 'gone' | 'other' | 'unreachable';
  readonly why: string;
}

export async function servedModels(files: readonly ServedFile[]): Promise<Finding> {
  const left = [...files];
  const looked: Looked[] = [];
  const lane = async (): Promise<void> => {
    for (let file = left.shift(); file !== undefined; file = left.shift())
      looked.push(await look(file));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  looked.sort((one, other) => one.name.localeCompare(other.name));
  const of = (kind: Looked['kind']): readonly Looked[] =>
    looked.filter((each) => each.kind === kind);
  const wrong = looked.filter(({ kind }) => kind !== 'same');
  const lines = wrong.map(({ name, why }) => `${name}: ${why}`);
  const counts = `${of('same').length} of ${files.length} files as the catalogue says`;
  if (of('gone').length + of('other').length > 0)
    return {
      verdict: 'failed',
      summary: `${counts}; ${of('gone').length} gone, ${of('other').length} other ones`,
      lines,
    };
  if (of('unreachable').length > 0)
    return {
      verdict: 'unreachable',
      summary: `${counts}; ${of('unreachable').length} not reached`,
      lines,
    };
  return { verdict: 'same', summary: counts, lines };
}

async function look(file: ServedFile): Promise<Looked> {
  const { name } = file;
  try {
    const { status, told } = await head(file.address);
    if (status === 404 || status === 410) return { name, kind: 'gone', why: `HTTP ${status}` };
    if (status !== 200) return { name, kind: 'unreachable', why: `HTTP ${status}` };
    const why = difference(file, told);
    return why === undefined ? { name, kind: 'same', why: '' } : { name, kind: 'other', why };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const why = cause instanceof Error ? cause.message : String(cause);
    return { name, kind: 'unreachable', why };
  }
}

interface Told {
  readonly bytes?: number;
  readonly sha256?: string;
}

/** The last answer, and what any of the answers told: a redirect may say what the store does not. */
async function head(address: string): Promise<{ readonly status: number; readonly told: Told }> {
  let at = address;
  let told: Told = {};
  for (let step = 0; step <= MOST_REDIRECTS; step += 1) {
    const signal = AbortSignal.timeout(ANSWER_MS);
    const answer = await fetch(at, { method: 'HEAD', redirect: 'manual', signal });
    const headers = Object.fromEntries(answer.headers);
    const { bytes, sha256 } = publisherFacts(headers);
    const length = headers['content-length'];
    told = {
      ...(answer.status === 200 && length !== undefined ? { bytes: Number(length) } : {}),
      ...(bytes === undefined ? {} : { bytes }),
      ...(sha256 === undefined ? {} : { sha256 }),
      ...told,
    };
    const next = headers.location;
    if (answer.status < 300 || answer.status >= 400 || next === undefined)
      return { status: answer.status, told };
    at = new URL(next, at).href;
  }
  throw new Error(`more than ${MOST_REDIRECTS} redirects`);
}

function difference({ bytes, sha256 }: ServedFile, told: Told): string | undefined {
  if (bytes !== undefined && told.bytes !== undefined && bytes !== told.bytes)
    return `${told.bytes} bytes, the catalogue says ${bytes}`;
  if (sha256 !== undefined && told.sha256 !== undefined && sha256 !== told.sha256)
    return `SHA-256 ${told.sha256}, the catalogue says ${sha256}`;
  return undefined;
}
