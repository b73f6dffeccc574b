// What a person is told, in words: of requests that could not be taken, and of things that went wrong.
import type { DeliveryRefusal, DropReason } from '@codex-voice/session';
import type { LostUtterance } from './utterance-recovery.ts';

/** Why a request or a command could not be obeyed. */
export type Refusal =
  | DeliveryRefusal
  | 'answer-by-key'
  | 'nothing-asked'
  | 'just-asked'
  | 'nothing-to-confirm'
  | 'nothing-runs'
  | 'interrupt-by-own-key'
  | 'no-scrolling-here'
  /** Of words that were said: nothing more may wait. */
  | 'queue-full'
  /** It was to interrupt or to steer, and nobody can be told so. */
  | 'waits-instead';

const QUEUE_FULL = 'the queue is full: wait, or take something out of it';

export const REFUSAL_WORDS: Readonly<Record<Refusal, string>> = {
  'nothing-to-send': 'nothing of ours to send: press Enter yourself',
  'nothing-to-scratch': 'nothing of ours left to take back',
  'nothing-to-clear': 'nothing of ours alone to clear: what you typed is yours to delete',
  'answer-by-key': 'answer the dialog by key: no spoken word does',
  'nothing-asked': 'nothing is asked just now',
  'just-asked': 'it was asked only just now: look at it first',
  'nothing-to-confirm': 'nothing waits for a second word',
  'nothing-runs': 'the agent does nothing that could be interrupted',
  'interrupt-by-own-key': "press Esc, in a shell Ctrl-C: the agent's own key interrupts it",
  'no-scrolling-here': 'no page key now: use your own keys',
  'queue-full': QUEUE_FULL,
  'waits-instead': 'this agent is typed into: the prompt waits until it rests',
  'duplicate-id': 'this prompt was taken before',
  'no-such-prompt': 'no such prompt waits any more',
  'being-typed': 'it is in the composer already: change it there',
  'being-submitted': 'it is on its way to the agent already: there is nothing left to change',
  empty: 'a prompt needs a text: remove it instead',
  'too-long': 'the text is too long for one prompt: split it',
};

export const DROP_WORDS: Readonly<Record<DropReason, string>> = {
  'queue-full': QUEUE_FULL,
  'too-long': 'the text is too long for one prompt: split it',
  empty: 'there is no text in it',
  scratched: 'it was taken back',
  cancelled: 'it was taken out of the queue',
  'agent-ended': 'the agent has ended',
};

/** What is told of words of which nobody knew what had become. */
export function recoveryNotice(
  fate: 'queued' | 'given-up',
  { text, age }: LostUtterance,
): { readonly severity: 'info' | 'warning'; readonly text: string } {
  if (fate === 'queued') return { severity: 'info', text: `recovered: "${text}"` };
  const why = age === 'late' ? 'too long ago to be typed' : 'a command, not obeyed later';
  return { severity: 'warning', text: `said while nothing could hear it (${why}): "${text}"` };
}
