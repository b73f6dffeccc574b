// The worker thread's side of a watched screen. An app gives it a file of its own that calls
// `runShadowWorker`, so that it works from sources and from a bundle.
import { parentPort, workerData } from 'node:worker_threads';
import type { AgentKind } from './known-agents.ts';
import { LookSchedule } from './look-schedule.ts';
import { type Assessment, type ScreenSize, ShadowScreen } from './shadow-screen.ts';

/** Messages to the worker, in order. */
export type ToShadow =
  | { readonly type: 'bytes'; readonly bytes: Uint8Array }
  | { readonly type: 'skip'; readonly byteCount: number }
  | { readonly type: 'resize'; readonly size: ScreenSize }
  | { readonly type: 'end' };

/** Messages from the worker. */
export type FromShadow =
  | { readonly type: 'consumed'; readonly consumedBytes: number }
  | { readonly type: 'assessment'; readonly assessment: Assessment };

/** Runs inside the worker thread until it is told to end. Throws TypeError on the main thread. */
export function runShadowWorker(): void {
  const port = parentPort;
  if (port === null) throw new TypeError('runShadowWorker: not in a worker thread');
  // What `createShadowWorker` put there, in the same installation.
  const options = workerData as ScreenSize & { kind: AgentKind };
  const shadow = new ShadowScreen(options);
  const say = (message: FromShadow) => port.postMessage(message);
  const schedule = new LookSchedule(
    () => {
      const assessment = shadow.assess();
      say({ type: 'assessment', assessment });
      return assessment.midUpdate ? 'mid-update' : 'settled';
    },
    () => performance.now(),
  );
  port.on('message', (message: ToShadow) => {
    switch (message.type) {
      case 'bytes':
        shadow.feed(message.bytes);
        say({ type: 'consumed', consumedBytes: shadow.consumedBytes });
        break;
      case 'skip':
        shadow.skip(message.byteCount);
        break;
      case 'resize':
        shadow.resize(message.size);
        break;
      case 'end':
        schedule.dispose();
        shadow.dispose();
        port.close();
        return;
    }
    schedule.changed();
  });
}
