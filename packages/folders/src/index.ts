export { makeFolder } from './make-folder.ts';
export { SPEECH_ENGINE, speechEngineFolder } from './speech-engine.ts';
