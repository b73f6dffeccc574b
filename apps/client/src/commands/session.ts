// `codex-voice session`: what a running session is, saved under a name, listed and removed. Loading one
// starts a session, which is `saved/load-session.ts`'s to prepare.
import { saveSession } from '../saved/save-session.ts';
import {
  checkSavedName,
  readSaved,
  removeSaved,
  type SavedSession,
  savedNames,
} from '../saved/saved-sessions.ts';
import { tellError } from '../told-lines.ts';
import { UserError, visible } from '../user-error.ts';
import { type CommandGiven, findSession, note, openAccess, printJson } from './session-access.ts';
import { shortFolder } from './session-table.ts';

/** `load` is not among them. Throws `UserError`. */
export async function session(given: CommandGiven): Promise<number> {
  const [action, name = ''] = given.request.rest;
  switch (action) {
    case 'save':
      return await save(given, name);
    case 'remove':
      removeSaved(name);
      return 0;
    default:
      return list(given.request.options.json === true);
  }
}

async function save(given: CommandGiven, name: string): Promise<number> {
  checkSavedName(name);
  const { options } = given.request;
  const asked = typeof options.session === 'string' ? options.session : undefined;
  const sources = openAccess(given).sources();
  const sessionId = await findSession(sources, { name: asked, unnamed: 'it' });
  const { saved, was } = await saveSession(sessionId, name);
  if (options.json === true) printJson(saved);
  else {
    const again = was === 'replaced' ? ', in the place of what had that name' : '';
    process.stdout.write(`${visible(sessionId)} saved as ${name}${again}\n${linesOf(saved)}`);
  }
  return 0;
}

function linesOf({ folder, repository, started, thread }: SavedSession): string {
  const { agent, role, mode, delivery } = started;
  const lines = [
    ['folder', folder],
    ['git', gitText(repository)],
    ['agent', [agent.file, ...agent.args].join(' ')],
    ['role', role],
    ['mode', mode],
    ['delivery', delivery],
    ['conversation', thread ?? 'not known: a new one is begun'],
  ];
  return lines
    .flatMap(([what = '', value]) =>
      value === undefined ? [] : [`  ${what}: ${visible(value)}\n`],
    )
    .join('');
}

function gitText(repository: SavedSession['repository']): string {
  if (repository === undefined) return 'no repository';
  const { branch = 'no branch', head, changedFiles } = repository;
  if (head === undefined) {
    const files = changedFiles === 0 ? '' : `; its files are not kept`;
    return `${branch}, without a commit yet${files}`;
  }
  const changed = changedFiles === 0 ? '' : `, ${changedFiles} changed, which are not kept`;
  return `${branch} at ${head.slice(0, SHORT_HEAD)}${changed}`;
}

/** A commit is told by so many digits. */
const SHORT_HEAD = 10;

/** The torn ones are told, and the others listed. */
function list(json: boolean): number {
  const saved = savedNames().flatMap((name) => {
    try {
      return [readSaved(name)];
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      tellError(error);
      return [];
    }
  });
  if (json) {
    printJson(saved);
    return 0;
  }
  if (saved.length === 0) note('none is saved: codex-voice session save NAME');
  for (const { name, folder, started, repository, savedAt } of saved) {
    const where = visible(shortFolder(folder, process.env.HOME));
    const branch = repository?.branch === undefined ? '' : ` (${visible(repository.branch)})`;
    const day = savedAt.slice(0, 'yyyy-mm-dd'.length);
    process.stdout.write(`${name}  ${visible(started.agent.name)} in ${where}${branch}, ${day}\n`);
  }
  return 0;
}
