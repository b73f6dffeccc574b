// The recogniser where nobody asks for words: it loads nothing and understands nothing, so that how loud
// it is, and who speaks, can be told at once.
import { NO_PARTIAL, type Recognition, type Recognizer } from '@codex-voice/speech';

const NOTHING_UNDERSTOOD: Recognition = { verdict: 'rejected', text: '' };

export function createDeafRecognizer(): Recognizer {
  let state: 'idle' | 'busy' | 'disposed' = 'idle';
  const close = (): void => {
    if (state === 'busy') state = 'idle';
  };
  return {
    name: 'nothing',
    abilities: { dictation: 'closed', partials: 'none', terms: 'none', languages: 'any' },
    begin() {
      if (state !== 'idle') {
        throw new TypeError(
          state === 'busy' ? 'begin: another utterance is still open' : 'begin: already disposed',
        );
      }
      state = 'busy';
      return {
        accept: () => undefined,
        partial: () => NO_PARTIAL,
        finish: async () => {
          close();
          return NOTHING_UNDERSTOOD;
        },
        abandon: close,
      };
    },
    dispose() {
      state = 'disposed';
    },
  };
}
