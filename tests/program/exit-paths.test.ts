// On every way out the terminal is as it was: cooked, no modes left on, our row gone, and the exit
// status is the agent's.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { EXAMPLE_AGENT, makeHome, RECORDING, startInTerminal } from './command.ts';

/** Switches on what agents switch on, says so, then waits. */
const GREEDY = `printf '\\033[?1049h\\033[?2004h\\033[?1003h\\033[?1006h\\033[?1004h\\033[>1u\\033[?25lgreedy'; `;
/** After codex-voice the shell shows the terminal's own settings. */
const shellArgs = (args: readonly string[]): string[] => [
  '-c',
  `before=$(stty -g); "$0" "$@"; echo "status=$?"; test "$before" = "$(stty -g)" && echo same-settings; read -r line; echo "line=$line"`,
  ...args,
];

interface Afterwards {
  readonly options?: readonly string[];
  readonly act?: (pid: number) => void;
}

async function afterwards(script: string, { options = [], act }: Afterwards = {}): Promise<string> {
  using home = makeHome();
  const { TerminalProgram } = await import('@codex-voice/testing');
  const { LAUNCHER } = await import('./command.ts');
  const ours = [LAUNCHER, 'run', '--no-voice', ...options];
  const command = [process.execPath, ...ours, '--', 'sh', '-c', script];
  await using program = new TerminalProgram({
    file: '/bin/sh',
    args: shellArgs(command),
    cwd: home.path,
    env: home.env,
    columns: 60,
    rows: 12,
  });
  if (act !== undefined) {
    await program.waitForText('pid=', 20_000);
    const found = /pid=(\d+)/u.exec(program.terminal.screenText());
    act(Number(found?.[1]));
  }
  await program.waitForText('status=', 20_000);
  await program.waitForText('same-settings', 30_000);
  program.send('typed\r');
  await program.waitForText('line=typed', 30_000);
  const { modes } = program.terminal.snapshot();
  expect(JSON.stringify(modes)).not.toContain('"mouseTrackingMode":"any"');
  return program.terminal.screenText();
}

test.each([[], ['--no-host']])(
  'a normal end: status, settings, modes and no row of ours (%s)',
  async (...options) => {
    const screen = await afterwards(`${GREEDY} exit 5`, { options });
    expect(screen).toContain('status=5');
    expect(screen).not.toContain('greedy');
    expect(screen).not.toContain('voice off');
  },
);

test('the agent dies by a signal', async () => {
  const screen = await afterwards(`${GREEDY} kill -9 $$`);
  expect(screen).toContain('status=137');
  expect(screen).not.toContain('greedy');
});

test.each(['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const)(
  'without a host we get %s: the agent gets it',
  async (signal) => {
    const script = `trap 'exit 9' TERM HUP INT QUIT; printf "pid=$PPID\\r\\n"; while :; do sleep 0.05; done`;
    const screen = await afterwards(script, {
      options: ['--no-host'],
      act: (pid) => process.kill(pid, signal),
    });
    expect(screen).toContain('status=9');
  },
);

test('what the agent wrote last is all there', async () => {
  using home = makeHome();
  const args = ['run', '--no-voice', '--', 'sh', '-c', 'seq 1 500; printf the-end'];
  await using program = startInTerminal({ home, args });
  expect((await program.untilExited()).exitCode).toBe(0);
  expect(program.terminal.screenText()).toMatch(/499\s+500\s+the-end/u);
});

/** A busy machine may be held up for seconds, and hardly so in more than half of these. */
const LEAVING_TRIES = 4;
const IN_TIME_AT_LEAST = 2;

test('leaving while something is being said does not keep the shell waiting', async () => {
  const ends: string[] = [];
  const inTime = (): number => ends.filter((end) => end === 'the program ended').length;
  const late = (): number => ends.length - inTime();
  while (inTime() < IN_TIME_AT_LEAST && late() <= LEAVING_TRIES - IN_TIME_AT_LEAST)
    ends.push(await firstAfterLeaving());
  expect(inTime(), ends.join(', ')).toBe(IN_TIME_AT_LEAST);
}, 600_000);

/** What comes first: what our row shows lasts six seconds, and nothing may wait for it. */
async function firstAfterLeaving(): Promise<string> {
  using home = makeHome();
  const args = ['run', '--mode', 'auto', '--audio', RECORDING, '--', ...EXAMPLE_AGENT];
  await using program = startInTerminal({ home, args });
  await program.waitForText('hearing', 60_000);
  program.send('\u0004');
  return await Promise.race([
    program.exited.then(() => 'the program ended'),
    sleep(5_000, 'the row would have changed'),
  ]);
}

const SIGTERM = 15;

test('an agent that ignores SIGTERM is left when asked twice', async () => {
  using home = makeHome();
  const args = [
    'run',
    '--no-host',
    '--no-voice',
    '--',
    'sh',
    '-c',
    'trap "" TERM HUP; echo up; sleep 30',
  ];
  await using program = startInTerminal({ home, args });
  await program.waitForText('up', 20_000);
  let isOver = false;
  const exited = program.untilExited().finally(() => {
    isOver = true;
  });
  // Two that come before it looks are one to it.
  while (!isOver) {
    try {
      process.kill(program.pid, 'SIGTERM');
    } catch {} // It has just ended.
    await sleep(50);
  }
  // One more that comes while it goes ends it as it would any program.
  const { exitCode, signal } = await exited;
  expect(signal === SIGTERM ? 'by the last one' : exitCode).toBeOneOf([129, 'by the last one']);
});
