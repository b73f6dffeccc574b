// What `pactl list sources` prints, as microphones; and which of them a person means. Asks nobody.
import type { AudioDevice } from './audio-backend.ts';

export interface ServerSource extends Omit<AudioDevice, 'id'> {
  /** The description that people see. */
  readonly name: string;
  /** The server's own name for it. */
  readonly source: string;
}

/**
 * Sound that is played is no microphone, unless it was made the default one. `text` in the C locale, `standard`
 * the default source's name.
 */
export function parseSources(text: string, standard: string): readonly ServerSource[] {
  return text
    .split(/^Source #\d+$/mu)
    .slice(1)
    .flatMap((part) => {
      const source = field(part, 'Name');
      if (source === undefined) return [];
      const isDefault = source === standard;
      const isMonitor = (field(part, 'Monitor of Sink') ?? 'n/a') !== 'n/a';
      if (isMonitor && !isDefault) return [];
      const channels = /\b(\d+)ch\b/u.exec(field(part, 'Sample Specification') ?? '')?.[1];
      return [
        {
          name: field(part, 'Description') ?? source,
          source,
          isDefault,
          inputChannels: channels === undefined ? 1 : Number(channels),
        },
      ];
    });
}

/** By its whole name, else by a part that only one has; undefined: none is meant, or nobody can tell which. */
export function matchingSource<Device extends Pick<AudioDevice, 'id' | 'name'>>(
  devices: readonly Device[],
  wanted: string,
): Device | undefined {
  const text = wanted.toLowerCase();
  const whole = devices.find(({ id, name }) => id === wanted || name.toLowerCase() === text);
  if (whole !== undefined) return whole;
  const parts = devices.filter(({ name }) => name.toLowerCase().includes(text));
  return parts.length === 1 ? parts[0] : undefined;
}

function field(part: string, name: string): string | undefined {
  return new RegExp(`^\\s+${name}: (.*)$`, 'mu').exec(part)?.[1]?.trim();
}
