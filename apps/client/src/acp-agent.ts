// An agent that is spoken to over ACP: what its command line needs for that, and the program of ours that
// stands on the terminal in its place, since it draws nothing there itself.
import type { AgentChoice } from './agent-choice.ts';
import type { Config } from './config-schema.ts';

/** What known agents are started with to speak ACP, by their command's name. Others get what they are given. */
const ACP_WORDS: Readonly<Record<string, readonly string[]>> = {
  gemini: ['--acp'],
  goose: ['acp'],
  opencode: ['acp'],
};

/** Words that say it already, older spellings among them. */
const SAYS_ACP = /^(?:--)?(?:experimental-)?acp$/u;
/** With these an agent answers and ends, lists something, or has a prompt of its own; also `--option=value`. */
const STAYS_AS_IT_IS =
  /^--(?:help|version|prompt|prompt-interactive|output-format|list-[a-z-]+|delete-session)(?:=|$)/u;
/** Short ones, their value joined or apart: Gemini's `-p`, `-i`, `-o`, and `-l`, which lists. */
const STAYS_BY_LETTER = /^-(?:[hvl]$|[pio])/u;

function staysAsItIs(word: string): boolean {
  return STAYS_AS_IT_IS.test(word) || STAYS_BY_LETTER.test(word);
}

/** Whether the config asks for it, and these arguments open a conversation. */
export function isConfiguredForAcp({ kind, args }: AgentChoice, { agents }: Config): boolean {
  if (kind !== 'gemini' && kind !== 'opencode') return false;
  const [first = ''] = args;
  const isOther = (first !== '' && !first.startsWith('-')) || args.some(staysAsItIs);
  return agents[kind].driver === 'acp' && !isOther;
}

export interface AcpWish {
  /** The agent's name for the conversation that is to be taken up. */
  readonly resume: string | undefined;
}

/** The same agent, to be spoken to over ACP. */
export function overAcp(agent: AgentChoice, { resume }: AcpWish): AgentChoice {
  const name = agent.file.split(/[\\/]/u).at(-1) ?? '';
  const isSaid = agent.args.some((word) => SAYS_ACP.test(word));
  const isKnown = Object.hasOwn(ACP_WORDS, name);
  const words = isSaid || !isKnown ? [] : (ACP_WORDS[name] ?? []);
  return {
    ...agent,
    args: [...words, ...agent.args],
    speaks: 'acp',
    ...(resume === undefined ? {} : { resume }),
  };
}

/** What is started for it: it looks like no agent that is known by its screen. */
export function inLines(agent: AgentChoice, launcher: string): AgentChoice {
  if (agent.speaks !== 'acp') return agent;
  const { name, file, args, resume } = agent;
  const again = resume === undefined ? [] : ['--resume', resume];
  return {
    name,
    kind: 'plain',
    speaks: 'acp',
    file: process.execPath,
    args: [launcher, '__acp', '--name', name, ...again, '--', file, ...args],
  };
}
