// What a process does that exists for one recogniser, speaker or keyword model: serves whoever started it, and ends with it.
import { createSherpaKeywords } from '../keywords/sherpa-keywords.ts';
import { createSherpaEmbedder } from '../speakers/sherpa-embedder.ts';
import { createLocalRecognizer } from './local-recognizer.ts';
import { serveRecognizer } from './serve-recognizer.ts';

/** Takes the whole process over. Throws where it was given no pipe. */
export function runRecognizerProcess(): void {
  // What fails in here is told by the last line on standard error, and by the process's end.
  process.once('uncaughtException', (error) => {
    process.stderr.write(`codex-voice: the recogniser failed: ${error.message}\n`);
    process.exit(1);
  });
  // These go to a whole group: voice first has what was said decoded, then ends us itself.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
    process.on(signal, () => undefined);
  }
  serveRecognizer({
    create: createLocalRecognizer,
    createSpeakers: createSherpaEmbedder,
    createKeywords: createSherpaKeywords,
    onEnd: (exitStatus) => process.exit(exitStatus),
  });
}
