// What the voice process says of the microphone: how fast it answers, which microphones it lists, and, with
// one open for a moment, how loud it is. What is heard is kept nowhere.
import { explainMissingMicrophone, gatherMicrophoneFacts } from '@codex-voice/audio';
import { VOICE_STDIO, VoiceLink } from '@codex-voice/control';
import type { MicrophoneFacts, VoiceFacts } from '@codex-voice/doctor';
import type { ListenManner, VoiceEvent, VoiceStart } from '@codex-voice/protocol';
import { findExecutable } from '@codex-voice/pty';
import { oneLine } from './asked.ts';

/** So long is listened, in ms: a muted microphone is told from a quiet room within it. */
const LISTENING_MS = 1_000;

const SOUND_SERVERS = ['pipewire', 'pulseaudio'] as const;

export interface SoundAsked {
  readonly command: { readonly file: string; readonly args: readonly string[] };
  /** To be opened; its source is a microphone. */
  readonly start: VoiceStart;
  readonly manner: ListenManner;
  /** `[audio] device`. */
  readonly configured?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly signal: AbortSignal;
}

export interface SoundTold {
  readonly voice: VoiceFacts;
  readonly microphone: MicrophoneFacts;
}

/** Rejects where the voice process ends before it has answered. */
export async function gatherSound(asked: SoundAsked): Promise<SoundTold> {
  return await new Promise((resolve, reject) => {
    const examination = new SoundExamination(asked, { resolve, reject });
    examination.begin();
  });
}

interface Settling {
  readonly resolve: (told: SoundTold) => void;
  readonly reject: (error: Error) => void;
}

type Opening = MicrophoneFacts['opening'];

class SoundExamination {
  readonly #asked: SoundAsked;
  readonly #settling: Settling;
  readonly #link: VoiceLink;
  readonly #beganMs = performance.now();
  #askedAgainMs = 0;
  #startMs: number | undefined;
  #answerMs: number | undefined;
  #names: readonly string[] = [];
  #opened: { readonly name: string; readonly openMs: number; readonly atMs: number } | undefined;
  #rmsDb = -Infinity;
  #peakDb = -Infinity;
  #isSettled = false;

  constructor(asked: SoundAsked, settling: Settling) {
    this.#asked = asked;
    this.#settling = settling;
    this.#link = new VoiceLink({
      command: asked.command,
      stdio: VOICE_STDIO,
      onEvent: (event) => this.#accept(event),
      onEnd: ({ how, stderr }) => this.#ended(how, stderr),
    });
  }

  begin(): void {
    this.#asked.signal.addEventListener('abort', () => this.#link.kill(), { once: true });
    this.#link.send({ type: 'list-microphones' });
  }

  #accept(event: VoiceEvent): void {
    if (this.#isSettled) return;
    switch (event.type) {
      case 'microphones':
        this.#listed(event);
        break;
      case 'ready':
        this.#link.send({ type: 'open', manner: this.#asked.manner });
        break;
      case 'device':
        this.#device(event);
        break;
      case 'level':
        this.#level(event);
        break;
      case 'problem':
        if (event.severity !== 'fatal') break;
        this.#unavailable({ reason: 'failed', detail: oneLine(event.message) });
        break;
      default:
    }
  }

  #listed({ devices, unavailable }: Extract<VoiceEvent, { type: 'microphones' }>): void {
    const nowMs = performance.now();
    if (this.#startMs === undefined) {
      this.#startMs = nowMs - this.#beganMs;
      this.#askedAgainMs = nowMs;
      this.#link.send({ type: 'list-microphones' });
      return;
    }
    this.#answerMs = nowMs - this.#askedAgainMs;
    this.#names = devices.map(({ name }) => name);
    if (unavailable !== undefined) this.#unavailable(unavailable);
    else this.#link.send(this.#asked.start);
  }

  #device(event: Extract<VoiceEvent, { type: 'device' }>): void {
    const { state, reason, detail } = event;
    if (state === 'open') {
      const { name = 'the microphone', openMs = 0 } = event;
      this.#opened = { name, openMs, atMs: performance.now() };
    } else if (reason !== undefined) {
      this.#unavailable({ reason, detail: detail ?? 'the microphone is not available: try again' });
    }
  }

  #level({ rmsDb, peakDb = rmsDb }: Extract<VoiceEvent, { type: 'level' }>): void {
    if (this.#opened === undefined) return;
    this.#rmsDb = Math.max(this.#rmsDb, rmsDb);
    this.#peakDb = Math.max(this.#peakDb, peakDb);
    const listenedMs = performance.now() - this.#opened.atMs;
    if (listenedMs < LISTENING_MS) return;
    const { name, openMs } = this.#opened;
    const [levels, figures] = [
      { rmsDb: this.#rmsDb, peakDb: this.#peakDb },
      { openMs, listenedMs },
    ];
    this.#settle({ kind: 'open', name, ...figures, ...levels });
  }

  #unavailable({ reason, detail }: { readonly reason: string; readonly detail: string }): void {
    // Of a machine that lists no microphone it is known what stands in the way.
    const isMachines = this.#names.length === 0 && !detail.includes('libasound');
    const obstacle = isMachines ? this.#obstacle(detail) : undefined;
    const fault = { reason, detail: oneLine(detail) };
    this.#settle({
      kind: 'unavailable',
      ...fault,
      ...(obstacle === undefined ? {} : { obstacle }),
    });
  }

  /** The voice process looked at the same machine; where it said something else, that counts. */
  #obstacle(detail: string): string | undefined {
    const { environment } = this.#asked;
    const facts = gatherMicrophoneFacts({ platform: process.platform, environment, root: '/' });
    const missing = explainMissingMicrophone(facts);
    return missing.detail === detail ? missing.obstacle : undefined;
  }

  #settle(opening: Opening): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const { configured, environment } = this.#asked;
    const soundServers = SOUND_SERVERS.filter(
      (name) => findExecutable({ name, env: environment }).kind === 'found',
    );
    const told = {
      voice: { startMs: this.#startMs ?? 0, answerMs: this.#answerMs ?? 0 },
      microphone: {
        names: this.#names,
        soundServers,
        opening,
        ...(configured === undefined ? {} : { configured }),
      },
    };
    void this.#link.close().then(() => this.#settling.resolve(told));
  }

  #ended(how: string, stderr: string): void {
    if (this.#isSettled) return;
    this.#isSettled = true;
    const last = stderr.trim().split('\n').at(-1) ?? '';
    const words = last === '' ? '' : `: ${oneLine(last)}`;
    this.#settling.reject(new Error(`the voice process ended (${how})${words}`));
  }
}
