// The words our row has for what it is told: states of the agent, reasons for waiting, missing microphones.
import type { HudModel } from '@codex-voice/overlay';
import type { ListenMode, UnavailableReason } from '@codex-voice/protocol';
import type { ScreenState, WaitReason } from '@codex-voice/session';

export const AGENT_STATE: Readonly<Record<ScreenState['kind'], HudModel['agent']['state']>> = {
  composer: 'idle',
  busy: 'busy',
  dialog: 'dialog',
  unknown: 'unknown',
};

/** A reason that this release does not know is shown as it came. */
export function waitWords(why: string | undefined): string {
  const known = Object.entries(WAIT_WORDS).find(([reason]) => reason === why);
  return known?.[1] ?? why ?? 'a moment';
}

const WAIT_WORDS: Readonly<Record<WaitReason, string>> = {
  'nothing-seen-yet': 'the agent is starting',
  dialog: 'a question is open',
  busy: 'the agent is busy',
  'screen-unknown': 'no composer seen',
  'screen-behind': 'the screen is moving',
  'unfinished-input': 'your input is unfinished',
  'person-typing': 'you are typing',
  settling: 'a moment',
  'needs-bracketed-paste': 'several lines would be run',
  'text-not-seen': 'the text is not in the composer',
};

export const REASON_WORDS: Readonly<Record<UnavailableReason, string>> = {
  'no-audio-system': 'no sound system',
  'no-device': 'no microphone',
  'no-permission': 'no permission',
  'device-busy': 'microphone in use',
  'device-lost': 'microphone gone',
  failed: 'microphone failed',
};

/** Shown beside the state of the voice; the usual mode needs no word. */
const MODE_WORDS: Readonly<Partial<Record<ListenMode, string>>> = {
  hold: 'hold',
  auto: 'auto',
  continuous: 'dictation',
};

export function modeWord(mode: ListenMode): { readonly mode?: string } {
  const word = MODE_WORDS[mode];
  return word === undefined ? {} : { mode: word };
}
