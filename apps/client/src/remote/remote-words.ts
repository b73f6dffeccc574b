// What a terminal says otherwise where its session runs on another machine.
import type { SessionWords } from '../words/session-words.ts';

export function remoteWords(words: SessionWords, machine: string): SessionWords {
  const { link } = words;
  return {
    ...words,
    row: { ...words.row, hostGone: link.lost(machine) },
    answer: { ...words.answer, hostStarting: link.away(machine) },
  };
}
