// The command `/session` in a session: saves what this session is under a name, and tells what is saved. Beginning one
// again takes a terminal of its own, and how is told.
import type { CommandItem } from '@codex-voice/overlay';
import { readSaved, removeSaved, savedNames } from '../saved/saved-sessions.ts';
import { UserError, visible } from '../user-error.ts';
import type { SavedWords } from '../words/session-words.ts';
import type { CommandOutcome } from './command-outcome.ts';

const ACTIONS = ['save', 'load', 'list', 'remove'] as const;

export interface SavedCommandParts {
  readonly words: SavedWords;
  /** Undefined: a session that ends with its terminal, of which nothing is on disk. */
  readonly sessionId: string | undefined;
}

export class SavedCommand {
  readonly #parts: SavedCommandParts;

  constructor(parts: SavedCommandParts) {
    this.#parts = parts;
  }

  get item(): CommandItem {
    const { label, how } = this.#parts.words;
    return {
      name: 'session',
      usage: '[save NAME]',
      label,
      note: '',
      enter: 'does',
      alone: this.#list(),
      filled: `{args}: ${how}`,
    };
  }

  /** Never rejects. */
  async carryOut(said: string): Promise<CommandOutcome> {
    const { words } = this.#parts;
    const [written = 'list', name = '', tooMuch] = said.split(/\s+/u).filter((word) => word !== '');
    const action = ACTIONS.find((each) => each === written.toLowerCase());
    const lacksName = action !== 'list' && name === '';
    if (action === undefined || lacksName || tooMuch !== undefined)
      return { kind: 'failed', message: words.how };
    try {
      switch (action) {
        case 'list':
          return { kind: 'notice', text: this.#list() };
        case 'load':
          return { kind: 'notice', text: words.load(readSaved(name).name) };
        case 'remove':
          removeSaved(name);
          return { kind: 'notice', text: words.removed(name) };
        case 'save':
          return await this.#save(name);
      }
    } catch (error) {
      if (error instanceof UserError) return { kind: 'failed', message: error.message };
      throw error;
    }
  }

  async #save(name: string): Promise<CommandOutcome> {
    const { words, sessionId } = this.#parts;
    if (sessionId === undefined) return { kind: 'failed', message: words.unreached };
    const { saveSession } = await import('../saved/save-session.ts');
    const { was } = await saveSession(sessionId, name);
    return { kind: 'notice', text: was === 'replaced' ? words.replaced(name) : words.saved(name) };
  }

  /** On one line, torn ones left out: `codex-voice session list` tells of those. */
  #list(): string {
    const saved = savedNames().flatMap((name) => {
      try {
        const { started, repository } = readSaved(name);
        const branch = repository?.branch === undefined ? '' : ` (${repository.branch})`;
        return [visible(`${name} ${started.agent.name}${branch}`)];
      } catch {
        return [];
      }
    });
    return saved.length === 0 ? this.#parts.words.none : saved.join(' · ');
  }
}
