// A text changed in the person's own editor, in a file that only they can read and that is gone afterwards.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { UserError, visible } from '../user-error.ts';

const FILE_MODE = 0o600;

/** Throws `UserError` where there is no terminal, no editor, or it ended with a failure. */
export async function editedText(text: string): Promise<string> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    throw new UserError('an editor needs a terminal: codex-voice flush edit ID TEXT…, or -');
  }
  const { VISUAL, EDITOR } = process.env;
  const [file = 'vi', ...args] = (VISUAL || EDITOR || 'vi')
    .split(/\s+/u)
    .filter((word) => word !== '');
  // Made with mode 0700.
  const folder = mkdtempSync(join(tmpdir(), 'codex-voice-'));
  try {
    const path = join(folder, 'prompt.md');
    writeFileSync(path, `${text}\n`, { mode: FILE_MODE });
    const status = await ended(file, [...args, path]);
    if (status !== 0)
      throw new UserError(`${visible(file)} ended with status ${status}: nothing is changed`);
    return readFileSync(path, 'utf8');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function ended(file: string, args: readonly string[]): Promise<number> {
  return await new Promise((resolve, reject) => {
    const child = spawn(file, args, { stdio: 'inherit' });
    child.once('error', (error) => {
      reject(new UserError(`${visible(file)} can't be run (${error.message}): set EDITOR`));
    });
    child.once('exit', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}
