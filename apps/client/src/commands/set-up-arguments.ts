// What the arguments of the commands that set this machine up must be; reading them is
// `command-line.ts`'s task.
import { EXIT_USAGE, UserError } from '../user-error.ts';

type Values = Readonly<Record<string, string | boolean | readonly string[]>>;

export function checkDoctor([word]: readonly string[], { bundle, yes, notify }: Values): void {
  if (word !== undefined) throw usage(`doctor takes no argument (${word}): leave it away`);
  if (yes === true && bundle === undefined) {
    throw usage('--yes goes with --bundle: codex-voice doctor --bundle FILE --yes');
  }
  if (notify === true && bundle !== undefined) {
    throw usage('--notify looks at nothing that --bundle could write: keep one');
  }
}

export function checkInit([word]: readonly string[], { audio, device, model }: Values): void {
  if (word !== undefined) throw usage(`init takes no argument (${word}): leave it away`);
  if (audio !== undefined && device !== undefined) {
    throw usage('--audio and --device are two sources: keep one');
  }
  if (typeof model === 'string' && /[/\\]/u.test(model)) {
    throw usage(`--model ${model} is a folder: codex-voice models add FOLDER, then init`);
  }
}

function usage(message: string): UserError {
  return new UserError(message, EXIT_USAGE);
}
