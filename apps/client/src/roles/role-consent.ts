// Whether a session may be started with what a project's file says in a role, or an agent that runs be sent
// it: shown whole, asked once, and again when anything of it changes.
import { isOfProject, type Role } from '@codex-voice/roles';
import { askYes } from '../actions/ask-yes.ts';
import type { Confirmations } from '../actions/confirmations.ts';
import { UserError, visible } from '../user-error.ts';
import { fieldLines, wideningLines } from './role-lines.ts';

export interface RoleConsent {
  readonly role: Role;
  readonly projectFile: string | undefined;
  readonly use: RoleUse;
  /** Given: it was said beforehand; what is used is shown all the same. */
  readonly consent: 'ask' | 'given';
  readonly confirmations: Confirmations;
}

/** `start`: an agent begins with it. `send`: an agent that runs is sent its preamble, unseen by the person. */
type RoleUse = 'start' | 'send';

const QUESTIONS: Readonly<Record<RoleUse, string>> = {
  start: 'Start with it, now and from now on?',
  send: 'Send its preamble, and start with it from now on?',
};
const REFUSALS: Readonly<Record<RoleUse, string>> = {
  start: 'not started: leave --role away, or write a role of your own',
  send: 'not sent: leave --send away to see it in the composer, or write a role of your own',
};
const UNASKED: Readonly<Record<RoleUse, string>> = {
  start: 'start it once in a terminal',
  send: 'leave --send away, or say yes to it once in a terminal',
};

/** Throws `UserError` where the person does not say yes. */
export async function confirmRole(asked: RoleConsent): Promise<void> {
  const { role, projectFile, use, consent, confirmations } = asked;
  if (!isOfProject(role) || projectFile === undefined) return;
  const what = `role ${role.name} ${projectFile}`;
  const shown = [...fieldLines(role), ...wideningLines(role.widens)].join('\n');
  if (confirmations.has(what, shown)) return;
  process.stderr.write(
    `The role ${role.name} comes with this project, from ${visible(projectFile)}:\n${shown}\n`,
  );
  const wider = role.widens.length === 0 ? '' : 'It allows the agent more than you do. ';
  const answer = consent === 'given' ? 'yes' : await askYes(`${wider}${QUESTIONS[use]}`);
  switch (answer) {
    case 'yes':
      confirmations.keep(what, shown);
      return;
    case 'no':
      throw new UserError(REFUSALS[use]);
    case 'nobody':
      throw new UserError(
        `the role ${role.name} comes with this project and nobody can be asked: ${UNASKED[use]}`,
      );
  }
}
