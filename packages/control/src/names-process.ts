// Our end of the wire to the process that gathers projects' names: started when the first project is
// opened, ended when the last one is closed, started again when it dies. What it told stays valid meanwhile.
import type { ChildProcess } from 'node:child_process';
import { resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import {
  type LineWire,
  type NamesAnswer,
  type NamesRequest,
  openLineWire,
  parseNamesAnswer,
} from '@codex-voice/protocol';
import type { VocabularyTerm } from '@codex-voice/speech';
import type { CancelTimer, Clock } from './clock.ts';
import type { OpenProjectNames, ProjectNames } from './project-names.ts';
import { startWired, type WiredStart } from './wired-process.ts';

/** Before it is started again, in ms; doubled each time, up to the longest. */
const RESTART_MS = 1_000;
const LONGEST_RESTART_MS = 60_000;

/** Of several screens together, in UTF-16 units: a line has room for six bytes of each. */
const MOST_SCREEN_UNITS = 100_000;

/** What it is started with: nothing to read or to say, the wire at 3. */
export const NAMES_STDIO: readonly ('ignore' | 'pipe')[] = ['ignore', 'ignore', 'ignore', 'pipe'];

export interface NamesProcessParts extends WiredStart {
  readonly clock: Clock;
}

interface Listener {
  readonly onChange: (terms: readonly VocabularyTerm[]) => void;
  screen: string;
}

/** One folder, and everybody who wants its names. */
interface Project {
  readonly id: number;
  readonly folder: string;
  /** A part of the names never takes the place of all of them. */
  termsGathered: 'partly' | 'wholly';
  terms: readonly VocabularyTerm[];
  namesGathered: 'partly' | 'wholly';
  names: readonly string[];
  own: ReadonlySet<string>;
  /** Names and own words of the parts that have come, while some are still to come. */
  coming: { readonly names: string[]; readonly own: Set<string> };
  readonly listeners: Set<Listener>;
}

export class NamesProcess {
  readonly #parts: NamesProcessParts;
  /** By folder. */
  readonly #projects = new Map<string, Project>();
  #lastId = 0;
  #child: ChildProcess | undefined;
  #wire: LineWire<NamesRequest> | undefined;
  #deaths = 0;
  #cancelRestart: CancelTimer | undefined;

  constructor(parts: NamesProcessParts) {
    this.#parts = parts;
  }

  /** Undefined: nobody needs it, or it has just died. */
  get pid(): number | undefined {
    return this.#child?.pid;
  }

  readonly open: OpenProjectNames = (given, onChange) => {
    const folder = resolve(given);
    const project = this.#projects.get(folder) ?? this.#begin(folder);
    const listener: Listener = { onChange, screen: '' };
    project.listeners.add(listener);
    if (project.terms.length > 0) onChange(project.terms);
    const names: ProjectNames = {
      terms: () => project.terms,
      knows: (word) => project.own.has(word.toLowerCase()),
      names: () => project.names,
      setScreen: (text) => {
        listener.screen = text;
        this.#sendScreens(project);
      },
      dispose: () => {
        project.listeners.delete(listener);
        if (project.listeners.size === 0) this.#end(project);
        else if (listener.screen !== '') this.#sendScreens(project);
      },
    };
    return names;
  };

  #begin(folder: string): Project {
    this.#lastId += 1;
    const project: Project = {
      id: this.#lastId,
      folder,
      termsGathered: 'partly',
      terms: [],
      namesGathered: 'partly',
      names: [],
      own: new Set(),
      coming: { names: [], own: new Set() },
      listeners: new Set(),
    };
    this.#projects.set(folder, project);
    if (this.#child === undefined && this.#cancelRestart === undefined) this.#start();
    else this.#send({ type: 'open', id: project.id, folder });
    return project;
  }

  #end({ folder, id }: Project): void {
    if (this.#projects.get(folder)?.id !== id) return;
    this.#projects.delete(folder);
    this.#send({ type: 'close', id });
    if (this.#projects.size > 0) return;
    this.#cancelRestart?.();
    this.#cancelRestart = undefined;
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
    this.#wire = undefined;
  }

  #start(): void {
    const { child, stream } = startWired(this.#parts);
    this.#child = child;
    for (const project of this.#projects.values()) project.coming = { names: [], own: new Set() };
    if (stream !== undefined)
      this.#wire = openLineWire({
        stream,
        parse: parseNamesAnswer,
        onMessage: (answer) => this.#take(answer),
      });
    const died = (): void => this.#died(child);
    child.once('error', died);
    child.once('close', died);
    for (const project of this.#projects.values()) {
      const { id, folder } = project;
      this.#send({ type: 'open', id, folder });
      if (screensOf(project) !== '') this.#sendScreens(project);
    }
  }

  #died(child: ChildProcess): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    this.#wire = undefined;
    const delayMs = Math.min(LONGEST_RESTART_MS, RESTART_MS * 2 ** this.#deaths);
    this.#deaths += 1;
    this.#cancelRestart = this.#parts.clock.after(delayMs, () => {
      this.#cancelRestart = undefined;
      this.#start();
    });
  }

  #sendScreens(project: Project): void {
    this.#send({ type: 'screen', id: project.id, text: screensOf(project) });
  }

  #send(request: NamesRequest): void {
    this.#wire?.send(request);
  }

  #take(answer: NamesAnswer): void {
    const project = [...this.#projects.values()].find(({ id }) => id === answer.id);
    if (project === undefined) return;
    if (answer.type === 'terms') takeTerms(project, answer);
    else if (takeNames(project, answer) === 'wholly') this.#deaths = 0;
  }
}

/** What is seen by all who want the names of a project. */
function screensOf({ listeners }: Project): string {
  const screens = Array.from(listeners, ({ screen }) => screen).filter((screen) => screen !== '');
  return screens.join('\n').slice(-MOST_SCREEN_UNITS);
}

function takeTerms(project: Project, answer: Extract<NamesAnswer, { type: 'terms' }>): void {
  const { gathered, terms } = answer;
  if (gathered === 'partly' && project.termsGathered === 'wholly') return;
  project.termsGathered = gathered;
  if (isDeepStrictEqual(terms, project.terms)) return;
  project.terms = terms;
  for (const { onChange } of project.listeners) onChange(terms);
}

/** How much a list that is complete now has of the project; undefined while parts are to come. */
function takeNames(
  project: Project,
  answer: Extract<NamesAnswer, { type: 'names' }>,
): 'partly' | 'wholly' | undefined {
  const { gathered, part, names, own } = answer;
  if (part === 'only' || part === 'first') project.coming = { names: [], own: new Set() };
  for (const name of names) project.coming.names.push(name);
  for (const word of own) project.coming.own.add(word);
  if (part === 'first' || part === 'middle') return undefined;
  if (gathered === 'wholly' || project.namesGathered === 'partly') {
    project.names = project.coming.names;
    project.own = project.coming.own;
    project.namesGathered = gathered;
  }
  project.coming = { names: [], own: new Set() };
  return gathered;
}
