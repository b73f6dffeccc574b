// What is said to a question that has choices: which of them an utterance names, and how the question is
// read aloud. Who is answered is decided elsewhere.
import type { FinalEvent } from '@codex-voice/protocol';
import type { Approval, QuestionPart } from '@codex-voice/session';
import { type SpokenLanguage, spokenChoice } from '@codex-voice/speech';

/** What is used here of a finished utterance. */
export type SpokenFinal = Pick<FinalEvent, 'text' | 'startMs' | 'endMs' | 'stamps'>;

/** The part of a question that is next, by its place from 0. */
function nextOf({ asked, given = [] }: Approval): {
  readonly part: number;
  readonly next: QuestionPart | undefined;
} {
  return { part: given.length, next: asked.parts?.[given.length] };
}

/**
 * The places of what was chosen, for the part that is next; undefined: the utterance chooses nothing, or
 * began before that part was next.
 */
export function placesChosen(
  approval: Approval,
  {
    final,
    languages,
  }: { readonly final: SpokenFinal; readonly languages: readonly SpokenLanguage[] },
): { readonly part: number; readonly choices: readonly number[] } | undefined {
  const { text, startMs, endMs, stamps } = final;
  const beganMs = stamps.speechEndedMs - (endMs - startMs);
  const { part, next } = nextOf(approval);
  if (approval.state.kind !== 'open' || next === undefined || beganMs < approval.nextSinceMs)
    return undefined;
  const labels = next.choices.map(({ label }) => label);
  const take = next.takesSeveral === true ? 'several' : 'one';
  const choices = spokenChoice(text, { labels, languages, take });
  return choices === undefined ? undefined : { part, choices };
}

/** The part that is next with its choices by number; undefined: it is no question with choices. */
export function spokenQuestion(approval: Approval): string | undefined {
  const { next } = nextOf(approval);
  if (next === undefined || next.choices.length === 0) return undefined;
  const choices = next.choices.map(({ label }, place) => `${place + 1}: ${label}.`);
  return [next.question, ...choices].join(' ');
}
