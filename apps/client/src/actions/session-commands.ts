// The commands that a session's palette offers, for the folder its agent works in: what each one is called
// and becomes, and carrying one out. Putting its text into the session is left to the panels' owner.
import {
  ACTION_NAMES,
  type ActionLanguage,
  languageActions,
  MAXIMUM_PROMPT_UNITS,
} from '@codex-voice/actions';
import type { CommandItem } from '@codex-voice/overlay';
import { permissionLines, runPlugin } from '@codex-voice/plugins';
import { places } from '../places.ts';
import { readProjectConfig } from '../project-config.ts';
import { UserError } from '../user-error.ts';
import type { CommandWords } from '../words/session-words.ts';
import { actionPrompt, isActionName } from './action-prompt.ts';
import type { CommandOutcome } from './command-outcome.ts';
import { Confirmations } from './confirmations.ts';
import { FlushCommand, type FlushCommandParts } from './flush-command.ts';
import { findPlugins, isTrusted, type Plugin } from './plugin-catalogue.ts';
import { type ProjectTasks, projectTasks } from './project-toolchain.ts';
import { ReplayCommand } from './replay-command.ts';
import { SavedCommand } from './saved-command.ts';

export interface SessionCommandsParts extends Omit<FlushCommandParts, 'words'> {
  readonly language: ActionLanguage;
  readonly words: CommandWords;
  /** Beside the person's own. */
  readonly notesFolders: readonly string[];
  /** Undefined where it is not known yet. */
  readonly folder: string | undefined;
}

export class SessionCommands {
  readonly #parts: SessionCommandsParts;
  readonly #confirmations = new Confirmations();
  readonly #giving = new AbortController();
  readonly #flush: FlushCommand;
  readonly #saved: SavedCommand;
  readonly #replay: ReplayCommand;
  #folder: string | undefined;
  #tasks: ProjectTasks | undefined;
  #plugins: readonly Plugin[] | undefined;
  #items: readonly CommandItem[] | undefined;

  constructor(parts: SessionCommandsParts) {
    this.#parts = parts;
    this.#folder = parts.folder;
    const { words } = parts;
    this.#flush = new FlushCommand({ ...parts, words: words.flush });
    this.#saved = new SavedCommand({ ...parts, words: words.session });
    this.#replay = new ReplayCommand({ ...parts, words: words.replay });
  }

  setFolder(folder: string): void {
    this.#folder = folder;
    this.reload();
  }

  /** The project's files may have changed. */
  reload(): void {
    this.#tasks = undefined;
    this.#plugins = undefined;
    this.#items = undefined;
  }

  /** Asks what others may have changed. */
  async refresh(): Promise<void> {
    await this.#flush.refresh();
    this.#items = undefined;
  }

  /** Ends what still runs. */
  dispose(): void {
    this.#giving.abort();
  }

  get items(): readonly CommandItem[] {
    this.#items ??= [
      ...this.#builtIn(),
      this.#role(),
      this.#knowledge(),
      this.#note(),
      this.#flush.item,
      this.#saved.item,
      this.#replay.item,
      this.#debug(),
      ...this.#known().map((plugin) => this.#item(plugin)),
    ];
    return this.#items;
  }

  /** Whether it takes its time: something is run for it. */
  runs(name: string): boolean {
    return this.#known().some((plugin) => plugin.name === name);
  }

  /** Never rejects. */
  async carryOut(name: string, words: string): Promise<CommandOutcome> {
    if (name === 'kb') return await this.#quote(words);
    if (name === 'role') return await this.#preamble(words);
    if (name === 'note') return await this.#take(words);
    if (name === 'flush') return await this.#flush.carryOut(words);
    if (name === 'session') return await this.#saved.carryOut(words);
    if (name === 'replay') return this.#replay.carryOut();
    if (name === 'debug') return { kind: 'panel', panel: 'debug' };
    const plugin = this.#known().find((each) => each.name === name);
    return plugin === undefined ? this.prompt(name, words) : await this.#run(plugin, words);
  }

  /** What a built-in command becomes. */
  prompt(name: string, words: string): CommandOutcome {
    if (!isActionName(name)) return { kind: 'unknown' };
    const expansion = actionPrompt({
      name,
      args: words,
      language: this.#parts.language,
      folder: this.#folder ?? '',
      tasks: this.#knownTasks(),
    });
    switch (expansion.kind) {
      case 'prompt':
        return expansion;
      case 'too-long':
        return { kind: 'too-long' };
      case 'missing':
        return { kind: 'failed', message: this.#parts.words.needsWords(name) };
    }
  }

  #builtIn(): readonly CommandItem[] {
    return ACTION_NAMES.map((name) => {
      const { label } = languageActions(this.#parts.language).actions[name];
      const alone = this.prompt(name, '');
      const filled = this.prompt(name, '{args}');
      return {
        name,
        label,
        usage: alone.kind === 'prompt' ? '[WORDS]' : 'WORDS',
        note: '',
        filled: filled.kind === 'prompt' ? filled.text : '',
        ...(alone.kind === 'prompt' ? { alone: alone.text } : {}),
      };
    });
  }

  #role(): CommandItem {
    const { label, becomes } = this.#parts.words.role;
    return { name: 'role', usage: 'NAME', label, note: '', filled: becomes('{args}') };
  }

  #debug(): CommandItem {
    const { debug } = this.#parts.words;
    const shown = { label: debug, filled: debug, alone: debug };
    return { name: 'debug', usage: '', note: '', ...shown, enter: 'opens' };
  }

  async #preamble(words: string): Promise<CommandOutcome> {
    const { rolePreamble } = await import('./role-preamble.ts');
    try {
      return { kind: 'prompt', text: rolePreamble(words, this.#folder ?? '/').text };
    } catch (error) {
      if (error instanceof UserError) return { kind: 'failed', message: error.message };
      throw error;
    }
  }

  #knowledge(): CommandItem {
    const { label, becomes } = this.#parts.words.knowledge;
    return { name: 'kb', usage: 'WORDS', label, note: '', filled: becomes('{args}') };
  }

  #note(): CommandItem {
    const { label } = this.#parts.words.note;
    return { name: 'note', usage: 'WORDS', label, note: '', filled: '- {args}', enter: 'does' };
  }

  /** What can't be kept waits in the composer. */
  async #take(text: string): Promise<CommandOutcome> {
    const { addNote } = await import('@codex-voice/notes');
    const { notesDirectory } = places(process.env, process.platform);
    const { note, needsWords } = this.#parts.words;
    const kept = addNote(notesDirectory, { text, at: new Date() });
    switch (kept.kind) {
      case 'kept':
      case 'known':
        return { kind: 'notice', text: note.kept(text) };
      case 'empty':
        return { kind: 'failed', message: needsWords('note') };
      case 'failed':
        return { kind: 'prompt', text, because: note.unkept(kept.message) };
    }
  }

  async #quote(words: string): Promise<CommandOutcome> {
    // The search is loaded by who asks for it.
    const { quotedNotes } = await import('./knowledge.ts');
    const { notesFolders: folders } = this.#parts;
    const quoted = await quotedNotes({ folders, directory: this.#folder ?? '/' }, words);
    if (quoted !== undefined) return { kind: 'prompt', text: quoted.text };
    return { kind: 'failed', message: this.#parts.words.noNote(words) };
  }

  /** What it does is shown in the place of what it becomes, which only it knows. */
  #item(plugin: Plugin): CommandItem {
    const { name, origin, manifest } = plugin;
    const { words } = this.#parts;
    const usage = manifest.words ?? 'WORDS';
    const does = permissionLines(manifest).join('; ');
    return {
      name,
      label: manifest.about,
      usage: manifest.needs_words ? usage : `[${usage}]`,
      note: words.origin[origin],
      filled: does,
      ...(manifest.output === 'compose' ? {} : { enter: 'does' as const }),
      ...(manifest.needs_words ? {} : { alone: does }),
      ...(this.#isTrusted(plugin) ? {} : { refused: words.notTrusted(name) }),
    };
  }

  async #run({ name }: Plugin, words: string): Promise<CommandOutcome> {
    // It may have changed since the palette was opened: what is trusted is what is read now.
    this.#plugins = undefined;
    const plugin = this.#known().find((each) => each.name === name);
    if (plugin === undefined || !this.#isTrusted(plugin)) {
      return { kind: 'failed', message: this.#parts.words.notTrusted(name) };
    }
    const { folder, manifest } = plugin;
    const outcome = await runPlugin({
      name,
      folder,
      manifest,
      words,
      project: this.#folder ?? folder,
      environment: process.env,
      signal: this.#giving.signal,
    });
    if (outcome.kind === 'failed') return outcome;
    if (outcome.text.length > MAXIMUM_PROMPT_UNITS) return { kind: 'too-long' };
    return { kind: manifest.output === 'compose' ? 'prompt' : 'notice', text: outcome.text };
  }

  #isTrusted(plugin: Plugin): boolean {
    const project = this.#folder ?? plugin.folder;
    return isTrusted({ plugin, project, confirmations: this.#confirmations });
  }

  #known(): readonly Plugin[] {
    const folder = this.#folder;
    if (folder === undefined) return [];
    this.#plugins ??= findPlugins(folder).plugins;
    return this.#plugins;
  }

  #knownTasks(): ProjectTasks {
    const folder = this.#folder;
    if (folder === undefined) return {};
    this.#tasks ??= tasksOrNone(folder);
    return this.#tasks;
  }
}

/** A wrong configuration is told by `codex-voice do`; here the agent finds the command out. */
function tasksOrNone(folder: string): ProjectTasks {
  try {
    return projectTasks(folder, readProjectConfig(folder));
  } catch (error) {
    if (error instanceof UserError) return {};
    throw error;
  }
}
