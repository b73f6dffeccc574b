// Listings as the real `pactl` prints them, in the C locale.
import { describe, expect, it } from 'vitest';
import { matchingSource, parseSources } from './sound-server-sources.ts';

const LISTING = `Source #0
	State: SUSPENDED
	Name: alsa_output.pci-0000_00_1f.3.analog-stereo.monitor
	Description: Monitor of Built-in Audio Analog Stereo
	Driver: module-alsa-card.c
	Sample Specification: s16le 2ch 44100Hz
	Monitor of Sink: alsa_output.pci-0000_00_1f.3.analog-stereo
	Properties:
		device.description = "Monitor of Built-in Audio Analog Stereo"
Source #1
	State: RUNNING
	Name: alsa_input.usb-Blue_Yeti.analog-stereo
	Description: Yeti: Stereo Microphone
	Sample Specification: s16le 2ch 48000Hz
	Monitor of Sink: n/a
Source #12
	State: SUSPENDED
	Name: alsa_input.pci-0000_00_1f.3.analog-stereo
	Description: Built-in Audio Analog Stereo
	Sample Specification: s16le 1ch 44100Hz
	Monitor of Sink: n/a
`;
const YETI = 'alsa_input.usb-Blue_Yeti.analog-stereo';
const MONITOR = 'alsa_output.pci-0000_00_1f.3.analog-stereo.monitor';

describe('sources of a sound server', () => {
  it('AUDIO-58 microphones by their descriptions; what is played is none', () => {
    expect(parseSources(LISTING, YETI)).toEqual([
      { name: 'Yeti: Stereo Microphone', source: YETI, isDefault: true, inputChannels: 2 },
      {
        name: 'Built-in Audio Analog Stereo',
        source: 'alsa_input.pci-0000_00_1f.3.analog-stereo',
        isDefault: false,
        inputChannels: 1,
      },
    ]);
  });

  it('AUDIO-58 what is played is one where it was made the default', () => {
    expect(parseSources(LISTING, MONITOR)[0]).toMatchObject({ source: MONITOR, isDefault: true });
    expect(parseSources(LISTING, MONITOR)).toHaveLength(3);
  });

  it('AUDIO-58 anything else is no listing', () => {
    for (const text of ['', 'Connection failure: Connection refused\n', 'Source #x\n', '\0'])
      expect(parseSources(text, '')).toEqual([]);
    expect(parseSources('Source #1\n\tState: RUNNING\n', '')).toEqual([]);
  });

  it('AUDIO-58 one is meant by its id, its whole name, or a part that no other has', () => {
    const devices = [
      { id: 'pulse:a', name: 'Yeti' },
      { id: 'pulse:b', name: 'Yeti Nano' },
      { id: 'pulse:c', name: 'Built-in' },
    ];
    expect(matchingSource(devices, 'pulse:b')?.id).toBe('pulse:b');
    expect(matchingSource(devices, 'yeti')?.id).toBe('pulse:a');
    expect(matchingSource(devices, 'nano')?.id).toBe('pulse:b');
    expect(matchingSource(devices, 'yet')).toBeUndefined();
    expect(matchingSource(devices, 'webcam')).toBeUndefined();
  });
});
