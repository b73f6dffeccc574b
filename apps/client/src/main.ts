// The client's composition root: arguments in, one command run, exit status out.
import { main } from './run-command.ts';

void main().then((status) => {
  process.exitCode = status;
});
