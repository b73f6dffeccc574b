// Runs a project's own test or build command in this terminal: shown before its first run, remembered by
// what was shown, never through a shell. An agent that is told at once to run it is asked for likewise.
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { shownCommand, type Task, withArguments } from '@codex-voice/actions';
import { monotonicMs } from '../monotonic.ts';
import { EXIT_NOT_FOUND, UserError, visible, visibleLine } from '../user-error.ts';
import { askYes } from './ask-yes.ts';
import type { Confirmations } from './confirmations.ts';
import type { TaskCommand } from './project-toolchain.ts';

export interface TaskRun {
  readonly task: Task;
  readonly found: TaskCommand | undefined;
  /** Behind the command's own words. */
  readonly args: readonly string[];
  readonly consent: 'ask' | 'given';
  readonly confirmations: Confirmations;
}

/** Resolves with the command's exit status. Throws `UserError`. */
export async function runTask(run: TaskRun): Promise<number> {
  const { task, found, args } = run;
  if (found === undefined) {
    throw new UserError(
      `nothing here tells the command to ${task} with: write [toolchain] ${task} = "…" into .codex-voice.toml`,
    );
  }
  await confirmTask({ ...run, found, use: 'run' });
  const words = withArguments(found.command.words, args);
  const startedMs = monotonicMs();
  const { status, how } = await carriedOut(words, found.folder);
  const seconds = ((monotonicMs() - startedMs) / 1_000).toFixed(1);
  process.stderr.write(`${visibleLine(shownCommand(words))}: ${how}, ${seconds} s\n`);
  return status;
}

/** `run`: here, by us. `send`: an agent is told to, unseen by the person. */
type TaskUse = 'run' | 'send';

export interface TaskConsent extends Pick<TaskRun, 'task' | 'consent' | 'confirmations'> {
  readonly found: TaskCommand;
  readonly use: TaskUse;
}

const SHOWN: Readonly<Record<TaskUse, string>> = {
  run: 'runs here',
  send: 'is run by the agent',
};
const QUESTIONS: Readonly<Record<TaskUse, string>> = {
  run: 'Run it, now and from now on?',
  send: 'Send it, now and from now on?',
};
const UNASKED: Readonly<Record<TaskUse, string>> = {
  run: 'it was not run here before and nobody can be asked: add --yes',
  send: 'it was not sent before and nobody can be asked: leave --send away, or add --yes',
};
const REFUSED: Readonly<Record<TaskUse, string>> = {
  run: 'not run: name another command in .codex-voice.toml',
  send: 'not sent: leave --send away to see it in the composer, or name another command in .codex-voice.toml',
};

/** Shows the project's command and asks, where that was not done for it as it is. Throws `UserError`. */
export async function confirmTask(asked: TaskConsent): Promise<void> {
  const { task, consent, confirmations, found, use } = asked;
  const { command, others, folder } = found;
  const shown = shownCommand(command.words);
  // Who lets it run here lets an agent be told to as well, and not the other way round.
  const uses: readonly TaskUse[] = use === 'run' ? ['run'] : ['run', 'send'];
  if (uses.some((each) => confirmations.has(`${each} ${task} ${folder}`, shown))) return;
  const also = others.map(({ words, source }) => `${shownCommand(words)} (${source})`);
  const told = [
    `${task} ${SHOWN[use]}: ${shown}`,
    `  in ${folder}, as ${command.source} tells`,
    ...(also.length === 0 ? [] : [`  not: ${also.join(', ')}`]),
  ];
  process.stderr.write(`${told.map(visibleLine).join('\n')}\n`);
  if (consent === 'ask') {
    const answer = await askYes(QUESTIONS[use]);
    if (answer === 'nobody') throw new UserError(UNASKED[use]);
    if (answer === 'no') throw new UserError(REFUSED[use]);
  }
  confirmations.keep(`${use} ${task} ${folder}`, shown);
}

/** As shells have it for a program ended by a signal. */
const SIGNAL_STATUS = 128;

async function carriedOut(
  words: readonly string[],
  folder: string,
): Promise<{ readonly status: number; readonly how: string }> {
  const [program = '', ...args] = words;
  // Ctrl-C is the command's; we tell how it ended.
  const wait = (): void => undefined;
  process.on('SIGINT', wait);
  try {
    return await new Promise((resolve, reject) => {
      const child = spawn(program, args, { cwd: folder, stdio: 'inherit' });
      child.once('error', (error: NodeJS.ErrnoException) => {
        const message =
          error.code === 'ENOENT'
            ? `${visible(program)} is not there: install it, or name another command in .codex-voice.toml`
            : `${visible(program)} can't be run (${error.code}): check its rights`;
        reject(new UserError(message, EXIT_NOT_FOUND));
      });
      child.once('exit', (code, signal) => {
        if (signal !== null) {
          resolve({ status: SIGNAL_STATUS + constants.signals[signal], how: `ended by ${signal}` });
        } else if (code === 0) resolve({ status: 0, how: 'passed' });
        else resolve({ status: code ?? 1, how: `failed with status ${code}` });
      });
    });
  } finally {
    process.off('SIGINT', wait);
  }
}
