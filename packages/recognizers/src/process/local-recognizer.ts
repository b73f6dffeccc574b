// Makes the recogniser that a process of its own was asked for, in this process.
import type { RecognizerLoad } from '@codex-voice/protocol';
import { RecognizerError } from '../failure.ts';
import { createPhraseListener } from '../phrase-listener.ts';
import { createModelRecognizer } from '../sherpa/model-recognizer.ts';
import type { LoadedRecognizer } from './recognizer-server.ts';

/** @throws RecognizerError and what the recogniser itself throws. */
export async function createLocalRecognizer(load: RecognizerLoad): Promise<LoadedRecognizer> {
  const { spec, phrases, language } = load;
  switch (spec.kind) {
    case 'phrases': {
      const warnings: string[] = [];
      const recognizer = await createPhraseListener({ phrases, language }, (message) =>
        warnings.push(message),
      );
      return { recognizer, warnings };
    }
    case 'model':
      return { recognizer: await createModelRecognizer(spec), warnings: [] };
    case 'nothing':
    case 'whisper-server':
    case 'openai':
      throw new RecognizerError('engine-failed', `"${spec.kind}" needs no process of its own`);
  }
}
