// Codex beside its own app-server: the server first, then its TUI as one of the server's clients, which
// ends where it finds none. Both are started again when they crash, on the conversation that was open.
// Following that is a driver's task.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { CodexAppServer } from '@codex-voice/drivers';
import { driverFolder } from '@codex-voice/ipc';
import type { DriverPlace, KeeperStart } from '@codex-voice/protocol';
import { type PtyExit, withoutInheriting } from '@codex-voice/pty';
import {
  type AgentLife,
  type AgentLifeParts,
  CRASH_SIGNALS,
  type PlainStart,
} from './agent-life.ts';
import type { AgentCommand } from './agent-terminal.ts';
import { type CodexArguments, opensOlder, readCodexArguments } from './codex-arguments.ts';
import { lastConversation } from './last-conversation.ts';

const FOLDER_MODE = 0o700;
/** As the app-server is asked to call it. */
const SOCKET_NAME = 'codex.sock';
/** The server is there after 0.1 to 0.3 s, and many times that on a loaded machine; one that hangs is rarer, in ms. */
const READY_TIMEOUT_MS = 10_000;
const NOT_READY = `its app-server is not there after ${READY_TIMEOUT_MS / 1_000} s`;
/** A TUI that ends with an error this soon, in ms, has not understood its words: perhaps no `--remote`. */
const MISREAD_MS = 250;
/** An error this soon, in ms, after a start or after its server's death is taken for its consequence. */
const CONSEQUENCE_MS = 3_000;
/** Crashes of the TUI in a row that are answered by a new one; the next one ends the session. */
const RESTARTS_IN_A_ROW = 3;
/** Conversations that are not opened at the first try may have been empty a moment ago. */
const TRIES_TO_OPEN = 2;
/** A TUI that lived this long, in ms, was not part of a row. */
const ROW_MS = 60_000;

/** Codex as the client of an app-server that is still to be started; or why it is started as it is. */
export function codexLife(start: KeeperStart): AgentLife | PlainStart {
  const given = readCodexArguments(start.args);
  if (given.kind === 'other')
    return { kind: 'plain', why: given.why === undefined ? undefined : typed(given.why) };
  try {
    const folder = driverFolder({ ...start, socketName: SOCKET_NAME });
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { mode: FOLDER_MODE });
    return new CodexLife({ start, given, folder });
  } catch (error) {
    return { kind: 'plain', why: typed(error instanceof Error ? error.message : String(error)) };
  }
}

function typed(why: string): string {
  return `prompts for Codex are typed: ${why}`;
}

interface CodexLifeFacts {
  readonly start: KeeperStart;
  readonly given: Extract<CodexArguments, { kind: 'conversation' }>;
  readonly folder: string;
}

class CodexLife implements AgentLife {
  readonly kind = 'behind';
  readonly #facts: CodexLifeFacts;
  #parts: AgentLifeParts | undefined;
  #starting: Promise<void> = Promise.resolve();
  readonly #unwanted = new AbortController();
  #server: CodexAppServer | undefined;
  /** `away`: for ever. */
  #state: 'starting' | 'running' | 'away' = 'starting';
  /** Codex on the terminal makes way for another one: as it was asked for, or on its conversation. */
  #replaced: 'no' | 'at-its-start' | 'in-between' = 'no';
  #serverDiedMs = Number.NEGATIVE_INFINITY;
  #startedMs = performance.now();
  #starts = 0;
  #row = 0;
  /** The last start was on a conversation that was to be opened again. */
  #resumed = false;
  /** Such starts in a row that failed. */
  #notOpened = 0;

  constructor(facts: CodexLifeFacts) {
    this.#facts = facts;
  }

  get #first(): AgentCommand {
    const { start, given, folder } = this.#facts;
    const path = join(folder, SOCKET_NAME);
    const remote = this.#state === 'away' ? [] : ['--remote', `unix://${path}`];
    const { file, cwd, env } = start;
    return { file, args: [...remote, ...given.options, ...given.words], cwd, env };
  }

  get driver(): DriverPlace | undefined {
    if (this.#state !== 'running') return undefined;
    return { kind: 'codex', path: join(this.#facts.folder, SOCKET_NAME) };
  }

  get again(): string | undefined {
    if (this.#state !== 'running') return undefined;
    const last = lastConversation(this.#facts.start.sessionDirectory);
    return last?.isKept === true ? `codex resume ${last.threadId}` : undefined;
  }

  async begin(parts: AgentLifeParts): Promise<AgentCommand> {
    this.#parts = parts;
    this.#starting = this.#startServer(parts).catch((error: unknown) =>
      this.#goOnWithout('at-its-start', error instanceof Error ? error.message : String(error)),
    );
    await this.#starting;
    this.#replaced = 'no';
    return this.#begun(this.#first);
  }

  async after({ exitCode, signal }: PtyExit): Promise<AgentCommand | undefined> {
    const livedMs = performance.now() - this.#startedMs;
    const isFirst = this.#starts === 1 && this.#state === 'running';
    if (isFirst && signal === 0 && exitCode !== 0 && livedMs < MISREAD_MS)
      this.#goOnWithout('at-its-start', 'it does not start as its client');
    if (this.#replaced === 'no' && !this.#hasCrashed({ exitCode, signal, livedMs }))
      return undefined;
    // Its server may have died with it: a TUI that finds none ends.
    if ((await this.#server?.ready()) === false) this.#goOnWithout('in-between', NOT_READY);
    if (this.#replaced !== 'no') {
      const how = this.#replaced;
      this.#replaced = 'no';
      return this.#begun(how === 'at-its-start' ? this.#first : this.#onThread());
    }
    this.#row = livedMs < ROW_MS ? this.#row + 1 : 1;
    if (this.#row > RESTARTS_IN_A_ROW) return undefined;
    const failed = this.#resumed && signal === 0 && livedMs < CONSEQUENCE_MS;
    this.#notOpened = failed ? this.#notOpened + 1 : 0;
    return await this.#again(signal === 0 ? `status ${exitCode}` : `signal ${signal}`);
  }

  /** After a crash: on its conversation, or anew where that can't be opened. */
  async #again(how: string): Promise<AgentCommand> {
    const { start, given } = this.#facts;
    const last = lastConversation(start.sessionDirectory);
    const hasWords = last?.isBegun === true || (last !== undefined && opensOlder(given.words));
    const opens = hasWords && this.#notOpened < TRIES_TO_OPEN;
    const message = `Codex ended with ${how} and is started again`;
    this.#parts?.tell({ lasts: 'no', message: opens ? `${message} on its conversation` : message });
    if (opens) return this.#begun(this.#onThread());
    // What the one that ended had open lives on in its server, where nobody would see what is said to it.
    if ((await this.#server?.restart()) === false) this.#goOnWithout('no', NOT_READY);
    return this.#begun(this.#anew());
  }

  async dispose(): Promise<void> {
    this.#unwanted.abort();
    await this.#starting;
    this.#state = 'away';
    await this.#server?.[Symbol.asyncDispose]();
    this.#server = undefined;
    rmSync(this.#facts.folder, { recursive: true, force: true });
  }

  #begun(command: AgentCommand): AgentCommand {
    this.#startedMs = performance.now();
    this.#starts += 1;
    return command;
  }

  #onThread(): AgentCommand {
    const last = lastConversation(this.#facts.start.sessionDirectory);
    if (last === undefined) return this.#anew();
    this.#resumed = true;
    return this.#with(['resume', last.threadId]);
  }

  /** The prompt it was started with was given once. */
  #anew(): AgentCommand {
    this.#resumed = false;
    return this.#with([]);
  }

  #with(words: readonly string[]): AgentCommand {
    const command = this.#first;
    const { length } = this.#facts.given.words;
    const args = command.args.slice(0, command.args.length - length);
    return { ...command, args: [...args, ...words] };
  }

  #hasCrashed(end: {
    readonly exitCode: number;
    readonly signal: number;
    readonly livedMs: number;
  }): boolean {
    const { exitCode, signal, livedMs } = end;
    if (signal !== 0) return CRASH_SIGNALS.has(signal);
    if (exitCode === 0) return false;
    const sinceDeathMs = performance.now() - this.#serverDiedMs;
    return sinceDeathMs < CONSEQUENCE_MS || (this.#resumed && livedMs < CONSEQUENCE_MS);
  }

  async #startServer({ masterFd, driverMoved }: AgentLifeParts): Promise<void> {
    const { start, given, folder } = this.#facts;
    const { file, cwd, env } = start;
    const { CodexAppServer: server } = await import('./driver-module.ts');
    const started = await server.start({
      file,
      args: given.settings,
      cwd,
      env,
      folder,
      readyTimeoutMs: READY_TIMEOUT_MS,
      unwanted: this.#unwanted.signal,
      descriptors: (needed) => {
        const fd = masterFd();
        return fd === undefined ? needed : withoutInheriting(fd, needed);
      },
      changed: (state, why) => this.#serverChanged(state, why),
    });
    if (typeof started === 'string') {
      if (!this.#unwanted.signal.aborted) this.#goOnWithout('at-its-start', started);
      return;
    }
    this.#server = started;
    this.#state = 'running';
    driverMoved();
  }

  #serverChanged(state: 'restarted' | 'given-up', why: string): void {
    this.#serverDiedMs = performance.now();
    if (state === 'given-up') {
      this.#goOnWithout('in-between', `its app-server ends again and again (${why})`);
      return;
    }
    const message = `Codex’s app-server was started again: ${why}`;
    this.#parts?.tell({ lasts: 'no', message });
    const last = lastConversation(this.#facts.start.sessionDirectory);
    if (last === undefined || last.isKept) return;
    // A TUI whose conversation was not written down yet waits for it for ever.
    this.#replaced = 'in-between';
    this.#parts?.replaceAgent();
  }

  /** From here on Codex has its terminal alone. */
  #goOnWithout(replaced: 'no' | 'at-its-start' | 'in-between', why: string): void {
    if (this.#state === 'away') return;
    this.#replaced = replaced;
    this.#state = 'away';
    void this.#server?.[Symbol.asyncDispose]();
    this.#server = undefined;
    this.#parts?.tell({ lasts: 'yes', message: typed(why) });
    this.#parts?.driverMoved();
    this.#parts?.replaceAgent();
  }
}
