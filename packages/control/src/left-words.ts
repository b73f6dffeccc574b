// What a session that has ended still had to put into its agent: what waited by its queue, and words that
// were said to it and reached nobody. Decides; keeps and types nothing.
import type { JournalRecord } from '@codex-voice/protocol';
import { filledText, interpret } from '@codex-voice/speech';
import type { ControlMemory } from './queue-store.ts';
import { phrasebookOf } from './session-phrasebook.ts';
import { lostUtterances } from './utterance-recovery.ts';

/** A text that no agent was seen to take. */
export interface LeftPrompt {
  readonly id: string;
  readonly text: string;
  readonly intent: 'compose' | 'send';
  readonly origin: string;
  readonly saidAtMs: number;
  /** `perhaps`: it was on its way into the agent when that ended. */
  readonly reached: 'no' | 'perhaps';
}

/**
 * What waited, was on its way or stood in the composer, the first to go first. What stood in the composer may
 * have been sent from it by its person's own Enter, just before the end or while no host looked. That of
 * an agent that its person ended was seen by that person, and is not among it; what Enter was pressed for
 * just then was taken: such words end an agent (`exit`, `/quit`).
 */
export function leftPrompts({
  delivery,
  ended,
  nowMs,
}: Pick<ControlMemory, 'delivery'> & {
  readonly ended: 'by-its-person' | 'otherwise';
  /** Wall clock, in ms. */
  readonly nowMs: number;
}): readonly LeftPrompt[] {
  const { queue, phase, draft, sendRequested } = delivery;
  const isDue = sendRequested && phase.kind !== 'sending';
  const isLeft = isDue || ended === 'otherwise';
  const composed = (isLeft ? draft : []).map(
    ({ id, text }): LeftPrompt => ({
      id,
      text: text.trim(),
      intent: sendRequested || phase.kind === 'sending' ? 'send' : 'compose',
      origin: 'say',
      saidAtMs: nowMs,
      reached: 'perhaps',
    }),
  );
  const isUnderWay = phase.kind === 'typing' || phase.kind === 'submitting';
  const underWay = isUnderWay ? [leftPrompt(phase.prompt, 'perhaps')] : [];
  return [...composed, ...underWay, ...queue.map((prompt) => leftPrompt(prompt, 'no'))].filter(
    ({ text }) => text !== '',
  );
}

function leftPrompt(
  prompt: ControlMemory['delivery']['queue'][number],
  reached: LeftPrompt['reached'],
): LeftPrompt {
  const { id, text, alone = text, intent, origin, enqueuedMs } = prompt;
  return { id, text: alone.trim(), intent, origin, saidAtMs: enqueuedMs, reached };
}

/** Accepted words that never came into the session's queue, as they were heard; commands are given up. */
export function leftWords(facts: {
  readonly records: readonly JournalRecord[];
  readonly sessionId: string;
  readonly memory: ControlMemory | undefined;
  /** Wall clock, in ms. */
  readonly nowMs: number;
}): readonly LeftPrompt[] {
  const { memory, nowMs } = facts;
  const book = phrasebookOf(memory?.settings);
  const taken = new Set(memory?.delivery.ids);
  const times = new Map(
    facts.records.flatMap((record) =>
      record.type === 'transcript' ? [[record.id, Date.parse(record.at)] as const] : [],
    ),
  );
  const intent = memory?.intent ?? memory?.settings?.intent ?? 'compose';
  return lostUtterances({ ...facts, livePids: new Set() }).flatMap(
    ({ id, text, cut }): LeftPrompt[] => {
      if (taken.has(id) || text.trim() === '') return [];
      const said = interpret(text, book);
      const isCommand =
        said.kind === 'command' || (said.kind === 'phrase' && said.does !== undefined);
      if (isCommand) return [];
      const meant = said.kind === 'phrase' ? filledText(said.text, said.transcript) : said.text;
      const saidAtMs = times.get(id) ?? nowMs;
      const left = { id, text: meant.trim(), origin: 'voice', saidAtMs, reached: 'no' } as const;
      return [{ ...left, intent: cut === true ? 'compose' : intent }];
    },
  );
}
