// The preamble of a role, for an agent that was started without it. What roles there are and say is told
// beside, in `roles`.
import { type Role, roleStart } from '@codex-voice/roles';
import { findRoles, roleNamed } from '../roles/role-files.ts';
import { UserError, visible } from '../user-error.ts';

export interface FoundPreamble {
  readonly text: string;
  readonly role: Role;
  /** The project's file of roles, where there is one. */
  readonly projectFile: string | undefined;
}

/** As it is written or said: "explain only" is `explain_only`. Throws `UserError`. */
export function rolePreamble(said: string, folder: string): FoundPreamble {
  const name = said
    .toLowerCase()
    .replace(/[.!?\s]+$/u, '')
    .trim()
    .replaceAll(/\s+/gu, '_');
  const found = findRoles(folder);
  const role = roleNamed(name, found);
  const { composed } = roleStart(role.fields, 'plain');
  if (composed !== undefined) return { text: composed, role, projectFile: found.projectFile };
  throw new UserError(
    `the role ${visible(name)} has no preamble, and only that can be given to an agent that runs`,
  );
}
