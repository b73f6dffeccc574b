// The programs that can read a text aloud, and how each is asked. eSpeak NG and Flite run in our suites;
// macOS and Windows are written from their documentation and have not been run by us.
import type { VoiceProgram } from './voice-program.ts';

/** eSpeak NG reads nothing as an option or as mark-up that comes by its standard input. */
export const ESPEAK: VoiceProgram = {
  name: 'eSpeak NG',
  file: 'espeak-ng',
  by: 'pipe',
  args: ({ language }) => ['--stdin', '--stdout', '-b', '1', '-v', espeakLanguage(language)],
};

/** Flite opens its files by name, which a socket has none of; it knows English alone. */
export const FLITE: VoiceProgram = {
  name: 'Flite',
  file: 'flite',
  by: 'files',
  args: ({ textFile, waveFile }) => ['-voice', 'slt', '-f', textFile, '-o', waveFile],
};

/** Unverified: macOS. */
export const MACOS_SAY: VoiceProgram = {
  name: 'the voice of macOS',
  file: '/usr/bin/say',
  by: 'files',
  args: ({ textFile, waveFile }) => [
    ...['-f', textFile, '-o', waveFile],
    ...['--file-format=WAVE', '--data-format=LEI16@22050'],
  ],
};

/** Written to a stream in memory first: a stream that can't seek gets no valid header. */
const SAPI_SCRIPT = [
  'Add-Type -AssemblyName System.Speech',
  '[Console]::InputEncoding = [Text.Encoding]::UTF8',
  '$voice = New-Object System.Speech.Synthesis.SpeechSynthesizer',
  '$sound = New-Object IO.MemoryStream',
  '$voice.SetOutputToWaveStream($sound)',
  '$voice.Speak([Console]::In.ReadToEnd())',
  '$out = [Console]::OpenStandardOutput()',
  '$sound.WriteTo($out)',
  '$out.Flush()',
].join('; ');

/** Unverified: Windows. */
export const WINDOWS_SAPI: VoiceProgram = {
  name: 'the voice of Windows',
  file: 'powershell.exe',
  by: 'pipe',
  args: () => ['-NoProfile', '-NonInteractive', '-Command', SAPI_SCRIPT],
};

/** Its names are codes, and Mandarin has one of its own. */
function espeakLanguage(language: string | undefined): string {
  if (language === 'zh') return 'cmn';
  return language !== undefined && /^[a-z]{2,3}$/u.test(language) ? language : 'en';
}
