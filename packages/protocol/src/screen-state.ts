// What an agent's screen shows, as it is told between processes. Who reads it and what follows from it
// is left to others.
import * as v from 'valibot';

const composer = {
  /** The visible text, one line per screen row. */
  text: v.string(),
  /** Where the cursor stands in `text`, in UTF-16 units; absent when that can't be told. */
  cursorOffset: v.exactOptional(v.number()),
  /** The composer is taller than its window. */
  clipped: v.exactOptional(v.literal(true)),
};

export const screenStateSchema = v.variant('kind', [
  v.object({ kind: v.literal('composer'), ...composer }),
  v.object({
    kind: v.literal('dialog'),
    what: v.string(),
    composer: v.exactOptional(v.object(composer)),
  }),
  v.object({ kind: v.literal('busy'), composer: v.exactOptional(v.object(composer)) }),
  v.object({ kind: v.literal('unknown') }),
]);
