// The order of the unit suites: those that take longest begin first, so that no worker is left alone with one
// at the end, and what waits for recordings stands beside what computes.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Half a minute and more on two processors, longest first. */
export const LONGEST_FILES: readonly string[] = [
  'tests/program/speakers.test.ts',
  'tests/program/bench-commands.test.ts',
  'packages/engine/src/session/voice-session.test.ts',
  'tests/program/microphone-check.test.ts',
  'packages/shadow/src/shadow.contract.test.ts',
  'tests/program/bad-input.test.ts',
  'tests/program/spoken-session.test.ts',
  'apps/keeper/src/driven-agent.test.ts',
  'packages/recognizers/src/recognizer.contract.test.ts',
  'tests/fidelity/snapshot.test.ts',
  'packages/engine/src/wake-model.test.ts',
  'tests/program/sessions/coming-back.test.ts',
  'tests/program/impossible-home.test.ts',
  'packages/recognizers/src/process/process-recognizer.test.ts',
  'tests/program/free-dictation.test.ts',
  'tests/program/listen-again.test.ts',
  'tests/program/keys.test.ts',
  'tests/program/notes.test.ts',
  'packages/recognizers/src/sherpa/model-memory.test.ts',
];

/** `paths` with those of `longest` in front, in its order; the rest keep theirs. */
export function withLongestFirst<Item>(
  items: readonly Item[],
  pathOf: (item: Item) => string,
  longest: readonly string[] = LONGEST_FILES,
): Item[] {
  const rank = (item: Item): number => {
    const at = longest.indexOf(pathOf(item));
    return at === -1 ? longest.length : at;
  };
  return items.toSorted((one, other) => rank(one) - rank(other));
}

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { root } = this.ctx.config;
    return withLongestFirst(await super.sort(files), ({ moduleId }) => relative(root, moduleId));
  }
}
