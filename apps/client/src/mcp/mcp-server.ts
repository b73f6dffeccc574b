// The tools and resources that an agent is offered: their names, what they take, and how their answers
// read. Carrying them out is the host's; which session is meant is `host-access.ts`'s.
import {
  MAXIMUM_QUESTION_MS,
  MAXIMUM_QUESTION_UNITS,
  MAXIMUM_SPOKEN_UNITS,
  type QueueEntry,
  type SessionRow,
} from '@codex-voice/protocol';
import { type CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { places } from '../places.ts';
import type { HostAccess } from './host-access.ts';
import { TOLD_UTTERANCES, utterancesOf } from './transcripts.ts';

const MS_PER_SECOND = 1_000;
const LONGEST_QUESTION_SECONDS = MAXIMUM_QUESTION_MS / MS_PER_SECOND;
/** Agents give a tool a minute or two. */
const QUESTION_SECONDS = 60;
/** The host's own answer comes first, in ms: it knows how long it waits. */
const ANSWER_GRACE_MS = 5_000;

const TRANSCRIPTS_URI = 'codex-voice://transcripts';
const LOOKS_ONLY = { readOnlyHint: true, openWorldHint: false } as const;

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
    TRANSCRIPTS_URI,
    {
      title: 'What was said',
      description: `The last ${TOLD_UTTERANCES} utterances of this session, newest first`,
      mimeType: 'application/json',
    },
    async (uri) => {
      const { journalDirectory } = places(process.env, process.platform);
      const told = await utterancesOf(journalDirectory, access.ownSession);
      const text = JSON.stringify(told, undefined, 2);
      return { contents: [{ uri: uri.href, mimeType: 'application/json', text }] };
    },
  );
  return server;
}

function offerVoice(server: McpServer, access: HostAccess): void {
  server.registerTool(
    'speak',
    {
      title: 'Read aloud',
      description:
        'Reads a text aloud to the person, with the voice they have configured, after what is being said. ' +
        'Fails in one line where there is no voice or nobody to hear it: then write instead.',
      inputSchema: z.object({
        text: z.string().trim().min(1).max(MAXIMUM_SPOKEN_UNITS).describe('one or two sentences'),
      }),
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
    async ({ text }) =>
      await answered(async () => {
        const sessionId = access.ownSession;
        await access.ask((requestId) => ({ type: 'speak', requestId, sessionId, text }));
        return 'It is being read aloud.';
      }),
  );
  server.registerTool(
    'ask',
    {
      title: 'Ask the person',
      description:
        'Shows a question in the row below your screen, reads it aloud where there is a voice, and waits ' +
        'for the answer: what the person says next, or yes or no by key. The answer comes back here and ' +
        'is not typed to you. One question at a time.',
      inputSchema: z.object({
        question: z.string().trim().min(1).max(MAXIMUM_QUESTION_UNITS),
        timeout_seconds: z
          .number()
          .min(1)
          .max(LONGEST_QUESTION_SECONDS)
          .default(QUESTION_SECONDS)
          .describe('how long to wait for an answer'),
      }),
      annotations: { readOnlyHint: false, destructiveHint: false, openWorldHint: false },
    },
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
  if (answer.kind === 'answered') return { answer: answer.text, by: answer.by };
  return { answer: null, why: answer.kind === 'unanswered' ? answer.why : 'withdrawn' };
}

function offerSessions(server: McpServer, access: HostAccess): void {
  server.registerTool(
    'list_sessions',
    {
      title: 'Sessions',
      description: 'The sessions that run on this machine for this person, and which one is yours.',
      inputSchema: z.object({}),
      annotations: LOOKS_ONLY,
    },
    async () =>
      await answered(async () => {
        const own = access.namedSession;
        const rows = await access.rows();
        return rows.map((row) => ({ ...rowDocument(row), own: row.sessionId === own }));
      }),
  );
  server.registerTool(
    'session_state',
    {
      title: 'State of a session',
      description:
        'Agent, folder, what its screen shows (idle, busy, dialog, unknown), how prompts reach it, and the ' +
        'prompts that wait in its queue, of your own session only.',
      inputSchema: z.object({
        session: z
          .string()
          .min(1)
          .optional()
          .describe('its name, or the beginning of it; default: yours'),
      }),
      annotations: LOOKS_ONLY,
    },
    async ({ session }) =>
      await answered(async () => {
        const row = await access.row(session);
        const { sessionId } = row;
        // What was said to another session is that one's.
        const isOwn = sessionId === access.namedSession;
        const queue = isOwn ? await waitingIn(access, sessionId) : [];
        return {
          ...rowDocument(row),
          queue: queue.map(({ text, intent, origin, state }) => ({ text, intent, origin, state })),
        };
      }),
  );
}

async function waitingIn(access: HostAccess, sessionId: string): Promise<readonly QueueEntry[]> {
  const answer = await access.ask((requestId) => ({ type: 'waiting', requestId, sessionId }));
  return answer.kind === 'waiting' ? answer.entries : [];
}

function rowDocument({
  sessionId,
  agent,
  cwd,
  state,
  rung,
  queued,
  startedAtMs,
}: SessionRow): object {
  return {
    session: sessionId,
    agent,
    folder: cwd,
    state,
    rung: rung ?? 'plain',
    queued,
    startedAt: new Date(startedAtMs).toISOString(),
  };
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
