// Owns an app-server and does nothing else, so that a suite can kill an owner. FILE CWD FOLDER; it
// prints the server's process id.
import { setTimeout as sleep } from 'node:timers/promises';
import { CodexAppServer } from '@codex-voice/drivers';

/** An owner that nobody kills ends by itself, in ms. */
const LONGEST_MS = 60_000;

const [file = '', cwd = '', folder = ''] = process.argv.slice(2);
const server = await CodexAppServer.start({
  file,
  cwd,
  folder,
  env: process.env,
  changed: () => undefined,
});
if (typeof server === 'string') throw new Error(server);
console.log(server.pid);
await sleep(LONGEST_MS);
await server[Symbol.asyncDispose]();
