// What a finished utterance is by a phrasebook: a command, or a text to be typed with what it does to a working
// agent. What becomes of either is left to others.
import type { Prompt } from '@codex-voice/session';
import { type Interpretation, interpret, type Phrasebook, saidManner } from '@codex-voice/speech';
import type { LostUtterance } from './utterance-recovery.ts';

export type WhileBusy = NonNullable<Prompt['whileBusy']>;

export type CommandWords = Extract<Interpretation, { kind: 'command' }>;

export type TypedWords = Exclude<Interpretation, { kind: 'command' }> & {
  /** As it was said, behind a command word. */
  readonly whileBusy?: WhileBusy;
};

const MANNERS = { now: 'interrupt', also: 'steer' } as const;

/** What was said, without the words that say what it does to a working agent. */
export function understood(text: string, book: Phrasebook): TypedWords | CommandWords {
  const whole = interpret(text, book);
  const found = whole.kind === 'said' ? saidManner(whole.text, book) : undefined;
  if (whole.kind === 'command' || found === undefined) return whole;
  const rest = interpret(found.text, book);
  // A command does nothing to an agent but what it says.
  if (rest.kind === 'command') return whole;
  const taken = { before: `${found.taken} ${rest.taken.before}`.trim(), after: whole.taken.after };
  const { afterwards = rest.afterwards } = whole;
  const after = afterwards === undefined ? {} : { afterwards };
  return { ...rest, taken, ...after, whileBusy: MANNERS[found.manner] };
}

/**
 * Words of which nobody knew what had become, where they are to be typed after all: a command belongs to the moment in
 * which it was said, and old words are not typed.
 */
export function recoverable(
  { text, age }: Pick<LostUtterance, 'text' | 'age'>,
  book: Phrasebook,
): TypedWords | undefined {
  const said = understood(text, book);
  if (age === 'late' || said.kind === 'command') return undefined;
  return said.kind === 'phrase' && said.does !== undefined ? undefined : said;
}
