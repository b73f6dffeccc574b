// The lines of Claude Code's transcript in our words: what of a conversation one line tells. Which
// turn it belongs to, and whether it was told already, is the conversation's business.
import * as v from 'valibot';

/** Longest excerpt of a line we do not know, in characters. */
const RAW_CHARACTERS = 4_096;

const blockSchema = v.looseObject({ type: v.string() });
const contentSchema = v.union([v.string(), v.array(blockSchema)]);

const lineSchema = v.looseObject({ type: v.string() });
const common = {
  uuid: v.string(),
  /** Of a subagent; its turns are not the person's. */
  isSidechain: v.optional(v.boolean()),
  isMeta: v.optional(v.boolean()),
  timestamp: v.optional(v.string()),
};
const userSchema = v.object({
  ...common,
  promptId: v.optional(v.string()),
  isCompactSummary: v.optional(v.boolean()),
  message: v.object({ content: contentSchema }),
  toolUseResult: v.optional(v.unknown()),
});
const assistantSchema = v.object({
  ...common,
  isApiErrorMessage: v.optional(v.boolean()),
  message: v.object({
    id: v.optional(v.string()),
    content: v.array(blockSchema),
    usage: v.optional(
      v.object({
        input_tokens: v.number(),
        output_tokens: v.number(),
        cache_creation_input_tokens: v.nullish(v.number()),
        cache_read_input_tokens: v.nullish(v.number()),
      }),
    ),
  }),
});
const systemSchema = v.object({
  ...common,
  subtype: v.optional(v.string()),
  content: v.optional(v.unknown()),
  error: v.optional(v.unknown()),
});
const attachmentSchema = v.object({
  ...common,
  attachment: v.looseObject({ type: v.string(), prompt: v.optional(v.unknown()) }),
});
const textBlock = v.object({ text: v.string() });
const thinkingBlock = v.object({ thinking: v.string() });
const toolBlock = v.object({
  id: v.string(),
  name: v.string(),
  input: v.record(v.string(), v.unknown()),
});
const resultBlock = v.object({ tool_use_id: v.string(), is_error: v.nullish(v.boolean()) });
const commandResult = v.object({
  returnCodeInterpretation: v.nullish(v.string()),
  backgroundTaskId: v.nullish(v.string()),
  interrupted: v.nullish(v.boolean()),
});

/** What is read of each kind of line, of a block in a message, and of a command's result: for the drift check. */
export const LINE_SCHEMAS = {
  user: userSchema,
  assistant: assistantSchema,
  'system turn_duration': systemSchema,
  'system api_error': systemSchema,
  'attachment queued_command': attachmentSchema,
} as const;
export const BLOCK_SCHEMAS = {
  text: textBlock,
  thinking: thinkingBlock,
  tool_use: toolBlock,
  tool_result: resultBlock,
} as const;
export const RESULT_SCHEMA = commandResult;

export interface ToolCall {
  readonly toolId: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a message of the model costs so far; the same message may be told several times. */
export interface MessageUsage {
  readonly messageId: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** A line of the person's own conversation. */
export type TranscriptEntry = {
  readonly uuid: string;
  readonly atMs: number;
} & (
  | { readonly kind: 'prompt'; readonly promptId?: string; readonly text: string }
  /** Said while a turn ran, and given to the model in it. */
  | { readonly kind: 'steered'; readonly text: string }
  | { readonly kind: 'interrupted'; readonly promptId?: string }
  | { readonly kind: 'result'; readonly toolId: string; readonly outcome: string }
  | { readonly kind: 'said'; readonly text: string; readonly usage?: MessageUsage }
  | { readonly kind: 'thought'; readonly text: string; readonly usage?: MessageUsage }
  | ({ readonly kind: 'called'; readonly usage?: MessageUsage } & ToolCall)
  /** The model service refused or broke off, and the turn is over. */
  | { readonly kind: 'failed'; readonly message: string }
  /** It did, and is asked again. */
  | { readonly kind: 'trouble'; readonly message: string }
  | { readonly kind: 'turn-over' }
);

export type ParsedLine =
  | { readonly kind: 'entries'; readonly entries: readonly TranscriptEntry[] }
  | { readonly kind: 'unknown'; readonly type: string; readonly excerpt: string };

/** Lines of Claude Code's own that tell nothing of a turn. */
const QUIET: ReadonlySet<string> = new Set([
  'agent-color',
  'agent-name',
  'agent-setting',
  'ai-title',
  'attachment',
  'bridge-session',
  'custom-title',
  'file-history-snapshot',
  'isolation-latch',
  'last-prompt',
  'mode',
  'permission-mode',
  'pr-link',
  'progress',
  'queue-operation',
  'relocated',
  'summary',
  'system',
  'tag',
  'worktree-state',
]);

/** What a command of Claude Code's own leaves in a person's name. */
const NO_PROMPT = /^<(command-|local-command-|bash-|task-notification)/u;
const INTERRUPTED = /^\[Request interrupted by user/u;

export function parseLine(line: string): ParsedLine {
  const parsed = v.safeParse(lineSchema, parseJson(line));
  if (!parsed.success) return { kind: 'unknown', type: '', excerpt: line.slice(0, RAW_CHARACTERS) };
  const { type } = parsed.output;
  const entries = Object.hasOwn(READERS, type) ? READERS[type]?.(parsed.output) : undefined;
  if (entries !== undefined) return { kind: 'entries', entries };
  if (QUIET.has(type)) return { kind: 'entries', entries: [] };
  return { kind: 'unknown', type, excerpt: line.slice(0, RAW_CHARACTERS) };
}

type Reader = (line: unknown) => readonly TranscriptEntry[] | undefined;

const READERS: Readonly<Record<string, Reader>> = {
  user: read(userSchema, userEntries),
  assistant: read(assistantSchema, assistantEntries),
  system: read(systemSchema, systemEntries),
  attachment: read(attachmentSchema, attachmentEntries),
};

function userEntries(line: v.InferOutput<typeof userSchema>): readonly TranscriptEntry[] {
  if (line.isMeta || line.isCompactSummary) return [];
  const place = { uuid: line.uuid, atMs: atMs(line.timestamp) };
  const promptId = line.promptId === undefined ? {} : { promptId: line.promptId };
  const { content } = line.message;
  const blocks = typeof content === 'string' ? [{ type: 'text', text: content }] : content;
  const results = blocks
    .filter((block) => block.type === 'tool_result')
    .flatMap((block) => {
      const result = v.safeParse(resultBlock, block);
      if (!result.success) return [];
      const outcome = outcomeOf(result.output.is_error === true, line.toolUseResult);
      return [{ ...place, kind: 'result' as const, toolId: result.output.tool_use_id, outcome }];
    });
  const text = textsOf(blocks).join('\n');
  if (INTERRUPTED.test(text)) return [...results, { ...place, ...promptId, kind: 'interrupted' }];
  if (results.length > 0 || NO_PROMPT.test(text)) return results;
  return [{ ...place, ...promptId, kind: 'prompt', text }];
}

function assistantEntries(line: v.InferOutput<typeof assistantSchema>): readonly TranscriptEntry[] {
  const place = { uuid: line.uuid, atMs: atMs(line.timestamp) };
  const { content } = line.message;
  if (line.isApiErrorMessage) {
    return [{ ...place, kind: 'failed', message: textsOf(content).join('\n') }];
  }
  const usage = usageOf(line);
  return content.flatMap((block, index): readonly TranscriptEntry[] => {
    const own = { ...place, uuid: index === 0 ? line.uuid : `${line.uuid}/${index}`, ...usage };
    switch (block.type) {
      case 'text':
        return textsOf([block]).map((text) => ({ ...own, kind: 'said', text }));
      case 'thinking': {
        const thought = v.safeParse(thinkingBlock, block);
        const text = thought.success ? thought.output.thinking : '';
        return text === '' ? [] : [{ ...own, kind: 'thought', text }];
      }
      case 'tool_use': {
        const call = v.safeParse(toolBlock, block);
        if (!call.success) return [];
        const { id: toolId, name: tool, input } = call.output;
        return [{ ...own, kind: 'called', toolId, tool, input }];
      }
      default:
        return [];
    }
  });
}

function systemEntries(
  line: v.InferOutput<typeof systemSchema>,
): readonly TranscriptEntry[] | undefined {
  const place = { uuid: line.uuid, atMs: atMs(line.timestamp) };
  if (line.subtype === 'turn_duration') return [{ ...place, kind: 'turn-over' }];
  if (line.subtype !== 'api_error') return undefined;
  const error = v.safeParse(v.looseObject({ message: v.string() }), line.error);
  const message = error.success ? error.output.message : 'the model service does not answer';
  return [{ ...place, kind: 'trouble', message }];
}

function attachmentEntries(
  line: v.InferOutput<typeof attachmentSchema>,
): readonly TranscriptEntry[] | undefined {
  const { type, prompt } = line.attachment;
  if (type !== 'queued_command') return undefined;
  const text = typeof prompt === 'string' ? prompt : textsOf(blocksOf(prompt)).join('\n');
  if (text === '' || NO_PROMPT.test(text)) return [];
  return [{ uuid: line.uuid, atMs: atMs(line.timestamp), kind: 'steered', text }];
}

/** In Claude Code a command that fails is an error of its tool. */
function outcomeOf(isError: boolean, detail: unknown): string {
  if (isError) {
    const declined = typeof detail === 'string' && /reject|denied|declined/iu.test(detail);
    return declined ? 'declined' : 'failed';
  }
  const command = v.safeParse(commandResult, detail);
  if (!command.success || typeof detail !== 'object') return 'completed';
  const { returnCodeInterpretation, backgroundTaskId, interrupted } = command.output;
  if (interrupted) return 'interrupted';
  const isPlain = 'stdout' in (detail ?? {}) && !returnCodeInterpretation && !backgroundTaskId;
  return isPlain ? 'completed, status 0' : 'completed';
}

function usageOf(line: v.InferOutput<typeof assistantSchema>): { usage?: MessageUsage } {
  const { id: messageId, usage } = line.message;
  if (messageId === undefined || usage === undefined) return {};
  const cached = (usage.cache_creation_input_tokens ?? 0) + (usage.cache_read_input_tokens ?? 0);
  const inputTokens = usage.input_tokens + cached;
  return { usage: { messageId, inputTokens, outputTokens: usage.output_tokens } };
}

function textsOf(blocks: readonly v.InferOutput<typeof blockSchema>[]): string[] {
  return blocks.flatMap((block) => {
    const text = block.type === 'text' ? v.safeParse(textBlock, block) : undefined;
    return text?.success ? [text.output.text] : [];
  });
}

function blocksOf(value: unknown): readonly v.InferOutput<typeof blockSchema>[] {
  const parsed = v.safeParse(v.array(blockSchema), value);
  return parsed.success ? parsed.output : [];
}

function atMs(timestamp: string | undefined): number {
  const ms = timestamp === undefined ? Number.NaN : Date.parse(timestamp);
  return Number.isNaN(ms) ? 0 : ms;
}

function read<Schema extends v.GenericSchema<unknown, { isSidechain?: boolean | undefined }>>(
  schema: Schema,
  use: (line: v.InferOutput<Schema>) => readonly TranscriptEntry[] | undefined,
): Reader {
  return (line) => {
    const parsed = v.safeParse(schema, line);
    if (!parsed.success) return undefined;
    return parsed.output.isSidechain === true ? [] : use(parsed.output);
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
