// `codex-voice say`: a text from elsewhere into a session's queue, exactly once. When it is typed is
// the host's decision.
import { randomUUID } from 'node:crypto';
import { SESSION_VARIABLE, UNREACHED_SESSION } from '../host-link.ts';
import { UserError, visible } from '../user-error.ts';
import type { AskedHost, HostReply } from './host-questions.ts';
import { boundedText, readText } from './prompt-text.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';
import { withStartedHost } from './started-host.ts';

/** A host that goes away while it is told is told again under the same id; more often helps nobody. */
const ATTEMPTS = 3;

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

type Handed = Awaited<ReturnType<typeof handIn>>;

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

/** What no session takes is kept, under the same id. */
async function sayOrKeep(given: CommandGiven, prompt: Prompt): Promise<number> {
  let why: UserError;
  try {
    refuseUnreached(prompt);
    return tellSaid(given, prompt, await handIn(given, prompt));
  } catch (error) {
    // Kept as well it could go in twice.
    if (!(error instanceof UserError) || error instanceof DoubtfulError) throw error;
    why = error;
  }
  const { KeptQuestions } = await import('./kept-questions.ts');
  const asked = new KeptQuestions(given);
  const { id: promptId, text, intent } = prompt;
  try {
    await asked.answer({ do: 'keep', promptId, text, intent });
  } finally {
    asked.close();
  }
  if (given.request.options.json === true)
    printJson({ session: null, id: promptId, state: 'spooled', kept: true });
  else note(`${why.message.split(':')[0]}: it is kept, and codex-voice flush sends it`);
  return 0;
}

/** Into the session's queue, once; `unkept`: why it is not on disk. Throws `UserError`. */
export async function handIn(
  given: CommandGiven,
  prompt: Prompt,
): Promise<{ readonly sessionId: string; readonly unkept: string | undefined }> {
  for (let attempt = 1; ; attempt += 1) {
    const { sessionId, reply } = await hand(given, prompt);
    if (reply.kind === 'gone' && attempt < ATTEMPTS) continue;
    return { sessionId, unkept: settle(reply).unkept };
  }
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

/** The session may have it, or not. */
class DoubtfulError extends UserError {}

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
  return await withStartedHost(given, async (host) => {
    const sources = openAccess(given).sources(host);
    if (name === undefined && sources.keepers().length === 0) throw new UserError(NO_SESSION);
    const sessionId = await findSession(sources, { name, unnamed: 'it' });
    const reply = await sayTo(host, { sessionId, promptId: id, intent, text });
    return { sessionId, reply };
  });
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

function settle(reply: HostReply): Extract<HostReply, { kind: 'done' }> {
  switch (reply.kind) {
    case 'done':
      return reply;
    case 'refused':
      throw new UserError(visible(reply.message));
    case 'silent':
      throw new DoubtfulError('the host does not answer: codex-voice host stop, then say it again');
    case 'gone':
      throw new DoubtfulError('the host ended while it was told: codex-voice host logs tells why');
    case 'sessions':
    case 'status':
    case 'approvals':
    case 'waiting':
    case 'kept':
    case 'answered':
    case 'unanswered':
      throw new DoubtfulError('the host answers something else: codex-voice host stop, then again');
  }
}
