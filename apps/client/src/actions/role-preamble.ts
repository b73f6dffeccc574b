// The preamble of a role, for an agent that was started without it. What roles there are and say is told
// beside, in `roles`.
import { roleStart } from '@codex-voice/roles';
import { findRoles, roleNamed } from '../roles/role-files.ts';
import { UserError, visible } from '../user-error.ts';

/** As it is written or said: "explain only" is `explain_only`. Throws `UserError`. */
export function rolePreamble(said: string, folder: string): string {
  const name = said
    .toLowerCase()
    .replace(/[.!?\s]+$/u, '')
    .trim()
    .replaceAll(/\s+/gu, '_');
  const { composed } = roleStart(roleNamed(name, findRoles(folder)).fields, 'plain');
  if (composed !== undefined) return composed;
  throw new UserError(
    `the role ${visible(name)} has no preamble, and only that can be given to an agent that runs`,
  );
}
