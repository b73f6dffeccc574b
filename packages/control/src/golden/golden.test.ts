// Every key workflow, played by every scripted driver in every language, is what its golden transcript says.
// `npm run golden -- --write` takes them anew.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SPOKEN_LANGUAGES, type SpokenLanguage } from '@codex-voice/speech';
import {
  GOLDEN_DRIVERS,
  type Golden,
  type GoldenPerformer,
  type GoldenWorkflow,
  goldenDifference,
  goldenText,
  goldenWords,
  goldenWorkflows,
  languageWorkflow,
  parseGolden,
  type SeenStep,
  takeGolden,
} from '@codex-voice/testing';
import { describe, expect, test } from 'vitest';
import { playScripted } from './golden-stage.test-support.ts';

const FOLDER = join(import.meta.dirname, '../../../../tests/golden');
const IS_TAKEN = process.env.CODEX_VOICE_GOLDEN === 'write';

const pathOf = (name: string): string => join(FOLDER, `${name}.golden`);

function readGolden(name: string): Golden | undefined {
  try {
    return parseGolden(readFileSync(pathOf(name), 'utf8'));
  } catch (error) {
    if (IS_TAKEN) return undefined;
    throw error;
  }
}

type Seen = ReadonlyMap<GoldenPerformer, readonly SeenStep[]>;

async function playedByAll(
  workflow: GoldenWorkflow,
  { language, words }: { language: SpokenLanguage; words: ReadonlyMap<string, string> },
): Promise<Seen> {
  const seen = new Map<GoldenPerformer, readonly SeenStep[]>();
  for (const driver of GOLDEN_DRIVERS)
    seen.set(`scripted:${driver}`, await playScripted({ workflow, driver, language, words }));
  return seen;
}

/** `takes`: this play is the one that a new golden transcript is made of. */
function compare({ name, about }: GoldenWorkflow, seen: Seen, takes: 'takes' | 'held'): void {
  let golden = readGolden(name);
  if (IS_TAKEN && takes === 'takes') {
    const absent = golden?.absent ?? [];
    golden = takeGolden({ name, about, absent, seen, before: golden });
    writeFileSync(pathOf(name), goldenText(golden));
  }
  for (const [performer, steps] of seen) {
    if (golden === undefined) throw new Error(`${name} has no golden transcript`);
    const difference = goldenDifference(golden, { seen: steps, performer });
    expect.soft(difference ?? '', `${name} ${performer}`).toBe('');
  }
}

describe.each(goldenWorkflows())('GOLDEN-1 GOLDEN-2 $name', ({ name }) => {
  test.each(SPOKEN_LANGUAGES)('in %s, by every driver', async (language) => {
    const workflow = goldenWorkflows(language).find((one) => one.name === name);
    if (workflow === undefined) throw new Error(`no workflow ${name}`);
    const words = goldenWords(language);
    const seen = await playedByAll(workflow, { language, words });
    compare(workflow, seen, language === 'en' ? 'takes' : 'held');
  });
});

test.each(SPOKEN_LANGUAGES)(
  'GOLDEN-3 what is said and written in %s, by every driver',
  async (language) => {
    const workflow = languageWorkflow(language);
    const seen = await playedByAll(workflow, { language, words: new Map() });
    compare(workflow, seen, 'takes');
  },
);
