// `codex-voice listen --again`: utterances that no recogniser could hear when they were spoken, from their
// kept audio. Their words are printed and noted in the journal; nothing is typed anywhere.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { FinalEvent, VoiceEvent } from '@codex-voice/protocol';
import { joinText } from '@codex-voice/speech';
import { ourPlaces } from '../places.ts';
import { hear, interruption } from '../transcripts/hearing.ts';
import { hearingStart } from '../transcripts/hearing-start.ts';
import { appendJournalRecord, readJournalRecords } from '../transcripts/journal-file.ts';
import { RecordingsProgress } from '../transcripts/recordings-progress.ts';
import { type Transcript, Untranscribed } from '../transcripts/untranscribed.ts';
import { EXIT_FAILURE, EXIT_INTERRUPTED, visible } from '../user-error.ts';
import { mannerOf, voiceCommand } from '../voice-start.ts';
import { type CommandGiven, note } from './session-access.ts';

export async function listenAgain(given: CommandGiven): Promise<number> {
  const { rest } = given.request;
  const { journalDirectory } = ourPlaces();
  const journal = new Untranscribed();
  await readJournalRecords(journalDirectory, (record) => journal.accept(record));
  const { chosen, faults } =
    rest.length > 0 ? journal.named(rest) : { chosen: journal.waiting, faults: [] };
  for (const fault of faults) note(fault);
  const audioOf = ({ audio }: Transcript): string => join(journalDirectory, audio);
  const kept = chosen.filter((each) => existsSync(audioOf(each)));
  const purged = chosen.length - kept.length;
  if (purged > 0) note(`${utterances(purged)}: the audio is no longer kept, see keep_audio_days`);
  if (kept.length === 0) {
    if (faults.length === 0 && purged === 0) note('nothing waits: every utterance has its words');
    return faults.length === 0 ? 0 : EXIT_FAILURE;
  }
  const again = new Again(kept, journalDirectory, formatOf(given));
  const how = await hear({
    start: await hearingStart(given, {
      source: { kind: 'files', paths: kept.map(audioOf), pace: 'fast' },
      journal: 'none',
    }),
    manner: mannerOf(given.config()),
    command: voiceCommand(given.launcher),
    interrupted: interruption(),
    onEvent: (event, recording) => again.accept(event, recording),
    onBroken: (message) => again.problem(message),
  });
  const status = await again.end();
  if (how === 'interrupted') return EXIT_INTERRUPTED;
  return faults.length > 0 ? EXIT_FAILURE : status;
}

function formatOf(given: CommandGiven): 'json' | 'text' {
  return given.request.options.json === true ? 'json' : 'text';
}

function utterances(count: number): string {
  return count === 1 ? '1 utterance' : `${count} utterances`;
}

class Again {
  #exitStatus = 0;
  readonly #waiting: readonly Transcript[];
  readonly #directory: string;
  readonly #format: 'json' | 'text';
  readonly #progress: RecordingsProgress;
  #recognizer = '';
  /** Of the utterance that is heard now: cut anew, it may be several. */
  #finals: FinalEvent[] = [];
  #hasProblem = false;
  /** Records are written one after the other. */
  #writing: Promise<void> = Promise.resolve();
  #writeFault: unknown;

  constructor(waiting: readonly Transcript[], directory: string, format: 'json' | 'text') {
    this.#waiting = waiting;
    this.#directory = directory;
    this.#format = format;
    this.#progress = new RecordingsProgress(
      waiting.map(({ at }) => at),
      process.stderr,
    );
  }

  accept(event: VoiceEvent, recording: number): void {
    switch (event.type) {
      case 'ready':
        this.#recognizer = event.recognizer;
        this.#progress.show(0);
        return;
      case 'final':
        this.#finals.push(event);
        return;
      case 'problem':
        if (event.severity === 'fatal' || event.code === 'bad-audio') this.problem(event.message);
        else this.#progress.aside(() => note(event.message));
        return;
      case 'source-ended':
        this.#endUtterance(this.#waiting[recording]);
        this.#progress.show(recording + 1);
        return;
      case 'attention':
      case 'device':
      case 'level':
      case 'microphones':
      case 'partial':
      case 'speech-started':
      case 'speech-dropped':
    }
  }

  problem(message: string): void {
    this.#hasProblem = true;
    this.#exitStatus = EXIT_FAILURE;
    this.#progress.aside(() => note(message));
  }

  /** The exit status, once everything is written. Throws what kept the journal from being written. */
  async end(): Promise<number> {
    this.#progress.end();
    await this.#writing;
    if (this.#writeFault !== undefined) throw this.#writeFault;
    return this.#exitStatus;
  }

  #endUtterance(transcript: Transcript | undefined): void {
    const finals = this.#finals;
    const hadProblem = this.#hasProblem;
    this.#finals = [];
    this.#hasProblem = false;
    if (transcript === undefined || hadProblem) return;
    const failure = finals.find((final) => final.failure !== undefined)?.failure;
    const accepted = finals.filter(({ verdict }) => verdict === 'accepted');
    // A part of it that was not heard keeps the whole waiting: half a thought is easily taken for one.
    if (accepted.length === 0 || accepted.length < finals.length) {
      const why = failure?.message ?? 'none of the phrases is in it';
      this.problem(`${transcript.id}: still without its words, and kept (${why})`);
      this.#hasProblem = false;
      return;
    }
    const text = accepted.reduce((before, each) => appended(before, each.text), '');
    this.#print(transcript, accepted, text);
    this.#write(transcript, accepted, text);
  }

  #print({ id, at, sessionId }: Transcript, finals: readonly FinalEvent[], text: string): void {
    const [{ language } = { language: undefined }] = finals;
    const line =
      this.#format === 'json'
        ? JSON.stringify({
            id,
            at,
            session: sessionId,
            text,
            language,
            recognizer: this.#recognizer,
          })
        : visible(text);
    this.#progress.aside(() => process.stdout.write(`${line}\n`));
  }

  #write({ id }: Transcript, finals: readonly FinalEvent[], text: string): void {
    const language = finals[0]?.language;
    this.#writing = this.#writing
      .then(() =>
        appendJournalRecord(this.#directory, {
          type: 'again',
          id,
          at: new Date().toISOString(),
          text,
          recognizer: this.#recognizer,
          ...(language === undefined ? {} : { language }),
        }),
      )
      .catch((error: unknown) => {
        this.#writeFault ??= error;
      });
  }
}

/** The first piece stays as it was heard; the next ones are joined to it. */
function appended(before: string, text: string): string {
  return before === '' ? text.trim() : before + joinText(before, text);
}
