// What is recommended follows from what was measured, and says why.
import { expect, test } from 'vitest';
import { calibrate, type MeterReading } from './calibration.ts';
import { meterFigures, meterLine } from './meter-line.ts';
import { chosenMicrophone, microphonesDocument, microphonesTable } from './microphone-list.ts';

function readings(count: number, rmsDb: number, speechProbability: number): MeterReading[] {
  return Array.from({ length: count }, () => ({ rmsDb, speechProbability }));
}

const QUIET_ROOM = readings(46, -62, 0.02);

test('clear speech in a quiet room is heard as it is', () => {
  const speech = [...readings(50, -25, 0.98), ...readings(28, -61, 0.05)];
  const measured = calibrate(QUIET_ROOM, speech);
  expect(measured).toMatchObject({ floorDb: -62, speechDb: -25, snrDb: 37, sensitivity: 'normal' });
  expect(measured?.reason).toBe(
    '100 % of your speech passes for it at normal, and 0 % of the room',
  );
});

test('a room that sounds like speech asks for low, and says where that will not do', () => {
  const room = [...readings(40, -40, 0.1), ...readings(6, -38, 0.6)];
  const speech = readings(78, -20, 0.95);
  expect(calibrate(room, speech)).toMatchObject({ sensitivity: 'low' });
  expect(calibrate(room, speech)?.reason).toBe('13 % of the room would pass for speech at normal');
  const talking = calibrate(readings(46, -30, 0.9), readings(78, -20, 0.95));
  expect(talking?.reason).toContain('100 % at low: was somebody speaking?');
});

test('a whisper asks for high, unless the room would be heard too', () => {
  const whisper = [...readings(30, -45, 0.38), ...readings(20, -45, 0.6)];
  expect(calibrate(QUIET_ROOM, whisper)).toMatchObject({ sensitivity: 'high', snrDb: 17 });
  expect(calibrate(readings(46, -62, 0.35), whisper)).toMatchObject({ sensitivity: 'normal' });
});

test('nobody speaking is told from speaking', () => {
  expect(calibrate(QUIET_ROOM, readings(78, -60, 0.9))).toBeUndefined();
  expect(calibrate(QUIET_ROOM, readings(7, -20, 0.9))).toBeUndefined();
});

test('the meter shows level, peak, speech, and what is too loud', () => {
  const quiet = { rmsDb: -60, peakDb: -50, isSpeech: false };
  expect(meterLine(quiet)).toBe(`${'░'.repeat(30)}  -60.0 dBFS  peak  -50.0  -`);
  expect(meterLine({ rmsDb: -30, peakDb: -12.34, isSpeech: true })).toBe(
    `${'█'.repeat(15)}${'░'.repeat(15)}  -30.0 dBFS  peak  -12.3  speech`,
  );
  expect(meterFigures({ rmsDb: -6, peakDb: -0.5, isSpeech: true })).toContain('too loud');
});

test('the default and the configured microphone are marked, and the one that would be opened', () => {
  const devices = [
    { name: 'Built-in', id: 'alsa:a', isDefault: true, inputChannels: 2 },
    { name: 'USB Headset', id: 'alsa:b', isDefault: false, inputChannels: 1 },
  ];
  expect(microphonesTable({ devices, configured: undefined })).toBe(
    '* Built-in     default, alsa:a\n  USB Headset  alsa:b\n',
  );
  expect(microphonesTable({ devices, configured: 'headset' })).toBe(
    '  Built-in     default, alsa:a\n* USB Headset  configured, alsa:b\n',
  );
  expect(microphonesDocument({ devices, configured: 'alsa:b' })).toMatchObject({
    microphones: [{ isConfigured: false }, { isConfigured: true }],
    chosen: 'USB Headset',
  });
  expect(chosenMicrophone({ devices, configured: 'none' })).toBeUndefined();
});
