// Our end of the wire to the process that gathers projects' names: started when the first project is
// opened, ended when the last one is closed, started again when it dies. What it told stays valid meanwhile.
import { type ChildProcess, spawn } from 'node:child_process';
import { Duplex } from 'node:stream';
import {
  encodeLine,
  LineDecoder,
  type NamesRequest,
  parseNamesAnswer,
} from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import type { CancelTimer, Clock } from './clock.ts';
import type { OpenProjectNames, ProjectNames } from './project-names.ts';

/** Before it is started again, in ms; doubled each time, up to the longest. */
const RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 60_000;

/** What it is started with: nothing to read or to say, the wire at 3. */
export const NAMES_STDIO: readonly ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'ignore', 'pipe'];

export interface NamesProcessParts {
  /** How to start it: executable and arguments. */
  readonly command: { readonly file: string; readonly args: readonly string[] };
  /** Standard streams 0–2 and the wire at 3, and whatever covers descriptors not to be inherited. */
  readonly stdio: readonly ('pipe' | 'ignore' | 'inherit' | 'ipc' | number)[];
  readonly clock: Clock;
}

/** One folder, and everybody who wants its names. */
interface Project {
  readonly id: number;
  readonly folder: string;
  terms: readonly VocabularyTerm[];
  names: readonly string[];
  own: ReadonlySet<string>;
  readonly listeners: Set<(terms: readonly VocabularyTerm[]) => void>;
}

export class NamesProcess {
  readonly #parts: NamesProcessParts;
  /** By folder. */
  readonly #projects = new Map<string, Project>();
  #lastId = 0;
  #child: ChildProcess | undefined;
  #pipe: Duplex | undefined;
  #deaths = 0;
  #cancelRestart: CancelTimer | undefined;

  constructor(parts: NamesProcessParts) {
    this.#parts = parts;
  }

  /** Undefined: nobody needs it, or it has just died. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  readonly open: OpenProjectNames = (folder, onChange) => {
    const project = this.#projects.get(folder) ?? this.#begin(folder);
    project.listeners.add(onChange);
    if (project.terms.length > 0) onChange(project.terms);
    const names: ProjectNames = {
      terms: () => project.terms,
      knows: (word) => project.own.has(word.toLowerCase()),
      names: () => project.names,
      dispose: () => {
        project.listeners.delete(onChange);
        if (project.listeners.size === 0) this.#end(project);
      },
    };
    return names;
  };

  #begin(folder: string): Project {
    this.#lastId += 1;
    const project: Project = {
      id: this.#lastId,
      folder,
      terms: [],
      names: [],
      own: new Set(),
      listeners: new Set(),
    };
    this.#projects.set(folder, project);
    if (this.#child === undefined && this.#cancelRestart === undefined) this.#start();
    else this.#send({ type: 'open', id: project.id, folder });
    return project;
  }

  #end({ folder, id }: Project): void {
    if (!this.#projects.delete(folder)) return;
    this.#send({ type: 'close', id });
    if (this.#projects.size > 0) return;
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#pipe = undefined;
  }

  #start(): void {
    const { command, stdio } = this.#parts;
    const child = spawn(command.file, command.args, { stdio: [...stdio] });
    const pipe = child.stdio[3];
    this.#child = child;
    this.#pipe = pipe instanceof Duplex ? pipe : undefined;
    const decoder = new LineDecoder();
    this.#pipe?.on('data', (chunk: Buffer) => {
      for (const line of decoder.accept(chunk)) if (line.kind === 'value') this.#take(line.value);
    });
    this.#pipe?.on('error', () => undefined);
    const died = (): void => this.#died(child);
    child.once('error', died);
    child.once('close', died);
    for (const { id, folder } of this.#projects.values()) this.#send({ type: 'open', id, folder });
  }

  #died(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#pipe = undefined;
    const delayMs = Math.min(LONGEST_RESTART_MS, RESTART_MS * 2 ** this.#deaths);
    this.#deaths += 1;
    this.#cancelRestart = this.#parts.clock.after(delayMs, () => {
      this.#cancelRestart = undefined;
      this.#start();
    });
  }

  #send(request: NamesRequest): void {
    if (this.#pipe?.writable) this.#pipe.write(encodeLine(request));
  }

  #take(value: unknown): void {
    const parsed = parseNamesAnswer(value);
    if (parsed.kind === 'refused') return;
    const { message } = parsed;
    const project = [...this.#projects.values()].find(({ id }) => id === message.id);
    if (project === undefined) return;
    if (message.type === 'terms') {
      project.terms = message.terms;
      for (const listener of project.listeners) listener(project.terms);
      return;
    }
    project.names = message.names;
    project.own = new Set(message.own);
    // It has gathered a project to the end: it is well.
    this.#deaths = 0;
  }
}
