// What is used of the Agent Client Protocol, version 1, as schemas: what an agent says. What a schema
// does not name is passed over; what fits none is told as `raw`.
import * as v from 'valibot';
import { cutText } from '../bounded-text.ts';

/** The version we speak. */
export const ACP_VERSION = 1;

/** Codes of refusals: JSON-RPC's own, and the protocol's word for "sign in first". */
export const REFUSAL_CODES = {
  unknownMethod: -32_601,
  unfitParameters: -32_602,
  signInFirst: -32_000,
} as const;

/** Longest name that an agent gives a call, a conversation or an option: UTF-16 units, of what is only shown bytes. */
const NAME_UNITS = 1_024;
const named = v.pipe(v.string(), v.maxLength(NAME_UNITS));

const maybe = <Schema extends v.GenericSchema>(schema: Schema) => v.nullish(schema);

export const initialized = v.object({
  protocolVersion: v.number(),
  agentCapabilities: maybe(v.object({ loadSession: maybe(v.boolean()) })),
  agentInfo: maybe(v.object({ name: maybe(v.string()), version: maybe(v.string()) })),
  authMethods: maybe(v.array(v.object({ name: maybe(v.string()) }))),
});

const mode = v.object({ id: named, name: named });
export type AcpMode = v.InferOutput<typeof mode>;

const modes = v.object({ currentModeId: v.string(), availableModes: v.array(mode) });

export const sessionBegun = v.object({ sessionId: named, modes: maybe(modes) });
export const sessionLoaded = maybe(v.object({ modes: maybe(modes) }));

const tokens = v.object({
  inputTokens: v.number(),
  outputTokens: v.number(),
  totalTokens: maybe(v.number()),
});
/** As Gemini CLI tells it beside the protocol's own place. */
const quota = v.object({
  quota: v.object({
    token_count: v.object({ input_tokens: v.number(), output_tokens: v.number() }),
  }),
});

export const turnOver = v.object({
  stopReason: v.string(),
  usage: v.fallback(maybe(tokens), undefined),
  _meta: v.fallback(maybe(quota), undefined),
});
export type TurnOver = v.InferOutput<typeof turnOver>;

/** A piece of content; only its text is used. */
const content = v.object({ type: v.string(), text: maybe(v.string()) });

const toolContent = v.object({
  type: v.string(),
  content: maybe(content),
  path: maybe(v.string()),
  oldText: maybe(v.string()),
  newText: maybe(v.string()),
});

const toolCall = v.object({
  toolCallId: named,
  title: maybe(v.string()),
  kind: maybe(v.string()),
  status: maybe(v.string()),
  content: maybe(v.array(toolContent)),
  locations: maybe(v.array(v.object({ path: v.string() }))),
  rawInput: maybe(v.unknown()),
  rawOutput: maybe(v.unknown()),
});
/** A tool's call, or what is new of it. */
export type AcpToolCall = v.InferOutput<typeof toolCall>;

export const sessionUpdate = v.variant('sessionUpdate', [
  v.object({ sessionUpdate: v.literal('user_message_chunk'), content }),
  v.object({
    sessionUpdate: v.literal('agent_message_chunk'),
    content,
    messageId: maybe(v.string()),
  }),
  v.object({
    sessionUpdate: v.literal('agent_thought_chunk'),
    content,
    messageId: maybe(v.string()),
  }),
  v.object({ sessionUpdate: v.literal('tool_call'), ...toolCall.entries }),
  v.object({ sessionUpdate: v.literal('tool_call_update'), ...toolCall.entries }),
  v.object({
    sessionUpdate: v.literal('plan'),
    entries: v.array(v.object({ content: v.string(), status: v.string() })),
  }),
  v.object({ sessionUpdate: v.literal('current_mode_update'), currentModeId: v.string() }),
  v.object({
    sessionUpdate: v.literal('available_commands_update'),
    availableCommands: v.array(v.object({ name: v.string() })),
  }),
]);
export type SessionUpdate = v.InferOutput<typeof sessionUpdate>;

/** An update of whatever kind, with the session it is of. */
export const updated = v.object({
  sessionId: v.string(),
  update: v.looseObject({ sessionUpdate: v.string() }),
});

/** Undefined: of a kind, or in a form, that is not known here. */
export function knownUpdate(update: unknown): SessionUpdate | undefined {
  const parsed = v.safeParse(sessionUpdate, update);
  return parsed.success ? parsed.output : undefined;
}

/** It is shown, and never said back. */
const shown = v.pipe(
  v.string(),
  v.transform((text) => cutText(text, NAME_UNITS)),
);
const option = v.object({ optionId: named, name: shown, kind: named });
export type PermissionOption = v.InferOutput<typeof option>;

export const permissionAsked = v.object({
  sessionId: v.string(),
  toolCall,
  options: v.array(option),
});
