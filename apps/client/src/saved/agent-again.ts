// The arguments with which an agent is started again: its own options as they were, no prompt said and no
// errand run a second time, and its conversation taken up where it is known.
import { OWN_OPTIONS, type OwnOptions } from './own-options.table.ts';

export interface AgentBefore {
  readonly kind: string;
  readonly args: readonly string[];
  /** Of its conversation; undefined: not known. */
  readonly thread?: string | undefined;
  /** The one it begins in, absolute, and whether that is the one it worked in. */
  readonly folder: { readonly path: string; readonly was: 'same' | 'another' };
}

export interface AgentAgain {
  readonly args: readonly string[];
  readonly conversation: 'taken-up' | 'new';
  /** What is not as it was, a line each. */
  readonly notes: readonly string[];
}

const PROMPT_LEFT = 'the prompt it was started with is not said again';
const UNREAD =
  'what of its arguments is a prompt is not known of this program: it gets all of them again';
const UNKNOWN = 'its conversation is not known: a new one';
const OTHERS = 'this agent’s conversations can’t be taken up from here';
const ELSEWHERE = 'Claude Code finds a conversation only in the folder it was held in: a new one';

/** Other programs get the very arguments they had. */
export function agentAgain(before: AgentBefore): AgentAgain {
  const { kind, args, thread } = before;
  if (kind === 'acp') return acpAgain(before);
  const own = Object.hasOwn(OWN_OPTIONS, kind) ? OWN_OPTIONS[kind] : undefined;
  if (own === undefined) {
    return { args, conversation: 'new', notes: args.length === 0 ? [OTHERS] : [OTHERS, UNREAD] };
  }
  const parts = partArguments(args, own);
  const command = commandIn(parts, own);
  const takes = own.takesUp;
  if (takes === undefined || thread === undefined || command.kind === 'other') {
    return { ...unthreaded({ args, parts, command, own }), conversation: 'new' };
  }
  const { options } = startOf(parts, command, own);
  if (kind === 'claude' && before.folder.was === 'another') {
    return { args: options, conversation: 'new', notes: [ELSEWHERE] };
  }
  const where = folderOptions(parts, own, before.folder.path);
  return { args: [...options, ...where, ...takes, thread], conversation: 'taken-up', notes: [] };
}

/** A conversation that works on in the folder it was held in is told the one it is taken up in. */
function folderOptions(parts: readonly Part[], own: OwnOptions, path: string): readonly string[] {
  const [name] = own.worksIn;
  const isTold = parts.some((part) => part.kind === 'option' && own.worksIn.includes(part.name));
  return name === undefined || isTold ? [] : [name, path];
}

/** Its front end takes the conversation up, not the agent's arguments. */
function acpAgain({ args, thread }: AgentBefore): AgentAgain {
  if (thread !== undefined) return { args, conversation: 'taken-up', notes: [] };
  return { args, conversation: 'new', notes: [UNKNOWN] };
}

type Part =
  | { readonly kind: 'option'; readonly name: string; readonly words: readonly string[] }
  | { readonly kind: 'word'; readonly word: string };

/** What the first word is: none or a prompt, an old conversation's, work to be done once, or the agent's own. */
interface FoundCommand {
  readonly kind: 'none' | 'resumes' | 'errand' | 'other';
  readonly name: string;
}

function commandIn(parts: readonly Part[], own: OwnOptions): FoundCommand {
  const [name = ''] = wordsOf(parts);
  if (own.resumes.includes(name)) return { kind: 'resumes', name };
  if (own.errands.includes(name)) return { kind: 'errand', name };
  return { kind: own.commands.includes(name) ? 'other' : 'none', name };
}

function wordsOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap((part) => (part.kind === 'word' ? [part.word] : []));
}

interface Unthreaded {
  readonly args: readonly string[];
  readonly parts: readonly Part[];
  readonly command: FoundCommand;
  readonly own: OwnOptions;
}

/** With a conversation of its own to begin, or the one that its arguments choose. */
function unthreaded({ args, parts, command, own }: Unthreaded): Omit<AgentAgain, 'conversation'> {
  if (command.kind === 'other') return { args, notes: [] };
  const unknown = own.takesUp === undefined ? OTHERS : UNKNOWN;
  if (command.kind === 'resumes') {
    const { kept, isCut } = withoutPrompt(parts);
    return { args: kept, notes: isCut ? [PROMPT_LEFT] : [] };
  }
  const { options, left } = startOf(parts, command, own);
  const words = command.kind === 'errand' ? [] : wordsOf(parts);
  const folder = own.words === 'folder' ? words.slice(0, 1).filter((each) => !isOption(each)) : [];
  const hadPrompt = words.length > folder.length || left.some((name) => own.prompts.includes(name));
  const errand = `its ${command.name} was an errand and is not run again: it begins without`;
  const once = left.filter((name) => own.once.includes(name));
  return {
    args: [...options, ...folder],
    notes: [
      unknown,
      ...(hadPrompt ? [PROMPT_LEFT] : []),
      ...(command.kind === 'errand' ? [errand] : []),
      ...once.map((name) => `${name} went with that prompt and is left with it`),
    ],
  };
}

/** `resume ID PROMPT`; with `--last` there is no ID. */
function withoutPrompt(parts: readonly Part[]): {
  readonly kept: readonly string[];
  readonly isCut: boolean;
} {
  const isNamed = !parts.some((part) => part.kind === 'option' && part.name === '--last');
  let room = isNamed ? 2 : 1;
  const words = wordsOf(parts).length;
  const isCut = words > room;
  const kept = parts.flatMap((part) => {
    if (part.kind === 'option') return part.words;
    room -= 1;
    return room >= 0 ? [part.word] : [];
  });
  return { kept, isCut };
}

/** Options to start with again, and the names of those that are left: prompts, and what went with one. */
function startOf(
  parts: readonly Part[],
  { kind }: FoundCommand,
  own: OwnOptions,
): { readonly options: readonly string[]; readonly left: readonly string[] } {
  // Behind an errand stand the errand's own.
  const end = kind === 'errand' ? parts.findIndex((part) => part.kind === 'word') : parts.length;
  const options: string[] = [];
  const left: string[] = [];
  for (const part of parts.slice(0, end)) {
    if (part.kind === 'word') continue;
    const { name, words } = part;
    if (own.prompts.includes(name) || own.once.includes(name)) left.push(name);
    else if (!own.conversation.includes(name)) options.push(...words);
  }
  return { options, left };
}

/** Options with their values, and the words beside them. */
export function partArguments(
  args: readonly string[],
  { flags, lists }: Pick<OwnOptions, 'flags' | 'lists'>,
): readonly Part[] {
  const parts: Part[] = [];
  for (let index = 0; index < args.length; index += 1) {
    const word = args[index] ?? '';
    if (word === '--') {
      parts.push(...args.slice(index + 1).map((each): Part => ({ kind: 'word', word: each })));
      break;
    }
    if (!isOption(word)) {
      parts.push({ kind: 'word', word });
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
    parts.push({ kind: 'option', name, words: taken });
  }
  return parts;
}

function isOption(word: string): boolean {
  return word.startsWith('-') && word !== '-';
}

function isValue(word: string | undefined): boolean {
  return word !== undefined && !isOption(word);
}
