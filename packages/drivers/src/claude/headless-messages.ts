// What is used of the messages that Claude Code gives without a screen, as schemas: read from what
// 2.1.197 sends. What a schema does not name is passed over.
import * as v from 'valibot';

export const controlReply = v.object({
  response: v.object({
    request_id: v.string(),
    subtype: v.string(),
    error: v.optional(v.string()),
  }),
});

export const controlRequest = v.object({
  request_id: v.string(),
  request: v.looseObject({ subtype: v.string() }),
});

export const toolQuestion = v.object({
  tool_name: v.string(),
  input: v.record(v.string(), v.unknown()),
  permission_suggestions: v.nullish(v.array(v.looseObject({ type: v.string() }))),
});

export const controlCancel = v.object({ request_id: v.string() });

export const systemMessage = v.object({ subtype: v.string() });

/** Of a subagent where it belongs to a tool's call. */
export const spokenLine = v.looseObject({
  parent_tool_use_id: v.nullish(v.string()),
  isReplay: v.optional(v.boolean()),
  tool_use_result: v.optional(v.unknown()),
});

export const turnResult = v.object({
  subtype: v.string(),
  is_error: v.boolean(),
  result: v.optional(v.string()),
  errors: v.optional(v.array(v.string())),
});
