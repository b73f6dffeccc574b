// A program of ours on the terminal that has a driver of its own: it is told where its desk stands and where
// events are kept, and started again when it crashes, on what it finds there.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { driverFolder } from '@codex-voice/ipc';
import type { DriverPlace, KeeperStart } from '@codex-voice/protocol';
import type { PtyExit } from '@codex-voice/pty';
import {
  type AgentLife,
  type AgentLifeParts,
  CRASH_SIGNALS,
  type PlainStart,
} from './agent-life.ts';
import type { AgentCommand } from './agent-terminal.ts';

const FOLDER_MODE = 0o700;
/** As the desk calls it. */
const SOCKET_NAME = 'desk.sock';
/** As the host calls it for other drivers. */
const EVENTS_NAME = 'events.jsonl';
/** Crashes in a row that are answered by a new start; the next one ends the session. */
const RESTARTS_IN_A_ROW = 3;
/** A program that lived this long, in ms, was not part of a row. */
const ROW_MS = 60_000;

/** The program with its desk; or why nobody can come to it. */
export function deskLife(start: KeeperStart): AgentLife | PlainStart {
  try {
    const folder = driverFolder({ ...start, socketName: SOCKET_NAME });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: FOLDER_MODE });
    return new DeskLife(start, folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { kind: 'plain', why: `prompts are typed: ${why}` };
  }
}

class DeskLife implements AgentLife {
  readonly kind = 'behind';
  readonly again = undefined;
  readonly #command: AgentCommand;
  readonly #agentName: string;
  readonly #folder: string;
  #parts: AgentLifeParts | undefined;
  #row = 0;
  #startedMs = 0;

  constructor({ file, args, cwd, env, agent, sessionDirectory }: KeeperStart, folder: string) {
    this.#folder = folder;
    this.#agentName = agent.name;
    const CODEX_VOICE_EVENTS = join(sessionDirectory, EVENTS_NAME);
    const places = { CODEX_VOICE_DESK: folder, CODEX_VOICE_EVENTS };
    this.#command = { file, args, cwd, env: { ...env, ...places } };
  }

  get driver(): DriverPlace {
    return { kind: 'desk', path: this.#folder };
  }

  async begin(parts: AgentLifeParts): Promise<AgentCommand> {
    this.#parts = parts;
    return this.#begun();
  }

  async after({ signal }: PtyExit): Promise<AgentCommand | undefined> {
    if (!CRASH_SIGNALS.has(signal)) return undefined;
    const livedMs = performance.now() - this.#startedMs;
    this.#row = livedMs < ROW_MS ? this.#row + 1 : 1;
    if (this.#row > RESTARTS_IN_A_ROW) return undefined;
    const message = `the conversation with ${this.#agentName} ended with signal ${signal} and is started again`;
    this.#parts?.tell({ lasts: 'no', message });
    return this.#begun();
  }

  async dispose(): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #begun(): AgentCommand {
    this.#startedMs = performance.now();
    return this.#command;
  }
}
