// Whether notes that came with a project may be sent to an agent unseen: shown whole, asked once, and again
// when a letter of them changes. What waits in the composer needs no leave: the person sees it there.
import { UserError, visible } from '../user-error.ts';
import { askYes } from './ask-yes.ts';
import type { Confirmations } from './confirmations.ts';
import type { QuotedNotes } from './knowledge.ts';

export interface NotesConsent {
  readonly quoted: QuotedNotes;
  readonly folder: string;
  readonly consent: 'ask' | 'given';
  readonly confirmations: Confirmations;
}

/** Throws `UserError` where the person does not say yes. */
export async function confirmNotes(asked: NotesConsent): Promise<void> {
  const { quoted, folder, consent, confirmations } = asked;
  if (quoted.ofProject.length === 0) return;
  const what = `notes ${folder}`;
  if (confirmations.has(what, quoted.text)) return;
  const lines = quoted.text.split('\n').map((line) => `  ${visible(line)}\n`);
  const files = quoted.ofProject.map(visible).join(', ');
  process.stderr.write(
    `Of what would be sent, ${files} came with this project:\n${lines.join('')}`,
  );
  switch (consent === 'given' ? 'yes' : await askYes('Send it, as it is?')) {
    case 'yes':
      confirmations.keep(what, quoted.text);
      return;
    case 'no':
      throw new UserError('not sent: leave --send away to change it in the composer first');
    case 'nobody':
      throw new UserError(
        'notes of a project are not sent unseen and nobody can be asked: leave --send away, or add --yes',
      );
  }
}
