// What Claude Code's tools are in our words: the kind of item, what a person would read of it, and what
// of its plan a call tells.
import * as v from 'valibot';
import type { AgentItemKind, ApprovalSubject, PlanStep, QuestionPart } from '../agent-events.ts';

type Input = Readonly<Record<string, unknown>>;

const PATCH_TOOLS: ReadonlySet<string> = new Set(['Edit', 'MultiEdit', 'Write', 'NotebookEdit']);

const todoSchema = v.object({
  todos: v.array(v.object({ content: v.string(), status: v.string() })),
});
const editsSchema = v.object({ edits: v.array(v.record(v.string(), v.unknown())) });
const questionsSchema = v.object({
  questions: v.array(
    v.object({
      question: v.string(),
      multiSelect: v.nullish(v.boolean()),
      options: v.nullish(
        v.array(v.object({ label: v.string(), description: v.nullish(v.string()) })),
      ),
    }),
  ),
});
/** Between several choices, as Claude Code's own form gives them to the model. */
const SEVERAL = ', ';

export function kindOf(tool: string): AgentItemKind {
  if (tool === 'Bash') return 'command';
  if (PATCH_TOOLS.has(tool)) return 'patch';
  return tool === 'ExitPlanMode' ? 'plan' : 'tool';
}

export function subjectOf(tool: string): ApprovalSubject {
  if (tool === 'Bash') return 'command';
  if (PATCH_TOOLS.has(tool)) return 'patch';
  return tool === 'AskUserQuestion' ? 'question' : 'permissions';
}

/** The exact command, the path, the plan, the questions; else the tool with its input. */
export function textOf(tool: string, input: Input): string {
  if (tool === 'Bash') return word(input.command);
  if (PATCH_TOOLS.has(tool)) return word(input.file_path) || word(input.notebook_path);
  if (tool === 'ExitPlanMode') return word(input.plan);
  const asked = v.safeParse(questionsSchema, input);
  if (tool === 'AskUserQuestion' && asked.success) {
    return asked.output.questions.map((one) => one.question).join('\n');
  }
  return `${tool} ${JSON.stringify(input)}`;
}

/**
 * What a form asks, part by part, each named by its question, as Claude Code names its answer; undefined:
 * it is none, or two of its parts have one name.
 */
export function partsOf(tool: string, input: Input): readonly QuestionPart[] | undefined {
  const asked = tool === 'AskUserQuestion' ? v.safeParse(questionsSchema, input) : undefined;
  if (asked?.success !== true) return undefined;
  const { questions } = asked.output;
  const names = new Set(questions.map(({ question }) => question));
  if (names.size !== questions.length || names.size === 0) return undefined;
  return questions.map(({ question, multiSelect, options }) => ({
    partId: question,
    question,
    choices: (options ?? []).map(({ label, description }) =>
      description ? { label, description } : { label },
    ),
    // The form's last line is for the person's own words.
    takesWords: true,
    ...(multiSelect === true ? { takesSeveral: true as const } : {}),
  }));
}

/** A form's input with its answers, as its own dialog would fill it. */
export function answeredForm(
  input: Input,
  answers: Readonly<Record<string, readonly string[]>>,
): Input {
  const given = Object.entries(answers).map(([name, words]) => [name, words.join(SEVERAL)]);
  return { ...input, answers: Object.fromEntries(given) };
}

/** What a tool would change in its file, as far as its input tells: what goes, then what comes. */
export function patchOf(tool: string, input: Input): string | undefined {
  if (!PATCH_TOOLS.has(tool)) return undefined;
  const path = textOf(tool, input);
  const edits = v.safeParse(editsSchema, input);
  const changes = edits.success ? edits.output.edits : [input];
  const hunks = changes.flatMap((change) => [
    '@@',
    ...marked('-', word(change.old_string)),
    ...marked('+', word(change.new_string) || word(change.content) || word(change.new_source)),
  ]);
  return [`--- ${path}`, `+++ ${path}`, ...hunks, ''].join('\n');
}

function marked(sign: '-' | '+', words: string): readonly string[] {
  return words === '' ? [] : words.split('\n').map((line) => `${sign}${line}`);
}

/** The steps that a call of the list of things to do holds. */
export function planOf(tool: string, input: Input): readonly PlanStep[] | undefined {
  const parsed = tool === 'TodoWrite' ? v.safeParse(todoSchema, input) : undefined;
  if (parsed?.success !== true) return undefined;
  return parsed.output.todos.map(({ content, status }) => ({
    text: content,
    state: stateOf(status),
  }));
}

function stateOf(status: string): PlanStep['state'] {
  if (status === 'completed') return 'done';
  return status === 'in_progress' ? 'running' : 'pending';
}

function word(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
