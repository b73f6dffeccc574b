// What a delivery is in the middle of, and whether the screen shows that it has come about.
import { backspaceBytes, enterBytes, pasteBytes, typedBytes } from './clean-text.ts';
import type { DeliveryWrite, Observation, PhaseMemory } from './delivery-types.ts';
import { holdsDraft, type Piece } from './draft.ts';
import { openComposer, visibleComposer } from './gates.ts';
import type { ComposerView } from './ports.ts';
import type { Prompt } from './prompt-queue.ts';
import { endsWithText, showsInserted, startOfText, visibleEssence } from './seen-text.ts';
import { UNCONFIRMED_PATIENCE_MS } from './submission.ts';

/**
 * How long our text may stay unseen, in ms. An agent that starts a heavy turn redraws late; Codex shows its
 * composer at once, and what is typed there only when it has reached its server, or has started one.
 */
export const SEEN_TIMEOUT_MS = 15_000;

/** How long the composer may keep our text after Enter, or what is taken back, in ms, dialogs not counted. */
export const SENT_TIMEOUT_MS = 5000;

// Scripts that are written without spaces between words are left as they are.
// What is closed ends a word too, as an agent's sign for a long paste does.
const UNSPACED = String.raw`\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}`;
const ENDS_SPACED = new RegExp(
  String.raw`[[\p{L}\p{M}\p{N}\p{Pe}\p{Pf}.,;:!?]--[${UNSPACED}]]$`,
  'v',
);
const BEGINS_SPACED = new RegExp(String.raw`^[[\p{L}\p{N}]--[${UNSPACED}]]`, 'v');

/** `sinceMs`: when its bytes were written, or asked to be, on the caller's clock. */
export type Phase = PhaseMemory & { readonly sinceMs: number };

/** A phase that stands for a write. */
export type WritingPhase = Exclude<Phase, { kind: 'idle' | 'submitting' }>;

type Typing = Extract<Phase, { kind: 'typing' }>;

/** What is typed of a prompt into this composer. */
export function typedText({ text, alone }: Prompt, before: ComposerView): string {
  const standing = before.text.slice(0, before.cursorOffset);
  if (standing === '' && before.clipped === undefined) return alone ?? text;
  return alone === undefined && runsTogether(standing, text) ? ` ${text}` : text;
}

/**
 * Whether a text would join what nobody knew to stand there to one word or sentence: another hand's,
 * or a host's that died before its Enter.
 */
function runsTogether(standing: string, text: string): boolean {
  return ENDS_SPACED.test(standing) && BEGINS_SPACED.test(text);
}

/** A text that was written by a predecessor, which could keep nothing of it: what stood before it is what stands before it now. */
export function foundTyping(phase: Typing): Typing {
  const { prompt, before } = phase;
  const standing = before.text.slice(0, before.cursorOffset);
  const at = [prompt.text, prompt.alone ?? prompt.text]
    .map((text) => startOfText(standing, text))
    .find((start) => start !== undefined);
  if (at === undefined) return phase;
  const text = standing.slice(0, at) + before.text.slice(standing.length);
  return { ...phase, before: { ...before, text, cursorOffset: at } };
}

/** The write that a phase stands for; undefined where there is none. */
export function phaseWrite(facts: {
  readonly phase: PhaseMemory;
  readonly draft: readonly string[];
  readonly keysWritten: number;
  readonly purpose: DeliveryWrite['purpose'];
}): DeliveryWrite | undefined {
  const { phase, draft, keysWritten, purpose } = facts;
  switch (phase.kind) {
    case 'idle':
    case 'submitting':
      return undefined;
    case 'typing': {
      const { id } = phase.prompt;
      const text = typedText(phase.prompt, phase.before);
      const bytes = phase.as === 'paste' ? pasteBytes(text) : typedBytes(text);
      return { kind: 'text', id, writeId: `${id}:text`, purpose, bytes };
    }
    case 'sending': {
      const writeId = `${draft.at(-1)}:enter:${keysWritten}`;
      return { kind: 'enter', ids: draft, writeId, purpose, bytes: enterBytes() };
    }
    case 'erasing': {
      const { id } = phase.piece;
      const bytes = backspaceBytes(phase.keys);
      return { kind: 'erase', id, writeId: `${id}:erase:${keysWritten}`, purpose, bytes };
    }
  }
}

/**
 * What the screen says of a phase. `hidden`: a dialog lies before the composer; `overdue`: it took
 * too long. What may not have been written can neither be seen nor be late.
 */
export function verdictOf(
  facts: Observation,
  phase: WritingPhase,
  draft: readonly Piece[],
): 'pending' | 'seen' | 'hidden' | 'overdue' {
  if (phase.answer === 'awaited') return 'pending';
  if (facts.shadowCaughtUp && isSeen(facts, phase, draft)) return 'seen';
  if (phase.kind === 'sending' && facts.screen.kind === 'dialog') return 'hidden';
  return facts.nowMs - phase.sinceMs >= limitMs(phase) ? 'overdue' : 'pending';
}

/** An agent that has shown its text takes keys: that it is taken back, or sent, is seen sooner. */
function limitMs({ kind }: WritingPhase): number {
  return kind === 'typing' ? SEEN_TIMEOUT_MS : SENT_TIMEOUT_MS;
}

function isSeen(facts: Observation, phase: WritingPhase, draft: readonly Piece[]): boolean {
  if (phase.kind === 'typing') {
    const now = visibleComposer(facts.screen);
    const { before, prompt } = phase;
    return now !== undefined && showsInserted({ before, inserted: typedText(prompt, before), now });
  }
  const { screen } = facts;
  const now = openComposer(screen);
  // A composer that has made way for work has given its text up: a shell's line, whose command runs.
  if (now === undefined) return phase.kind === 'sending' && screen.kind === 'busy';
  if (phase.kind === 'sending') return !holdsDraft(draft, now);
  const { before, text } = phase.piece;
  return visibleEssence(now.text) === visibleEssence(before.text) && !endsWithText(now, text);
}

/** When a phase is over at the latest, in ms on the caller's clock; undefined: not by time. */
export function phaseDueMs(phase: Phase): number | undefined {
  if (phase.kind === 'idle' || phase.answer === 'awaited') return undefined;
  if (phase.kind === 'submitting') return phase.sinceMs + UNCONFIRMED_PATIENCE_MS;
  return phase.sinceMs + limitMs(phase);
}
