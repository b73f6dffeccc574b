// The voice process: opens the wire to its client, builds the process, ends with it.
import { openChannel } from './channel.ts';
import { CommandLoop } from './command-loop.ts';

let ending = false;

function finish(exitStatus: number): void {
  if (ending) return;
  ending = true;
  void channel.end().then(() => process.exit(exitStatus));
}

// A missing pipe shows as a descriptor of unknown kind, and what is thrown names neither.
process.once('uncaughtException', (error) => {
  process.stderr.write(`codex-voice: the voice process failed: ${error.message}\n`);
  process.exit(1);
});

const voice = new CommandLoop({ emit: (event) => channel.send(event), finished: finish });
const channel = openChannel({
  onCommand: (command) => voice.handle(command),
  // Whoever started us is gone: finish what is on its way to the disk, then end.
  onGone: () => voice.handle({ type: 'shutdown' }),
});
// A terminal's Ctrl-C goes to the whole group; ending is the client's decision.
process.on('SIGINT', () => undefined);
// A closed terminal hangs up on the whole group: what is being said is kept first.
for (const signal of ['SIGTERM', 'SIGHUP', 'SIGQUIT'] as const) {
  process.on(signal, () => voice.handle({ type: 'shutdown' }));
}
