// Hears what a session tells its screens, what the agent tells of itself and what its model is told, and
// writes it down as the lines of a golden transcript: ids in the order they came, no times, no drawing.
import type { AgentEvent } from '@codex-voice/drivers';
import type { HostEvent } from '@codex-voice/protocol';
import type { GoldenSource, SeenStep } from './golden-transcript.ts';

/** Waits of a moment, for our own screen or its rest: how many there are is a matter of the machine. */
const PASSING_WAITS: ReadonlySet<string> = new Set([
  'nothing-seen-yet',
  'screen-behind',
  'settling',
]);

/** Stands before an id whose place is not known yet: an agent may be heard before its session. */
const UNKNOWN = '\u0000';

interface RecordedStep {
  readonly label: string;
  readonly lines: Record<GoldenSource, string[]>;
}

export class GoldenRecorder {
  readonly #steps: RecordedStep[] = [];
  /** Words of another language → those of the golden file. */
  readonly #words: ReadonlyMap<string, string>;
  readonly #ids = new Map<string, string>();
  /** The last line of each prompt. */
  readonly #told = new Map<string, string>();
  readonly #open = new Set<string>();
  /** Prompts that were begun to be typed, and are nowhere yet. */
  readonly #typing = new Set<string>();

  constructor(words: ReadonlyMap<string, string> = new Map()) {
    this.#words = words;
  }

  /** What is told from now on belongs to it. */
  step(label: string): void {
    this.#steps.push({ label, lines: { session: [], model: [], agent: [] } });
  }

  get last(): SeenStep | undefined {
    return this.steps.at(-1);
  }

  get steps(): readonly SeenStep[] {
    return this.#steps.map(({ label, lines: { agent, ...lines } }) => ({
      label,
      lines: { ...lines, agent: agent.map((line) => this.#withId(line)) },
    }));
  }

  /** What a screen of the session is told. */
  hud(event: HostEvent): void {
    switch (event.type) {
      case 'delivery':
        this.#delivery(event);
        return;
      case 'approvals':
        this.#approvals(event);
        return;
      case 'notice':
        this.#line('session', `notice: ${event.code ?? firstWords(event.text)}`);
        return;
      case 'action':
        this.#line('session', `action: ${event.name} ${this.#quoted(event.words)}`);
        return;
      case 'asked':
        this.#line('session', `asked of the terminal: ${event.command}`);
        return;
      case 'kept':
        if (event.because !== undefined) this.#line('session', `kept for later: ${event.because}`);
        return;
      default:
    }
  }

  agent(event: AgentEvent): void {
    switch (event.kind) {
      case 'prompt':
        if (event.state === 'taken') this.#line('agent', `took ${UNKNOWN}${event.promptId}`);
        if (event.state === 'unconfirmed' || event.state === 'refused')
          this.#line('agent', `${event.state} is ${UNKNOWN}${event.promptId}`);
        return;
      case 'turn-started':
        this.#started();
        return;
      case 'turn-completed':
        this.#line('agent', `turn ${event.how}`);
        return;
      case 'turn-failed':
        this.#line('agent', 'turn failed');
        return;
      case 'item-completed':
        if (event.item.kind === 'agent')
          this.#line('agent', `says ${this.#quoted(event.item.text)}`);
        return;
      case 'approval-requested':
        this.#line('agent', `asks: ${event.approval.subject}`);
        return;
      case 'approval-resolved':
        this.#line('agent', `answered: ${event.by} ${event.decision ?? ''}`.trim());
        return;
      default:
    }
  }

  model(what: { readonly cause: 'prompt' | 'tool-result'; readonly prompt: string }): void {
    const isPrompt = what.cause === 'prompt';
    this.#line('model', isPrompt ? `hears ${this.#quoted(what.prompt)}` : 'hears of the command');
  }

  note(source: GoldenSource, text: string): void {
    this.#line(source, text);
  }

  #delivery(event: Extract<HostEvent, { type: 'delivery' }>): void {
    const { state, why, text } = event;
    if (state === 'waiting' && (why === undefined || PASSING_WAITS.has(why))) return;
    const id = this.#id(event.id);
    const because = why === undefined ? '' : `: ${why}`;
    const word = state === 'waiting' ? 'waits' : state;
    const line = `${id} ${word}${because}${state === 'queued' ? ` ${this.#quoted(text)}` : ''}`;
    const refused = event.scratchRefused === undefined ? '' : ` (${event.scratchRefused})`;
    if (this.#told.get(id) === line + refused) return;
    // A screen that moves meanwhile has it typed anew: how often is a matter of the machine.
    const isAgain = state === 'typing' && this.#typing.has(id);
    if (state === 'typing') this.#typing.add(id);
    else if (state !== 'waiting' && state !== 'queued') this.#typing.delete(id);
    if (isAgain) return;
    this.#told.set(id, line + refused);
    this.#line('session', line + refused);
  }

  #approvals({ open, settled, confirming }: Extract<HostEvent, { type: 'approvals' }>): void {
    for (const { id, subject, text, risk } of open) {
      if (this.#open.has(id)) continue;
      this.#open.add(id);
      const how = risk === undefined ? '' : `, ${risk}`;
      this.#line('session', `${id} asks: ${subject} ${this.#quoted(text)}${how}`);
    }
    if (confirming !== undefined) this.#line('session', `${confirming} awaits a second word`);
    if (settled === undefined) return;
    const { id, outcome = 'settled', by = 'nobody' } = settled;
    this.#line('session', `${id} ${outcome} by ${by}`);
  }

  /** Some tell a turn's start before what it took, some behind it. */
  #started(): void {
    const lines = this.#steps.at(-1)?.lines.agent ?? [];
    const before = lines.at(-1)?.startsWith('took ') === true ? lines.pop() : undefined;
    this.#line('agent', 'turn started');
    if (before !== undefined) this.#line('agent', before);
  }

  /** A prompt that the session never had is one of the agent's own. */
  #withId(line: string): string {
    const [before = '', id] = line.split(UNKNOWN);
    return id === undefined ? line : `${before}${this.#ids.get(id) ?? 'one of its own'}`;
  }

  #id(id: string): string {
    const known = this.#ids.get(id) ?? `p${this.#ids.size + 1}`;
    this.#ids.set(id, known);
    return known;
  }

  #quoted(text: string): string {
    let told = text.trim();
    for (const [word, golden] of this.#words) told = told.replaceAll(word, golden);
    return JSON.stringify(told);
  }

  /** Before the first step nothing counts. */
  #line(source: GoldenSource, text: string): void {
    this.#steps.at(-1)?.lines[source].push(text);
  }
}

/** Without what an agent's own words are. */
function firstWords(text: string): string {
  return text.split(/[:(]/u, 1)[0]?.trim() ?? '';
}
