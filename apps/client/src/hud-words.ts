// How this terminal tells what happens: in which words, and what it may say of them.
import type { HudMessage, HudVoice } from '@codex-voice/overlay';
import type {
  DeviceEvent,
  FinalEvent,
  ListenMode,
  SessionEvent,
  VoiceEvent,
} from '@codex-voice/protocol';
import type { SessionWords } from './words/session-words.ts';

/** The words, and what is true of what they tell. */
export interface Telling {
  readonly words: SessionWords;
  /** Whether the sound of what is said is kept in the journal. */
  readonly sound: 'kept' | 'not-kept';
}

/** A reason that this release does not know is shown as it came. */
export function waitWords(why: string | undefined, { row }: SessionWords): string {
  return known(row.wait, why) ?? why ?? row.wait.settling;
}

/** A notice that this release does not know is shown as it came. */
export function noticeText(
  { code, text }: Extract<SessionEvent, { type: 'notice' }>,
  { answer }: SessionWords,
): string {
  return known(answer.refusal, code) ?? text;
}

/** Shown beside the state of the voice; the usual mode needs no word. */
export function modeWord(mode: ListenMode, { row }: SessionWords): { readonly mode?: string } {
  const word = row.mode[mode];
  return word === '' ? {} : { mode: word };
}

/** A microphone that is waited for is shown as one that is not there, with what is missing. */
export function shownDeviceState({ state, reason }: DeviceEvent): DeviceEvent['state'] {
  return state === 'opening' && reason !== undefined ? 'unavailable' : state;
}

/** What the voice process says is wrong, as it says it. */
export function problemNotice({
  message,
  severity,
}: Extract<VoiceEvent, { type: 'problem' }>): HudMessage {
  return { text: message, severity: severity === 'fatal' ? 'error' : 'warning' };
}

/** Of a voice process that died; `was`: what voice did then. Words of sound that was cut off come later, if at all. */
export function restarted(
  { words, sound }: Telling,
  { reason, was }: { readonly reason: string | undefined; readonly was: HudVoice['state'] },
): HudMessage {
  const told = words.row.voiceStartsAgain(reason);
  const wasHearing = was === 'hearing' || was === 'deciding';
  return {
    text: wasHearing ? `${told}; ${words.row.sound[sound]}` : told,
    severity: 'warning',
  };
}

/** Of an utterance that no recogniser could transcribe. */
export function failureText(
  { message }: NonNullable<FinalEvent['failure']>,
  { words, sound }: Telling,
): string {
  return `${words.row.notTranscribed(message)}: ${words.row.sound[sound]}`;
}

function known(words: Readonly<Record<string, string>>, name: string | undefined) {
  return name !== undefined && Object.hasOwn(words, name) ? words[name] : undefined;
}
