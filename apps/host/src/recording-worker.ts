// Where the thread's program lies that writes recordings: a bundle beside ours, or the source where nothing is bundled.
export const recordingWorker = import.meta.url.endsWith('.ts')
  ? new URL('../../../packages/recorder/src/worker/main.ts', import.meta.url)
  : new URL('./recording-worker.cjs', import.meta.url);
