// What answers --help and --version alone: a bundle of its own, without the settings and all that a session
// needs. The launcher comes here for exactly these words; everything else is the client's.
import { parseCommandLine } from './command-line.ts';
import { DEFAULT_KEYS } from './default-keys.ts';
import { helpText } from './help.ts';
import { endWithOutput } from './output-end.ts';
import { packageVersion } from './program-root.ts';

function page(words: readonly string[]): string {
  const { command, about } = parseCommandLine(words);
  if (command === 'version') return `codex-voice ${packageVersion()}\n`;
  return helpText(about, DEFAULT_KEYS);
}

endWithOutput();
process.stdout.write(page(process.argv.slice(2)));
