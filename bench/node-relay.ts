// The least a Node program can do between two terminals with this product's own PTY package: bytes
// both ways and nothing else. Shows how much of a figure is the runtime's and how much is ours.
import { exitStatus, spawnPty, takeTerminal } from '@codex-voice/pty';

const [file = '', ...args] = process.argv.slice(2);
const taken = takeTerminal({
  stdin: process.stdin,
  stdout: process.stdout,
  restoreBytes: () => new Uint8Array(),
});
if (taken.kind === 'not-a-terminal') throw new Error(`${taken.stream} is not a terminal`);
const { terminal } = taken;
const started = spawnPty({ file, args, cwd: process.cwd(), env: process.env, ...terminal.size() });
if (started.kind === 'failed') throw new Error(started.message);
const { pty } = started;
pty.onData((chunk) => {
  if (!terminal.output.write(chunk)) pty.pause();
});
terminal.output.onDrain(() => pty.resume());
terminal.onInput((bytes) => {
  if (!pty.write(bytes)) terminal.pauseInput();
});
pty.onDrain(() => terminal.resumeInput());
terminal.onResize((size) => pty.resize(size));
terminal.forwardSignals((signal) => pty.kill(signal));
const exit = await pty.exited;
await terminal.output.flush();
terminal.restore();
process.exit(exitStatus(exit));
