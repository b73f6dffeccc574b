// The worker thread of a watched screen, for a bundle of its own or to be run from the sources.
import { runShadowWorker } from './shadow-worker.ts';

runShadowWorker();
