// The front door.
export { Picture } from './picture.ts';
export {
  BURST_LONGEST_MS,
  BURST_REST_MS,
  FLOOD_BYTES,
  FLOOD_KEPT_BYTES,
  FLOOD_OVER_MS,
  FLOOD_WINDOW_MS,
  LOOK_AT_LEAST_EVERY_MS,
  QUIET_MS,
  type ShadowOptions,
} from './shadow.ts';
export { createShadowInThread } from './shadow-in-thread.ts';
export { type Assessment, type ScreenSize, ShadowScreen } from './shadow-screen.ts';
export { ByteRing, RING_BYTES } from './worker/byte-ring.ts';
export { createShadowInWorker, type ShadowInWorkerOptions } from './worker/shadow-in-worker.ts';
