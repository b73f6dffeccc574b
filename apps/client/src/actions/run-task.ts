// Runs a project's own test or build command in this terminal: shown before its first run, remembered by
// what was shown, never through a shell.
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
  await confirm(run, found);
  const words = withArguments(found.command.words, args);
  const startedMs = monotonicMs();
  const { status, how } = await carriedOut(words, found.folder);
  const seconds = ((monotonicMs() - startedMs) / 1_000).toFixed(1);
  process.stderr.write(`${visibleLine(shownCommand(words))}: ${how}, ${seconds} s\n`);
  return status;
}

async function confirm(run: TaskRun, { command, others, folder }: TaskCommand): Promise<void> {
  const { task, consent, confirmations } = run;
  const what = `run ${task} ${folder}`;
  const shown = shownCommand(command.words);
  if (confirmations.has(what, shown)) return;
  const also = others.map(({ words, source }) => `${shownCommand(words)} (${source})`);
  const told = [
    `${task} runs here: ${shown}`,
    `  in ${folder}, as ${command.source} tells`,
    ...(also.length === 0 ? [] : [`  not: ${also.join(', ')}`]),
  ];
  process.stderr.write(`${told.map(visibleLine).join('\n')}\n`);
  if (consent === 'ask') {
    const answer = await askYes('Run it, now and from now on?');
    if (answer === 'nobody') {
      throw new UserError('it was not run here before and nobody can be asked: add --yes');
    }
    if (answer === 'no') throw new UserError('not run: name another command in .codex-voice.toml');
  }
  confirmations.keep(what, shown);
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
