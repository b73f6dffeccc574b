// The demonstration: a recording is spoken through the whole real path into an agent in this terminal,
// and what was heard, what the agent received and the time of each stage are printed. Exits 0 only if
// the words arrived.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chooseAgent } from './demo/agent.ts';
import { report } from './demo/report.ts';
import { runDemonstration } from './demo/run.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const flags = process.argv.slice(2);
const unknown = flags.find((flag) => flag !== '--with-codex' && flag !== '--plain');
if (unknown !== undefined) {
  process.stderr.write(
    `demo: unknown option ${unknown}: the options are --with-codex (fetch the pinned Codex) and --plain (a log instead of a terminal)\n`,
  );
  process.exit(2);
}

const folder = await mkdtemp(join(tmpdir(), 'codex-voice-demo-'));
try {
  const agent = await chooseAgent({ root, folder, fetchCodex: flags.includes('--with-codex') });
  try {
    const isTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
    const display = isTerminal && !flags.includes('--plain') ? 'terminal' : 'log';
    const result = await runDemonstration({ root, folder, agent, display });
    process.stdout.write(report(result));
    process.exitCode = result.arrived ? 0 : 1;
  } finally {
    await agent.close();
  }
} catch (error) {
  process.stderr.write(`demo: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
