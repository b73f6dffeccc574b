// One run of a voice process for a command without a session: starts it, opens its source, tells what is
// heard and which recording it belongs to, and ends it. What becomes of the words is left to the command.
import { VOICE_STDIO, VoiceLink } from '@codex-voice/control';
import type { ListenManner, VoiceEvent, VoiceStart } from '@codex-voice/protocol';

export interface HearingOptions {
  readonly start: VoiceStart;
  /** How it is listened, from the configuration. */
  readonly manner: ListenManner;
  readonly command: { readonly file: string; readonly args: readonly string[] };
  /** Resolves when the person wants to end (Ctrl-C), or enough was heard. */
  readonly interrupted: Promise<void>;
  /** `recording`: index of the one that plays, through all rounds; 0 with a microphone. */
  readonly onEvent: (event: VoiceEvent, recording: number) => void;
  /** The voice process ended by itself; nothing more is heard. */
  readonly onBroken: (message: string, recording: number) => void;
}

/**
 * Runs to the end of the recordings, or until interrupted or broken. Resolves with how it ended once the
 * voice process is gone. A microphone that does not open is `unavailable`; one that is lost is waited for.
 */
export async function hear(
  options: HearingOptions,
): Promise<'ended' | 'interrupted' | 'broken' | 'unavailable'> {
  const { source } = options.start;
  const recordings =
    source.kind === 'files' ? source.paths.length * (source.rounds?.length ?? 1) : undefined;
  let recording = 0;
  let hasOpened = false;
  let finish: (how: 'ended' | 'broken' | 'unavailable') => void = () => undefined;
  const finished = new Promise<'ended' | 'broken' | 'unavailable'>((resolve) => {
    finish = resolve;
  });
  const link = new VoiceLink({
    command: options.command,
    stdio: VOICE_STDIO,
    onEvent: (told) => {
      // A microphone that goes away is waited for; one that was not there to begin with is a mistake.
      const event = hasOpened ? told : orUnavailable(told);
      if (event.type === 'device' && event.state === 'open') hasOpened = true;
      options.onEvent(event, recording);
      if (event.type === 'ready') link.send({ type: 'open', manner: options.manner });
      else if (event.type === 'source-ended') {
        recording += 1;
        if (recording === recordings) finish('ended');
      } else if (event.type === 'problem' && event.severity === 'fatal') finish('broken');
      else if (event.type === 'device' && event.state === 'unavailable') finish('unavailable');
    },
    onEnd: ({ how }) => {
      options.onBroken(`the voice process ended (${how}): try again`, recording);
      finish('broken');
    },
  });
  link.send(options.start);
  const interrupted = options.interrupted.then(() => 'interrupted' as const);
  const how = await Promise.race([finished, interrupted]);
  await link.close();
  return how;
}

function orUnavailable(event: VoiceEvent): VoiceEvent {
  const isAwaited =
    event.type === 'device' && event.state === 'opening' && event.reason !== undefined;
  return isAwaited ? { ...event, state: 'unavailable' } : event;
}

/** Resolves at Ctrl-C. */
export function interruption(): Promise<void> {
  return new Promise((resolve) => process.once('SIGINT', () => resolve()));
}
