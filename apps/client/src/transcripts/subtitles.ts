// The two formats of subtitles, SRT and WebVTT, from cues. Where cues begin and end is not decided here.
import type { Cue } from './cues.ts';

/** What a WebVTT file begins with. */
export const VTT_HEADER = 'WEBVTT\n';

/** `number` counts from 1. */
export function srtCue(cue: Cue, number: number): string {
  // An arrow between two times is the only thing that a reader could take wrongly.
  const lines = cue.lines.map((line) => line.replaceAll('-->', '->'));
  return `${number === 1 ? '' : '\n'}${number}\n${stamps(cue, ',')}\n${lines.join('\n')}\n`;
}

/** `speaker`: told in a voice tag. */
export function vttCue(cue: Cue, speaker?: string): string {
  const voice = speaker === undefined ? '' : `<v ${escaped(speaker)}>`;
  return `\n${stamps(cue, '.')}\n${voice}${cue.lines.map(escaped).join('\n')}\n`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function stamps({ startMs, endMs }: Cue, point: ',' | '.'): string {
  return `${stamp(startMs, point)} --> ${stamp(endMs, point)}`;
}

const MS_PER_SECOND = 1_000;
const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3_600;

/** `00:01:02,345`; hours may have more than two digits. */
function stamp(ms: number, point: ',' | '.'): string {
  const whole = Math.max(0, Math.round(ms));
  const seconds = Math.floor(whole / MS_PER_SECOND);
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const hours = two(seconds / SECONDS_PER_HOUR);
  const minutes = two((seconds % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
  const rest = String(whole % MS_PER_SECOND).padStart(3, '0');
  return `${hours}:${minutes}:${two(seconds % SECONDS_PER_MINUTE)}${point}${rest}`;
}
