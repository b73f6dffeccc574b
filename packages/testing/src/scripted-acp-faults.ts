// Faults of the scripted agent that speaks ACP which are about its lines: too long, cut, for nobody, too many.

/** What of the agent is used here. */
export interface FaultyAgent {
  readonly sessionId: string;
  /** The request that began the turn. */
  readonly promptId: number;
  readonly say: (message: object) => void;
  readonly update: (sessionId: string, news: object) => void;
  readonly ask: (
    method: string,
    params: object,
  ) => Promise<{
    readonly result?: {
      readonly outcome?: { readonly outcome: string; readonly optionId?: string };
    };
  }>;
}

const MEGABYTE = 1_048_576;
/** More than twice what anybody reads as one line. */
const LINE_MEGABYTES = 40;
/** Longer than anybody names an option. */
const LONG_NAME = 5_000;
/** More questions than may be open. */
const MANY = 50;

/** Whether it is one of these, carried out by now; the turn goes on. */
export async function fault(kind: string, agent: FaultyAgent): Promise<boolean> {
  switch (kind) {
    case 'no-line-end':
      await written(process.stdout, LINE_MEGABYTES);
      process.stdout.write('\n');
      break;
    case 'half-line':
      sayText(agent, 'Before.');
      process.stdout.write('{"jsonrpc":"2.0","method":"session/upd');
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 50);
      return await new Promise(() => undefined);
    case 'answers-nothing':
      for (const id of [-1, 4_711, 'none']) agent.say({ id, result: { stopReason: 'end_turn' } });
      break;
    case 'answers-twice':
      agent.say({ id: agent.promptId, result: { stopReason: 'end_turn' } });
      break;
    case 'asks-two':
      await Promise.all(['rm one', 'rm two'].map((command) => asked(agent, command)));
      break;
    case 'asks-many':
      await Promise.all(Array.from({ length: MANY }, (_, at) => asked(agent, `rm ${at}`)));
      // Whatever became of them.
      await asked(agent, 'rm late');
      break;
    case 'long-option':
      await asked(agent, 'rm long', `Allow ${'x'.repeat(LONG_NAME)}`);
      break;
    case 'other-form':
      for (const command of ['rm one', 'rm two']) await asked(agent, command, null);
      break;
    case 'loud':
      await written(process.stderr, 20);
      break;
    case 'large-edit':
      largeEdit(agent);
      break;
    default:
      return false;
  }
  sayText(agent, 'Still here.');
  return true;
}

function sayText({ sessionId, update }: FaultyAgent, text: string): void {
  update(sessionId, { sessionUpdate: 'agent_message_chunk', content: { type: 'text', text } });
}

/** `name`: of the option that allows; null: it has none, as no agent should. */
async function asked(
  agent: FaultyAgent,
  command: string,
  name: string | null = 'Allow',
): Promise<void> {
  const { ask, sessionId } = agent;
  const toolCall = { toolCallId: command, title: command, kind: 'execute', rawInput: { command } };
  const options = [
    { optionId: 'once', name, kind: 'allow_once' },
    { optionId: 'no', name: 'Reject', kind: 'reject_once' },
  ];
  const { result } = await ask('session/request_permission', { sessionId, toolCall, options });
  const answer = result?.outcome?.optionId ?? result?.outcome?.outcome ?? 'nothing';
  sayText(agent, `${command}: ${answer}. `);
}

/** A file of 6 MB is written anew: its old and new text stand in one line. */
function largeEdit({ sessionId, update }: FaultyAgent): void {
  const text = (word: string): string => `${word}\n`.repeat(500_000);
  const content = [
    { type: 'diff', path: '/project/large', oldText: text('before'), newText: text('behind') },
  ];
  const call = { toolCallId: 'large', title: 'Edit', kind: 'edit', status: 'completed', content };
  update(sessionId, { sessionUpdate: 'tool_call', ...call });
}

async function written(stream: NodeJS.WriteStream, megabytes: number): Promise<void> {
  const piece = 'x'.repeat(MEGABYTE);
  for (let count = 0; count < megabytes; count += 1)
    await new Promise<void>((resolve) => stream.write(piece, () => resolve()));
}
