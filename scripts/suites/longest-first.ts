// The order of the unit suites: those that take longest begin first, so that no worker is left alone with one
// at the end, and what waits for recordings stands beside what computes.
import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Half a minute and more on two processors, longest first. */
export const LONGEST_FILES: readonly string[] = [
  'tests/program/speakers.test.ts',
  'apps/keeper/src/driven-agent.test.ts',
  'packages/engine/src/session/voice-session.test.ts',
  'packages/recognizers/src/process/process-recognizer.test.ts',
  'tests/program/bench-commands.test.ts',
  'tests/program/sessions/coming-back.test.ts',
  'tests/program/free-dictation.test.ts',
  'tests/program/actions.test.ts',
  'tests/program/listen-again.test.ts',
  'tests/program/session-commands.test.ts',
  'tests/program/notes.test.ts',
  'tests/program/keys.test.ts',
  'tests/program/impossible-home.test.ts',
  'tests/program/faults.test.ts',
  'tests/program/spoken-session.test.ts',
  'tests/program/mcp.test.ts',
  'tests/program/plugins.test.ts',
  'tests/program/bad-input.test.ts',
  'packages/faults/src/simulation.test.ts',
  'packages/drivers/src/acp/acp-driver.test.ts',
  'packages/engine/src/wake-model.test.ts',
  'tests/program/sessions/slow-terminals.test.ts',
  'packages/recognizers/src/keywords/keyword-wake.test.ts',
  'tests/program/roles.test.ts',
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
