// The conditions under which a byte of ours may go in, each with the reason when it may not.
import type { DeliveryState, Observation, WaitReason } from './delivery-types.ts';
import { holdsDraft, type Piece } from './draft.ts';
import type { ComposerView, ScreenState } from './ports.ts';

/**
 * Rest after the person's last key before we type, in ms: longer than the gaps inside a typed word
 * (about 100–250 ms), so that the two texts don't interleave.
 */
export const PERSON_REST_MS = 400;

/**
 * Rest between our text and Enter, in ms. Codex turns an Enter within 120 ms of a burst of
 * characters into a new line; the rest is margin for a loaded machine.
 */
export const SETTLE_MS = 200;

/**
 * How long a screen must have shown a resting composer before Enter, in ms. An agent that works may
 * open an approval at any moment, and what it draws reaches us a few frames late: an Enter in
 * between would answer it. Between two steps of a turn an agent may look at rest for a frame.
 */
export const CALM_MS = 200;

/** Rest between two of our Enters, in ms: the turn begun by the first must have become visible. */
export const AFTER_ENTER_MS = 500;

/** Longest text typed as plain keys, in UTF-16 units: a terminal's canonical line holds 4095 bytes. */
export const PLAIN_TEXT_LIMIT = 1000;

/** A gate's answer: undefined when the way is free. */
export type Obstacle = { readonly why: WaitReason; readonly what?: string } | undefined;

/** The composer that can be typed into, where there is one. */
export function openComposer(screen: ScreenState): ComposerView | undefined {
  switch (screen.kind) {
    case 'composer':
      return screen;
    case 'busy':
      return screen.composer;
    case 'dialog':
    case 'unknown':
      return undefined;
  }
}

/** The composer that can be seen, even where nothing may be typed into it. */
export function visibleComposer(screen: ScreenState): ComposerView | undefined {
  return screen.kind === 'dialog' ? screen.composer : openComposer(screen);
}

/** Whether any byte of ours may go in now. */
export function obstacle(facts: Observation | undefined): Obstacle {
  if (facts === undefined) return { why: 'nothing-seen-yet' };
  const { screen } = facts;
  if (screen.kind === 'dialog') return { why: 'dialog', what: screen.what };
  if (screen.kind === 'unknown') return { why: 'screen-unknown' };
  if (openComposer(screen) === undefined) return { why: 'busy' };
  if (!facts.inputAtRest) return { why: 'unfinished-input' };
  if (facts.lastInputMs !== undefined && facts.nowMs - facts.lastInputMs < PERSON_REST_MS)
    return { why: 'person-typing' };
  if (!facts.shadowCaughtUp) return { why: 'screen-behind' };
  return undefined;
}

/** Whether `text` can be put in without one of its characters acting as a key. */
export function textObstacle(facts: Observation, text: string): Obstacle {
  if (facts.bracketedPaste) return undefined;
  const plain = !text.includes('\n') && text.length <= PLAIN_TEXT_LIMIT;
  return plain ? undefined : { why: 'needs-bracketed-paste' };
}

/** Whether Enter may be pressed now, where any byte may go in. */
export function enterObstacle(
  facts: Observation,
  history: {
    readonly draft: readonly Piece[];
    readonly whileBusy: 'wait' | 'enter';
    /** For how long our last text, our last Enter and the composer have rested, in ms. */
    readonly rests: { readonly textMs: number; readonly enterMs: number; readonly calmMs: number };
  },
): Obstacle {
  const now = openComposer(facts.screen);
  if (now === undefined || !holdsDraft(history.draft, now)) return { why: 'text-not-seen' };
  const works = facts.screen.kind === 'busy';
  if (works && history.whileBusy === 'wait') return { why: 'busy' };
  const { textMs, enterMs, calmMs } = history.rests;
  const settled = textMs >= SETTLE_MS && enterMs >= AFTER_ENTER_MS && (works || calmMs >= CALM_MS);
  return settled ? undefined : { why: 'settling' };
}

/** The status that says why a prompt waits. */
export function waiting(found: NonNullable<Obstacle>): DeliveryState {
  return found.what === undefined
    ? { state: 'waiting', why: found.why }
    : { state: 'waiting', why: found.why, what: found.what };
}
