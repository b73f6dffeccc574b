// What we use of Claude Code's hooks and transcript, and a recording of them sorted into kinds of messages:
// for the drift check. Making a recording is the caller's business.
import * as v from 'valibot';
import type { MessageUses, RecordedMessage } from '../drift/message-shape.ts';
import { schemaPaths } from '../drift/schema-paths.ts';
import { hookSchema } from './hook-messages.ts';
import { BLOCK_SCHEMAS, LINE_SCHEMAS, RESULT_SCHEMA } from './transcript-entries.ts';

/** A recording: each line one JSON value. */
export interface ClaudeRecording {
  /** What hooks were given. */
  readonly hooks: readonly string[];
  readonly transcript: readonly string[];
}

const named = v.looseObject({ hook_event_name: v.string() });
const typed = v.looseObject({
  type: v.string(),
  subtype: v.optional(v.string()),
  message: v.optional(v.looseObject({ content: v.optional(v.unknown()) })),
  toolUseResult: v.optional(v.unknown()),
  attachment: v.optional(v.looseObject({ type: v.string() })),
});
const block = v.looseObject({ type: v.string() });

/** Kind of message → what the driver reads in it. */
export function claudeUses(): MessageUses {
  const hooks = hookSchema.options.map((schema) => {
    return [`hook ${schema.entries.hook_event_name.literal}`, schemaPaths(schema)] as const;
  });
  const lines = Object.entries(LINE_SCHEMAS).map(([kind, schema]) => {
    return [`line ${kind}`, ['type', ...schemaPaths(schema)]] as const;
  });
  const blocks = Object.entries(BLOCK_SCHEMAS).map(([kind, schema]) => {
    return [`block ${kind}`, ['type', ...schemaPaths(schema)]] as const;
  });
  const result = ['result', schemaPaths(RESULT_SCHEMA)] as const;
  return Object.fromEntries([...hooks, ...lines, ...blocks, result]);
}

/** The messages of a recording by their kind. Lines that are no JSON are passed over. */
export function claudeMessages({ hooks, transcript }: ClaudeRecording): RecordedMessage[] {
  return [...hooks.flatMap(hookMessages), ...transcript.flatMap(lineMessages)];
}

function hookMessages(line: string): RecordedMessage[] {
  const parsed = v.safeParse(named, parseJson(line));
  if (!parsed.success) return [];
  return [{ kind: `hook ${parsed.output.hook_event_name}`, value: parsed.output }];
}

function lineMessages(line: string): RecordedMessage[] {
  const parsed = v.safeParse(typed, parseJson(line));
  if (!parsed.success) return [];
  const { type, subtype, message, attachment, toolUseResult } = parsed.output;
  const detail = type === 'system' ? subtype : attachment?.type;
  const kind = detail === undefined ? `line ${type}` : `line ${type} ${detail}`;
  const content = v.safeParse(v.array(block), message?.content);
  const blocks = content.success ? content.output : [];
  const result = typeof toolUseResult === 'object' && toolUseResult !== null;
  return [
    { kind, value: withoutParts(parsed.output) },
    ...blocks.map((value) => ({ kind: `block ${value.type}`, value })),
    ...(result ? [{ kind: 'result', value: toolUseResult }] : []),
  ];
}

/** Blocks and results are messages of their own, of other kinds. */
function withoutParts(line: v.InferOutput<typeof typed>): object {
  const { toolUseResult, message, ...rest } = line;
  if (message === undefined) return rest;
  const { content } = message;
  const type = Array.isArray(content) ? [] : content;
  return { ...rest, message: { ...message, content: type } };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
