// When the agent's place holds a process that may be written to by others than the person.
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { AgentTerminal } from './agent-terminal.ts';

test('KEEPER-50: an agent is there from its first output to its end, and another one from its own, which is no echo of keys', async () => {
  const terminal = new AgentTerminal({ columns: 80, rows: 24 });
  const told = new EventEmitter();
  let shown = '';
  const onData = (chunk: Uint8Array) => {
    shown += Buffer.from(chunk).toString();
  };
  terminal.listen({ onData, onExit: () => told.emit('exit') });
  const args = ['-c', "read -r line; printf '\\033[1mready'; read -r line"];
  const command = { file: '/bin/sh', args, cwd: '/', env: {} };
  const line = new TextEncoder().encode('\r');
  expect(terminal.present).toBe(false);
  for (let count = 0; count < 2; count += 1) {
    expect(terminal.start(command)).toBeUndefined();
    expect(terminal.present).toBe(false);
    shown = '';
    terminal.write(new TextEncoder().encode('\u001b[A early'));
    await expect.poll(() => shown).toContain('early');
    expect(terminal.present).toBe(count === 0);
    terminal.write(line);
    await expect.poll(() => shown).toContain('ready');
    expect(terminal.present).toBe(true);
    const exit = once(told, 'exit');
    terminal.kill('SIGKILL', 'group');
    await exit;
    expect(terminal.present).toBe(false);
  }
});
