// `codex-voice purge`: what is kept of what was said and shown is counted, shown, and removed once the
// person says yes.
import { runningKeepers, runtimeDirectory } from '@codex-voice/ipc';
import { askYes } from '../actions/ask-yes.ts';
import { ourPlaces, sessionsDirectory } from '../places.ts';
import { findKeptWords, type KeptWords, removeKeptWords } from '../purge/kept-words.ts';
import { EXIT_FAILURE, UserError } from '../user-error.ts';
import { lengthOf } from './length-arguments.ts';
import { type CommandGiven, note, printJson } from './session-access.ts';

const BYTES_PER_MB = 1_000_000;

/** Throws `UserError`. */
export async function purge({ request }: CommandGiven): Promise<number> {
  const { older, yes, json } = request.options;
  const before = typeof older === 'string' ? Date.now() - lengthOf('--older', older) : 'all';
  const running = runningSessions();
  const { journalDirectory, metricsDirectory, recordingsDirectory } = ourPlaces();
  const words = reading(() =>
    findKeptWords({
      places: {
        ...{ journalDirectory, metricsDirectory, recordingsDirectory },
        sessionsDirectory: sessionsDirectory(),
      },
      before,
      isRunning: (sessionId) => running.has(sessionId),
    }),
  );
  const told = lines(words);
  if (told.length === 0) {
    if (json === true) printJson(counts(words, 'nothing'));
    else note('nothing of that is kept');
    return 0;
  }
  if (yes !== true) {
    for (const line of told) process.stderr.write(`${line}\n`);
    const answer = await askYes('Remove it for good?');
    if (answer === 'nobody')
      throw new UserError('nobody can be asked here: --yes removes it without a question');
    if (answer === 'no') {
      note('nothing is removed');
      return EXIT_FAILURE;
    }
  }
  const removal = reading(() => removeKeptWords(words, before));
  if (removal.kind === 'held') {
    throw new UserError(
      'the texts stay, the rest is removed: somebody listens, and older texts can only be taken out while nobody does (end it, or leave --older away)',
    );
  }
  if (json === true) printJson(counts(words, 'removed'));
  else note(`removed: ${told.join(', ')}`);
  return 0;
}

function runningSessions(): ReadonlySet<string> {
  const found = runtimeDirectory(process.env);
  if (found.kind === 'refused') throw new UserError(found.message);
  return new Set(runningKeepers(found.path));
}

/** Only what there is. */
function lines({ sound, texts, output, figures, recordings }: KeptWords): readonly string[] {
  const all = [
    [
      sound.paths.length,
      `sound of ${plural(sound.paths.length, 'utterance')} (${mb(sound.bytes)})`,
    ],
    [texts.count, `${plural(texts.count, 'text')} (${mb(texts.bytes)})`],
    [output.paths.length, `what agents wrote in sessions that have ended (${mb(output.bytes)})`],
    [figures.paths.length, `what was measured (${mb(figures.bytes)})`],
    [
      recordings.paths.length,
      `${plural(recordings.paths.length, 'recording')} (${mb(recordings.bytes)})`,
    ],
  ] as const;
  return all.flatMap(([count, line]) => (count === 0 ? [] : [line]));
}

function counts(
  { sound, texts, output, figures, recordings }: KeptWords,
  what: 'removed' | 'nothing',
): unknown {
  const of = ({ paths, bytes }: KeptWords['sound']) => ({ files: paths.length, bytes });
  return {
    what,
    sound: of(sound),
    texts: { texts: texts.count, bytes: texts.bytes },
    output: of(output),
    figures: of(figures),
    recordings: of(recordings),
  };
}

function plural(count: number, word: string): string {
  return `${count} ${count === 1 ? word : `${word}s`}`;
}

function mb(bytes: number): string {
  return `${(bytes / BYTES_PER_MB).toFixed(1)} MB`;
}

function reading<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`what is kept can't be reached (${reason}): check the state folder`);
  }
}
