// Gemini CLI's dialect of the model service: `:streamGenerateContent` answered by server-sent events without
// names, as Gemini CLI 0.61 reads them. When to say what is the script's business.
import { list, member, text } from './json-shape.ts';
import {
  type ModelDialect,
  type ModelServer,
  startModelServer,
  type UnderstoodRequest,
} from './model-server.ts';
import type { ModelScript } from './scripted-reply.ts';

/** The tokens that every reply claims to have cost. */
const USAGE = { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 };

/** Starts a loopback model service for Gemini CLI; use its `origin` with {@link geminiHome}. */
export async function startScriptedGeminiServer(
  options: { script?: ModelScript } = {},
): Promise<ModelServer> {
  return await startModelServer(GEMINI_DIALECT, options.script);
}

const GEMINI_DIALECT: ModelDialect = {
  path: /^\/v1beta\/models\/[^/]+:streamGenerateContent$/u,
  understand,
  opening: () => [],
  textPiece: (_turn, piece) => told([{ text: piece }]),
  textEnd: () => [told([{ text: '' }], 'STOP')],
  shell: ({ command, reason = 'As the script says' }) => ({
    tool: 'run_shell_command',
    input: { command, description: reason },
  }),
  call: (_turn, { tool, input }) => [told([{ functionCall: { name: tool, args: input } }], 'STOP')],
  refusal: (status) =>
    JSON.stringify({ error: { code: status, message: 'scripted', status: refusalOf(status) } }),
};

function told(parts: readonly object[], finishReason?: 'STOP'): string {
  const candidate = {
    index: 0,
    content: { role: 'model', parts },
    ...(finishReason === undefined ? {} : { finishReason }),
  };
  const whole = { candidates: [candidate], usageMetadata: USAGE, modelVersion: 'scripted-model' };
  return `data: ${JSON.stringify(whole)}\n\n`;
}

function refusalOf(status: number): string {
  if (status === 429) return 'RESOURCE_EXHAUSTED';
  return status === 503 ? 'UNAVAILABLE' : 'INTERNAL';
}

function understand(body: unknown): UnderstoodRequest {
  const contents = list(member(body, 'contents')).filter(
    (content) => text(member(content, 'role')) === 'user',
  );
  const last = list(member(contents.at(-1), 'parts'));
  const result = last.map((part) => member(part, 'functionResponse')).find((one) => one);
  const said = contents.map(personsText).filter((prompt) => prompt !== '');
  return {
    kind: 'conversation',
    cause: result === undefined ? 'prompt' : 'tool-result',
    said,
    prompt: said.at(-1) ?? '',
    toolOutput: result === undefined ? '' : text(member(member(result, 'response'), 'output')),
  };
}

/** Gemini CLI puts what it knows of the folder before the conversation, as a message in angle brackets. */
function personsText(content: unknown): string {
  return list(member(content, 'parts'))
    .map((part) => text(member(part, 'text')))
    .filter((part) => part !== '' && !part.trimStart().startsWith('<'))
    .join('\n');
}
