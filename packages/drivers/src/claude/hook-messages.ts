// What is used of the JSON that Claude Code gives its hooks, as schemas: read from the schemas inside
// Claude Code 2.1.197. What a schema does not name is passed over.
import * as v from 'valibot';

const common = {
  session_id: v.string(),
  transcript_path: v.string(),
  cwd: v.string(),
  /** Codex's name of the turn; Claude Code has none. */
  turn_id: v.optional(v.string()),
  /** Only inside a subagent. */
  agent_id: v.optional(v.string()),
};

/** Of what happens in a turn. */
const inTurn = {
  ...common,
  /** The person's prompt that all this belongs to; absent before the first one. */
  prompt_id: v.optional(v.string()),
};

export const permissionSchema = v.object({
  ...inTurn,
  hook_event_name: v.literal('PermissionRequest'),
  tool_name: v.string(),
  tool_input: v.record(v.string(), v.unknown()),
  permission_suggestions: v.optional(v.array(v.looseObject({ type: v.string() }))),
});
/** A person is asked whether a tool may run. */
export type PermissionQuestion = v.InferOutput<typeof permissionSchema>;

const startSchema = v.object({
  ...common,
  hook_event_name: v.literal('SessionStart'),
  /** `startup`, `resume`, `clear` or `compact`. */
  source: v.string(),
});

const submitSchema = v.object({
  ...inTurn,
  hook_event_name: v.literal('UserPromptSubmit'),
  prompt: v.string(),
});

const stopSchema = v.object({
  ...inTurn,
  hook_event_name: v.literal('Stop'),
  last_assistant_message: v.nullish(v.string()),
});

const failureSchema = v.object({
  ...inTurn,
  hook_event_name: v.literal('StopFailure'),
  error: v.string(),
  error_details: v.optional(v.string()),
  last_assistant_message: v.optional(v.string()),
});

const endSchema = v.object({ ...common, hook_event_name: v.literal('SessionEnd') });

export const hookSchema = v.variant('hook_event_name', [
  startSchema,
  submitSchema,
  permissionSchema,
  stopSchema,
  failureSchema,
  endSchema,
]);
export type HookEvent = v.InferOutput<typeof hookSchema>;

/** What of Claude Code's hooks is asked for. */
export const HOOK_EVENTS = [
  'SessionStart',
  'UserPromptSubmit',
  'PermissionRequest',
  'Stop',
  'StopFailure',
  'SessionEnd',
] as const satisfies readonly HookEvent['hook_event_name'][];

/** The file in the private folder by which a conversation is found again. */
export const placeSchema = v.object({
  sessionId: v.string(),
  transcriptPath: v.string(),
  cwd: v.string(),
  atMs: v.number(),
});
export type ConversationPlace = v.InferOutput<typeof placeSchema>;
