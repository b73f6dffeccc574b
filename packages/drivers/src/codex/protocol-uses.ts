// The names of Codex's protocol that we rely on, and what of them a version's own types lack: the
// drift check. Getting those types out of a Codex is the caller's business.
import { APPROVAL_METHODS } from './codex-approvals.ts';
import { TRANSLATED_METHODS } from './codex-events.ts';
import { OPENED_METHODS } from './opened-threads.ts';

const CLIENT_METHODS = [
  'initialize',
  'thread/loaded/list',
  'thread/read',
  'thread/resume',
  'thread/fork',
  'thread/revert',
  'turn/start',
  'turn/steer',
  'turn/interrupt',
  'command/exec',
] as const;

/** Fields by the file that a version generates for their type. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  'v2/Thread.ts': [
    'id',
    'ephemeral',
    'parentThreadId',
    'threadSource',
    'createdAt',
    'cwd',
    'path',
    'turns',
  ],
  'v2/ThreadStatus.ts': ['activeFlags'],
  'v2/Turn.ts': ['id', 'items', 'status', 'error', 'startedAt', 'completedAt'],
  'v2/TurnStartParams.ts': ['threadId', 'clientUserMessageId', 'input'],
  'v2/TurnSteerParams.ts': ['threadId', 'clientUserMessageId', 'input', 'expectedTurnId'],
  'v2/TurnInterruptParams.ts': ['threadId', 'turnId'],
  'v2/ThreadForkParams.ts': ['threadId', 'excludeTurns'],
  'v2/ThreadRevertParams.ts': ['threadId', 'beforeTurnId'],
  'v2/CommandExecParams.ts': ['command', 'cwd', 'timeoutMs'],
  'v2/CommandExecResponse.ts': ['exitCode', 'stdout', 'stderr'],
  'v2/ThreadItem.ts': [
    'clientId',
    'content',
    'text',
    'summary',
    'command',
    'changes',
    'tool',
    'status',
    'exitCode',
  ],
  'v2/FileUpdateChange.ts': ['path', 'kind', 'diff'],
  'v2/PatchChangeKind.ts': ['move_path'],
  'v2/TurnDiffUpdatedNotification.ts': ['threadId', 'turnId', 'diff'],
  'v2/TurnPlanUpdatedNotification.ts': ['threadId', 'turnId', 'plan'],
  'v2/AgentMessageDeltaNotification.ts': ['threadId', 'turnId', 'itemId', 'delta'],
  'v2/ThreadTokenUsage.ts': ['total'],
  'v2/TokenUsageBreakdown.ts': ['inputTokens', 'outputTokens', 'totalTokens'],
  'v2/ErrorNotification.ts': ['threadId', 'turnId', 'error'],
  'v2/ServerRequestResolvedNotification.ts': ['threadId', 'requestId'],
  'v2/CommandExecutionRequestApprovalParams.ts': [
    'threadId',
    'turnId',
    'itemId',
    'approvalId',
    'reason',
    'command',
    'cwd',
    'kind',
    'networkApprovalContext',
  ],
  'v2/FileChangeRequestApprovalParams.ts': ['threadId', 'turnId', 'itemId', 'reason', 'grantRoot'],
  'v2/PermissionsRequestApprovalParams.ts': [
    'threadId',
    'turnId',
    'itemId',
    'reason',
    'permissions',
  ],
  'v2/ToolRequestUserInputParams.ts': ['threadId', 'turnId', 'itemId', 'questions'],
  'v2/ToolRequestUserInputQuestion.ts': ['id', 'question', 'isOther', 'isSecret', 'options'],
  'v2/ToolRequestUserInputOption.ts': ['label', 'description'],
};

const METHODS: Readonly<Record<string, readonly string[]>> = {
  'ClientRequest.ts': CLIENT_METHODS,
  'ServerNotification.ts': [
    'thread/started',
    'serverRequest/resolved',
    ...OPENED_METHODS,
    ...TRANSLATED_METHODS,
  ],
  'ServerRequest.ts': Object.keys(APPROVAL_METHODS),
};

/** Reads a generated file by its path in the folder of types; undefined where there is none. */
export type ProtocolReader = (path: string) => string | undefined;

/** What of what we use differs in the newer version's types: gone, new, or of another type. A line each. */
export function protocolChanges(older: ProtocolReader, newer: ProtocolReader): readonly string[] {
  const lacking = new Set(missingProtocol(newer));
  const lacked = new Set(missingProtocol(older));
  const gone = [...lacking].filter((line) => !lacked.has(line));
  const back = [...lacked].filter((line) => !lacking.has(line)).map((line) => `${line} before`);
  const types = Object.entries(FIELDS).flatMap(([path, names]) => {
    const [before, after] = [older(path) ?? '', newer(path) ?? ''];
    return names.flatMap((name) => {
      const [was, is] = [fieldTypes(before, name), fieldTypes(after, name)];
      if (was === is || was === '' || is === '') return [];
      return [`${path}: ${name} was ${was}, is ${is}`];
    });
  });
  return [...gone, ...back, ...types];
}

/** The types that a field is declared with, wherever a file declares it; empty where it does not. */
function fieldTypes(text: string, name: string): string {
  const declared = new RegExp(`\\b"?${name}"?(\\??): ?`, 'gu');
  const types = [...text.matchAll(declared)].map((found) => {
    const type = declaredType(text.slice(found.index + found[0].length));
    return found[1] === '?' ? `${type} or absent` : type;
  });
  return [...new Set(types)].sort().join(', or ');
}

/** Up to the comma, semicolon or bracket that ends the declaration. */
function declaredType(text: string): string {
  let depth = 0;
  let end = 0;
  for (; end < text.length; end += 1) {
    const character = text.charAt(end);
    if ('{[(<'.includes(character)) depth += 1;
    else if ('}])>'.includes(character) && depth > 0) depth -= 1;
    else if (depth === 0 && '},;)'.includes(character)) break;
  }
  return text.slice(0, end).replace(/\s+/gu, ' ').trim();
}

/** What we use and these types lack, a line each. */
export function missingProtocol(read: ProtocolReader): readonly string[] {
  const methods = Object.entries(METHODS).flatMap(([path, names]) => {
    const text = read(path) ?? '';
    const lacking = names.filter((name) => !text.includes(`"method": "${name}"`));
    return lacking.map((name) => `${path}: no method ${name}`);
  });
  const fields = Object.entries(FIELDS).flatMap(([path, names]) => {
    const text = read(path) ?? '';
    const lacking = names.filter((name) => !new RegExp(`\\b"?${name}"?\\??:`).test(text));
    return lacking.map((name) => `${path}: no field ${name}`);
  });
  return [...methods, ...fields];
}
