// The keys that our row tells of: what talking does now, or what a waiting leader waits for.
import type { HudKeyHint } from '@codex-voice/overlay';
import type { KeyNames } from './key-names.ts';
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
  const answers = answerHints(approval, words);
  const hush = { key: 'b', does: words.hush };
  if (leaderWaits)
    return [
      ...answers,
      ...(agent === 'busy' ? [{ key: 'i', does: words.interrupt }] : []),
      ...(sound === 'speaking' ? [hush] : []),
      { key: 's', does: words.send },
      { key: 'z', does: words.scratch },
      { key: 'a', does: words.auto },
      { key: 'x', does: words.drop },
      { key: 'h', does: words.row },
      { key: '/', does: words.commands },
      { key: '?', does: words.keys },
      { key: keys.talk, does: words['to-agent'] },
    ];
  if (answers.length > 0)
    return answers.map(({ key, does }) => ({ key: `${keys.leader} ${key}`, does }));
  const shown = { key: `${keys.leader} ?`, does: words.keys };
  if (voice === 'off') return [shown];
  const talk = { key: keys.talk, does: voice === 'heard' ? words.stop : words.talk };
  if (sound === 'speaking') return [{ ...hush, key: `${keys.leader} ${hush.key}` }, talk];
  return [talk, shown];
}

function answerHints(approval: AnswerableHere, words: RowWords['keys']): readonly HudKeyHint[] {
  if (approval === 'none') return [];
  if (approval === 'open')
    return [
      { key: 'y', does: words.approve },
      { key: 'n', does: words.deny },
    ];
  const last = Math.min(approval.choices, CHOICE_KEYS);
  return [{ key: last === 1 ? '1' : `1-${last}`, does: words.choose }];
}
