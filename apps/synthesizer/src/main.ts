// The process of one voice's model, as a role of the installed command.
import { runVoiceModelProcess } from '@codex-voice/voices';

runVoiceModelProcess();
