// `codex-voice do`: an action of ours from the shell. What it becomes is shown and waits in the session's
// composer; only `--send` sends it, only `--run` runs anything here.
import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { ACTION_NAMES, type ActionLanguage, languageActions } from '@codex-voice/actions';
import { actionPrompt, isActionName, promptText, unknownAction } from '../actions/action-prompt.ts';
import { Confirmations } from '../actions/confirmations.ts';
import { projectTasks } from '../actions/project-toolchain.ts';
import { runTask } from '../actions/run-task.ts';
import { readProjectConfig } from '../project-config.ts';
import { UserError, visible } from '../user-error.ts';
import { uiLanguage } from '../words/ui-language.ts';
import { readText } from './prompt-text.ts';
import { handIn, refuseUnreached } from './say.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';

/** Throws `UserError`. */
export async function doAction(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  if (options.list === true) return listActions(given);
  const [written = '', ...args] = rest;
  const name = written.replace(/^[/:]/u, '').toLowerCase();
  if (!isActionName(name)) throw unknownAction(name, ACTION_NAMES);
  if (options.run === true) {
    if (name !== 'test' && name !== 'build') {
      throw new UserError(`--run goes with test and build: ${name} is the agent's to do`);
    }
    const consent = options.yes === true ? 'given' : 'ask';
    const found = tasksIn(process.cwd())[name];
    const confirmations = new Confirmations();
    return await runTask({ task: name, found, args, consent, confirmations });
  }
  const { words, selection } = await handedOver(args);
  const language = languageOf(given);
  const textIn = (folder: string): string =>
    promptText(
      name,
      actionPrompt({ name, args: words, selection, language, folder, tasks: tasksIn(folder) }),
    );
  if (options.print === true) {
    process.stdout.write(`${shownText(textIn(here()))}\n`);
    return 0;
  }
  return await handOver(given, { name, textIn });
}

interface ActionText {
  readonly name: string;
  /** The prompt for an agent in this folder. */
  readonly textIn: (folder: string) => string;
}

async function handOver(given: CommandGiven, { name, textIn }: ActionText): Promise<number> {
  const { options } = given.request;
  const asked = typeof options.session === 'string' ? options.session : undefined;
  refuseUnreached({ name: asked });
  const sources = openAccess(given).sources();
  const sessionId = await findSession(sources, { name: asked, unnamed: 'it' });
  const text = textIn(sources.record(sessionId)?.cwd ?? here());
  const intent = options.send === true ? 'send' : 'compose';
  const id = randomUUID();
  const { unkept } = await handIn(given, { name: sessionId, id, intent, text });
  if (unkept !== undefined) {
    note(`${visible(sessionId)} has it, but can't keep it: ${visible(unkept)}`);
  }
  if (options.json === true) {
    const kept = unkept === undefined;
    printJson({ session: sessionId, action: name, id, intent, text, state: 'queued', kept });
  } else {
    const where = intent === 'send' ? 'sent to' : 'into the composer of';
    process.stdout.write(`${where} ${visible(sessionId)}:\n${shownText(text)}\n`);
  }
  return 0;
}

/** `-` among the words is a text on standard input. */
async function handedOver(
  args: readonly string[],
): Promise<{ readonly words: string; readonly selection: string | undefined }> {
  const words = args.filter((word) => word !== '-').join(' ');
  if (words.length === args.join(' ').length) return { words, selection: undefined };
  return { words, selection: await readText(process.stdin) };
}

function listActions(given: CommandGiven): number {
  const language = languageOf(given);
  const { slash, actions } = languageActions(language);
  const tasks = tasksIn(here());
  const rows = ACTION_NAMES.map((name) => {
    const { label, said } = actions[name];
    const alone = actionPrompt({ name, language, folder: here(), tasks });
    const words = alone.kind === 'prompt' ? ('optional' as const) : ('needed' as const);
    return { name, words, label, say: `${slash[0]} ${said[0]}`, source: 'built-in' };
  });
  if (given.request.options.json === true) {
    printJson(rows);
    return 0;
  }
  for (const { name, words, label } of rows) {
    const usage = `/${name} ${words === 'needed' ? 'WORDS' : '[WORDS]'}`;
    process.stdout.write(`${usage.padEnd(USAGE_COLUMNS)}${label}\n`);
  }
  return 0;
}

/** Wide enough for the longest name with its words, and two blanks. */
const USAGE_COLUMNS = 21;

function languageOf(given: CommandGiven): ActionLanguage {
  return uiLanguage(given.config().ui_language, process.env);
}

/** Throws `UserError` for a wrong project file. */
function tasksIn(folder: string): ReturnType<typeof projectTasks> {
  const project = readProjectConfig(folder);
  if (project.problem !== undefined) note(project.problem);
  return projectTasks(folder, project);
}

/** As the agent sees it, without symbolic links. */
function here(): string {
  return realpathSync(process.cwd());
}

/** Line by line: nothing in it gives orders to the terminal. */
function shownText(text: string): string {
  return text.split('\n').map(visible).join('\n');
}
