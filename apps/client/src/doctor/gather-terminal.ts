// Asks the terminal what it is and can: writes the questions, reads until the last answer or until the time
// is over, and leaves the terminal as it was. What the answers mean is the doctor package's.
import { isAnswered, readAnswers, TERMINAL_QUERIES, type TerminalFacts } from '@codex-voice/doctor';
import { terminalSize } from '@codex-voice/pty';

/** A terminal answers in some ms, one behind a slow SSH within a second. */
const ANSWER_MS = 1_500;
/** No terminal says more than this of itself, in characters: something else is being typed. */
const LONGEST_ANSWER = 8_192;

export interface TerminalAsked {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The configured mode wants to know when a key is released. */
  readonly needsReleases: boolean;
}

export async function gatherTerminal({
  input,
  output,
  environment,
  needsReleases,
}: TerminalAsked): Promise<TerminalFacts> {
  if (input.isTTY !== true || output.isTTY !== true) return { kind: 'none' };
  const { TERM: term = '' } = environment;
  if (term === '' || term === 'dumb')
    return { kind: 'dumb', term: term === '' ? '(not set)' : term };
  const askedMs = performance.now();
  const answers = await answersOf(input, output);
  const answerMs = performance.now() - askedMs;
  const { name, abilities } = readAnswers(answers, environment);
  const { columns, rows } = terminalSize(output);
  return {
    kind: 'asked',
    ...{ term, columns, rows, abilities, needsReleases },
    ...(name === undefined ? {} : { name }),
    ...(isAnswered(answers) ? { answer: 'complete', answerMs } : { answer: 'silent' }),
  };
}

async function answersOf(input: NodeJS.ReadStream, output: NodeJS.WriteStream): Promise<string> {
  const wasRaw = input.isRaw;
  let answers = '';
  let read: (chunk: Buffer) => void = () => undefined;
  let timer: NodeJS.Timeout | undefined;
  try {
    // Without it the answers would be shown, and come only with the next line.
    input.setRawMode(true);
    await new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ANSWER_MS);
      read = (chunk) => {
        answers += chunk.toString('latin1');
        if (isAnswered(answers) || answers.length > LONGEST_ANSWER) resolve();
      };
      input.on('data', read);
      input.once('end', resolve);
      input.once('error', resolve);
      output.write(TERMINAL_QUERIES);
    });
  } catch {
    // A terminal that was closed meanwhile tells nothing.
  } finally {
    clearTimeout(timer);
    input.off('data', read);
    input.pause();
    giveBack(input, wasRaw);
  }
  return answers;
}

function giveBack(input: NodeJS.ReadStream, wasRaw: boolean): void {
  try {
    input.setRawMode(wasRaw);
  } catch {
    // It is gone.
  }
}
