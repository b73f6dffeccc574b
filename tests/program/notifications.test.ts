// Told while one looks elsewhere, in the whole program: the terminal is asked for its focus, the agent sees
// nothing of that unless it asks too, and what it asks is shown by the desktop's program or as a bell.
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TerminalProgram } from '@codex-voice/testing';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { expect, test } from 'vitest';
import { type Home, LAUNCHER, makeHome, ROOT, runPlain, startInTerminal } from './command.ts';
import { expectNothingLeft, listedSessions, PATIENCE_MS, until } from './sessions/session-rig.ts';

const FOCUS_IN = '\u001b[I';
const FOCUS_OUT = '\u001b[O';
const FOCUS_ON = '\u001b[?1004h';
const FOCUS_OFF = '\u001b[?1004l';
const BELL = '\u0007';
const RECORDER = [process.execPath, join(ROOT, 'tests', 'program', 'stdin-recorder.ts')];
/** Longer than what is asked has to stand before it is told, in ms. */
const LOOKED_AT_MS = 1_500;

interface Recorded {
  readonly program: TerminalProgram;
  /** What the terminal was given so far. */
  readonly written: () => string;
  /** What the agent got so far. */
  readonly got: () => string;
}

/** An agent that records what it gets; `first` is what it switches on. */
async function start(home: Home, notify: string, first = ''): Promise<Recorded> {
  const folder = join(home.path, 'config', 'codex-voice');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'config.toml'), notify);
  const recorded = join(home.path, 'recorded');
  let written = '';
  const program = startInTerminal({
    home,
    args: ['run', '--no-voice', '--', ...RECORDER],
    env: {
      RECORD_TO: recorded,
      RECORD_FIRST: first,
      PATH: `${join(home.path, 'bin')}:${home.env.PATH ?? ''}`,
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nowhere',
      ...{
        SSH_CONNECTION: undefined,
        SSH_TTY: undefined,
        TMUX: undefined,
        TERM_PROGRAM: undefined,
      },
    },
    onOutput: (chunk) => {
      written += Buffer.from(chunk).toString('latin1');
    },
  });
  await program.waitForText('recording', PATIENCE_MS);
  await until('host', async () => (await runPlain(home, ['host', 'status'])).status === 0);
  return { program, written: () => written, got: () => readFileSync(recorded, 'latin1') };
}

/** Stands in for the desktop's own program, and writes down what it is given. */
function standIn(home: Home): () => readonly string[] {
  const folder = join(home.path, 'bin');
  const file = join(folder, 'notify-send');
  mkdirSync(folder);
  writeFileSync(file, `#!/bin/sh\nprintf '%s\\n' "$@" >>'${join(folder, 'told')}'\n`);
  chmodSync(file, 0o755);
  const told = join(folder, 'told');
  return () => (existsSync(told) ? readFileSync(told, 'utf8').trimEnd().split('\n') : []);
}

/** Something for the person to answer, which ends with the client. */
async function ask(home: Home, question: string): Promise<AsyncDisposable> {
  const [listed] = await listedSessions(home);
  const env = { ...home.env, CODEX_VOICE_SESSION: listed?.session };
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [LAUNCHER, 'mcp'],
      env: Object.fromEntries(
        Object.entries(env).filter((each): each is [string, string] => each[1] !== undefined),
      ),
    }),
  );
  const asked = client.callTool({ name: 'ask', arguments: { question } }).catch(() => undefined);
  return {
    [Symbol.asyncDispose]: async () => {
      await client.close();
      await asked;
    },
  };
}

async function end(home: Home, session: TerminalProgram): Promise<void> {
  await runPlain(home, ['kill', '--all']);
  await session.untilExited();
  await expectNothingLeft(home);
}

test('what is asked is shown by the desktop, without its words, once the terminal has lost the keyboard', async () => {
  using home = makeHome();
  const told = standIn(home);
  const { program, written, got } = await start(home, '[notify]\non = ["approval"]\n');
  await using session = program;
  expect(written()).toContain(FOCUS_ON);
  {
    await using _ = await ask(home, 'While you look?');
    await session.waitForText('While you look?', PATIENCE_MS);
    await sleep(LOOKED_AT_MS);
    expect(told()).toEqual([]);
  }
  session.send(`${FOCUS_OUT}${FOCUS_IN}ab${FOCUS_OUT}`);
  await until('keys', () => got() === 'ab');
  {
    await using _ = await ask(home, 'A secret?');
    await until('notice', () => told().length === 4);
  }
  expect(told()).toEqual([
    '--app-name=codex-voice',
    '--',
    expect.stringMatching(/^codex-voice: \S+ \([\w-]+\)$/u),
    'the agent asks you something',
  ]);
  await end(home, session);
  expect(written()).toContain(FOCUS_OFF);
});

test('an agent that asks for its focus gets it, and where there is no desktop the bell rings', async () => {
  using home = makeHome();
  const { program, written, got } = await start(
    home,
    '[notify]\non = ["approval"]\nshow = "text"\n',
    FOCUS_ON,
  );
  await using session = program;
  session.send(`${FOCUS_IN}${FOCUS_OUT}x`);
  await until('focus', () => got() === `${FOCUS_IN}${FOCUS_OUT}x`);
  session.send(FOCUS_OUT);
  const before = written().split(BELL).length;
  {
    await using _ = await ask(home, 'Anybody?');
    await until('bell', () => written().split(BELL).length === before + 1);
  }
  expect(got()).toBe(`${FOCUS_IN}${FOCUS_OUT}x${FOCUS_OUT}`);
  await end(home, session);
});

test('where nothing is to be told the terminal is asked for nothing', async () => {
  using home = makeHome();
  const { program, written, got } = await start(home, '[notify]\nwhen = "unfocused"\n');
  await using session = program;
  session.send(`${FOCUS_OUT}x`);
  await until('all of it', () => got() === `${FOCUS_OUT}x`);
  expect(written()).not.toContain(FOCUS_ON);
  await end(home, session);
  expect(written()).not.toContain(FOCUS_OFF);
});
