// Everything that may drift, looked at in one run: the newest agents, libraries and models against what is
// pinned. Prints a line each and, where a file is named, writes the report into it.
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { CATALOGUE, fileAddress } from '@codex-voice/models';
import { type DriftCheck, runChecks } from './finding.ts';
import { libraries } from './libraries.ts';
import { acpSchema, newestGoldens, opencodeAcp, protocolCheck } from './newest-agents.ts';
import { asksForWork, reportPage, reportTitle } from './report.ts';
import { servedModels } from './served-models.ts';
import { compareWordErrors, keptWordErrors, measureWordErrors } from './word-errors.ts';

const models: DriftCheck = {
  name: 'models',
  about: 'Models of the catalogue at their publishers',
  run: async () =>
    await servedModels(
      CATALOGUE.flatMap(({ id, place, files }) =>
        files.map(({ name, bytes, sha256 }) => ({
          name: `${id}/${name}`,
          address: fileAddress(place, name),
          ...(bytes === undefined ? {} : { bytes }),
          ...(sha256 === undefined ? {} : { sha256 }),
        })),
      ),
    ),
};

const words: DriftCheck = {
  name: 'words',
  about: 'Word errors of the built-in recogniser',
  run: async () => compareWordErrors(keptWordErrors(), await measureWordErrors()),
};

const CHECKS: readonly DriftCheck[] = [
  protocolCheck('codex'),
  protocolCheck('claude'),
  acpSchema,
  opencodeAcp,
  newestGoldens,
  libraries,
  models,
  words,
];

/** The exit status: 0 nothing to do, 1 something changed or failed. Throws for words it does not know. */
export async function newest(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { only: { type: 'string' }, report: { type: 'string' } },
  });
  const names = values.only?.split(',');
  for (const name of names ?? []) {
    if (!CHECKS.some((check) => check.name === name))
      throw new Error(`no check ${name}: there are ${CHECKS.map((one) => one.name).join(' ')}`);
  }
  const chosen = CHECKS.filter(({ name }) => names === undefined || names.includes(name));
  const all = await runChecks(chosen, ({ name, finding }) => {
    console.log(`${finding.verdict.padEnd(12)}${name.padEnd(18)}${finding.summary}`);
    for (const line of finding.lines) console.log(`    ${line}`);
  });
  if (values.report !== undefined)
    writeFileSync(values.report, reportPage(all, new Date().toISOString().slice(0, 10)));
  console.log(reportTitle(all));
  return asksForWork(all) ? 1 : 0;
}
