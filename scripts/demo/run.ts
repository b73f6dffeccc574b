// Runs codex-voice around the agent with the recording as its microphone, in this terminal or in one of
// its own, and ends it when the words have arrived or their time is over.
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnPty } from '@codex-voice/pty';
import type { DemoAgent } from './agent.ts';
import { EXPECTED_PROMPTS, RECORDING } from './script.ts';

/** The recording lasts about 12 s; a slow machine gets five times that. */
const PATIENCE_MS = 60_000;
/** Between two looks at what has arrived. */
const POLL_MS = 100;
/** Time to read what is going to happen. */
const FIRST_LOOK_MS = 1_500;
/** The last words stay on the screen for this long before the terminal is given back. */
const LAST_LOOK_MS = 1_500;
/** Time to end by itself after SIGTERM. */
const END_GRACE_MS = 3_000;

export type JournalLine =
  | {
      readonly type: 'transcript';
      readonly id: string;
      readonly text: string;
      readonly verdict: string;
      readonly closedMs: number;
      readonly decodedMs: number;
    }
  | {
      readonly type: 'outcome';
      readonly id: string;
      readonly outcome: string;
      readonly latencyMs: number;
    };

export interface DemoResult {
  readonly agentName: string;
  readonly heard: readonly JournalLine[];
  readonly received: readonly string[];
  readonly arrived: boolean;
}

export interface DemoOptions {
  readonly root: string;
  readonly folder: string;
  readonly agent: DemoAgent;
  readonly display: 'terminal' | 'log';
}

export async function runDemonstration(options: DemoOptions): Promise<DemoResult> {
  const { agent, folder } = options;
  const state = join(folder, 'state');
  const log =
    options.display === 'log'
      ? (line: string) => process.stdout.write(`${line}\n`)
      : () => undefined;
  process.stdout.write(`A recording is spoken to ${agent.name}; you need not type anything …\n`);
  if (options.display === 'terminal') await sleep(FIRST_LOOK_MS);
  const running = options.display === 'terminal' ? inThisTerminal(options) : inOwnTerminal(options);
  let logged = 0;
  const deadlineMs = performance.now() + PATIENCE_MS;
  let received: readonly string[] = [];
  while (performance.now() < deadlineMs && !running.ended()) {
    await sleep(POLL_MS);
    const lines = await journal(state);
    for (const line of lines.slice(logged)) log(describe(line));
    logged = lines.length;
    received = await agent.received();
    if (received.length >= EXPECTED_PROMPTS.length && settled(lines)) break;
  }
  if (options.display === 'terminal') await sleep(LAST_LOOK_MS);
  await running.end();
  const heard = await journal(state);
  received = await agent.received();
  const arrived = JSON.stringify(received) === JSON.stringify(EXPECTED_PROMPTS);
  return { agentName: agent.name, heard, received, arrived };
}

interface Running {
  ended(): boolean;
  end(): Promise<void>;
}

function commandLine({ root, agent }: DemoOptions): { file: string; args: string[] } {
  // In one process tree: when the demonstration is over nothing of it is left.
  const options = ['--no-host', '--mode', 'auto', '--audio', join(root, RECORDING)];
  const args = ['run', ...options, '--', ...agent.command];
  return { file: process.execPath, args: [join(root, 'bin', 'codex-voice.js'), ...args] };
}

function environment({ folder, agent }: DemoOptions): Record<string, string | undefined> {
  return {
    ...process.env,
    ...agent.environment,
    XDG_STATE_HOME: join(folder, 'state'),
    XDG_CONFIG_HOME: join(folder, 'config'),
  };
}

function inThisTerminal(options: DemoOptions): Running {
  const { file, args } = commandLine(options);
  const child = spawn(file, args, {
    cwd: options.agent.workingDirectory,
    env: environment(options),
    stdio: 'inherit',
  });
  let ended = false;
  const end = new Promise<void>((resolve) => {
    child.once('close', () => {
      ended = true;
      resolve();
    });
  });
  return {
    ended: () => ended,
    end: async () => {
      child.kill('SIGTERM');
      await Promise.race([end, sleep(END_GRACE_MS)]);
      child.kill('SIGKILL');
      await end;
    },
  };
}

function inOwnTerminal(options: DemoOptions): Running {
  const { file, args } = commandLine(options);
  const spawned = spawnPty({
    file,
    args,
    cwd: options.agent.workingDirectory,
    env: { ...environment(options), TERM: 'xterm-256color' },
    columns: 80,
    rows: 24,
  });
  if (spawned.kind === 'failed') throw new Error(spawned.message);
  const { pty } = spawned;
  let ended = false;
  void pty.exited.then(() => {
    ended = true;
  });
  pty.onData((chunk) => answerQueries(chunk, (reply) => pty.write(reply)));
  return {
    ended: () => ended,
    end: async () => {
      pty.kill('SIGTERM');
      await Promise.race([pty.exited, sleep(END_GRACE_MS)]);
      pty.kill('SIGKILL');
      await pty.exited;
    },
  };
}

/** Nobody sees this terminal, but agents wait for it to say where its cursor is. */
function answerQueries(chunk: Uint8Array, reply: (bytes: Uint8Array) => void): void {
  if (Buffer.from(chunk).includes('\u001b[6n')) reply(Buffer.from('\u001b[1;1R'));
}

async function journal(state: string): Promise<JournalLine[]> {
  const path = join(state, 'codex-voice', 'journal', 'utterances.jsonl');
  const text = await readFile(path, 'utf8').catch(() => '');
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line): JournalLine => JSON.parse(line));
}

/** Every utterance has an outcome. */
function settled(lines: readonly JournalLine[]): boolean {
  const outcomes = new Set(lines.flatMap((line) => (line.type === 'outcome' ? [line.id] : [])));
  return lines.every((line) => line.type === 'outcome' || outcomes.has(line.id));
}

function describe(line: JournalLine): string {
  if (line.type === 'outcome') return `  → ${line.outcome} after ${Math.round(line.latencyMs)} ms`;
  return line.verdict === 'accepted' ? `heard “${line.text}”` : 'heard speech, none of the phrases';
}
