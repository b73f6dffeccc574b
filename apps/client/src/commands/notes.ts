// `codex-voice notes`: texts and what is said, kept in a Markdown file for each day. A text that can't be
// kept is printed, so that it is not lost with the command.
import { addNote, dateOf, isDate, type NoteDay, noteDays, readDay } from '@codex-voice/notes';
import type { FinalEvent } from '@codex-voice/protocol';
import { ourPlaces } from '../places.ts';
import { interruption } from '../transcripts/hearing.ts';
import { hearingStart, microphoneOf } from '../transcripts/hearing-start.ts';
import { RecordingsProgress } from '../transcripts/recordings-progress.ts';
import { TranscriptOutput } from '../transcripts/transcript-output.ts';
import { transcribe } from '../transcripts/transcription.ts';
import { EXIT_FAILURE, UserError, visible, visibleText } from '../user-error.ts';
import { mannerOf, voiceCommand } from '../voice-start.ts';
import { boundedText, readText } from './prompt-text.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

/** Throws `UserError`. */
export async function notes(given: CommandGiven): Promise<number> {
  const [action = 'list', ...words] = given.request.rest;
  const asJson = given.request.options.json === true;
  switch (action) {
    case 'add':
      return add(
        words[0] === '-' ? await readText(process.stdin) : boundedText(words.join(' ')),
        asJson,
      );
    case 'listen':
      return await listen(given);
    case 'show':
      return show(words[0], asJson);
    default:
      return list(asJson);
  }
}

function add(text: string, asJson: boolean): number {
  const kept = addNote(ourPlaces().notesDirectory, { text, at: new Date() });
  switch (kept.kind) {
    case 'empty':
      throw new UserError('the text is empty: note something');
    case 'failed':
      process.stdout.write(`${shown(text)}\n`);
      throw unkept(kept.message);
    case 'kept':
    case 'known':
      if (asJson) printJson({ file: kept.path });
      return 0;
  }
}

/** One line, with the way out. */
function unkept(why: string): UserError {
  return new UserError(`the note can't be kept (${why}): it is printed here, keep it elsewhere`);
}

/** Whatever is understood is a note, printed once it is on disk; one that is not is printed all the same. */
async function listen(given: CommandGiven): Promise<number> {
  const { audio, json } = given.request.options;
  const paths = Array.isArray(audio) ? [...audio] : [];
  let failure: string | undefined;
  const keep = ({ text, utteranceId }: FinalEvent): void => {
    const { notesDirectory } = ourPlaces();
    const kept = addNote(notesDirectory, { text, at: new Date(), id: utteranceId });
    if (kept.kind !== 'failed') return;
    if (failure !== kept.message) note(unkept(kept.message).message);
    failure = kept.message;
  };
  const status = await transcribe({
    start: await hearingStart(given, {
      source: paths.length > 0 ? { kind: 'files', paths, pace: 'realtime' } : microphoneOf(given),
      journal: 'kept',
      speakers: { tell: 'labels' },
    }),
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: interruption(),
    interruptedIs: 'the-end',
    format: json === true ? 'json' : 'text',
    textSpeakers: 'left-out',
    names: paths,
    onUnderstood: keep,
    output: new TranscriptOutput({ kind: 'standard' }, (text) => process.stdout.write(text)),
    transcripts: 'one',
    progress: new RecordingsProgress([], process.stderr),
    writeNote: note,
  });
  return failure === undefined ? status : EXIT_FAILURE;
}

function list(asJson: boolean): number {
  const days = allDays();
  if (asJson) {
    printJson(days.map(({ date, path, count }) => ({ date, notes: count, file: path })));
    return 0;
  }
  if (days.length === 0) note('there are no notes: codex-voice notes add TEXT takes one');
  for (const { date, count } of days)
    process.stdout.write(`${date}  ${count} ${count === 1 ? 'note' : 'notes'}\n`);
  return 0;
}

function show(asked: string | undefined, asJson: boolean): number {
  const { notesDirectory } = ourPlaces();
  const date = asked === undefined ? allDays()[0]?.date : dateMeant(asked);
  if (date === undefined)
    throw new UserError('there are no notes: codex-voice notes add TEXT takes one');
  const text = reading(() => readDay(notesDirectory, date));
  if (text === undefined) {
    throw new UserError(`no notes of ${date}: codex-voice notes list tells the days`);
  }
  if (asJson) printJson({ date, text });
  else process.stdout.write(`${shown(text.replace(/\n$/u, ''))}\n`);
  return 0;
}

/** `today`, `yesterday`, or a date. Throws `UserError`. */
function dateMeant(text: string): string {
  const now = new Date();
  if (text === 'today') return dateOf(now);
  if (text === 'yesterday')
    return dateOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1));
  if (isDate(text)) return text;
  throw new UserError(`${visible(text)} is no day: write it as 2026-01-31, today or yesterday`);
}

function allDays(): readonly NoteDay[] {
  return reading(() => noteDays(ourPlaces().notesDirectory));
}

function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`the notes can't be read (${reason}): check their folder`);
  }
}

/** Line by line: nothing in it gives orders to the terminal. Marks of ours are not for reading. */
function shown(text: string): string {
  return visibleText(text.replaceAll(/ <!-- note \S+ -->$/gmu, ''));
}
