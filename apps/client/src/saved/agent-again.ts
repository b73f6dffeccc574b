// The arguments with which an agent is started again: its own options as they were, no prompt said a
// second time, and its conversation taken up where it is known.
import { CLAUDE_OPTIONS, CODEX_OPTIONS, type OwnOptions } from './own-options.table.ts';

export interface AgentBefore {
  readonly kind: string;
  readonly args: readonly string[];
  /** Of its conversation; undefined: not known. */
  readonly thread?: string | undefined;
  /** Whether it begins in the folder it worked in. */
  readonly folder: 'same' | 'another';
}

export interface AgentAgain {
  readonly args: readonly string[];
  readonly conversation: 'taken-up' | 'new';
  /** What is not as it was, a line each. */
  readonly notes: readonly string[];
}

const PROMPT_LEFT = 'the prompt it was started with is not said again';

/** Other agents get the very arguments they had. */
export function agentAgain(before: AgentBefore): AgentAgain {
  switch (before.kind) {
    case 'codex':
      return codexAgain(before);
    case 'claude':
      return claudeAgain(before);
    default:
      return {
        args: before.args,
        conversation: 'new',
        notes: ['this agent’s conversations can’t be taken up from here'],
      };
  }
}

function codexAgain({ args, thread }: AgentBefore): AgentAgain {
  const { options, words } = partArguments(args, CODEX_OPTIONS);
  const [first] = words;
  const isCommand = first !== undefined && CODEX_OPTIONS.commands.includes(first);
  if (thread !== undefined && (!isCommand || first === 'resume' || first === 'fork')) {
    return { args: [...options, 'resume', thread], conversation: 'taken-up', notes: [] };
  }
  return asItWas({ args, options, words }, isCommand);
}

function claudeAgain({ args, thread, folder }: AgentBefore): AgentAgain {
  const { options, words } = partArguments(args, CLAUDE_OPTIONS);
  const [first] = words;
  const isCommand = first !== undefined && CLAUDE_OPTIONS.commands.includes(first);
  if (thread === undefined || isCommand) return asItWas({ args, options, words }, isCommand);
  if (folder === 'another') {
    const note = 'Claude Code finds a conversation only in the folder it was held in: a new one';
    return { args: options, conversation: 'new', notes: [note] };
  }
  return { args: [...options, '--resume', thread], conversation: 'taken-up', notes: [] };
}

interface Parted {
  readonly args: readonly string[];
  readonly options: readonly string[];
  readonly words: readonly string[];
}

function asItWas({ args, options, words }: Parted, isCommand: boolean): AgentAgain {
  if (isCommand) return { args, conversation: 'new', notes: [] };
  const unknown = 'its conversation is not known: a new one';
  const notes = words.length === 0 ? [unknown] : [unknown, PROMPT_LEFT];
  return { args: options, conversation: 'new', notes };
}

/** Options with their values, without those that choose a conversation, and the words beside them. */
export function partArguments(
  args: readonly string[],
  { flags, lists, conversation }: OwnOptions,
): { readonly options: readonly string[]; readonly words: readonly string[] } {
  const options: string[] = [];
  const words: string[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') {
      words.push(...args.slice(index + 1));
      break;
    }
    if (!isOption(word)) {
      words.push(word);
      continue;
    }
    const [name = word] = word.split('=');
    const takes =
      word.includes('=') || flags.includes(name) ? 0 : lists.includes(name) ? Infinity : 1;
    const taken: string[] = [word];
    while (taken.length <= takes && isValue(args[index + 1])) {
      index += 1;
      taken.push(args[index] ?? '');
    }
    if (!conversation.includes(name)) options.push(...taken);
  }
  return { options, words };
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

function isValue(word: string | undefined): boolean {
  return word !== undefined && !isOption(word);
}
