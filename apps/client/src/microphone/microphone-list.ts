// The microphones of this machine as a table and as a document, with the default and the configured one
// marked. Asking for them is left to the command.
import type { VoiceEvent } from '@codex-voice/protocol';
import { visible } from '../user-error.ts';

export type Microphone = Extract<VoiceEvent, { type: 'microphones' }>['devices'][number];

export interface MicrophonesView {
  readonly devices: readonly Microphone[];
  /** Part of a name, or an id, as `[audio] device` and `--device` have it. */
  readonly configured: string | undefined;
}

/** The one that would be opened; undefined where none fits. */
export function chosenMicrophone({ devices, configured }: MicrophonesView): Microphone | undefined {
  if (configured === undefined) return devices.find(({ isDefault }) => isDefault);
  const part = configured.toLowerCase();
  return devices.find(({ id, name }) => id === configured || name.toLowerCase().includes(part));
}

export function microphonesDocument(view: MicrophonesView): object {
  const chosen = chosenMicrophone(view);
  return {
    microphones: view.devices.map((device) => ({ ...device, isConfigured: isNamed(view, device) })),
    chosen: chosen?.name ?? null,
  };
}

/** A line each; `*` stands before the one that would be opened. */
export function microphonesTable(view: MicrophonesView): string {
  const chosen = chosenMicrophone(view);
  const widest = Math.max(...view.devices.map(({ name }) => visible(name).length));
  return view.devices
    .map((device) => {
      const marks = [
        device.isDefault ? 'default' : '',
        isNamed(view, device) ? 'configured' : '',
        device.id,
      ].filter(Boolean);
      const mark = device === chosen ? '*' : ' ';
      return `${mark} ${visible(device.name).padEnd(widest)}  ${visible(marks.join(', '))}`;
    })
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}

function isNamed(view: MicrophonesView, device: Microphone): boolean {
  return view.configured !== undefined && chosenMicrophone(view) === device;
}
