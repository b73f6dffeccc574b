// Lets a child that stops itself (Ctrl-Z in an agent) stop us too, and wakes it when the shell wakes
// us: without this the terminal would stay taken by a program that sleeps.
import type { RawTerminal } from './raw-terminal.ts';
import type { PtyProcess } from './spawn-pty.ts';

/** When to look after a key, in milliseconds: a program stops itself soon after the key or not at
 *  all. No look is taken while nothing is typed, so an idle session wakes for nothing. */
const LOOK_AFTER_MS = [30, 120, 500, 1500] as const;

export interface StopFollower {
  /** Something was typed that went to the child. */
  inputPassed(): void;
  dispose(): void;
}

/** Watches for the child's stop after each key. */
export function followStops(
  pty: Pick<PtyProcess, 'stopped' | 'kill'>,
  terminal: Pick<RawTerminal, 'suspend' | 'onContinue'>,
): StopFollower {
  let timer: NodeJS.Timeout | undefined;
  let asleep = false;
  terminal.onContinue(() => {
    if (asleep) pty.kill('SIGCONT');
    asleep = false;
  });
  const lookAt = (step: number) => {
    const delayMs = LOOK_AFTER_MS[step];
    timer = undefined;
    if (delayMs === undefined) return;
    timer = setTimeout(() => {
      if (!pty.stopped) {
        lookAt(step + 1);
        return;
      }
      timer = undefined;
      asleep = true;
      terminal.suspend();
    }, delayMs);
    timer.unref();
  };
  return {
    inputPassed: () => {
      clearTimeout(timer);
      lookAt(0);
    },
    dispose: () => clearTimeout(timer),
  };
}
