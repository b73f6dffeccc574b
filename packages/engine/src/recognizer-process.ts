// The process of one model, for sessions that are embedded: started by this file's path.
import { runRecognizerProcess } from '@codex-voice/recognizers';

runRecognizerProcess();
