// The command `/replay` in a session: which recordings of this session there are, and how the newest is played. Playing
// takes a terminal of its own: this one is the agent's.
import { basename } from 'node:path';
import type { CommandItem } from '@codex-voice/overlay';
import { places } from '../places.ts';
import { type KnownHeads, listRecordings } from '../replay/recording-files.ts';
import { visible } from '../user-error.ts';
import type { ReplayWords } from '../words/session-words.ts';
import type { CommandOutcome } from './command-outcome.ts';

export interface ReplayCommandParts {
  readonly words: ReplayWords;
  /** Undefined: a session that ends with its terminal; all recordings are told. */
  readonly sessionId: string | undefined;
}

export class ReplayCommand {
  readonly #parts: ReplayCommandParts;
  /** The palette asks with each key: what was read once is not read again. */
  readonly #known: KnownHeads = new Map();

  constructor(parts: ReplayCommandParts) {
    this.#parts = parts;
  }

  get item(): CommandItem {
    const { label } = this.#parts.words;
    const told = this.#told();
    return { name: 'replay', usage: '', label, note: '', alone: told, filled: told };
  }

  carryOut(): CommandOutcome {
    return { kind: 'notice', text: this.#told() };
  }

  #told(): string {
    const { words, sessionId } = this.#parts;
    const { recordingsDirectory } = places(process.env, process.platform);
    const [newest, ...others] = listRecordings(recordingsDirectory, {
      ...(sessionId === undefined ? {} : { begins: sessionId }),
      known: this.#known,
    }).filter(({ header }) => sessionId === undefined || header.session?.session === sessionId);
    if (newest === undefined) return words.none;
    const how = words.how(visible(basename(newest.path)));
    return others.length === 0 ? how : `${how} (+${others.length})`;
  }
}
