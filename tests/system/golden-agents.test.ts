// needs: codex claude gemini
// The key workflows with the real agents, in the whole program: what happens is what their golden transcripts
// say. Each agent is started once and plays them one after the other, in the test command each second one, so that
// three of the six play each. `npm run golden` plays all, and `npm run golden -- --write` takes them anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  GOLDEN_DRIVERS,
  type Golden,
  type GoldenDriver,
  type GoldenPerformer,
  type GoldenWorkflow,
  goldenDifference,
  goldenText,
  goldenWorkflows,
  parseGolden,
  type SeenStep,
  sized,
  takeGolden,
} from '@codex-voice/testing';
import { expect, test } from 'vitest';
import { startGoldenAgent } from './golden-agents.ts';
import { GoldenModel, GoldenSession } from './golden-rig.ts';

const FOLDER = join(import.meta.dirname, '../golden');
const IS_TAKEN = process.env.CODEX_VOICE_GOLDEN === 'write';

const pathOf = (name: string): string => join(FOLDER, `${name}.golden`);
const readGolden = (name: string): Golden => parseGolden(readFileSync(pathOf(name), 'utf8'));

const isPlayedBy = sized<(driver: GoldenDriver, at: number) => boolean>({
  usual: (driver, at) => (at + GOLDEN_DRIVERS.indexOf(driver)) % 2 === 0,
  full: () => true,
});

/** Who is not asked to play what, as the golden files say. */
function plays(driver: GoldenDriver, { absent }: Golden): boolean {
  return !absent.some((line) => line.split(': ', 1)[0]?.split(' ').includes(`real:${driver}`));
}

function take(
  workflow: GoldenWorkflow,
  played: readonly [GoldenPerformer, readonly SeenStep[]],
): void {
  const { name, about } = workflow;
  const before = readGolden(name);
  const seen = new Map([played]);
  const taken = takeGolden({ name, about, absent: before.absent, seen, before });
  writeFileSync(pathOf(name), goldenText(taken));
}

test.concurrent.for(GOLDEN_DRIVERS)(
  'GOLDEN-1 real workflows: %s',
  { timeout: 240_000 },
  async (driver, { onTestFinished }) => {
    await using undo = new AsyncDisposableStack();
    const model = new GoldenModel();
    const onFinished = (end: () => void): void => onTestFinished(end);
    const agent = await startGoldenAgent(driver, { model, undo, onFinished });
    using session = await GoldenSession.open(agent, model);
    const differences: string[] = [];
    for (const [at, workflow] of goldenWorkflows().entries()) {
      const golden = readGolden(workflow.name);
      if (!isPlayedBy(driver, at) || !plays(driver, golden)) continue;
      const steps = await session.play(workflow, { golden, as: IS_TAKEN ? 'taken' : 'held' });
      if (IS_TAKEN) take(workflow, [`real:${driver}`, steps]);
      const held = readGolden(workflow.name);
      const difference = goldenDifference(held, { seen: steps, performer: `real:${driver}` });
      if (difference !== undefined) differences.push(difference);
    }
    expect(differences.join('\n\n')).toBe('');
  },
);
