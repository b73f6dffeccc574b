// `codex-voice say`: a text from elsewhere into a session's queue, exactly once. When it is typed is
// the host's decision.
import { randomUUID } from 'node:crypto';
import { SESSION_VARIABLE, UNREACHED_SESSION } from '../host-link.ts';
import { UserError, visible } from '../user-error.ts';
import { DoubtfulError, type Handed, handedIn } from './hand-in.ts';
import { type AskedHost, findHost, type HostReply, hostProblem } from './host-questions.ts';
import { boundedText, readText } from './prompt-text.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';

const NO_SESSION =
  'no session runs: codex-voice AGENT starts one, and say --spool keeps a text until then';

/** Throws `UserError` where the text is not taken. */
export async function say(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  const text = rest[0] === '-' ? await readText(process.stdin) : boundedText(rest.join(' '));
  const prompt = {
    name: typeof options.session === 'string' ? options.session : undefined,
    id: typeof options.id === 'string' ? options.id : randomUUID(),
    intent: intentOf(given),
    text,
  };
  if (options.spool === true) return await sayOrKeep(given, prompt);
  refuseUnreached(prompt);
  return tellSaid(given, prompt, await handIn(given, prompt));
}

function tellSaid(given: CommandGiven, { id }: Pick<Prompt, 'id'>, handed: Handed): number {
  const { sessionId, unkept } = handed;
  if (unkept !== undefined)
    note(`${visible(sessionId)} has it, but can't keep it: ${visible(unkept)}`);
  if (given.request.options.json === true) {
    const kept = unkept === undefined;
    printJson({ session: sessionId, id, state: 'queued', kept });
  }
  return 0;
}

/** What no session takes is kept, under the same id; what one may have taken, marked as that. */
async function sayOrKeep(given: CommandGiven, prompt: Prompt): Promise<number> {
  let why: UserError;
  try {
    refuseUnreached(prompt);
    return tellSaid(given, prompt, await handIn(given, prompt));
  } catch (error) {
    // Who does not answer keeps nothing either.
    const isSilent = error instanceof DoubtfulError && error.host === 'silent';
    if (!(error instanceof UserError) || isSilent) throw error;
    why = error;
  }
  const isDoubtful = why instanceof DoubtfulError;
  const reached = isDoubtful ? { reached: 'perhaps' as const } : {};
  const { KeptQuestions } = await import('./kept-questions.ts');
  const asked = new KeptQuestions(given);
  const { id: promptId, text, intent } = prompt;
  try {
    await asked.answer({ do: 'keep', promptId, text, intent, ...reached });
  } finally {
    asked.close();
  }
  if (given.request.options.json === true)
    printJson({
      session: null,
      id: promptId,
      state: 'spooled',
      kept: true,
      reached: 'no',
      ...reached,
    });
  else {
    const [what = ''] = why.message.split(':');
    const sent = `codex-voice flush sends it${isDoubtful ? ' by its name' : ''}`;
    const may = isDoubtful ? 'a session may have it, ' : '';
    note(`${what}: ${may}it is kept, and ${sent}`);
  }
  return 0;
}

/** Into the session's queue, once. Throws `UserError`. */
export async function handIn(given: CommandGiven, prompt: Prompt): Promise<Handed> {
  return await handedIn(() => hand(given, prompt));
}

/** Who does not name a session means the one they are in, and not whichever there is. */
export function refuseUnreached({ name }: Pick<Prompt, 'name'>): void {
  if (name !== undefined || process.env[SESSION_VARIABLE] !== UNREACHED_SESSION) return;
  throw new UserError(
    'nothing reaches a session started with --no-host: name another by --session',
  );
}

function intentOf({ request: { options }, config }: CommandGiven): 'compose' | 'send' {
  if (options.send === true) return 'send';
  return options.compose === true ? 'compose' : config().delivery;
}

interface Prompt {
  readonly name: string | undefined;
  readonly id: string;
  readonly intent: 'compose' | 'send';
  readonly text: string;
}

async function hand(
  given: CommandGiven,
  { name, id, intent, text }: Prompt,
): Promise<{ sessionId: string; reply: HostReply }> {
  const access = openAccess(given);
  const keepEnded = given.config().session.keep_ended;
  const found = await findHost({ ...access.place, keepEnded }, 'start');
  if (found.kind === 'refused') throw hostProblem(found);
  const { host } = found;
  try {
    const sources = access.sources(host);
    if (name === undefined && sources.keepers().length === 0) throw new UserError(NO_SESSION);
    const sessionId = await findSession(sources, { name, unnamed: 'it' });
    const reply = await sayTo(host, { sessionId, promptId: id, intent, text });
    return { sessionId, reply };
  } finally {
    host.close();
  }
}

interface SaidPrompt {
  readonly sessionId: string;
  readonly promptId: string;
  readonly intent: 'compose' | 'send';
  readonly text: string;
}

async function sayTo(host: AskedHost, prompt: SaidPrompt): Promise<HostReply> {
  return await host.ask((requestId) => ({ type: 'say', requestId, ...prompt }));
}
