// The thread that watches the agent's screen, away from keys and output.
import { runShadowWorker } from '@codex-voice/agents';

runShadowWorker();
