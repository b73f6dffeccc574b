// A question to the person at the terminal that only "yes" answers.
import { createInterface } from 'node:readline/promises';

/** `nobody`: no person can be asked here. */
export async function askYes(question: string): Promise<'yes' | 'no' | 'nobody'> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY || !stderr.isTTY) return 'nobody';
  const lines = createInterface({ input: stdin, output: stderr });
  try {
    const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
    const answer = await Promise.race([lines.question(`${question} [y/N] `), closed]);
    return /^\s*y(?:es)?\s*$/iu.test(answer) ? 'yes' : 'no';
  } finally {
    lines.close();
  }
}
