// Whether a session may be started with what a project's file says in a role: shown whole, asked once,
// and again when anything of it changes.
import { isOfProject, type Role } from '@codex-voice/roles';
import { askYes } from '../actions/ask-yes.ts';
import type { Confirmations } from '../actions/confirmations.ts';
import { UserError, visible } from '../user-error.ts';
import { fieldLines, wideningLines } from './role-lines.ts';

/** Throws `UserError` where the person does not say yes. */
export async function confirmRole(
  role: Role,
  projectFile: string | undefined,
  confirmations: Confirmations,
): Promise<void> {
  if (!isOfProject(role) || projectFile === undefined) return;
  const what = `role ${role.name} ${projectFile}`;
  const shown = [...fieldLines(role), ...wideningLines(role.widens)].join('\n');
  if (confirmations.has(what, shown)) return;
  process.stderr.write(
    `The role ${role.name} comes with this project, from ${visible(projectFile)}:\n${shown}\n`,
  );
  const question =
    role.widens.length === 0
      ? 'Start with it, now and from now on?'
      : 'It allows the agent more than you do. Start with it, now and from now on?';
  switch (await askYes(question)) {
    case 'yes':
      confirmations.keep(what, shown);
      return;
    case 'no':
      throw new UserError('not started: leave --role away, or write a role of your own');
    case 'nobody':
      throw new UserError(
        `the role ${role.name} comes with this project and nobody can be asked: start it once in a terminal`,
      );
  }
}
