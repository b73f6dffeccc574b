// What an agent's tools are in our words: the kind of item, what a person would read of a call, what it
// changes in files, and how it ended.
import * as v from 'valibot';
import type { AgentItemKind, ApprovalSubject, PlanStep } from '../agent-events.ts';
import type { AcpToolCall } from './acp-messages.ts';
import { patchOfChange, type TextChange } from './changed-text.ts';

/** Kinds of tools that change files, by the protocol's words. */
const CHANGING: ReadonlySet<string> = new Set(['edit', 'delete', 'move']);

const commandInput = v.object({
  command: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
});
const cwdInput = v.object({ cwd: v.string() });
const exitOutput = v.union([
  v.pipe(
    v.object({ exitCode: v.number() }),
    v.transform(({ exitCode }) => exitCode),
  ),
  v.pipe(
    v.object({ exit_code: v.number() }),
    v.transform((output) => output.exit_code),
  ),
  v.pipe(
    v.object({ metadata: v.object({ exit: v.number() }) }),
    v.transform(({ metadata }) => metadata.exit),
  ),
]);

export function kindOf({ kind }: AcpToolCall): AgentItemKind {
  if (kind === 'execute') return 'command';
  return CHANGING.has(kind ?? '') ? 'patch' : 'tool';
}

export function subjectOf(call: AcpToolCall): ApprovalSubject {
  const kind = kindOf(call);
  return kind === 'command' || kind === 'patch' ? kind : 'permissions';
}

/** The exact command where the agent tells it; undefined: only its title is known. */
export function commandOf({ rawInput }: AcpToolCall): string | undefined {
  const parsed = v.safeParse(commandInput, rawInput);
  if (!parsed.success) return undefined;
  const { command } = parsed.output;
  return typeof command === 'string' ? command : command.map(quoted).join(' ');
}

/** Where a command is to run, as the agent tells it. */
export function folderOf({ rawInput }: AcpToolCall): string | undefined {
  const parsed = v.safeParse(cwdInput, rawInput);
  return parsed.success ? parsed.output.cwd : undefined;
}

/** The command, the changed paths, else the title that the agent gives. */
export function textOf(call: AcpToolCall): string {
  const kind = kindOf(call);
  if (kind === 'command') return commandOf(call) ?? titleOf(call);
  if (kind !== 'patch') return titleOf(call);
  return pathsOf(call).join('\n') || titleOf(call);
}

/** What it changes in files, as far as it is told. */
export function changesOf({ content }: AcpToolCall): readonly TextChange[] {
  return (content ?? []).flatMap(({ type, path, oldText, newText }) => {
    if (type !== 'diff' || typeof path !== 'string') return [];
    return [{ path, before: oldText ?? undefined, after: newText ?? '' }];
  });
}

export function patchOf(call: AcpToolCall): string | undefined {
  const changes = changesOf(call);
  return changes.length === 0 ? undefined : changes.map(patchOfChange).join('');
}

/** Words beside the call: why, or what came of it. */
export function wordsOf({ content }: AcpToolCall): string {
  const words = (content ?? []).map((one) => one.content?.text ?? '');
  return words.filter((text) => text !== '').join('\n');
}

/** Undefined while it runs. */
export function outcomeOf({ status, rawOutput }: AcpToolCall): string | undefined {
  if (status !== 'completed' && status !== 'failed') return undefined;
  const exit = v.safeParse(exitOutput, rawOutput);
  return exit.success ? `${status}, status ${exit.output}` : status;
}

export function stateOf(status: string): PlanStep['state'] {
  if (status === 'completed') return 'done';
  return status === 'in_progress' ? 'running' : 'pending';
}

/** A call with what is new of it laid over. */
export function mergedCall(call: AcpToolCall | undefined, news: AcpToolCall): AcpToolCall {
  const told = Object.entries(news).filter(([, value]) => value !== undefined && value !== null);
  return { ...call, ...Object.fromEntries(told), toolCallId: news.toolCallId };
}

function titleOf({ title, kind, toolCallId }: AcpToolCall): string {
  return title || `${kind ?? 'tool'} ${toolCallId}`;
}

function pathsOf(call: AcpToolCall): readonly string[] {
  const changed = changesOf(call).map(({ path }) => path);
  const located = (call.locations ?? []).map(({ path }) => path);
  return [...new Set(changed.length > 0 ? changed : located)];
}

/** One word of a shell's command line. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
