// One phrasebook from three sources: what is built in, what the person wrote for themselves, and what a
// project brings with it, which is trusted with less.
import { interpret } from './interpret.ts';
import type { Phrase, Phrasebook } from './phrasebook.ts';
import { normalizeSpoken } from './spoken-words.ts';

export interface PhraseSources {
  readonly builtIn: Phrasebook;
  /** The person's: they come first, and may be said instead of anything built in. */
  readonly own: readonly Phrase[];
  /** Somebody else's: texts without `afterwards`; what means something to the person already stays so. */
  readonly project?: readonly Phrase[];
}

/** The phrasebook, and those of the project's phrases that mean something else already. */
export function mergePhrases({ builtIn, own, project = [] }: PhraseSources): {
  readonly book: Phrasebook;
  readonly refused: readonly Phrase[];
} {
  const commands = builtIn.phrases.filter(({ action }) => action.kind === 'command');
  const guarded = { ...builtIn, phrases: [...own, ...commands] };
  const isTaken = ({ spoken, action }: Phrase): boolean =>
    action.kind === 'command' ||
    action.afterwards !== undefined ||
    // A trigger means something only with words after it.
    [spoken, `${spoken} so`].some((said) => means(said, guarded));
  const refused = project.filter(isTaken);
  const before = [...own, ...project.filter((phrase) => !refused.includes(phrase))];
  const said = new Set(before.map(({ spoken }) => normalizeSpoken(spoken)));
  const rest = builtIn.phrases.filter(({ spoken }) => !said.has(normalizeSpoken(spoken)));
  return { book: { ...builtIn, phrases: [...before, ...rest] }, refused };
}

/** Whether it would be more than text, as a whole or at its end. */
function means(said: string, book: Phrasebook): boolean {
  const found = interpret(said, book);
  return found.kind !== 'said' || found.afterwards !== undefined;
}
