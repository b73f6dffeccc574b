// Codex's dialect of the model service: `POST /v1/responses` answered by server-sent events, as
// Codex 0.169 reads them. When to say what is the script's business.
import { list, member, text } from './json-shape.ts';
import {
  type ModelDialect,
  type ModelServer,
  serverSentEvent,
  startModelServer,
  type UnderstoodRequest,
} from './model-server.ts';
import type { ModelScript } from './scripted-reply.ts';

/** The title given to every conversation when the TUI asks for one. */
export const SCRIPTED_TITLE = 'Scripted session';

/** Starts a loopback model service for Codex; use its `origin` with {@link codexHome}. */
export async function startScriptedCodexServer(
  options: { script?: ModelScript } = {},
): Promise<ModelServer> {
  return await startModelServer(CODEX_DIALECT, options.script);
}

const CODEX_DIALECT: ModelDialect = {
  path: '/v1/responses',
  understand,
  thought: (turn, words) => {
    const thought = { type: 'reasoning', id: `thought_${turn}` };
    const place = { item_id: thought.id, output_index: 0, summary_index: 0 };
    const begun = { ...thought, summary: [] };
    const done = { ...thought, summary: [{ type: 'summary_text', text: words }] };
    return [
      serverSentEvent('response.created', { response: { id: responseId(turn) } }),
      serverSentEvent('response.output_item.added', { output_index: 0, item: begun }),
      serverSentEvent('response.reasoning_summary_text.delta', { ...place, delta: words }),
      serverSentEvent('response.output_item.done', { output_index: 0, item: done }),
    ];
  },
  opening: (turn) => [
    serverSentEvent('response.created', { response: { id: responseId(turn) } }),
    serverSentEvent('response.output_item.added', { output_index: 0, item: message(turn, '') }),
  ],
  textPiece: (turn, piece) =>
    serverSentEvent('response.output_text.delta', {
      item_id: messageId(turn),
      output_index: 0,
      content_index: 0,
      delta: piece,
    }),
  textEnd: (turn, whole) => [
    serverSentEvent('response.output_item.done', { output_index: 0, item: message(turn, whole) }),
    completed(turn),
  ],
  shell: (reply) => {
    const escalation =
      reply.sandbox === 'escalated'
        ? {
            sandbox_permissions: 'require_escalated',
            justification: reply.reason ?? 'The script wants to see an approval.',
          }
        : {};
    return { tool: 'exec_command', input: { cmd: reply.command, ...escalation } };
  },
  call: (turn, { tool, input }) => {
    const item = {
      type: 'function_call',
      id: `call_item_${turn}`,
      call_id: `call_${turn}`,
      name: tool,
      arguments: JSON.stringify(input),
    };
    return [
      serverSentEvent('response.created', { response: { id: responseId(turn) } }),
      serverSentEvent('response.output_item.done', { output_index: 0, item }),
      completed(turn),
    ];
  },
  refusal: (status) =>
    JSON.stringify({ error: { type: `scripted_${status}`, message: `scripted ${status}` } }),
};

function responseId(turn: number): string {
  return `resp_${turn}`;
}

function messageId(turn: number): string {
  return `msg_${turn}`;
}

function message(turn: number, whole: string): object {
  const content = whole === '' ? [] : [{ type: 'output_text', text: whole, annotations: [] }];
  return { type: 'message', id: messageId(turn), role: 'assistant', content };
}

function completed(turn: number): string {
  const usage = {
    input_tokens: 10,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: 5,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: 15,
  };
  return serverSentEvent('response.completed', { response: { id: responseId(turn), usage } });
}

function understand(body: unknown): UnderstoodRequest {
  const format = member(member(body, 'text'), 'format');
  if (text(member(format, 'name')) === 'codex_output_schema') {
    return { kind: 'title', answer: JSON.stringify(fillSchema(member(format, 'schema'))) };
  }
  const input = list(member(body, 'input'));
  const prompts = input.filter(isUserMessage).map(messageText);
  const last = input.at(-1);
  const isResult = text(member(last, 'type')) === 'function_call_output';
  return {
    kind: 'conversation',
    cause: isResult ? 'tool-result' : 'prompt',
    said: prompts.filter((prompt) => !prompt.startsWith('<')),
    prompt: prompts.at(-1) ?? '',
    toolOutput: isResult ? outputText(member(last, 'output')) : '',
  };
}

function isUserMessage(item: unknown): boolean {
  return text(member(item, 'role')) === 'user';
}

function messageText(item: unknown): string {
  return list(member(item, 'content'))
    .map((part) => text(member(part, 'text')))
    .join('');
}

function outputText(output: unknown): string {
  return typeof output === 'string' ? output : JSON.stringify(output);
}

// The TUI's housekeeping questions want an object with a few strings in it.
function fillSchema(schema: unknown): unknown {
  const properties = member(schema, 'properties');
  if (typeof properties !== 'object' || properties === null) return SCRIPTED_TITLE;
  return Object.fromEntries(Object.keys(properties).map((name) => [name, SCRIPTED_TITLE]));
}
