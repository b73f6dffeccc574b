// The microphone as a source of frames.
import {
  type CaptureTrouble,
  type Denoise,
  type OpenMicrophone,
  openMicrophone,
} from '@codex-voice/audio';
import type { FrameSource, FrameSourceHandlers, Opened } from './frame-source.ts';
import { monotonicMs } from './monotonic.ts';

export interface MicrophoneSourceOptions {
  /** Part of the device's name; absent: the system's default. */
  readonly device: string | undefined;
  readonly denoise: Denoise | undefined;
  readonly handlers: FrameSourceHandlers;
}

export class MicrophoneSource implements FrameSource {
  readonly #options: MicrophoneSourceOptions;
  #microphone: OpenMicrophone | undefined;

  constructor(options: MicrophoneSourceOptions) {
    this.#options = options;
  }

  async open(): Promise<Opened> {
    const { device, denoise, handlers } = this.#options;
    const opening = await openMicrophone({
      device,
      denoise,
      onFrame: (frame) => handlers.onFrame(frame, monotonicMs()),
      onQuietFrame: (frame) => handlers.onQuietFrame(frame),
      onTrouble: (trouble) => tell(trouble, handlers),
      onLost: ({ reason, detail }) => {
        this.#microphone = undefined;
        handlers.onLost(reason, detail);
      },
    });
    if (opening.state === 'unavailable') {
      return { kind: 'unavailable', reason: opening.reason, detail: opening.detail };
    }
    this.#microphone = opening;
    return { kind: 'open', name: opening.name, openMs: opening.openMs };
  }

  async close(): Promise<void> {
    this.#microphone?.close();
    this.#microphone = undefined;
  }
}

function tell({ kind, count }: CaptureTrouble, { onWarning }: FrameSourceHandlers): void {
  switch (kind) {
    case 'dropped':
      onWarning(
        `${count} pieces of sound were lost before we could take them: the machine is too busy`,
        'audio-dropped',
      );
      return;
    case 'no-number':
      onWarning('the microphone gives samples that are no numbers: they are heard as silence');
  }
}
