// The command `/flush` in a session: prompts that no session has any more, seen before anything is done, and sent into
// this one, edited or dropped. What the host says to it becomes a line.
import type { CommandItem } from '@codex-voice/overlay';
import type { HostAnswer, KeptEntry, SpoolRequest } from '@codex-voice/protocol';
import { goesWithAll, keptName, shortText } from '../commands/kept-list.ts';
import type { FlushWords } from '../words/session-words.ts';
import type { CommandOutcome } from './command-outcome.ts';

const UNPARTED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

type Verb = keyof FlushWords['verbs'];

export interface FlushCommandParts {
  readonly words: FlushWords;
  /** To the host. Never rejects. */
  readonly ask: (what: SpoolRequest['what']) => Promise<HostAnswer>;
  /** Undefined: nothing reaches this session. */
  readonly sessionId: string | undefined;
}

export class FlushCommand {
  readonly #parts: FlushCommandParts;
  #entries: readonly KeptEntry[] = [];

  constructor(parts: FlushCommandParts) {
    this.#parts = parts;
  }

  /** As it stands in the palette, with what is kept below it. */
  get item(): CommandItem {
    const { label, none, how } = this.#parts.words;
    const kept = this.#entries.map((entry) => `${keptName(entry)} ${shortText(entry)}`);
    const alone = kept.length === 0 ? none : kept.join('\n');
    return {
      name: 'flush',
      usage: '[send|drop …]',
      label,
      note: '',
      enter: 'does',
      alone,
      filled: `{args}: ${how}`,
    };
  }

  /** Asks what is kept now; until then the palette shows what was. */
  async refresh(): Promise<void> {
    const answer = await this.#parts.ask({ do: 'list' });
    this.#entries = answer.kind === 'kept' ? answer.entries : [];
  }

  /** Never rejects. */
  async carryOut(said: string): Promise<CommandOutcome> {
    const { words, ask } = this.#parts;
    const answer = await ask({ do: 'list' });
    if (answer.kind !== 'kept') return failed(answer);
    this.#entries = answer.entries;
    const { verb, rest } = this.#read(said.trim());
    switch (verb) {
      case undefined:
        return said.trim() === ''
          ? { kind: 'notice', text: this.#list() }
          : { kind: 'failed', message: words.how };
      case 'send':
        return await this.#send(rest === '' ? 'all' : rest);
      case 'drop':
        return await this.#drop(rest);
      case 'edit':
        return await this.#edit(rest);
      default:
        return { kind: 'failed', message: words.how };
    }
  }

  /** In the language of our row, or in English; some languages part no words. */
  #read(said: string): { readonly verb?: Verb; readonly rest: string } {
    const { verbs } = this.#parts.words;
    const lower = said.toLowerCase();
    for (const verb of ['send', 'drop', 'edit'] as const) {
      const word = this.#wordsFor(verb).find(
        (each) => lower.startsWith(each) && isParted(each, lower.slice(each.length)[0]),
      );
      if (word !== undefined) return { verb, rest: said.slice(word.length).trim() };
    }
    // In some languages the verb comes last.
    for (const verb of ['send', 'drop'] as const) {
      const word = verbs[verb]
        .split('|')
        .find(
          (each) => lower.endsWith(each) && isParted(each, lower.slice(0, -each.length).at(-1)),
        );
      if (word !== undefined) return { verb, rest: said.slice(0, -word.length).trim() };
    }
    return { rest: said };
  }

  /** The longest first. */
  #wordsFor(verb: Verb): readonly string[] {
    const words = [...this.#parts.words.verbs[verb].split('|'), verb];
    return words.toSorted((a, b) => b.length - a.length);
  }

  #list(): string {
    const { none, keptNow } = this.#parts.words;
    if (this.#entries.length === 0) return none;
    const texts = this.#entries.map((entry) => `${keptName(entry)} ${shortText(entry)}`);
    return `${keptNow(this.#entries.length)}: ${texts.join(' · ')}`;
  }

  /** Those that are meant; undefined: nothing is. */
  #meant(names: string): readonly KeptEntry[] | undefined {
    // Nothing may stand beside it: "all but k3" is not all.
    if (this.#wordsFor('all').includes(names.toLowerCase())) return this.#entries;
    const wanted = names.toLowerCase().split(/[\s,]+/u);
    const found = wanted.map((name) =>
      this.#entries.find((entry) => name === keptName(entry) || name === String(entry.number)),
    );
    return found.every((entry) => entry !== undefined) ? found : undefined;
  }

  async #send(names: string): Promise<CommandOutcome> {
    const { words, sessionId } = this.#parts;
    if (sessionId === undefined) return { kind: 'failed', message: words.unreached };
    const meant = this.#meant(names);
    if (meant === undefined) return { kind: 'failed', message: words.how };
    const isAll = meant === this.#entries;
    // What an agent has or may have already is sent again only by its name.
    const chosen = isAll ? meant.filter(goesWithAll) : meant;
    return await this.#each(chosen, {
      what: ({ id }) => ({ do: 'hand', kept: id, sessionId }),
      done: words.sent,
    });
  }

  async #drop(names: string): Promise<CommandOutcome> {
    const { words } = this.#parts;
    const meant = names === '' ? undefined : this.#meant(names);
    if (meant === undefined) return { kind: 'failed', message: words.how };
    return await this.#each(meant, {
      what: ({ id }) => ({ do: 'drop', kept: id }),
      done: words.dropped,
    });
  }

  async #edit(rest: string): Promise<CommandOutcome> {
    const { words } = this.#parts;
    const [, name = '', text = ''] = /^(\S+)\s+([\s\S]+)$/u.exec(rest) ?? [];
    const meant = this.#meant(name);
    if (meant?.length !== 1 || text === '') return { kind: 'failed', message: words.how };
    return await this.#each(meant, {
      what: ({ id }) => ({ do: 'edit', kept: id, text }),
      done: words.edited,
    });
  }

  /** Until one is refused, and why. */
  async #each(
    entries: readonly KeptEntry[],
    {
      what,
      done,
    }: {
      readonly what: (entry: KeptEntry) => SpoolRequest['what'];
      readonly done: (names: string) => string;
    },
  ): Promise<CommandOutcome> {
    const names: string[] = [];
    let refusal: string | undefined;
    for (const entry of entries) {
      const answer = await this.#parts.ask(what(entry));
      if (answer.kind !== 'done') {
        refusal = answer.kind === 'refused' ? answer.message : answer.kind;
        break;
      }
      names.push(keptName(entry));
    }
    const told = names.length === 0 ? [] : [done(names.join(', '))];
    if (refusal !== undefined) return { kind: 'failed', message: [...told, refusal].join(' · ') };
    return { kind: 'notice', text: told[0] ?? this.#list() };
  }
}

/** Whether a word ends where the next character stands; Japanese and Chinese part no words. */
function isParted(word: string, beside: string | undefined): boolean {
  return beside === undefined || /\s/u.test(beside) || UNPARTED.test(word);
}

function failed(answer: HostAnswer): CommandOutcome {
  return { kind: 'failed', message: answer.kind === 'refused' ? answer.message : answer.kind };
}
