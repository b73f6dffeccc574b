// A saved session begins again: its folder is compared with what it was, the person decides where it is
// not the same, and the agent is started as it was, its conversation taken up where that is known.
import { realpathSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Request } from '../command-line.ts';
import { UserError, visible } from '../user-error.ts';
import { agentAgain } from './agent-again.ts';
import { differences } from './differences.ts';
import { repositoryOf, worktreeAt } from './repository.ts';
import { readSaved, type SavedRepository, type SavedSession } from './saved-sessions.ts';

/** The request that starts it; this process is in its folder then. Throws `UserError`. */
export async function loadRequest(request: Request): Promise<Request> {
  const saved = readSaved(request.rest[1] ?? '');
  const { folder, was } = await chosenFolder(saved, request.options);
  const { agent } = saved.started;
  const again = agentAgain({
    kind: agent.kind,
    args: agent.args,
    thread: saved.thread,
    folder: { path: folder, was: was === 'same' ? 'same' : 'another' },
  });
  process.chdir(folder);
  process.env.PWD = folder;
  tell(`${saved.name}: ${agent.name} in ${folder}`);
  if (again.conversation === 'taken-up') tell(`  conversation ${saved.thread}`);
  for (const note of again.notes) tell(`  ${note}`);
  const command = agent.kind === 'acp' ? 'acp' : 'run';
  const isTakenUp = command === 'acp' && again.conversation === 'taken-up';
  const resume = isTakenUp && saved.thread !== undefined ? { resume: saved.thread } : {};
  return {
    command,
    about: command,
    options: { ...startOptions(saved), ...keptOptions(request), ...resume },
    rest: [agent.file, ...again.args],
  };
}

function startOptions({ started }: SavedSession): Record<string, string | boolean> {
  const { role, mode, delivery, voice, speechModel, language } = started;
  return {
    ...(role === undefined ? {} : { role }),
    ...(mode === undefined ? {} : { mode }),
    ...(delivery === undefined ? {} : { [delivery]: true }),
    ...(voice === 'off' ? { 'no-voice': true } : {}),
    ...(speechModel === undefined ? {} : { model: speechModel }),
    ...(language === undefined ? {} : { language }),
  };
}

/** What was asked for now goes before. */
function keptOptions({ options }: Request): Request['options'] {
  const { config, hud, 'no-voice': noVoice, 'no-host': noHost } = options;
  return {
    ...(config === undefined ? {} : { config }),
    ...(hud === undefined ? {} : { hud }),
    ...(noVoice === undefined ? {} : { 'no-voice': noVoice }),
    ...(noHost === undefined ? {} : { 'no-host': noHost }),
  };
}

interface ChosenFolder {
  readonly folder: string;
  readonly was: 'same' | 'worktree';
}

async function chosenFolder(
  saved: SavedSession,
  options: Request['options'],
): Promise<ChosenFolder> {
  const now = await repositoryOf(realFolder(saved));
  const { serious, notes } = differences(saved.repository, now);
  const here: ChosenFolder = { folder: saved.folder, was: 'same' };
  for (const note of notes) tell(`  ${note}`);
  if (options.worktree === true) return await inWorktree(saved, saved.repository);
  if (serious.length === 0) return here;
  tell(`${saved.folder} is not as it was when ${saved.name} was saved:`);
  for (const line of serious) tell(`  ${line}`);
  if (options.anyway === true) return here;
  const canBranch = saved.repository?.head !== undefined && now !== undefined;
  switch (await askWhere(canBranch ? saved.repository : undefined)) {
    case 'worktree':
      return await inWorktree(saved, saved.repository);
    case 'anyway':
      return here;
    case 'no':
      throw new UserError('not loaded: your checkout is as it was');
    case 'nobody':
      throw new UserError(
        `${saved.name} is not loaded: --worktree checks the saved HEAD out beside it, --anyway takes the folder as it is`,
      );
  }
}

function realFolder({ name, folder }: SavedSession): string {
  try {
    return realpathSync(folder);
  } catch {
    throw new UserError(`the folder of ${name} is gone (${visible(folder)}): bring it back`);
  }
}

async function inWorktree(
  { name, folder }: SavedSession,
  repository: SavedRepository | undefined,
): Promise<ChosenFolder> {
  if (repository === undefined) {
    throw new UserError(`${name} was saved in no git repository: leave --worktree away`);
  }
  const { head } = repository;
  if (head === undefined) {
    throw new UserError(`${name} was saved before the first commit: leave --worktree away`);
  }
  const onMaking = (): void =>
    tell(`making a worktree at the saved HEAD of ${name}; Ctrl-C gives it up`);
  const made = await worktreeAt({ repository: { ...repository, head }, folder, name, onMaking });
  tell(made.was === 'made' ? `worktree: ${made.folder}` : `worktree from before: ${made.folder}`);
  return { folder: made.folder, was: 'worktree' };
}

async function askWhere(
  repository: SavedRepository | undefined,
): Promise<'worktree' | 'anyway' | 'no' | 'nobody'> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return 'nobody';
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const ways = repository === undefined ? '[a]nyway' : '[w]orktree at the saved HEAD, [a]nyway';
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const answer = await Promise.race([lines.question(`${ways}, or Enter for neither: `), closed]);
    if (repository !== undefined && /^\s*w/iu.test(answer)) return 'worktree';
    return /^\s*a/iu.test(answer) ? 'anyway' : 'no';
  } finally {
    lines.close();
  }
}

function tell(line: string): void {
  process.stderr.write(`${visible(line)}\n`);
}
