// Which way the next prompt goes: by the agent's protocol, and how, or through its composer. What is
// said here of a moment is carried out by the delivery.
import type {
  DeliverySubmission,
  Observation,
  PhaseMemory,
  ProtocolFacts,
  SubmissionManner,
} from './delivery-types.ts';
import { type Obstacle, obstacle, openComposer } from './gates.ts';
import type { Prompt } from './prompt-queue.ts';

/** Rest after the protocol refused a prompt for the moment, in ms: what was in the way is over by then. */
export const SUBMIT_RETRY_MS = 200;

/**
 * How long a prompt that was offered and not answered may still turn out to be taken, in ms: an
 * agent's server that died is back within 2 s, on a loaded machine within several.
 */
export const UNCONFIRMED_PATIENCE_MS = 15_000;

/** Texts that mean something to the composer alone: the agent's own commands, and those of a shell. */
const COMPOSER_MARK = /^[/!]/u;

export type Way =
  | { readonly kind: 'type' }
  | { readonly kind: 'wait'; readonly found: NonNullable<Obstacle> }
  /** The running turn is to end first. */
  | { readonly kind: 'interrupt' }
  | { readonly kind: 'submit'; readonly manner: SubmissionManner };

const TYPE: Way = { kind: 'type' };
const BUSY: Way = { kind: 'wait', found: { why: 'busy' } };

/** What is submitted of a prompt: nothing stands before it. */
export function submittedText({ text, alone }: Pick<Prompt, 'text' | 'alone'>): string {
  return alone ?? text;
}

export function submissionOf(
  { prompt, manner }: Extract<PhaseMemory, { kind: 'submitting' }>,
  purpose: DeliverySubmission['purpose'],
): DeliverySubmission {
  return { id: prompt.id, text: submittedText(prompt), manner, purpose };
}

/** The way of a prompt that nothing of ours stands before, at this moment. */
export function wayOf(
  prompt: Prompt,
  facts: Observation,
  protocol: ProtocolFacts | undefined,
): Way {
  if (protocol === undefined || prompt.intent !== 'send') return TYPE;
  if (COMPOSER_MARK.test(submittedText(prompt))) return TYPE;
  const { activity, abilities } = protocol;
  if (activity === 'away') return { kind: 'wait', found: { why: 'settling' } };
  const works = activity === 'busy';
  const { whileBusy } = prompt;
  if (works && whileBusy === 'interrupt' && abilities.has('interrupt'))
    return { kind: 'interrupt' };
  const found = obstacle(facts);
  if (found !== undefined) return { kind: 'wait', found };
  const composer = openComposer(facts.screen);
  // A text half written by the person is not left behind: ours joins it.
  if (composer === undefined || composer.text !== '' || composer.clipped !== undefined) return TYPE;
  if (activity === 'waiting') return { kind: 'wait', found: { why: 'dialog', what: 'approval' } };
  if (works && whileBusy === 'steer' && abilities.has('steer'))
    return { kind: 'submit', manner: 'steer' };
  if (works || facts.screen.kind === 'busy') return BUSY;
  return { kind: 'submit', manner: 'turn' };
}
