import { describe, expect, it } from 'vitest';
import { castBytes } from './cast.ts';
import { markProcesses } from './process-leaks.ts';
import { recordProgram } from './record-program.ts';
import { TerminalProgram } from './terminal-program.ts';

const WAIT_MS = 30_000;
const SIZE = { columns: 40, rows: 6 };
const ENVIRONMENT = { PATH: process.env.PATH, TERM: 'xterm-256color' };

function shell(script: string, env: object = {}) {
  return { file: 'sh', args: ['-c', script], cwd: '/', env: { ...ENVIRONMENT, ...env }, ...SIZE };
}

describe('a program in a virtual terminal', () => {
  it('gets answers to its questions, keys, and the new size', async () => {
    const script = `
      stty raw -echo; printf '\\033[6n'; answer=$(dd bs=1 count=6 2>/dev/null); stty -raw echo
      printf 'cursor %s\\n' "$answer" | tr '\\033' '^'
      read -r line; echo "heard $line"; read -r line; stty size`;
    await using program = new TerminalProgram(shell(script));
    await program.waitForText('cursor ^[1;1R', WAIT_MS);
    program.send('hello\r');
    await program.waitForText('heard hello', WAIT_MS);
    program.resize({ columns: 33, rows: 5 });
    program.send('\r');
    await program.waitForText('5 33', WAIT_MS);
    expect(await program.untilExited()).toMatchObject({ exitCode: 0 });
  });

  it('shows its screen when what was awaited does not come', async () => {
    await using program = new TerminalProgram(shell('echo something else; sleep 60'));
    await program.waitForText('something', WAIT_MS);
    await expect(program.waitForText('never', 30)).rejects.toThrow('something else');
  });

  it('that does not end is told with its screen', async () => {
    await using program = new TerminalProgram(shell('trap "" INT; echo still here; sleep 60'));
    await program.waitForText('still here', WAIT_MS);
    await expect(program.untilExited(30)).rejects.toThrow(/no end .+ after 30 ms.+still here/su);
  });

  it('is interrupted again where the first interrupts ended something else', async () => {
    const script = `
      trap 'count=$((count + 1)); echo "$count"; test $count -lt 3 || exit 4' INT
      echo ready; while :; do sleep 0.05; done`;
    await using program = new TerminalProgram(shell(script));
    await program.waitForText('ready', WAIT_MS);
    expect(await program.interruptUntilExited(2)).toMatchObject({ exitCode: 4 });
  });

  it('is ended with all it started, and a mark finds what is left', async () => {
    const mark = markProcesses();
    const program = new TerminalProgram(shell('sleep 61 & echo up; wait', mark.env));
    await program.waitForText('up', WAIT_MS);
    // The shell may have forked and not yet become what it starts.
    await expect.poll(() => mark.running().map(({ command }) => command)).toContain('sleep 61');
    await program.stop();
    expect(await mark.leaked(WAIT_MS)).toEqual([]);
  });
});

describe('a recorded program', () => {
  it('is driven through its steps, its output and sizes kept in order', async () => {
    const cast = await recordProgram({
      title: 'demonstration',
      ...shell("printf 'é世 ready\\n'; read -r line; stty size; echo end"),
      steps: [
        { kind: 'wait-for', text: 'ready' },
        { kind: 'resize', columns: 50, rows: 7 },
        { kind: 'type', keys: 'x\r' },
        { kind: 'wait-for', text: 'end' },
      ],
    });
    const text = new TextDecoder('utf-8', { fatal: true }).decode(castBytes(cast));
    expect(text).toMatch(/é世 ready.*7 50.*end/s);
    expect(cast.events.filter(({ kind }) => kind === 'resize')).toMatchObject([
      { columns: 50, rows: 7 },
    ]);
  });
});
