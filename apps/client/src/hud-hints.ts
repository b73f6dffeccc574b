// The keys that our row tells of: what talking does now, or what a waiting leader waits for.
import type { HudKeyHint } from '@codex-voice/overlay';
import { afterLeader, type KeyNames } from './key-names.ts';
import type { RowWords } from './words/session-words.ts';

export type AnswerableHere = 'open' | 'none' | { readonly choices: number };

/** Choices that have a key of their own. */
const CHOICE_KEYS = 9;

export function keyHints(now: {
  readonly keys: KeyNames;
  readonly words: RowWords['keys'];
  readonly voice: 'off' | 'ready' | 'heard';
  /** Whether a text is read aloud. */
  readonly sound: 'speaking' | 'silent';
  /** Whether the agent asks something that can be answered here, or how many choices it offers. */
  readonly approval: AnswerableHere;
  /** Whether the agent is seen to work. */
  readonly agent: 'busy' | 'other';
  readonly leaderWaits: boolean;
}): readonly HudKeyHint[] {
  const { keys, words, voice, sound, approval, agent, leaderWaits } = now;
  const { letters } = keys;
  const answers = answerHints(approval, { words, letters });
  if (leaderWaits)
    return [
      ...answers,
      ...(agent === 'busy' ? [{ key: letters.interrupt, does: words.interrupt }] : []),
      ...(sound === 'speaking' ? [{ key: letters.hush, does: words.hush }] : []),
      { key: letters.send, does: words.send },
      { key: letters.scratch, does: words.scratch },
      { key: letters.auto, does: words.auto },
      { key: letters.empty_queue, does: words.drop },
      { key: letters.hud, does: words.row },
      { key: letters.commands, does: words.commands },
      { key: letters.help, does: words.keys },
      { key: keys.talk, does: words['to-agent'] },
    ];
  if (answers.length > 0)
    return answers.map(({ key, does }) => ({ key: `${keys.leader} ${key}`, does }));
  const shown = { key: afterLeader(keys, 'help'), does: words.keys };
  if (voice === 'off') return [shown];
  const talk = { key: keys.talk, does: voice === 'heard' ? words.stop : words.talk };
  if (sound === 'speaking') return [{ key: afterLeader(keys, 'hush'), does: words.hush }, talk];
  return [talk, shown];
}

/** Where notices can be read that our row has cut. */
export function wholeHint(keys: KeyNames, words: RowWords['keys']): HudKeyHint {
  return { key: afterLeader(keys, 'help'), does: words.whole };
}

function answerHints(
  approval: AnswerableHere,
  { words, letters }: { readonly words: RowWords['keys']; readonly letters: KeyNames['letters'] },
): readonly HudKeyHint[] {
  if (approval === 'none') return [];
  if (approval === 'open')
    return [
      { key: letters.approve, does: words.approve },
      { key: letters.deny, does: words.deny },
    ];
  const last = Math.min(approval.choices, CHOICE_KEYS);
  return [{ key: last === 1 ? '1' : `1-${last}`, does: words.choose }];
}
