// What an agent's tools are in our words: the kind of item, what a person would read of a call, what it
// changes in files, and how it ended.
import * as v from 'valibot';
import type { AgentItemKind, ApprovalSubject, PlanStep } from '../agent-events.ts';
import { TEXT_BYTES } from '../bounded-event.ts';
import { cutText } from '../bounded-text.ts';
import type { AcpToolCall } from './acp-messages.ts';
import { patchOfChange, type TextChange, unshownChange } from './changed-text.ts';

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
  const patches = [
    ...changesOf(call).map(patchOfChange),
    ...unshownPathsOf(call).map(unshownChange),
  ];
  return patches.length === 0 ? undefined : patches.join('');
}

/** Files whose change is too large to be held. */
export function unshownPathsOf({ content }: AcpToolCall): readonly string[] {
  return (content ?? []).flatMap(({ type, path }) =>
    type === TOO_LARGE && typeof path === 'string' ? [path] : [],
  );
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

/** Longest text of one file, or words beside a call, in UTF-16 units, that is held and told. */
const HELD_UNITS = 1_048_576;
/** No system has a longer path. */
const PATH_UNITS = 32_768;
/** Paths, and pieces beside a call. */
const MOST_PIECES = 256;

/** What of it is used, within bounds; what is cut is said. A command that is cut is no command, but a title. */
export function boundedCall(news: AcpToolCall): AcpToolCall {
  const { title, content, locations, rawInput, rawOutput } = news;
  const command = commandOf(news);
  const cwd = folderOf(news);
  const isWhole = (command?.length ?? 0) <= HELD_UNITS && (cwd?.length ?? 0) <= PATH_UNITS;
  const told = isWhole ? title : command;
  const exit = v.safeParse(exitOutput, rawOutput);
  const input = {
    ...(command !== undefined && isWhole ? { command } : {}),
    ...(cwd !== undefined && isWhole ? { cwd } : {}),
  };
  return {
    ...news,
    ...(told ? { title: cutText(told, TEXT_BYTES) } : {}),
    ...(content ? { content: boundedContent(content) } : {}),
    ...(locations ? { locations: locations.slice(0, MOST_PIECES) } : {}),
    ...(rawInput ? { rawInput: input } : {}),
    ...(rawOutput ? { rawOutput: exit.success ? { exitCode: exit.output } : {} } : {}),
  };
}

/** In place of a piece that is not held. */
const TOO_LARGE = 'too-large';

/** Whether all is told that the agent said of what it changes. */
export function isWholeChange(call: AcpToolCall): boolean {
  const isCut = (call.content ?? []).some(({ type }) => type === TOO_LARGE);
  return changesOf(call).length > 0 && !isCut;
}

type Content = NonNullable<AcpToolCall['content']>;

function boundedContent(content: Content): Content {
  let units = 0;
  const left = content.length - MOST_PIECES;
  const held = content.slice(0, MOST_PIECES).map((piece) => {
    const { path, oldText, newText, content: inner } = piece;
    units += (oldText?.length ?? 0) + (newText?.length ?? 0) + (inner?.text?.length ?? 0);
    if (units <= 2 * HELD_UNITS) return piece;
    if (piece.type === 'diff' && typeof path === 'string') return { type: TOO_LARGE, path };
    return unheld('(too large to be shown)');
  });
  return left > 0 ? [...held, unheld(`(${left} more pieces are not shown)`)] : held;
}

function unheld(text: string): Content[number] {
  return { type: TOO_LARGE, content: { type: 'text', text } };
}

function titleOf({ title, kind, toolCallId }: AcpToolCall): string {
  return title || `${kind ?? 'tool'} ${toolCallId}`;
}

function pathsOf(call: AcpToolCall): readonly string[] {
  const changed = [...changesOf(call).map(({ path }) => path), ...unshownPathsOf(call)];
  const located = (call.locations ?? []).map(({ path }) => path);
  return [...new Set(changed.length > 0 ? changed : located)];
}

/** One word of a shell's command line. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
