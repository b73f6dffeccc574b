// Which of what a session's control hears and tells is a mark of the recording: turns, questions and their answers,
// what was said and sent.
import type { TappedEntry } from './tapped-entry.ts';

type Members = Readonly<Record<string, unknown>>;

export class TappedMarks {
  #screen = '';

  readonly #asked = new Set<string>();

  /** Labels for what this entry begins or ends. */
  of({ code, data }: Pick<TappedEntry, 'code' | 'data'>): readonly string[] {
    const event = isMembers(data.event) ? data.event : undefined;
    if (code === 'v' && event?.type === 'final') return [spokenMark(textOf(event.text))];
    if (code === 'k' && event?.type === 'facts') return this.#turn(event.screen);
    if (code !== 'd') return [];
    switch (event?.type) {
      case 'approvals':
        return this.#approvals(event);
      case 'delivery':
        return event.state === 'sent' ? [`sent: ${textOf(event.text)}`] : [];
      default:
        return [];
    }
  }

  #approvals({ open, settled }: Members): readonly string[] {
    const entries = Array.isArray(open) ? open.filter(isMembers) : [];
    const asked = entries.filter(({ id }) => !this.#asked.has(textOf(id)));
    for (const { id } of asked) this.#asked.add(textOf(id));
    return [
      ...asked.map(({ text }) => `asked: ${textOf(text)}`),
      ...(isMembers(settled) ? [`settled: ${textOf(settled.outcome)}`] : []),
    ];
  }

  #turn(screen: unknown): readonly string[] {
    const kind = isMembers(screen) ? textOf(screen.kind) : '';
    const before = this.#screen;
    if (kind === 'busy' && before !== 'busy' && before !== 'dialog') {
      this.#screen = kind;
      return ['turn started'];
    }
    // A question in the middle of a turn does not end it, and neither does a moment in which nothing can be told.
    if (kind === 'composer' && (before === 'busy' || before === 'dialog')) {
      this.#screen = kind;
      return ['turn ended'];
    }
    if (kind === 'dialog' || kind === 'composer') this.#screen = kind;
    return kind === 'dialog' && before !== 'dialog' ? ['the agent asks'] : [];
  }
}

/** Of what was not understood there are no words. */
function spokenMark(text: string): string {
  return text === '' ? 'spoken, not understood' : `spoken: ${text}`;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.replaceAll(/\s+/gu, ' ') : '';
}
