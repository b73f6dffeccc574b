// What is loaded late: the thread that follows the agent's screen.
export { createShadowInWorker } from '@codex-voice/shadow';

/** The thread's program: a bundle beside ours, or the source where nothing is bundled. */
export const workerUrl = import.meta.url.endsWith('.ts')
  ? new URL('../../../packages/shadow/src/worker/main.ts', import.meta.url)
  : new URL('./shadow-worker.cjs', import.meta.url);
