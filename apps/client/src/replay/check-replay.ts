// `codex-voice replay FILE --check`: a recorded session is driven anew, and what comes of it held against what
// came of it then; 0: the same, 1: not, 2: it can't be driven. Driving and comparing are the control's.
import {
  differenceWords,
  outputWords,
  type RecordedLine,
  type RedriveDifference,
  RedriveError,
  type RedriveReport,
  redrive,
} from '@codex-voice/control';
import {
  type CastEvent,
  type Mark,
  marksOf,
  SESSION_FORMAT,
  timeText,
} from '@codex-voice/recording';
import { type CommandGiven, note, printJson } from '../commands/session-access.ts';
import { monotonicMs } from '../monotonic.ts';
import { EXIT_FAILURE, EXIT_USAGE, UserError, visible } from '../user-error.ts';
import { type HeardAgain, hearAgain } from './hear-again.ts';
import { readNamed, unreadNote } from './read-recording.ts';

const MS_PER_S = 1_000;

/** Throws `UserError`. */
export async function checkReplay(given: CommandGiven): Promise<number> {
  const { rest, options } = given.request;
  const [file = ''] = rest;
  const cast = readNamed(file);
  const unread = unreadNote(cast);
  const beganMs = monotonicMs();
  const report = await driven(file, cast);
  const tookMs = monotonicMs() - beganMs;
  const heard = await hearAgain(given, report.utterances);
  const marks = marksOf(cast.events);
  const isEqual = report.differences.length === 0 && heard.different.length === 0;
  if (options.json === true) printJson(asJson({ report, heard, marks, tookMs, unread }));
  else tell({ report, heard, marks, tookMs, unread });
  return isEqual ? 0 : EXIT_FAILURE;
}

/** The lines of a recording as they are driven: what is not JSON is as good as unknown. */
export function recordedLines(events: readonly CastEvent[]): RecordedLine[] {
  return events.flatMap(({ code, atMs, data }): RecordedLine[] => {
    if (!/^[ckvqaptwd]$/u.test(code)) return [];
    try {
      return [{ code, atMs, data: JSON.parse(data) }];
    } catch {
      return [{ code, atMs, data }];
    }
  });
}

async function driven(
  file: string,
  { header, events }: ReturnType<typeof readNamed>,
): Promise<RedriveReport> {
  const redacted = events.some(({ data }) => data.includes('[redacted:'));
  if (header.session === undefined)
    throw refused(file, 'it is another program’s: there is only its screen');
  const { format, version } = header.session;
  if (format !== SESSION_FORMAT)
    throw refused(
      file,
      `codex-voice ${visible(version)} recorded it in form ${format}, and this version knows form ${SESSION_FORMAT}: use that version; its screen can be played and exported here`,
    );
  try {
    return await redrive(recordedLines(events), { redacted });
  } catch (error) {
    if (error instanceof RedriveError) throw refused(file, error.message);
    throw error;
  }
}

function refused(file: string, why: string): UserError {
  return new UserError(`${visible(file)} can't be driven anew: ${why}`, EXIT_USAGE);
}

interface Checked {
  readonly report: RedriveReport;
  readonly heard: HeardAgain;
  readonly marks: readonly Mark[];
  readonly tookMs: number;
  readonly unread: string | undefined;
}

function tell({ report, heard, marks, tookMs, unread }: Checked): void {
  const { differences, outputs, inputs, recordedMs, uncompared } = report;
  const [first] = differences;
  const length = timeText(recordedMs);
  const speed = tookMs > 0 ? Math.floor(recordedMs / tookMs) : 0;
  const line = (text: string): void => void process.stdout.write(`${visible(text)}\n`);
  if (first === undefined)
    line(`the same: ${outputs} outputs of ${inputs} inputs in ${length}, ${speed} times as fast`);
  else {
    line(`different at ${placeOf(first, marks)}: ${differenceWords(first)}`);
    const more = differences.length - 1;
    if (more > 0) line(`and ${more} more: --json tells all`);
  }
  if (heard.same + heard.different.length > 0)
    line(
      `heard again: ${heard.same} utterances with the same words, ${heard.different.length} not`,
    );
  for (const { utterance, text } of heard.different)
    line(
      `different at ${timeText(utterance.atMs)}: heard ${JSON.stringify(utterance.text)} then, ${JSON.stringify(text)} now`,
    );
  for (const { what, count } of [...uncompared, ...heard.uncompared])
    note(`not compared: ${count} × ${what}`);
  if (unread !== undefined) note(unread);
}

/** The time, and the last mark before it. */
function placeOf({ atMs }: RedriveDifference, marks: readonly Mark[]): string {
  const mark = marks.findLast((one) => one.atMs <= atMs);
  const time = `${timeText(atMs)} (${(atMs / MS_PER_S).toFixed(3)} s)`;
  return mark === undefined ? time : `${time}, after #${mark.number} ${JSON.stringify(mark.label)}`;
}

function asJson({ report, heard, marks, tookMs, unread }: Checked): unknown {
  const { differences, uncompared, utterances, ...rest } = report;
  return {
    same: differences.length === 0 && heard.different.length === 0,
    ...rest,
    tookMs,
    utterances: utterances.length,
    differences: differences.map((one) => ({
      kind: one.kind,
      atMs: one.atMs,
      after: marks.findLast(({ atMs }) => atMs <= one.atMs)?.label ?? null,
      words: differenceWords(one),
      expected: one.expected === undefined ? null : told(one.expected),
      got: one.got === undefined ? null : told(one.got),
    })),
    heardAgain: {
      same: heard.same,
      different: heard.different.map(({ utterance, text }) => ({
        ...{ id: utterance.id, atMs: utterance.atMs },
        ...{ heard: utterance.text, now: text },
      })),
    },
    notCompared: [...uncompared, ...heard.uncompared],
    unread: unread ?? null,
  };
}

function told(output: NonNullable<RedriveDifference['expected']>): unknown {
  return { ...output, words: outputWords(output) };
}
