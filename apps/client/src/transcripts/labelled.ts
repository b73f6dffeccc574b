// Who says what in a recording, once it is known who speaks when: each utterance gets its speaker, and one
// that several speak is cut between its words.
import type { FinalEvent, SpeakerTurnMessage } from '@codex-voice/protocol';

/** A word that is nearer than this to a turn belongs to it, in ms: edges of turns are not that exact. */
const NEAR_MS = 500;

/** The utterances with their speakers. Where nobody is near, they have none. */
export function labelled(
  finals: readonly FinalEvent[],
  turns: readonly SpeakerTurnMessage[],
): readonly FinalEvent[] {
  const named = withNames(turns);
  return finals.flatMap((final) => {
    const parts = partsOf(final, named);
    if (parts !== undefined) return parts;
    const turn = turnAt(named, final);
    return [turn === undefined ? final : { ...final, speaker: turn.name }];
  });
}

type NamedTurn = SpeakerTurnMessage & { readonly name: string };

/** Whoever is not known is numbered from 1, in the order in which they begin to speak. */
function withNames(turns: readonly SpeakerTurnMessage[]): readonly NamedTurn[] {
  const unknown = new Map<number, string>();
  for (const { name, speaker } of turns.toSorted((one, other) => one.startMs - other.startMs)) {
    if (name === undefined && !unknown.has(speaker))
      unknown.set(speaker, `Speaker ${unknown.size + 1}`);
  }
  return turns.map((turn) => ({ ...turn, name: turn.name ?? unknown.get(turn.speaker) ?? '' }));
}

interface Span {
  readonly startMs: number;
  readonly endMs: number;
}

/** The turn that shares most with the span; else the nearest one, where it is near. */
function turnAt(turns: readonly NamedTurn[], span: Span): NamedTurn | undefined {
  let best: { readonly turn: NamedTurn; readonly sharedMs: number } | undefined;
  for (const turn of turns) {
    // Below 0: so far away.
    const sharedMs = Math.min(turn.endMs, span.endMs) - Math.max(turn.startMs, span.startMs);
    if (best === undefined || sharedMs > best.sharedMs) best = { turn, sharedMs };
  }
  return best === undefined || best.sharedMs < -NEAR_MS ? undefined : best.turn;
}

/** Undefined: one speaker says all of it, or nobody knows when its words were said. */
function partsOf(
  final: FinalEvent,
  turns: readonly NamedTurn[],
): readonly FinalEvent[] | undefined {
  const { words, audioStartMs, verdict } = final;
  if (verdict === 'rejected' || words === undefined || audioStartMs === undefined) return undefined;
  // The times of words must be those of the text: else cutting would lose some of it.
  if (words.map(({ text }) => text).join(' ') !== final.text.split(/\s+/u).join(' '))
    return undefined;
  const parts: { speaker: string | undefined; words: (typeof words)[number][] }[] = [];
  for (const word of words) {
    const span = { startMs: audioStartMs + word.startMs, endMs: audioStartMs + word.endMs };
    const turn = turnAt(turns, span);
    const before = parts.at(-1);
    const speaker = turn === undefined ? before?.speaker : turn.name;
    if (before === undefined || before.speaker !== speaker) parts.push({ speaker, words: [word] });
    else before.words.push(word);
  }
  if (parts.length < 2) return undefined;
  return parts.map((part, index) => {
    const [first] = part.words;
    const last = part.words.at(-1);
    return {
      ...final,
      text: part.words.map(({ text }) => text).join(' '),
      words: part.words,
      startMs: index === 0 ? final.startMs : audioStartMs + (first?.startMs ?? 0),
      endMs: index === parts.length - 1 ? final.endMs : audioStartMs + (last?.endMs ?? 0),
      ...(part.speaker === undefined ? {} : { speaker: part.speaker }),
    };
  });
}
