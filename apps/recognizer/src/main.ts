// The process of one recogniser, as a role of the installed command.
import { runRecognizerProcess } from '@codex-voice/recognizers';

runRecognizerProcess();
