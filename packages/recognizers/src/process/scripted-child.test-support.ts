// A recogniser's process that behaves as its first argument says: it tells what it heard, or goes wrong
// in one of the ways that native code does. Started by the tests of `createProcessRecognizer`.
import { writeSync } from 'node:fs';
import type { PartialText, Recognition, UtteranceContext } from '@codex-voice/speech';
import { PIPE_DESCRIPTOR } from './process-link.ts';
import type { LoadedRecognizer } from './recognizer-server.ts';
import { serveRecognizer } from './serve-recognizer.ts';
import { encodeStructured } from './structured-pipe.ts';

export type ScriptedBehaviour =
  /** Text: how many samples, their sum, and the context it was told. */
  | 'tells'
  | 'never-answers'
  | 'never-loads'
  | 'writes-noise'
  | 'answers-nonsense'
  | 'answers-unasked'
  | 'exits-at-load'
  | 'throws-at-load'
  | 'exits-at-finish'
  /** Blocks its thread where an utterance begins, as native code does. */
  | 'blocks'
  | 'speaks-version-0';

/** As sherpa-onnx ends the process on a bad file. */
const NATIVE_EXIT_STATUS = 255;

const BLOCK_MS = 1500;

function block(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, BLOCK_MS);
}

function say(message: object): void {
  writeSync(PIPE_DESCRIPTOR, encodeStructured(message));
}

function dieNatively(): never {
  writeSync(2, 'loading the model\n/model.onnx:12: expected 4 dimensions, have 3\n');
  process.exit(NATIVE_EXIT_STATUS);
}

function told(heard: readonly Float32Array[], context: UtteranceContext | undefined): Recognition {
  const samples = heard.flatMap((piece) => [...piece]);
  const sum = samples.reduce((total, sample) => total + sample, 0);
  const text = JSON.stringify({ samples: samples.length, sum, context });
  return { verdict: 'accepted', text, words: [{ text, startMs: 0, endMs: 1 }] };
}

function finish(behaviour: ScriptedBehaviour, recognition: Recognition): Promise<Recognition> {
  if (behaviour === 'never-answers') return new Promise(() => undefined);
  if (behaviour === 'exits-at-finish') dieNatively();
  if (behaviour === 'writes-noise') writeSync(PIPE_DESCRIPTOR, 'INFO: decoded in 3 ms\n');
  if (behaviour === 'answers-nonsense') say({ type: 'recognition', utterance: 2, recognition: 42 });
  return Promise.resolve(recognition);
}

function scripted(behaviour: ScriptedBehaviour): LoadedRecognizer {
  let utterances = 0;
  const recognizer: LoadedRecognizer['recognizer'] = {
    name: `scripted ${behaviour}`,
    abilities: { dictation: 'free', partials: 'live', terms: 'decoder', languages: ['en'] },
    begin(context) {
      utterances += 1;
      const isWarming = utterances === 1;
      if (!isWarming && behaviour === 'blocks') block();
      if (!isWarming && behaviour === 'answers-unasked') {
        const recognition = { verdict: 'rejected', text: '' };
        say({ type: 'recognition', utterance: 1, recognition });
      }
      const heard: Float32Array[] = [];
      return {
        accept: (samples) => {
          heard.push(samples.slice());
        },
        partial: (): PartialText => ({ text: 'a '.repeat(heard.length), settledLength: 1 }),
        finish: () => {
          const recognition = told(heard, context);
          return isWarming ? Promise.resolve(recognition) : finish(behaviour, recognition);
        },
        abandon: () => undefined,
      };
    },
    dispose: () => undefined,
  };
  return { recognizer, warnings: ['one word is left out'] };
}

async function create(behaviour: ScriptedBehaviour): Promise<LoadedRecognizer> {
  if (behaviour === 'never-loads') await new Promise(() => undefined);
  if (behaviour === 'exits-at-load') dieNatively();
  if (behaviour === 'throws-at-load') throw new Error('the file is damaged');
  if (behaviour === 'speaks-version-0') {
    const abilities = { dictation: 'free', partials: 'none', terms: 'none', languages: 'any' };
    say({ type: 'loaded', version: 0, name: 'old', abilities, warnings: [] });
  }
  return scripted(behaviour);
}

const behaviour = process.argv[2] as ScriptedBehaviour; // only the tests of this folder start it
serveRecognizer({ onEnd: (status) => process.exit(status), create: () => create(behaviour) });
