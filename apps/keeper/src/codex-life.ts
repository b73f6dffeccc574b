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
import { CrashRow } from './crash-row.ts';
import { lastConversation } from './last-conversation.ts';

const FOLDER_MODE = 0o700;
/** As the app-server is asked to call it. */
const SOCKET_NAME = 'codex.sock';
/** The server is there after 0.1 to 0.3 s, and many times that on a loaded machine; one that hangs is rarer, in ms. */
const READY_TIMEOUT_MS = 10_000;
/** A TUI that ends with an error this soon, in ms, has not understood its words: perhaps no `--remote`. */
const MISREAD_MS = 250;
/** An error this soon, in ms, after a start or after its server's death is taken for its consequence. */
const CONSEQUENCE_MS = 3_000;
const NOT_OPENED = 'Codex can’t open its conversation again and begins anew';

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
  readonly #row = new CrashRow();
  /** The last start was on a conversation that was to be opened again. */
  #resumed = false;

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
    const noServer = await this.#server?.untilReady();
    if (noServer !== undefined) this.#goOnWithout('in-between', noServer);
    if (this.#replaced !== 'no') {
      const how = this.#replaced;
      this.#replaced = 'no';
      return this.#begun(how === 'at-its-start' ? this.#first : this.#onThread());
    }
    return await this.#again({ exitCode, signal }, livedMs);
  }

  /** After a crash: on its conversation, or anew where that can't be opened. */
  async #again({ exitCode, signal }: PtyExit, livedMs: number): Promise<AgentCommand | undefined> {
    const { start, given } = this.#facts;
    const last = lastConversation(start.sessionDirectory);
    const hasWords = last?.isBegun === true || (last !== undefined && opensOlder(given.words));
    const failed = this.#resumed && signal === 0 && livedMs < CONSEQUENCE_MS;
    const next = this.#row.after({ livedMs, how: failed ? 'unopened' : 'crashed', hasWords });
    if (next === 'ended') return undefined;
    const ended = `Codex ended with ${signal === 0 ? `status ${exitCode}` : `signal ${signal}`}`;
    if (next === 'on-its-conversation') {
      this.#mended(`${ended} and is started again on its conversation`);
      return this.#begun(this.#onThread());
    }
    this.#mended(failed ? `${NOT_OPENED} (status ${exitCode})` : `${ended} and is started again`);
    // What the one that ended had open lives on in its server, where nobody would see what is said to it.
    const noServer = await this.#server?.restart();
    if (noServer !== undefined) this.#goOnWithout('no', noServer);
    return this.#begun(this.#anew());
  }

  #mended(message: string): void {
    this.#parts?.tell({ lasts: 'no', message });
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
    this.#mended(`Codex’s app-server was started again: ${why}`);
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
