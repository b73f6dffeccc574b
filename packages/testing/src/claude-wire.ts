// Claude Code's dialect of the model service: `POST /v1/messages` answered by server-sent events,
// as Claude Code 2.1 reads them. When to say what is the script's business.
import { list, member, text } from './json-shape.ts';
import {
  type ModelDialect,
  type ModelServer,
  serverSentEvent,
  startModelServer,
  type UnderstoodRequest,
} from './model-server.ts';
import type { ModelScript } from './scripted-reply.ts';

/** Starts a loopback model service for Claude Code; use its `origin` with {@link claudeConfig}. */
export async function startScriptedClaudeServer(
  options: { script?: ModelScript } = {},
): Promise<ModelServer> {
  return await startModelServer(CLAUDE_DIALECT, options.script);
}

const CLAUDE_DIALECT: ModelDialect = {
  path: '/v1/messages',
  understand,
  opening: (turn) => [
    messageStart(turn),
    serverSentEvent('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  ],
  textPiece: (_turn, piece) =>
    serverSentEvent('content_block_delta', {
      index: 0,
      delta: { type: 'text_delta', text: piece },
    }),
  textEnd: () => blockEnd('end_turn'),
  shell: ({ command, reason = 'Runs what the script says' }) => ({
    tool: 'Bash',
    input: { command, description: reason },
  }),
  call: (turn, { tool, input }) => [
    messageStart(turn),
    serverSentEvent('content_block_start', {
      index: 0,
      content_block: { type: 'tool_use', id: `toolu_${turn}`, name: tool, input: {} },
    }),
    serverSentEvent('content_block_delta', {
      index: 0,
      delta: {
        type: 'input_json_delta',
        partial_json: JSON.stringify(input),
      },
    }),
    ...blockEnd('tool_use'),
  ],
  refusal: (status) =>
    JSON.stringify({ type: 'error', error: { type: refusalType(status), message: 'scripted' } }),
};

function messageStart(turn: number): string {
  const message = {
    id: `msg_${turn}`,
    type: 'message',
    role: 'assistant',
    model: 'scripted-model',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: 10, output_tokens: 1 },
  };
  return serverSentEvent('message_start', { message });
}

function blockEnd(stopReason: 'end_turn' | 'tool_use'): string[] {
  return [
    serverSentEvent('content_block_stop', { index: 0 }),
    serverSentEvent('message_delta', {
      delta: { stop_reason: stopReason, stop_sequence: null },
      usage: { output_tokens: 5 },
    }),
    serverSentEvent('message_stop', {}),
  ];
}

function refusalType(status: number): string {
  if (status === 429) return 'rate_limit_error';
  return status === 503 ? 'overloaded_error' : 'api_error';
}

function understand(body: unknown): UnderstoodRequest {
  // Every step of the person's conversation offers tools; titles and topic checks offer none.
  if (list(member(body, 'tools')).length === 0) {
    return { kind: 'title', answer: '{"title":"Scripted session","isNewTopic":false}' };
  }
  const messages = list(member(body, 'messages')).filter(
    (message) => text(member(message, 'role')) === 'user',
  );
  const prompts = messages.map(personsText).filter((prompt) => prompt !== '');
  const result = contentBlocks(messages.at(-1)).find(
    (block) => text(member(block, 'type')) === 'tool_result',
  );
  return {
    kind: 'conversation',
    cause: result === undefined ? 'prompt' : 'tool-result',
    said: prompts,
    prompt: prompts.at(-1) ?? '',
    toolOutput: result === undefined ? '' : blockText(member(result, 'content')),
  };
}

function contentBlocks(message: unknown): readonly unknown[] {
  const content = member(message, 'content');
  return typeof content === 'string' ? [{ type: 'text', text: content }] : list(content);
}

// Claude Code puts its own reminders into the person's message, as blocks in angle brackets.
function personsText(message: unknown): string {
  return contentBlocks(message)
    .filter((block) => text(member(block, 'type')) === 'text')
    .map((block) => text(member(block, 'text')))
    .filter((block) => !block.trimStart().startsWith('<'))
    .join('\n');
}

function blockText(content: unknown): string {
  if (typeof content === 'string') return content;
  return list(content)
    .map((block) => text(member(block, 'text')))
    .join('');
}
