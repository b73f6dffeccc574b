// The work that a function makes of ours, counted in blocks of code that ran: the same on every machine, which
// no time is. What the runtime does by itself, such as searching with a pattern, is one step.
import { Session } from 'node:inspector/promises';

const OURS = /\/(?:packages|apps)\/[^/]+\/src\//;

/** Runs one piece of work after the other and hands back how often blocks of our code were entered in each. */
export async function countSteps(works: readonly (() => unknown)[]): Promise<number[]> {
  const session = new Session();
  session.connect();
  try {
    await session.post('Profiler.enable');
    await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
    const steps: number[] = [];
    for (const work of works) {
      await session.post('Profiler.takePreciseCoverage');
      await work();
      const { result } = await session.post('Profiler.takePreciseCoverage');
      const ours = result.filter(({ url }) => OURS.test(url));
      const ranges = ours.flatMap(({ functions }) => functions.flatMap((each) => each.ranges));
      steps.push(ranges.reduce((sum, { count }) => sum + count, 0));
    }
    return steps;
  } finally {
    session.disconnect();
  }
}
