// One phrase as it goes over a wire; how it is heard is the recognisers' task.
import * as v from 'valibot';

export const spokenPhrase = v.object({
  /** What is said: lower-case words separated by single spaces. */
  spoken: v.string(),
  /** Pronunciations in ARPAbet for words the dictionary lacks, by word. */
  pronunciations: v.exactOptional(v.record(v.string(), v.array(v.string()))),
});
