// What is written of each utterance, by format: a line of text, a JSON object a line, or the cues of a
// file of subtitles. Where it goes is left to others.
import type { FinalEvent } from '@codex-voice/protocol';
import { visible } from '../user-error.ts';
import { type Cue, cutCues, type TimedWord } from './cues.ts';
import { srtCue, VTT_HEADER, vttCue } from './subtitles.ts';

export const TRANSCRIPT_FORMATS = ['text', 'json', 'srt', 'vtt'] as const;
export type TranscriptFormat = (typeof TRANSCRIPT_FORMATS)[number];

/** What an utterance is said to belong to; neither with a microphone. */
export interface OfRecording {
  /** In JSON. */
  readonly file?: string;
  /** Before each line of text, where several recordings go to one place. */
  readonly label?: string;
}

/** Writes one transcript. */
export interface TranscriptText {
  /** What stands before everything. */
  readonly header: string;
  /** Empty where the format has nothing for it. */
  utterance(final: FinalEvent, of: OfRecording): string;
}

export function transcriptText(format: TranscriptFormat): TranscriptText {
  switch (format) {
    case 'text':
      return { header: '', utterance: textLine };
    case 'json':
      return { header: '', utterance: jsonLine };
    case 'srt': {
      let number = 0;
      const numbered = (final: FinalEvent): string =>
        cuesOf(final)
          .map(withSpeaker(spokenBy(final)))
          .map((cue) => {
            number += 1;
            return srtCue(cue, number);
          })
          .join('');
      return { header: '', utterance: numbered };
    }
    case 'vtt':
      return { header: VTT_HEADER, utterance: vttCues };
  }
}

function textLine(final: FinalEvent, { label }: OfRecording): string {
  if (final.verdict === 'rejected') return '';
  const named = label === undefined ? '' : `${visible(label)}: `;
  return `${named}${spokenBy(final)}${printable(final.text)}\n`;
}

/** Before what is said, where it is known. */
function spokenBy({ speaker }: FinalEvent): string {
  return speaker === undefined ? '' : `${printable(speaker)}: `;
}

/** Seconds from the start of the recording, for people and programs alike. */
function jsonLine(final: FinalEvent, { file }: OfRecording): string {
  const { text, verdict, confidence, language, failure, speaker, speakerScore, refusedBy } = final;
  const words = wordsOf(final)?.map(({ text: word, startMs, endMs, ...told }) => ({
    text: word,
    start: seconds(startMs),
    end: seconds(endMs),
    ...told,
  }));
  const span = { start: seconds(final.startMs), end: seconds(final.endMs) };
  const who = { speaker, speakerScore, refusedBy };
  const told = { text, verdict, ...who, confidence, language, words, failure };
  return `${JSON.stringify({ ...(file === undefined ? {} : { file }), ...span, ...told })}\n`;
}

function seconds(ms: number): number {
  return Math.round(ms) / 1_000;
}

function cuesOf(final: FinalEvent): ReturnType<typeof cutCues> {
  if (final.verdict === 'rejected') return [];
  const words = wordsOf(final);
  const { startMs, endMs } = final;
  const text = printable(final.text);
  return cutCues({ text, startMs, endMs, ...(words === undefined ? {} : { words }) });
}

/** WebVTT has a place for the speaker. */
function vttCues(final: FinalEvent): string {
  const speaker = final.speaker === undefined ? undefined : printable(final.speaker);
  return cuesOf(final)
    .map((cue) => vttCue(cue, speaker))
    .join('');
}

/** SRT has none: it stands before the first cue of what is said. */
function withSpeaker(prefix: string): (cue: Cue, index: number) => Cue {
  return (cue, index) => {
    const [first = '', ...rest] = cue.lines;
    return index === 0 ? { ...cue, lines: [prefix + first, ...rest] } : cue;
  };
}

/** The words with times from the start of the recording, where they are told and their beginning is known. */
function wordsOf({
  words,
  audioStartMs,
}: FinalEvent): readonly (TimedWord & { readonly confidence?: number })[] | undefined {
  if (words === undefined || audioStartMs === undefined) return undefined;
  return words.map((word) => ({
    ...word,
    startMs: audioStartMs + word.startMs,
    endMs: audioStartMs + word.endMs,
  }));
}

/** No recogniser's answer gives orders to a terminal or a player. */
function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\u202a-\u202e\u2066-\u2069\s]+/gu, ' ').trim();
}
