// The tools and resources that an agent is offered, and how their answers read; what is said of them and
// what they take is `tools.table.ts`'s. Carrying them out is the host's; which session is meant is
// `host-access.ts`'s.
import type { QueueEntry } from '@codex-voice/protocol';
import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { places } from '../places.ts';
import { listedDocument, questionDocument, stateDocument } from './answers.ts';
import type { HostAccess } from './host-access.ts';
import { ASK, LIST_SESSIONS, SESSION_STATE, SPEAK, TRANSCRIPTS } from './tools.table.ts';
import { utterancesOf } from './transcripts.ts';

const MS_PER_SECOND = 1_000;
/** The host's own answer comes first, in ms: it knows how long it waits. */
const ANSWER_GRACE_MS = 5_000;

const INSTRUCTIONS =
  'You run inside codex-voice: a person talks to you by voice. Use speak for a sentence that should be ' +
  'heard, and ask where you need a short answer before you go on.';

export function makeServer(access: HostAccess): McpServer {
  const server = new McpServer(
    { name: 'codex-voice', version: '0.1.0', title: 'codex-voice' },
    { instructions: INSTRUCTIONS },
  );
  offerVoice(server, access);
  offerSessions(server, access);
  server.registerResource(
    'transcripts',
    TRANSCRIPTS.uri,
    {
      title: TRANSCRIPTS.title,
      description: TRANSCRIPTS.description,
      mimeType: TRANSCRIPTS.mimeType,
    },
    async (uri) => {
      const { journalDirectory } = places(process.env, process.platform);
      const told = await utterancesOf(journalDirectory, access.ownSession);
      const text = JSON.stringify(told, undefined, 2);
      return { contents: [{ uri: uri.href, mimeType: TRANSCRIPTS.mimeType, text }] };
    },
  );
  return server;
}

function offerVoice(server: McpServer, access: HostAccess): void {
  server.registerTool(
    'speak',
    SPEAK,
    async ({ text }) =>
      await answered(async () => {
        const sessionId = access.ownSession;
        await access.ask((requestId) => ({ type: 'speak', requestId, sessionId, text }));
        return 'It is being read aloud.';
      }),
  );
  server.registerTool(
    'ask',
    ASK,
    async ({ question, timeout_seconds: seconds }, { mcpReq: { signal } }) =>
      await answered(async () => await ask(access, { question, seconds, signal })),
  );
}

async function ask(
  access: HostAccess,
  asked: {
    readonly question: string;
    readonly seconds: number;
    readonly signal: AbortSignal;
  },
): Promise<object> {
  const { question, seconds, signal } = asked;
  const sessionId = access.ownSession;
  const timeoutMs = seconds * MS_PER_SECOND;
  const answer = await access.ask(
    (requestId) => ({ type: 'question', requestId, sessionId, question, timeoutMs }),
    { patienceMs: timeoutMs + ANSWER_GRACE_MS, signal },
  );
  return questionDocument(answer);
}

function offerSessions(server: McpServer, access: HostAccess): void {
  server.registerTool(
    'list_sessions',
    LIST_SESSIONS,
    async () =>
      await answered(async () => {
        const own = access.namedSession;
        const rows = await access.rows();
        return rows.map((row) => listedDocument(row, own));
      }),
  );
  server.registerTool(
    'session_state',
    SESSION_STATE,
    async ({ session }) =>
      await answered(async () => {
        const row = await access.row(session);
        const { sessionId } = row;
        // What was said to another session is that one's.
        const isOwn = sessionId === access.namedSession;
        const queue = isOwn ? await waitingIn(access, sessionId) : [];
        return stateDocument(row, queue);
      }),
  );
}

async function waitingIn(access: HostAccess, sessionId: string): Promise<readonly QueueEntry[]> {
  const answer = await access.ask((requestId) => ({ type: 'waiting', requestId, sessionId }));
  return answer.kind === 'waiting' ? answer.entries : [];
}

/** What goes wrong is the tool's answer, in one line: the agent goes on with it. */
async function answered(work: () => Promise<string | object>): Promise<CallToolResult> {
  try {
    const found = await work();
    const text = typeof found === 'string' ? found : JSON.stringify(found, undefined, 2);
    return { content: [{ type: 'text', text }] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { content: [{ type: 'text', text }], isError: true };
  }
}
