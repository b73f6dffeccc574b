export { makeFolder } from './make-folder.ts';
export { processIsAlive } from './process-is-alive.ts';
export { SPEECH_ENGINE, speechEngineFolder } from './speech-engine.ts';
