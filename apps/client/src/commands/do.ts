// `codex-voice do`: an action of ours from the shell. What it becomes is shown and waits in the session's
// composer; only `--send` sends it, only `--run` runs anything here.
import { randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import {
  ACTION_NAMES,
  type ActionLanguage,
  type ActionName,
  languageActions,
  TASKS,
} from '@codex-voice/actions';
import { actionPrompt, isActionName, promptText, unknownAction } from '../actions/action-prompt.ts';
import { Confirmations } from '../actions/confirmations.ts';
import { findPlugins, isTrusted, type Plugin } from '../actions/plugin-catalogue.ts';
import { type ProjectTasks, projectTasks } from '../actions/project-toolchain.ts';
import { consentTo, requireWords, runFoundPlugin } from '../actions/run-found-plugin.ts';
import { confirmTask, runTask } from '../actions/run-task.ts';
import { confirmNotes } from '../actions/sent-notes.ts';
import { readProjectConfig } from '../project-config.ts';
import { confirmRole } from '../roles/role-consent.ts';
import { UserError, visible, visibleText } from '../user-error.ts';
import { sessionWords, uiLanguage } from '../words/ui-language.ts';
import { boundedText, readText } from './prompt-text.ts';
import { handIn, refuseUnreached } from './say.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';

/** Throws `UserError`. */
export async function doAction(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  if (options.list === true) return listActions(given);
  const [written = '', ...args] = rest;
  const name = written.replace(/^[/:]/u, '').toLowerCase();
  if (options.run === true) return await runHere(given, name, args);
  if (name === 'kb') return await doKnowledge(given, args);
  if (name === 'role') return await doRole(given, args.join(' '));
  if (!isActionName(name)) return await doPlugin(given, name, args);
  const { words, selection } = await handedOver(args);
  const language = languageOf(given);
  const textIn = async (folder: string): Promise<string> => {
    const tasks = tasksIn(folder);
    const said = { name, args: words, selection, language, folder, tasks };
    const text = promptText(name, actionPrompt(said));
    if (isSent(given)) await confirmNamed(given, tasks, name);
    return text;
  };
  return await shown(given, { name, textIn });
}

async function doKnowledge(given: CommandGiven, args: readonly string[]): Promise<number> {
  const [first, ...others] = args;
  // As it is written in the palette and as it is written in the shell.
  const words = (first === 'search' ? others : args).join(' ');
  if (words.trim() === '') throw new UserError('kb needs words: codex-voice do kb WORDS…');
  const { quotedNotes } = await import('../actions/knowledge.ts');
  const { folders } = given.config().kb;
  const textIn = async (directory: string): Promise<string> => {
    const quoted = await quotedNotes({ folders, directory }, words);
    if (quoted === undefined) {
      throw new UserError(`no note has ${visible(words)}: codex-voice kb list shows what there is`);
    }
    if (isSent(given)) {
      const confirmations = new Confirmations();
      await confirmNotes({ quoted, folder: directory, consent: consentOf(given), confirmations });
    }
    return quoted.text;
  };
  return await shown(given, { name: 'kb', textIn });
}

async function doRole(given: CommandGiven, words: string): Promise<number> {
  if (words.trim() === '') {
    throw new UserError('role needs a name: codex-voice do role NAME; codex-voice role lists them');
  }
  const { rolePreamble } = await import('../actions/role-preamble.ts');
  const textIn = async (folder: string): Promise<string> => {
    const { text, ...found } = rolePreamble(words, folder);
    if (isSent(given)) {
      const confirmations = new Confirmations();
      await confirmRole({ ...found, use: 'send', consent: consentOf(given), confirmations });
    }
    return text;
  };
  return await shown(given, { name: 'role', textIn });
}

/** A command of the project's that a prompt names is seen by the person before an agent is told to run it. */
async function confirmNamed(
  given: CommandGiven,
  tasks: ProjectTasks,
  name: ActionName,
): Promise<void> {
  const task = TASKS.find((each) => each === name);
  const found = task === undefined ? undefined : tasks[task];
  if (task === undefined || found === undefined) return;
  const confirmations = new Confirmations();
  await confirmTask({ task, found, use: 'send', consent: consentOf(given), confirmations });
}

/** It goes to the agent without waiting in the composer. */
function isSent({ request: { options } }: CommandGiven): boolean {
  return options.send === true;
}

async function runHere(
  given: CommandGiven,
  name: string,
  args: readonly string[],
): Promise<number> {
  if (name !== 'test' && name !== 'build') {
    throw new UserError(`--run goes with test and build: ${visible(name)} runs without it`);
  }
  const found = tasksIn(process.cwd())[name];
  const confirmations = new Confirmations();
  return await runTask({ task: name, found, args, consent: consentOf(given), confirmations });
}

function consentOf({ request: { options } }: CommandGiven): 'given' | 'ask' {
  return options.yes === true ? 'given' : 'ask';
}

async function doPlugin(
  given: CommandGiven,
  name: string,
  args: readonly string[],
): Promise<number> {
  const { plugins, problems } = findPlugins(here());
  const plugin = plugins.find((each) => each.name === name);
  const problem = problems.get(name);
  if (plugin === undefined) {
    if (problem !== undefined) throw new UserError(problem);
    throw unknownAction(name, [...ACTION_NAMES, 'role', 'kb', ...plugins.map((each) => each.name)]);
  }
  const { words, selection } = await handedOver(args);
  const said = [words, selection ?? ''].filter((part) => part !== '').join('\n\n');
  requireWords(plugin, said);
  const textIn = async (project: string): Promise<string> => {
    const confirmations = new Confirmations();
    await consentTo({ plugin, project, consent: consentOf(given), confirmations });
    return await runFoundPlugin({ plugin, words: said, project });
  };
  if (plugin.manifest.output === 'compose') return await shown(given, { name, textIn });
  const text = await textIn(here());
  if (given.request.options.json === true) printJson({ action: name, text });
  else process.stdout.write(`${visibleText(text)}\n`);
  return 0;
}

interface ActionText {
  readonly name: string;
  /** The prompt for an agent in this folder. */
  readonly textIn: (folder: string) => Promise<string>;
}

async function shown(given: CommandGiven, action: ActionText): Promise<number> {
  if (given.request.options.print !== true) return await handOver(given, action);
  process.stdout.write(`${visibleText(await action.textIn(here()))}\n`);
  return 0;
}

async function handOver(given: CommandGiven, { name, textIn }: ActionText): Promise<number> {
  const { options } = given.request;
  const asked = typeof options.session === 'string' ? options.session : undefined;
  refuseUnreached({ name: asked });
  const sources = openAccess(given).sources();
  const sessionId = await findSession(sources, { name: asked, unnamed: 'it' });
  const text = boundedText(await textIn(sources.record(sessionId)?.cwd ?? here()));
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
    process.stdout.write(`${where} ${visible(sessionId)}:\n${visibleText(text)}\n`);
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

interface ListedAction {
  readonly name: string;
  readonly words: 'needed' | 'optional';
  /** What stands for the words in the list. */
  readonly usage: string;
  readonly label: string;
  /** What is said for it; absent: it is not said. */
  readonly say?: string;
  readonly source: 'built-in' | 'person' | 'project';
  /** Only of what came with a project. */
  readonly trusted?: boolean;
}

function listActions(given: CommandGiven): number {
  const { plugins, problems } = findPlugins(here());
  const rows = [...builtInRows(given), ...pluginRows(plugins)];
  if (given.request.options.json === true) {
    printJson(rows.map(({ usage: _, ...row }) => row));
    return 0;
  }
  for (const { name, words, usage, label, trusted } of rows) {
    const shownUsage = `/${name} ${words === 'needed' ? usage : `[${usage}]`}`;
    const asked = trusted === false ? ' (came with this project, not trusted yet)' : '';
    process.stdout.write(`${shownUsage.padEnd(USAGE_COLUMNS)} ${visible(label)}${asked}\n`);
  }
  for (const problem of problems.values()) note(problem);
  return 0;
}

function builtInRows(given: CommandGiven): readonly ListedAction[] {
  const language = languageOf(given);
  const { slash, actions } = languageActions(language);
  const tasks = tasksIn(here());
  const own = ACTION_NAMES.map((name): ListedAction => {
    const { label, said } = actions[name];
    const alone = actionPrompt({ name, language, folder: here(), tasks });
    const words = alone.kind === 'prompt' ? 'optional' : 'needed';
    const say = `${slash[0]} ${said[0]}`;
    return { name, words, usage: 'WORDS', label, say, source: 'built-in' };
  });
  const { knowledge, role } = sessionWords(language).answer.command;
  const needed = { words: 'needed', source: 'built-in' } as const;
  return [
    ...own,
    { name: 'role', usage: 'NAME', label: role.label, ...needed },
    { name: 'kb', usage: 'WORDS', label: knowledge.label, ...needed },
  ];
}

function pluginRows(plugins: readonly Plugin[]): readonly ListedAction[] {
  const confirmations = new Confirmations();
  const project = here();
  return plugins.map((plugin) => {
    const { name, origin, manifest } = plugin;
    return {
      name,
      words: manifest.needs_words ? 'needed' : 'optional',
      usage: manifest.words ?? 'WORDS',
      label: manifest.about,
      source: origin,
      ...(origin === 'project' ? { trusted: isTrusted({ plugin, project, confirmations }) } : {}),
    };
  });
}

/** Wide enough for the longest name of ours with its words, and a blank. */
const USAGE_COLUMNS = 20;

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
