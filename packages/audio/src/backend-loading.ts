// The one place that loads the native audio library. Loading is late and may fail: without
// libasound the library does not load at all. What that means to a person is said elsewhere.
import type { AudioBackend } from './audio-backend.ts';
import { hasSoundServer, withSoundServer } from './sound-server.ts';

/** Rejects with the loader's own error where the library does not load. */
export async function loadAudioBackend(): Promise<AudioBackend> {
  const { decibriBackend } = await import('./decibri-backend.ts');
  return hasSoundServer(process.env, process.platform)
    ? withSoundServer(decibriBackend)
    : decibriBackend;
}
