// What a terminal measures of itself, told to its session once a minute and never sooner: sums and a few
// times without order or moment, so that nothing of how somebody types can be read from them.
import type { LateSettings } from './late-settings.ts';
import { monotonicMs } from './monotonic.ts';
import type { HostPort } from './session-backend.ts';
import type { SessionScreen } from './session-screen.ts';

const TELL_MS = 60_000;
const MICROSECONDS_PER_MS = 1_000;
const PERCENT = 100;

/** The call ends it. While its person wants nothing measured nothing is told. */
export function meterTerminal(
  screen: Pick<SessionScreen, 'takeTallies'>,
  host: Pick<HostPort, 'request'>,
  settings: Pick<LateSettings, 'areMeasured'>,
): () => void {
  let before = { atMs: monotonicMs(), ranMs: ranMs() };
  const timer = setInterval(() => {
    const now = { atMs: monotonicMs(), ranMs: ranMs() };
    const share = (now.ranMs - before.ranMs) / (now.atMs - before.atMs);
    before = now;
    const { echoMs, held, skipped } = screen.takeTallies();
    if (!settings.areMeasured) return;
    host.request({
      type: 'measured',
      ...{ echoMs: [...echoMs], held, skipped },
      memoryBytes: process.memoryUsage.rss(),
      processorPercent: share * PERCENT,
    });
  }, TELL_MS).unref();
  return () => clearInterval(timer);
}

function ranMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / MICROSECONDS_PER_MS;
}
