// Fetches the model that was chosen, with its progress; what keeps it from coming is told and no reason to
// stop: there are phrases until it is there.
import {
  createTransport,
  findEntry,
  ModelError,
  ModelStore,
  systemClock,
} from '@codex-voice/models';
import {
  barProgress,
  jsonProgress,
  lineProgress,
  type Progress,
} from '../commands/models-progress.ts';
import type { CommandGiven } from '../commands/session-access.ts';
import { places } from '../places.ts';
import { ENGINE_COMMAND, ensureEngine } from '../speech-engine/ensure-engine.ts';
import { UserError, visible } from '../user-error.ts';
import type { Questions } from './questions.ts';

/** So long without a byte, and a server counts as fallen silent, in ms. */
const STALL_MS = 30_000;

export type FetchOutcome =
  | { readonly kind: 'installed' | 'already'; readonly id: string; readonly folder: string }
  | { readonly kind: 'failed'; readonly id: string; readonly message: string };

export interface Fetching {
  readonly id: string;
  readonly ask: Pick<Questions, 'agree' | 'tell' | 'margin'>;
}

/** Throws `UserError` for a name that is in no list. */
export async function fetchModel(
  given: CommandGiven,
  { id, ask }: Fetching,
): Promise<FetchOutcome> {
  const { tell } = ask;
  const entry = findEntry(id);
  if (entry === undefined) {
    throw new UserError(`there is no model ${visible(id)}: codex-voice models list shows all`);
  }
  const engine = await engineProblem(given, ask);
  if (engine !== undefined) {
    tell(`${engine}\nwe go on without it`);
    return { kind: 'failed', id, message: engine };
  }
  const folder = places(process.env, process.platform).modelsDirectory;
  const store = new ModelStore({ folder, clock: systemClock });
  const stopped = new AbortController();
  const stop = (): void => stopped.abort();
  process.once('SIGINT', stop);
  const progress = progressFor(given, ask);
  const { mirror } = given.config().models;
  const transport = await createTransport({ environment: process.env, stallMs: STALL_MS });
  try {
    const { onEvent } = progress;
    const network = { transport, signal: stopped.signal, onEvent };
    const added = await store.add(entry, {
      ...network,
      ...(mirror === undefined ? {} : { mirror }),
    });
    progress.end();
    tell(`${id} is ${added.kind === 'already' ? 'there already' : 'installed'}, each file checked`);
    return { kind: added.kind, id, folder: added.folder };
  } catch (error) {
    progress.end();
    if (!(error instanceof ModelError)) throw error;
    tell(
      `${error.message}\nwe go on without it; codex-voice models add ${id} takes it up again where it stopped`,
    );
    return { kind: 'failed', id, message: error.message };
  } finally {
    process.off('SIGINT', stop);
    await transport.close();
  }
}

/** Why the library that computes models is not there; undefined: it is. */
async function engineProblem(
  { launcher }: CommandGiven,
  { agree, tell }: Fetching['ask'],
): Promise<string | undefined> {
  try {
    const outcome = await ensureEngine({
      launcher,
      environment: process.env,
      agree: (question) => agree(question, 'yes'),
      tell,
    });
    return outcome === 'refused'
      ? `no model without its library: ${ENGINE_COMMAND} fetches it later`
      : undefined;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return error.message;
  }
}

function progressFor(
  { request }: CommandGiven,
  { tell, margin }: Pick<Questions, 'tell' | 'margin'>,
): Progress {
  if (request.options.json === true) return { ...jsonProgress(''), onEvent: () => undefined };
  return process.stderr.isTTY && process.env.TERM !== 'dumb'
    ? barProgress(process.stderr, { margin, tell })
    : lineProgress(tell);
}
