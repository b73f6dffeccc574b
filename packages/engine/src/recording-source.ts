// Recordings as a source of frames: in real time as a microphone would give them, or as fast as they
// can be read. They are played one after the other; closing pauses.
import {
  type Denoise,
  denoisedFrames,
  openRecording,
  RealtimePlayer,
  type Recording,
  SYSTEM_CLOCK,
} from '@codex-voice/audio';
import type { FrameSource, FrameSourceHandlers, Opened } from './frame-source.ts';
import { monotonicMs } from './monotonic.ts';
import { type NoiseSettings, NoisyRecording } from './noisy-recording.ts';

/**
 * Frames between two looks whether recognition keeps up, where no time paces them: 2 s. What is on its
 * way to a recogniser stays bounded by that and one segment.
 */
const FRAMES_AHEAD = 64;

export interface RecordingSourceOptions {
  readonly paths: readonly string[];
  readonly pace: 'realtime' | 'fast';
  readonly denoise?: Denoise | undefined;
  /** All are heard once in each; absent: once, as they are. */
  readonly rounds?: readonly Round[] | undefined;
  readonly handlers: FrameSourceHandlers;
}

interface Round {
  readonly denoise: Denoise;
  readonly noise?: NoiseSettings | undefined;
}

export class RecordingSource implements FrameSource {
  readonly #options: RecordingSourceOptions;
  readonly #frames: AsyncGenerator<Float32Array, void, undefined>;
  #player: RealtimePlayer | undefined;
  #playing: Promise<void> = Promise.resolve();
  #fastStopped = true;
  #playedOut = false;

  constructor(options: RecordingSourceOptions) {
    this.#options = options;
    this.#frames = this.#allFrames();
  }

  async open(): Promise<Opened> {
    await this.#playing;
    if (this.#playedOut) {
      const detail = 'the recordings have been played to their end: start again to hear them again';
      return { kind: 'unavailable', reason: 'device-lost', detail };
    }
    this.#playing = this.#play();
    const name = this.#options.paths.length === 1 ? 'recording' : 'recordings';
    return { kind: 'open', name, openMs: 0 };
  }

  async close(): Promise<void> {
    this.#player?.stop();
    this.#fastStopped = true;
    await this.#playing;
  }

  async #play(): Promise<void> {
    const { pace, handlers } = this.#options;
    const give = (frame: Float32Array): void => handlers.onFrame(frame, monotonicMs());
    if (pace === 'realtime') {
      this.#player = new RealtimePlayer({
        frames: withoutEnding(this.#frames),
        clock: SYSTEM_CLOCK,
        onFrame: give,
      });
      await this.#player.play();
      return;
    }
    this.#fastStopped = false;
    let frames = 0;
    for await (const frame of withoutEnding(this.#frames)) {
      give(frame);
      frames += 1;
      if (frames % FRAMES_AHEAD === 0) await handlers.caughtUp();
      if (this.#fastStopped) return;
    }
  }

  async *#allFrames(): AsyncGenerator<Float32Array, void, undefined> {
    const { denoise = 'off', rounds = [{ denoise }] } = this.#options;
    for (const round of rounds) yield* this.#roundOf(round);
    this.#playedOut = true;
    this.#options.handlers.onPlayedOut();
  }

  async *#roundOf({ noise, denoise }: Round): AsyncGenerator<Float32Array, void, undefined> {
    const { paths, handlers } = this.#options;
    for (const [index, path] of paths.entries()) {
      let recording: Recording | undefined;
      try {
        recording = await openRecording(path);
        if (noise === undefined) yield* this.#denoised(recording.frames(), denoise);
        else {
          const seeded = { ...noise, seed: noise.seed + index };
          const noisy = await NoisyRecording.of(path, seeded);
          yield* this.#denoised(noisy.mixedInto(recording.frames()), denoise);
        }
      } catch (error) {
        handlers.onWarning(error instanceof Error ? error.message : String(error));
      }
      for (const warning of recording?.warnings ?? []) handlers.onWarning(warning);
      await recording?.close();
      await handlers.onRecordingEnded({ path, durationMs: recording?.readMs ?? 0 });
    }
  }

  async *#denoised(
    frames: AsyncIterable<Float32Array>,
    denoise: Denoise,
  ): AsyncGenerator<Float32Array, void, undefined> {
    if (denoise === 'off') {
      yield* frames;
      return;
    }
    for await (const { frame, quiet } of denoisedFrames(frames)) {
      if (denoise === 'tap') this.#options.handlers.onQuietFrame(quiet);
      yield denoise === 'tap' ? frame : quiet;
    }
  }
}

/** A view of the frames that can be left early without ending them, so that a pause can go on. */
async function* withoutEnding(
  frames: AsyncGenerator<Float32Array, void, undefined>,
): AsyncGenerator<Float32Array, void, undefined> {
  for (;;) {
    const next = await frames.next();
    if (next.done) return;
    yield next.value;
  }
}
