// What is used of Codex's app-server protocol, as schemas: read from the types that Codex 0.169.0
// generates of itself. What a schema does not name is passed over; `protocol-uses.ts` lists the names.
import * as v from 'valibot';

const nullishText = v.nullish(v.string());
const inTurn = { threadId: v.string(), turnId: v.string() };

export const threadItemSchema = v.looseObject({ type: v.string(), id: v.string() });
export type ThreadItem = v.InferOutput<typeof threadItemSchema>;

export const userMessageSchema = v.object({
  clientId: nullishText,
  content: v.array(v.looseObject({ type: v.string(), text: v.optional(v.string()) })),
});
export const spokenTextSchema = v.object({ text: v.string() });
export const reasoningSchema = v.object({
  summary: v.array(v.string()),
  content: v.array(v.string()),
});
export const commandSchema = v.object({
  command: v.string(),
  status: v.string(),
  exitCode: v.nullish(v.number()),
});
export const patchSchema = v.object({
  changes: v.array(
    v.object({
      path: v.string(),
      diff: v.optional(v.string()),
      kind: v.optional(v.looseObject({ type: v.string(), move_path: nullishText })),
    }),
  ),
  status: v.string(),
});
export const toolSchema = v.object({ tool: v.string(), status: v.string() });

export const turnSchema = v.object({
  id: v.string(),
  status: v.string(),
  items: v.array(threadItemSchema),
  error: v.nullish(v.looseObject({ message: v.string() })),
  startedAt: v.nullish(v.number()),
  completedAt: v.nullish(v.number()),
});
export type CodexTurn = v.InferOutput<typeof turnSchema>;

export const threadStatusSchema = v.object({
  type: v.string(),
  activeFlags: v.optional(v.array(v.string())),
});
export type ThreadStatus = v.InferOutput<typeof threadStatusSchema>;

export const threadSchema = v.object({
  id: v.string(),
  ephemeral: v.boolean(),
  forkedFromId: nullishText,
  parentThreadId: nullishText,
  threadSource: nullishText,
  createdAt: v.number(),
  cwd: v.string(),
  /** Codex's own record of it. */
  path: nullishText,
  status: threadStatusSchema,
  turns: v.array(turnSchema),
});
export type CodexThread = v.InferOutput<typeof threadSchema>;

export const threadMessage = v.object({ thread: threadSchema });
export const loadedThreads = v.object({ data: v.array(v.string()) });
/** What we begin a turn with. */
export interface TurnStart {
  readonly threadId: string;
  /** Absent where nothing is said with it. */
  readonly clientUserMessageId?: string;
  readonly input: readonly object[];
}
export const startedTurn = v.object({ turn: v.object({ id: v.string() }) });
export const steeredTurn = v.object({ turnId: v.string() });
export const forkedThread = v.object({ thread: v.object({ id: v.string() }) });
export const commandOutput = v.object({
  exitCode: v.number(),
  stdout: v.string(),
  stderr: v.string(),
});

export const statusChanged = v.object({ threadId: v.string(), status: threadStatusSchema });
export const turnMessage = v.object({ threadId: v.string(), turn: turnSchema });
export const itemMessage = v.object({ ...inTurn, item: threadItemSchema });
export const deltaMessage = v.object({ ...inTurn, itemId: v.string(), delta: v.string() });
export const diffMessage = v.object({ ...inTurn, diff: v.string() });
export const planMessage = v.object({
  ...inTurn,
  plan: v.array(v.object({ step: v.string(), status: v.string() })),
});
const tokens = v.object({
  inputTokens: v.number(),
  outputTokens: v.number(),
  totalTokens: v.number(),
});
export const usageMessage = v.object({ ...inTurn, tokenUsage: v.object({ total: tokens }) });
export const errorMessage = v.object({ ...inTurn, error: v.looseObject({ message: v.string() }) });
export const resolvedMessage = v.object({
  threadId: v.string(),
  requestId: v.union([v.number(), v.string()]),
});

const question = v.object({
  id: v.string(),
  question: v.string(),
  /** Own words are taken beside the options. */
  isOther: v.nullish(v.boolean()),
  isSecret: v.nullish(v.boolean()),
  options: v.nullish(v.array(v.object({ label: v.string(), description: nullishText }))),
});
export type CodexQuestion = v.InferOutput<typeof question>;
export const approvalMessage = v.object({
  ...inTurn,
  itemId: v.string(),
  approvalId: nullishText,
  reason: nullishText,
  command: nullishText,
  cwd: nullishText,
  /** Of a command: absent or `command`, or input for one that runs. */
  kind: nullishText,
  networkApprovalContext: v.nullish(v.object({ host: v.string(), protocol: v.string() })),
  grantRoot: nullishText,
  permissions: v.optional(v.looseObject({})),
  questions: v.optional(v.array(question)),
  /** Words, and objects for decisions that carry more than a word. */
  availableDecisions: v.nullish(v.array(v.unknown())),
});
export type ApprovalMessage = v.InferOutput<typeof approvalMessage>;
