// The tools that an agent is offered: their names, what is said of them, and what they take. Carrying them
// out is `mcp-server.ts`'s.
import {
  MAXIMUM_QUESTION_MS,
  MAXIMUM_QUESTION_UNITS,
  MAXIMUM_SPOKEN_UNITS,
} from '@codex-voice/protocol';
import { z } from 'zod';
import { TOLD_UTTERANCES } from './transcripts.ts';

const MS_PER_SECOND = 1_000;
const LONGEST_QUESTION_SECONDS = MAXIMUM_QUESTION_MS / MS_PER_SECOND;
/** Agents give a tool a minute or two. */
const QUESTION_SECONDS = 60;

const TELLS = { readOnlyHint: false, destructiveHint: false, openWorldHint: false } as const;
const LOOKS_ONLY = { readOnlyHint: true, openWorldHint: false } as const;

export const SPEAK = {
  title: 'Read aloud',
  description:
    'Reads a text aloud to the person, with the voice they have configured, after what is being said. ' +
    'Fails in one line where there is no voice or nobody to hear it: then write instead.',
  inputSchema: z.object({
    text: z.string().trim().min(1).max(MAXIMUM_SPOKEN_UNITS).describe('one or two sentences'),
  }),
  annotations: TELLS,
};

export const ASK = {
  title: 'Ask the person',
  description:
    'Shows a question in the row below your screen, reads it aloud where there is a voice, and waits ' +
    'for the answer: what the person says next, or yes or no by key. The answer comes back here and ' +
    'is not typed to you. One question at a time.',
  inputSchema: z.object({
    question: z
      .string()
      .trim()
      .min(1)
      .max(MAXIMUM_QUESTION_UNITS)
      .describe('what you want to know'),
    timeout_seconds: z
      .number()
      .min(1)
      .max(LONGEST_QUESTION_SECONDS)
      .default(QUESTION_SECONDS)
      .describe('how long to wait for an answer'),
  }),
  annotations: TELLS,
};

export const LIST_SESSIONS = {
  title: 'Sessions',
  description: 'The sessions that run on this machine for this person, and which one is yours.',
  inputSchema: z.object({}),
  annotations: LOOKS_ONLY,
};

export const SESSION_STATE = {
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
};

/** By their names. */
export const MCP_TOOLS = {
  speak: SPEAK,
  ask: ASK,
  list_sessions: LIST_SESSIONS,
  session_state: SESSION_STATE,
} as const;

export const TRANSCRIPTS = {
  uri: 'codex-voice://transcripts',
  title: 'What was said',
  description: `The last ${TOLD_UTTERANCES} utterances of this session, newest first`,
  mimeType: 'application/json',
} as const;
