// Finds sherpa-onnx: beside the program, else where it was fetched with the person's consent.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { SPEECH_ENGINE, speechEngineFolder } from '@codex-voice/folders';

/** For `sherpa-onnx-node`, which may be in neither place. */
export function sherpaRequire(): NodeJS.Require {
  const beside = createRequire(import.meta.url);
  try {
    beside.resolve(SPEECH_ENGINE.packageName);
    return beside;
  } catch {
    // The file itself need not be there.
    return createRequire(join(speechEngineFolder(process.env, process.platform), 'from-here.cjs'));
  }
}
