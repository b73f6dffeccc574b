// `codex-voice replay`: a recording in this terminal, a list of its marks, or of the recordings there are.
import { type CastEvent, type Mark, marksOf, momentOf, timeText } from '@codex-voice/recording';
import { places } from '../places.ts';
import { listRecordings, namedRecording, readRecording } from '../replay/recording-files.ts';
import { recordingsTable } from '../replay/recordings-table.ts';
import { filmOf, shownMs } from '../replay/replay-film.ts';
import { requireTerminal } from '../terminal-checks.ts';
import { columnsOf } from '../told-lines.ts';
import { UserError, visible } from '../user-error.ts';
import { idleMsOf, speedOf } from './replay-arguments.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

const SHOWN: ReadonlySet<string> = new Set(['o', 'r', 'm', 'x']);

/** Throws `UserError`. */
export async function replay(given: CommandGiven): Promise<number> {
  const { options, rest } = given.request;
  if (options.check === true)
    return await (await import('../replay/check-replay.ts')).checkReplay(given);
  if (options.export !== undefined)
    return await (await import('../replay/export-replay.ts')).exportReplay(given);
  const [name] = rest;
  if (name === undefined) return listAll(options.json === true);
  const { recordingsDirectory } = places(process.env, process.platform);
  const path = namedRecording(name, recordingsDirectory);
  if (options.measured === true) return await tellMeasured(path, options.json === true);
  const isShown = ({ code }: CastEvent): boolean => SHOWN.has(code);
  const read = readRecording(path, isShown);
  if (read.torn) note('its last line is cut off: all before it is shown');
  if (read.passedOver > 0) note(`${read.passedOver} lines of it are no events: passed over`);
  // As it was: the times are those of the file.
  const marks = marksOf(read.events);
  if (options.marks === true) {
    listMarks(marks, options.json === true);
    return 0;
  }
  const film = filmOf(read, idleMsOf(options));
  const from = shownMs(film, fromMs(marks, options.from));
  requireTerminal();
  const { play } = await import('../replay/play.ts');
  await play(film, { speed: speedOf(options), fromMs: from });
  return 0;
}

async function tellMeasured(path: string, asJson: boolean): Promise<number> {
  const { measuredFigures } = await import('../replay/measured-figures.ts');
  const measured = measuredFigures(readRecording(path, ({ code }) => code === 'n'));
  if (measured === undefined)
    throw new UserError(
      `${visible(path)} has no figures: nothing was measured, or an earlier version recorded it`,
    );
  const { summary, isOfLaterHost } = measured;
  if (isOfLaterHost)
    note('another host went on with the recording: what the one before it measured is not in this');
  if (asJson) printJson((await import('./metrics.ts')).summaryJson(summary));
  else {
    const { metricsTable } = await import('./metrics-table.ts');
    process.stdout.write(metricsTable(summary, { columns: columnsOf(process.stdout) }));
  }
  return 0;
}

function fromMs(marks: readonly Mark[], from: unknown): number {
  if (typeof from !== 'string') return 0;
  const atMs = momentOf(from, marks);
  if (atMs === undefined)
    throw new UserError(`${visible(from)} is no moment of it: --marks lists its marks`);
  return atMs;
}

function listMarks(marks: readonly Mark[], asJson: boolean): void {
  if (asJson) {
    printJson(marks.map(({ number, atMs, label }) => ({ number, at_s: atMs / 1_000, label })));
    return;
  }
  if (marks.length === 0) note('it has no marks');
  for (const { number, atMs, label } of marks)
    process.stdout.write(`#${number}\t${timeText(atMs)}\t${visible(label)}\n`);
}

function listAll(asJson: boolean): number {
  const { recordingsDirectory } = places(process.env, process.platform);
  const recordings = listRecordings(recordingsDirectory);
  if (asJson) {
    printJson(
      recordings.map(({ path, header, bytes }) => ({
        path,
        bytes,
        started: header.startedWallS ?? null,
        session: header.session?.session ?? null,
        agent: header.session?.agent ?? null,
      })),
    );
    return 0;
  }
  if (recordings.length === 0)
    note(`no recordings in ${visible(recordingsDirectory)}: codex-voice --record AGENT makes one`);
  else {
    const columns = columnsOf(process.stdout);
    const view = { folder: recordingsDirectory, home: process.env.HOME, columns };
    process.stdout.write(recordingsTable(recordings, view));
  }
  return 0;
}
