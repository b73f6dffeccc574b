// Plays a film in the person's terminal until it is left: takes the terminal, draws what is due, hears the keys, and
// gives the terminal back on every way out.
import { takeTerminal } from '@codex-voice/pty';
import { monotonicMs } from '../monotonic.ts';
import { notATerminal } from '../terminal-checks.ts';
import { Playhead } from './playhead.ts';
import type { Film } from './replay-film.ts';
import { replayKeys } from './replay-keys.ts';
import { ReplayScreen } from './replay-screen.ts';

/** Between two pictures at least this long, in ms: as often as a screen is seen to change. */
const PICTURE_MS = 33;
/** The time on our row goes on while nothing happens, this often, in ms. */
const TIME_MS = 500;

const ENTER = '\u001b[?1049h\u001b[m\u001b[H\u001b[J\u001b[?7l';
const LEAVE = '\u001b[?2026l\u001b[?7h\u001b[m\u001b[?25h\u001b[?1049l';

export interface PlayOptions {
  readonly speed: number;
  readonly fromMs: number;
}

/** Throws `UserError` where there is no terminal. */
export async function play(film: Film, options: PlayOptions): Promise<void> {
  const encoder = new TextEncoder();
  const restored = encoder.encode(LEAVE);
  const taken = takeTerminal({
    stdin: process.stdin,
    stdout: process.stdout,
    restoreBytes: () => restored,
  });
  if (taken.kind === 'not-a-terminal') throw notATerminal(taken.stream);
  const { terminal } = taken;
  let timer: NodeJS.Timeout | undefined;
  try {
    const screen = new ReplayScreen(film, terminal.size());
    const head = new Playhead(film, {
      speed: options.speed,
      atMs: options.fromMs,
      nowMs: monotonicMs(),
    });
    const draw = (): void => {
      clearTimeout(timer);
      const nowMs = monotonicMs();
      // A terminal that takes nothing is waited for; time goes on.
      if (terminal.output.pendingBytes === 0)
        terminal.output.write(encoder.encode(screen.draw(head, nowMs)));
      const waitMs = head.waitMs(nowMs, screen.nextMs);
      if (waitMs === undefined && (head.isPaused || head.isOver(nowMs))) return;
      timer = setTimeout(draw, Math.max(PICTURE_MS, Math.min(waitMs ?? TIME_MS, TIME_MS)));
    };
    await new Promise<void>((leave) => {
      const enter = (): void => {
        terminal.output.write(encoder.encode(ENTER));
        screen.resize(terminal.size());
        draw();
      };
      terminal.onInput((bytes) => {
        for (const key of replayKeys(Buffer.from(bytes).toString())) {
          if (key === 'end') leave();
          else head.press(key, monotonicMs());
        }
        draw();
      });
      terminal.onInputEnd(leave);
      terminal.onResize(() => enter());
      terminal.onContinue(enter);
      terminal.forwardSignals(() => leave());
      enter();
    });
    await terminal.output.flush();
  } finally {
    clearTimeout(timer);
    terminal.restore();
  }
}
