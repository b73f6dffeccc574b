// From Codex's notifications to our events: a pure translation of one message. Which thread is
// followed, and what was already told, is the driver's business.
import * as v from 'valibot';
import type { AgentActivity, AgentEvent, AgentItem, PlanStep } from '../agent-events.ts';
import * as messages from './codex-messages.ts';

/** Longest body kept of a message we do not know, in characters. */
const RAW_CHARACTERS = 4_096;

type Translation = (params: unknown) => readonly AgentEvent[] | undefined;

const TRANSLATIONS: Readonly<Record<string, Translation>> = {
  'thread/status/changed': parsed(messages.statusChanged, ({ status }) => [
    { kind: 'status', activity: activityOf(status) },
  ]),
  'turn/started': parsed(messages.turnMessage, ({ turn }) => [
    { kind: 'turn-started', turnId: turn.id },
  ]),
  'turn/completed': parsed(messages.turnMessage, ({ turn }) => [endOfTurn(turn)]),
  'item/started': parsed(messages.itemMessage, ({ turnId, item }) => [
    { kind: 'item-started', turnId, item: agentItem(item) },
  ]),
  'item/completed': parsed(messages.itemMessage, ({ turnId, item }) => [
    { kind: 'item-completed', turnId, item: agentItem(item) },
  ]),
  'item/agentMessage/delta': delta(),
  'item/plan/delta': delta(),
  'item/reasoning/summaryTextDelta': delta(),
  'item/reasoning/textDelta': delta(),
  'item/commandExecution/outputDelta': delta(),
  'turn/diff/updated': parsed(messages.diffMessage, ({ turnId, diff }) => [
    { kind: 'diff-updated', turnId, diff },
  ]),
  'turn/plan/updated': parsed(messages.planMessage, ({ turnId, plan }) => [
    { kind: 'plan-updated', turnId, steps: plan.map(planStep) },
  ]),
  'thread/tokenUsage/updated': parsed(messages.usageMessage, ({ turnId, tokenUsage }) => [
    { kind: 'usage', turnId, ...tokenUsage.total },
  ]),
  error: parsed(messages.errorMessage, ({ error }) => [{ kind: 'error', message: error.message }]),
};

/** The methods that have an event of their own. */
export const TRANSLATED_METHODS: readonly string[] = Object.keys(TRANSLATIONS);

/** What a notification of the followed thread tells; `raw` where it is unknown or of another form. */
export function eventsOf(method: string, params: unknown): readonly AgentEvent[] {
  const translation = Object.hasOwn(TRANSLATIONS, method) ? TRANSLATIONS[method] : undefined;
  return translation?.(params) ?? [rawEvent(method, params)];
}

export function rawEvent(method: string, params: unknown): AgentEvent {
  return { kind: 'raw', method, body: (JSON.stringify(params) ?? '').slice(0, RAW_CHARACTERS) };
}

export function activityOf(status: messages.ThreadStatus): AgentActivity {
  if (status.type !== 'active') return 'idle';
  return (status.activeFlags ?? []).length > 0 ? 'waiting' : 'busy';
}

export function endOfTurn(turn: messages.CodexTurn): AgentEvent {
  const turnId = turn.id;
  if (turn.status === 'failed') {
    return { kind: 'turn-failed', turnId, message: turn.error?.message ?? 'no reason given' };
  }
  const how = turn.status === 'interrupted' ? 'interrupted' : 'finished';
  return { kind: 'turn-completed', turnId, how };
}

export function agentItem(item: messages.ThreadItem): AgentItem {
  return { itemId: item.id, ...(described(item) ?? { kind: 'other', text: item.type }) };
}

function described(item: messages.ThreadItem): Omit<AgentItem, 'itemId'> | undefined {
  switch (item.type) {
    case 'userMessage':
      return read(messages.userMessageSchema, item, ({ clientId, content }) => ({
        kind: 'user',
        text: content.map((part) => part.text ?? '').join(''),
        ...(clientId ? { promptId: clientId } : {}),
      }));
    case 'agentMessage':
      return read(messages.spokenTextSchema, item, ({ text }) => ({ kind: 'agent', text }));
    case 'plan':
      return read(messages.spokenTextSchema, item, ({ text }) => ({ kind: 'plan', text }));
    case 'reasoning':
      return read(messages.reasoningSchema, item, ({ summary, content }) => ({
        kind: 'reasoning',
        text: (summary.length > 0 ? summary : content).join('\n'),
      }));
    case 'commandExecution':
      return read(messages.commandSchema, item, ({ command, status, exitCode }) => ({
        kind: 'command',
        text: command,
        ...outcome(status, exitCode),
      }));
    case 'fileChange':
      return read(messages.patchSchema, item, ({ changes, status }) => ({
        kind: 'patch',
        ...patchOf(changes),
        ...outcome(status),
      }));
    case 'mcpToolCall':
    case 'dynamicToolCall':
    case 'collabAgentToolCall':
      return read(messages.toolSchema, item, ({ tool, status }) => ({
        kind: 'tool',
        text: tool,
        ...outcome(status),
      }));
    default:
      return undefined;
  }
}

/** Its paths, where it moves files to as well; and all of it. */
function patchOf(
  changes: v.InferOutput<typeof messages.patchSchema>['changes'],
): Pick<AgentItem, 'text' | 'patch' | 'warnings'> {
  const paths = changes.flatMap(({ path, kind }) => [path, kind?.move_path ?? '']);
  const isGone = changes.some(({ kind }) => kind?.type === 'delete' || Boolean(kind?.move_path));
  const whole = changes.flatMap(({ path, kind, diff }) =>
    diff === undefined ? [] : [[kind?.type ?? 'change', path].join(' '), diff],
  );
  return {
    text: paths.filter((path) => path !== '').join('\n'),
    ...(whole.length > 0 ? { patch: whole.join('\n') } : {}),
    ...(isGone ? { warnings: ['destructive'] as const } : {}),
  };
}

function outcome(status: string, exitCode?: number | null): { outcome?: string } {
  if (status === 'inProgress') return {};
  return { outcome: typeof exitCode === 'number' ? `${status}, status ${exitCode}` : status };
}

function planStep({ step, status }: { step: string; status: string }): PlanStep {
  const state = status === 'completed' ? 'done' : status === 'inProgress' ? 'running' : 'pending';
  return { text: step, state };
}

function delta(): Translation {
  return parsed(messages.deltaMessage, ({ turnId, itemId, delta: piece }) => [
    { kind: 'item-delta', turnId, itemId, delta: piece },
  ]);
}

function parsed<Schema extends v.GenericSchema>(
  schema: Schema,
  translate: (message: v.InferOutput<Schema>) => readonly AgentEvent[],
): Translation {
  return (params) => read(schema, params, translate);
}

function read<Schema extends v.GenericSchema, Value>(
  schema: Schema,
  input: unknown,
  use: (message: v.InferOutput<Schema>) => Value,
): Value | undefined {
  const result = v.safeParse(schema, input);
  return result.success ? use(result.output) : undefined;
}
