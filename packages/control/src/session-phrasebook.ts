// The phrasebook that a session's words are read against, from what the wire says of it.
import type { SessionSettings } from '@codex-voice/protocol';
import type { Phrasebook } from '@codex-voice/speech';

type WirePhrasebook = NonNullable<SessionSettings['voice']>['phrasebook'];

/** Before any settings are known every utterance is a text. */
const NO_PHRASES: Phrasebook = { languages: [], commandWords: [], phrases: [] };

/** The same object for the same settings: reading a phrasebook is not done for each utterance. */
const KNOWN = new WeakMap<WirePhrasebook, Phrasebook>();

export function phrasebookOf(settings: SessionSettings | undefined): Phrasebook {
  const told = settings?.voice?.phrasebook;
  if (told === undefined) return NO_PHRASES;
  const known = KNOWN.get(told);
  if (known !== undefined) return known;
  const { language, languages = [language], commandWords = [], phrases } = told;
  const book: Phrasebook = { languages, commandWords, phrases };
  KNOWN.set(told, book);
  return book;
}
