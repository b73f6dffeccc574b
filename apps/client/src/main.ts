// The client's composition root: arguments in, one command run, exit status out.
import { main } from './run-command.ts';

process.exitCode = await main();
