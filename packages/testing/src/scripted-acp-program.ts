// An agent that speaks ACP and does what a file says, read anew at each prompt: the turns of the scripted
// driver, and the faults of agents that are none. It is run as a program, and writes down what it hears.
import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fault } from './scripted-acp-faults.ts';

/** As `scripted-acp.ts` writes it. */
interface Script {
  readonly start?: 'silent' | 'sign-in' | 'version-2' | 'forgetful' | 'repeats-late' | 'dies-late';
  readonly turn: {
    readonly kind: string;
    readonly text?: string;
    readonly command?: string;
    readonly message?: string;
  };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly sessionId?: string; readonly prompt?: readonly { text?: string }[] };
  readonly result?: { readonly outcome?: { readonly outcome: string; readonly optionId?: string } };
  readonly error?: object;
}

const [, , folder = ''] = process.argv;
const say = (message: object): void => {
  process.stdout.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
};
const script = (): Script => JSON.parse(readFileSync(`${folder}/script.json`, 'utf8'));
const awaited = new Map<number, (message: Message) => void>();
let lastId = 100;
let cancelTurn: () => void = () => undefined;

const ask = async (method: string, params: object): Promise<Message> => {
  lastId += 1;
  const id = lastId;
  say({ id, method, params });
  return await new Promise((resolve) => awaited.set(id, resolve));
};

const historyPath = (sessionId: string): string => `${folder}/conversation-${sessionId}`;

function initialize(id: number, start: Script['start']): void {
  if (start === 'silent') return;
  const protocolVersion = start === 'version-2' ? 2 : 1;
  const agentCapabilities = { loadSession: start !== 'forgetful' };
  const agentInfo = { name: 'scripted', version: '1.2.3' };
  const authMethods = [{ id: 'key', name: 'A key' }];
  say({ id, result: { protocolVersion, agentCapabilities, agentInfo, authMethods } });
}

function begin(id: number, start: Script['start']): void {
  if (start === 'sign-in') {
    say({ id, error: { code: -32000, message: 'Authentication required' } });
    return;
  }
  const sessionId = randomUUID();
  writeFileSync(historyPath(sessionId), '');
  const availableModes = [
    { id: 'default', name: 'Default' },
    { id: 'yolo', name: 'YOLO' },
  ];
  say({ id, result: { sessionId, modes: { currentModeId: 'default', availableModes } } });
  update(sessionId, {
    sessionUpdate: 'available_commands_update',
    availableCommands: [{ name: 'memory', description: 'what it remembers' }],
  });
}

function load(id: number, sessionId: string, start: Script['start']): void {
  if (!existsSync(historyPath(sessionId))) {
    say({ id, error: { code: -32602, message: 'no such session' } });
    return;
  }
  const repeat = (): void => {
    for (const text of readFileSync(historyPath(sessionId), 'utf8').split('\n').filter(Boolean)) {
      update(sessionId, { sessionUpdate: 'user_message_chunk', content: { type: 'text', text } });
      sayText(sessionId, `Answer to ${text}`);
    }
  };
  if (start !== 'repeats-late') repeat();
  if (start === 'dies-late') setTimeout(() => process.kill(process.pid, 'SIGKILL'), 20);
  say({ id, result: {} });
  if (start === 'repeats-late') setTimeout(repeat, 20);
}

function update(sessionId: string, news: object): void {
  say({ method: 'session/update', params: { sessionId, update: news } });
}

function sayText(sessionId: string, text: string): void {
  update(sessionId, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
}

async function prompt({ id, params }: Message): Promise<void> {
  const sessionId = params?.sessionId ?? '';
  const text = (params?.prompt ?? []).map((block) => block.text ?? '').join('');
  appendFileSync(`${folder}/prompts.jsonl`, `${JSON.stringify(text)}\n`);
  appendFileSync(historyPath(sessionId), `${text.split('\n')[0]}\n`);
  const { turn } = script();
  const end = (stopReason: string): void => {
    const usage = { inputTokens: 12, outputTokens: 3, totalTokens: 15 };
    say({ id, result: { stopReason, usage } });
  };
  switch (turn.kind) {
    case 'say':
      sayText(sessionId, turn.text ?? '');
      end('end_turn');
      return;
    case 'ask':
      end(await command(sessionId, turn.command ?? ''));
      return;
    case 'fail':
      say({ id, error: { code: 500, message: 'Internal error', data: { details: turn.message } } });
      return;
    case 'hold':
      sayText(sessionId, 'Working');
      await new Promise<void>((resolve) => {
        cancelTurn = resolve;
      });
      end('cancelled');
      return;
    default: {
      const agent = { say, update, ask, sessionId, promptId: id ?? 0 };
      if (!(await fault(turn.kind, agent))) await misbehave(sessionId, turn.kind, turn.text ?? '');
      end('end_turn');
    }
  }
}

async function command(sessionId: string, line: string): Promise<string> {
  const toolCall = {
    toolCallId: randomUUID(),
    title: line,
    kind: 'execute',
    status: 'pending',
    rawInput: { command: line },
  };
  const options = [
    { optionId: 'once', name: 'Allow', kind: 'allow_once' },
    { optionId: 'always', name: 'Allow always', kind: 'allow_always' },
    { optionId: 'no', name: 'Reject', kind: 'reject_once' },
  ];
  const { toolCallId, kind, status } = toolCall;
  // What it will run is not known yet when a call is announced.
  update(sessionId, { sessionUpdate: 'tool_call', toolCallId, kind, status, title: 'shell' });
  const answer = await ask('session/request_permission', { sessionId, toolCall, options });
  const { outcome, optionId } = answer.result?.outcome ?? { outcome: 'cancelled' };
  appendFileSync(`${folder}/answers.jsonl`, `${JSON.stringify(optionId ?? outcome)}\n`);
  if (outcome === 'cancelled') return 'cancelled';
  if (optionId === 'no') return 'end_turn';
  update(sessionId, {
    sessionUpdate: 'tool_call_update',
    toolCallId: toolCall.toolCallId,
    status: 'completed',
    rawOutput: { exitCode: 0 },
  });
  sayText(sessionId, 'Ran it.');
  return 'end_turn';
}

/** What agents do that is told otherwise, or should not be done. */
async function misbehave(sessionId: string, kind: string, text: string): Promise<void> {
  switch (kind) {
    case 'garbage':
      process.stdout.write('warning: this is no message\n{"half":\n[1,2]\n{"jsonrpc":"2.0"}\n');
      sayText(sessionId, 'Still here.');
      return;
    case 'die':
      sayText(sessionId, 'Half a');
      process.stderr.write('out of memory\n');
      setImmediate(() => process.kill(process.pid, 'SIGKILL'));
      return await new Promise(() => undefined);
    case 'die-at-once':
      process.kill(process.pid, 'SIGKILL');
      return await new Promise(() => undefined);
    case 'ask-and-die':
      void command(sessionId, 'true');
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
      return await new Promise(() => undefined);
    case 'leave':
      process.exit(Number(text));
      return;
    case 'unknown': {
      update(sessionId, { sessionUpdate: 'of_a_later_version', words: 'unknown' });
      const answer = await ask('fs/read_text_file', { sessionId, path: '/etc/passwd' });
      sayText(sessionId, answer.error === undefined ? 'It read a file.' : 'It may not read files.');
      return;
    }
    case 'deaf':
      sayText(sessionId, 'I do not listen.');
      return await new Promise(() => undefined);
    case 'work':
      work(sessionId, text);
      return;
    default:
      sayText(sessionId, text);
  }
}

/** Thoughts, a plan and a change of a file. */
function work(sessionId: string, path: string): void {
  const thought = { type: 'text', text: 'First I look.' };
  update(sessionId, { sessionUpdate: 'agent_thought_chunk', content: thought });
  const entries = ['pending', 'in_progress', 'completed'].map((status) => ({
    content: `A step that is ${status}`,
    priority: 'medium',
    status,
  }));
  update(sessionId, { sessionUpdate: 'plan', entries });
  const edit = { toolCallId: 'edit-1', title: 'Edit a file', kind: 'edit', status: 'in_progress' };
  update(sessionId, { sessionUpdate: 'tool_call', ...edit });
  const content = [{ type: 'diff', path, oldText: 'a\nb\nc\n', newText: 'a\nB\nc\n' }];
  const done = { toolCallId: 'edit-1', status: 'completed', content };
  update(sessionId, { sessionUpdate: 'tool_call_update', ...done });
  sayText(sessionId, 'Changed ');
  sayText(sessionId, 'it.');
}

function heard(message: Message): void {
  const { id, method, params } = message;
  if (method === undefined) {
    if (id !== undefined) awaited.get(id)?.(message);
    return;
  }
  appendFileSync(`${folder}/heard.jsonl`, `${JSON.stringify(message)}\n`);
  const { start, turn } = script();
  switch (method) {
    case 'initialize':
      initialize(id ?? 0, start);
      return;
    case 'session/new':
      begin(id ?? 0, start);
      return;
    case 'session/load':
      load(id ?? 0, params?.sessionId ?? '', start);
      return;
    case 'session/prompt':
      void prompt(message);
      return;
    case 'session/cancel':
      if (turn.kind !== 'deaf') cancelTurn();
      return;
    case 'session/set_mode':
      say({ id, result: {} });
      return;
    default:
      say({ id, error: { code: -32601, message: 'Method not found' } });
  }
}

createInterface({ input: process.stdin })
  .on('line', (line) => heard(JSON.parse(line)))
  .on('close', () => process.exit(0));
