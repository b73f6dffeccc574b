// Stands between codex-voice and an agent, in a PTY on either side: passes everything on as it is and
// appends every byte for the agent to the file named by RELAY_LOG. RELAY_TO is the agent's program.
import { appendFileSync } from 'node:fs';
import { spawnPty, terminalSize } from '@codex-voice/pty';

const { RELAY_LOG: log = '', RELAY_TO: file = '', ...env } = process.env;
const spawned = spawnPty({
  file,
  args: process.argv.slice(2),
  cwd: process.cwd(),
  env,
  ...terminalSize(process.stdout),
});
if (spawned.kind === 'failed') throw new Error(spawned.message);
const { pty } = spawned;
process.stdin.setRawMode(true);
process.stdin.on('data', (bytes) => {
  appendFileSync(log, bytes);
  pty.write(bytes);
});
pty.onData((bytes) => process.stdout.write(bytes.slice()));
process.stdout.on('resize', () => pty.resize(terminalSize(process.stdout)));
const exit = await pty.exited;
process.exit(exit.exitCode);
