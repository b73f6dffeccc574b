// Announced lines of one session: to the file that was named, or between the agent's lines on this
// terminal. What is announced and when is the linear output's.
import { glyphSupport } from '@codex-voice/overlay';
import type { TerminalOutput } from '@codex-voice/pty';
import { AnnounceFile } from './linear/announce-file.ts';
import { LinearOutput } from './linear/linear-output.ts';
import { monotonicMs } from './monotonic.ts';
import type { SessionOptions } from './session-options.ts';
import type { SessionScreen } from './session-screen.ts';

export interface SessionAnnouncements {
  readonly output: LinearOutput;
  end(): void;
}

/** Undefined where nothing is announced. `onProblem` is told, once, of a file that can't be written. */
export function sessionAnnouncements(
  options: SessionOptions,
  parts: {
    readonly screen: SessionScreen;
    readonly output: TerminalOutput;
    readonly onProblem: (message: string) => void;
  },
): SessionAnnouncements | undefined {
  if (options.linear === 'off') return undefined;
  const { screen, output, onProblem } = parts;
  const { announceFile } = options;
  const file = announceFile === undefined ? undefined : new AnnounceFile(announceFile, onProblem);
  const linear = new LinearOutput({
    filter: () => screen.filter,
    write: (bytes) => void output.write(bytes),
    ...(file === undefined ? {} : { file: (line: string) => file.write(line) }),
    glyphs: glyphSupport(process.env),
    telling: options.telling,
    terminal: process.env.TERM === 'dumb' ? 'dumb' : 'other',
    nowMs: monotonicMs,
    later: (waitMs, act) => {
      const timer = setTimeout(act, waitMs);
      return () => clearTimeout(timer);
    },
  });
  return {
    output: linear,
    end: () => {
      linear.end();
      file?.close();
    },
  };
}
