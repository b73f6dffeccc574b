// Commands of ours, chosen in the palette or said: carried out, and what comes of them put where it belongs.
import { randomUUID } from 'node:crypto';
import type { CommandItem, PanelName } from '@codex-voice/overlay';
import type { HostAnswer, HostRequest, SpoolRequest } from '@codex-voice/protocol';
import type { CommandOutcome } from '../actions/command-outcome.ts';
import type { SessionCommands } from '../actions/session-commands.ts';
import { UNREACHED_SESSION } from '../host-link.ts';
import type { SessionOptions } from '../session-options.ts';
import { HandedPrompts } from './handed-prompts.ts';

export interface PanelCommandsParts {
  readonly options: Pick<SessionOptions, 'language' | 'telling' | 'notesFolders'>;
  readonly sessionId: string | undefined;
  /** Where the agent works; undefined: it is told later. */
  readonly folder: string | undefined;
  readonly request: (request: HostRequest) => 'sent' | 'away';
  readonly requestId: () => string;
  readonly ask: (what: SpoolRequest['what']) => Promise<HostAnswer>;
  readonly tell: (text: string) => void;
  readonly open: (panel: PanelName) => void;
  /** What the palette shows is another now; the answer: which panel is open. */
  readonly refresh: () => PanelName | undefined;
}

export class PanelCommands {
  readonly #parts: PanelCommandsParts;
  /** Loaded once the session is open: nothing that the agent's start waits for. */
  #commands: SessionCommands | undefined;
  readonly #prompts: HandedPrompts;
  #folder: string | undefined;

  constructor(parts: PanelCommandsParts) {
    this.#parts = parts;
    this.#folder = parts.folder;
    this.#prompts = new HandedPrompts((request) => parts.request(request));
  }

  get items(): readonly CommandItem[] {
    return this.#commands?.items ?? [];
  }

  /** The session is there, for the first time or again. */
  opened(): void {
    void this.load();
    this.#prompts.opened();
  }

  answered(requestId: string): void {
    this.#prompts.answered(requestId);
  }

  setFolder(folder: string): void {
    this.#folder = folder;
    this.#commands?.setFolder(folder);
  }

  /** The project's files may have changed. */
  reload(): void {
    this.#commands?.reload();
  }

  dispose(): void {
    this.#commands?.dispose();
  }

  async load(): Promise<void> {
    const { SessionCommands } = await import('../actions/session-commands.ts');
    const { options, sessionId, ask, refresh } = this.#parts;
    const { language, telling, notesFolders } = options;
    this.#commands ??= new SessionCommands({
      language,
      words: telling.words.answer.command,
      notesFolders,
      folder: this.#folder,
      sessionId,
      ask,
    });
    if (refresh() !== 'commands') return;
    await this.#commands.refresh();
    refresh();
  }

  async said(command: { readonly name: string; readonly words: string }): Promise<void> {
    await this.load();
    this.carryOut(command);
  }

  carryOut({ name, words }: { readonly name: string; readonly words: string }): void {
    const commands = this.#commands;
    if (commands === undefined) return;
    const { tell, options } = this.#parts;
    if (commands.runs(name)) tell(options.telling.words.answer.command.runs(name));
    const origin = commands.runs(name) ? 'plugin' : 'key';
    commands.carryOut(name, words).then(
      (outcome) => this.#carriedOut(outcome, origin),
      (error: unknown) => tell(`/${name}: ${error instanceof Error ? error.message : error}`),
    );
  }

  /** A text waits in the composer, to be seen before it is sent. */
  #carriedOut(outcome: CommandOutcome, origin: 'key' | 'plugin'): void {
    const { sessionId = UNREACHED_SESSION, options, tell, open, requestId } = this.#parts;
    const { refusal } = options.telling.words.answer;
    switch (outcome.kind) {
      case 'prompt': {
        const { text, because } = outcome;
        if (because !== undefined) tell(because);
        const prompt = { promptId: randomUUID(), text, intent: 'compose', origin } as const;
        const said = { type: 'say', requestId: requestId(), sessionId, ...prompt } as const;
        if (this.#prompts.say(said) === 'away') tell(options.telling.words.answer.keptForHost);
        return;
      }
      case 'panel':
        open(outcome.panel);
        return;
      case 'notice':
        tell(outcome.text);
        return;
      case 'failed':
        tell(outcome.message);
        return;
      case 'too-long':
        tell(refusal['too-long']);
        return;
      case 'unknown':
        tell(refusal.empty);
    }
  }
}
