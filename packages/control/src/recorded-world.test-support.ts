// A driven world whose controls are recorded in memory, as a file would hold them: every line through JSON.
import { ControlWorld } from './control-world.test-support.ts';
import type { QueueStore } from './queue-store.ts';
import { RecordedControl } from './recorded-control.ts';
import type { RecordedLine } from './redrive-report.ts';

export interface RecordedWorld {
  readonly world: ControlWorld;
  readonly lines: RecordedLine[];
  /** Time passes, with all that follows from it. */
  wait(durationMs: number): Promise<void>;
}

const STEP_MS = 50;

export function recordedWorld(store?: QueueStore): RecordedWorld {
  const lines: RecordedLine[] = [];
  let beganMs: number | undefined;
  const world = new ControlWorld(
    store,
    (parts) =>
      new RecordedControl(parts, ({ code, nowMs, data }) => {
        beganMs ??= nowMs;
        lines.push({ code, atMs: nowMs - beganMs, data: JSON.parse(JSON.stringify(data)) });
      }),
  );
  return {
    world,
    lines,
    wait: async (durationMs) => {
      await settled();
      for (let step = 0; step < durationMs; step += STEP_MS) {
        world.wait(STEP_MS);
        await settled();
      }
    },
  };
}

/** Everything that was promised has come about. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
