// What becomes of a finished utterance: a command is obeyed, a phrase's text or what was said goes into
// the queue joined to what stands before it. Knows no terminal, voice process or HUD; those are told through callbacks.
import type { LineEdges } from '@codex-voice/dictation';
import type { FinalEvent } from '@codex-voice/protocol';
import {
  type DeliveryChange,
  type DeliveryOutput,
  isEnterDue,
  type Prompt,
  type PromptIntent,
  type PromptOrigin,
  type ScreenState,
} from '@codex-voice/session';
import {
  filledText,
  isStopWord,
  joinText,
  type Phrasebook,
  type SpokenCommand,
} from '@codex-voice/speech';
import { forgetOldest } from './bounded-map.ts';
import { type CommandReceiver, obeyCommand } from './obey-command.ts';
import type { Outcome } from './shared-voice.ts';
import {
  type CommandWords,
  recoverable,
  type TypedWords,
  understood,
  type WhileBusy,
} from './understood-words.ts';
import type { LostUtterance } from './utterance-recovery.ts';

/** What a successor must know, as plain JSON. */
export interface DictationMemory {
  /** Utterance → the end of its speech, in ms on the monotonic clock. */
  readonly followed: readonly (readonly [string, number])[];
  readonly underWay: readonly UnderWay[];
  readonly waited: readonly string[];
  /** Utterances that never were to be typed: obeyed, or given up. */
  readonly settled: readonly string[];
  readonly linesDue: number;
}

/** A text on its way: not yet seen in the composer, or just being sent from it. */
type UnderWay = Pick<Prompt, 'id' | 'text' | 'intent'> & { readonly leaving: boolean };

export interface DictationParts extends Omit<CommandReceiver, 'newLine'> {
  readonly memory?: DictationMemory;
  readonly phrasebook: () => Phrasebook;
  readonly intent: () => PromptIntent;
  /** Whether the utterance answers a question of the agent's; then it is typed nowhere. */
  readonly takeAnswer: (final: FinalEvent) => boolean;
  /** The agent works, or waits for an answer in its turn. */
  readonly turnRuns: () => boolean;
  /** What a prompt does to a working agent where nothing else is said. */
  readonly whileBusy: () => WhileBusy | undefined;
  /** The commit that the folder stands at. */
  readonly head: () => string | undefined;
  /** Whether the agent can be told so. */
  readonly canBe: (whileBusy: WhileBusy) => boolean;
  /** What is typed for words that were heard, in a language (ISO 639-1) where the recogniser told it. */
  readonly write: (words: string, language: string | undefined) => LineEdges;
  /** The wall clock, in ms; `nowMs` is the machine-wide monotonic one. */
  readonly wallMs: () => number;
  /** A spoken action is carried out where the person types. */
  readonly act: (action: { readonly name: string; readonly words: string }) => void;
  /** A text is offered to the queue, which may refuse it. */
  readonly onOffered: (prompt: Pick<Prompt, 'id' | 'text'>) => void;
  readonly onOutcome: (outcome: {
    readonly utteranceId: string;
    readonly outcome: Outcome;
    /** End of speech → this, in ms. */
    readonly latencyMs: number;
    /** The text had to wait for the person or the agent: the latency is not ours. */
    readonly waited: boolean;
  }) => void;
}

/** Utterances whose fate is still open; beyond this the oldest is forgotten (its journal line stays). */
const FOLLOWED_UTTERANCES = 256;

/** A text, and the new lines and tabs that were said before it. */
interface SpokenText {
  readonly text: string;
  readonly before?: string;
}

/** The characters to type after `standing`: its own lines before it, a space or a capital where due. */
function joinedTo(standing: string, { text, before = '' }: SpokenText): string {
  return before + joinText(standing + before, text);
}

export class Dictation {
  readonly #parts: DictationParts;
  /** Utterance → the end of its speech, in ms on the monotonic clock. */
  readonly #followed: Map<string, number>;
  /** Texts on their way, in order. */
  readonly #underWay: Map<string, UnderWay>;
  /** Utterances that had to wait for something other than our own work. */
  readonly #waited: Set<string>;
  readonly #settled: Set<string>;
  #linesDue: number;
  #memory: DictationMemory | undefined;

  constructor(parts: DictationParts) {
    this.#parts = parts;
    const { memory } = parts;
    this.#followed = new Map(memory?.followed);
    this.#underWay = new Map(memory?.underWay.map((text) => [text.id, text]));
    this.#waited = new Set(memory?.waited);
    this.#settled = new Set(memory?.settled);
    this.#linesDue = memory?.linesDue ?? 0;
  }

  /** The same object while nothing has changed. */
  memory(): DictationMemory {
    this.#memory ??= {
      followed: [...this.#followed],
      underWay: [...this.#underWay.values()],
      waited: [...this.#waited],
      settled: [...this.#settled],
      linesDue: this.#linesDue,
    };
    return this.#memory;
  }

  /** Whether the utterance was dealt with without being typed. */
  hasSettled(utteranceId: string): boolean {
    return this.#settled.has(utteranceId);
  }

  /** A finished utterance. A rejected one is the HUD's to show. */
  accept(final: FinalEvent): void {
    if (final.verdict === 'rejected') return;
    const { utteranceId: id } = final;
    const { speechEndedMs } = final.stamps;
    const said = this.#understood(final.text);
    if (said.kind === 'command') {
      forgetOldest(this.#settled.add(id), FOLLOWED_UTTERANCES);
      this.obey(said.command);
      this.#report(id, 'obeyed', speechEndedMs);
      return;
    }
    if (said.kind === 'phrase' && said.does !== undefined) {
      this.#memory = undefined;
      forgetOldest(this.#settled.add(id), FOLLOWED_UTTERANCES);
      const words = this.#parts.write(said.transcript, final.language).body;
      this.#parts.act({ name: said.does, words });
      this.#report(id, 'obeyed', speechEndedMs);
      return;
    }
    if (this.#parts.takeAnswer(final)) {
      this.#memory = undefined;
      forgetOldest(this.#settled.add(id), FOLLOWED_UTTERANCES);
      this.#report(id, 'obeyed', speechEndedMs);
      return;
    }
    forgetOldest(this.#followed.set(id, speechEndedMs), FOLLOWED_UTTERANCES);
    const intent = this.#intentOf(said);
    const { whileBusy } = said;
    const manner = whileBusy === undefined ? {} : { whileBusy };
    this.#enqueueSpoken(said, { id, intent, origin: 'voice', language: final.language, ...manner });
    const { afterwards } = said;
    if (afterwards !== undefined && afterwards !== 'send') this.obey(afterwards);
  }

  /** "Stop", said alone, is a command while there is something to stop. */
  #understood(text: string): TypedWords | CommandWords {
    const book = this.#parts.phrasebook();
    if (this.#parts.turnRuns() && isStopWord(text, book.languages))
      return { kind: 'command', command: 'interrupt', taken: { before: text.trim(), after: '' } };
    return understood(text, book);
  }

  /** Such words (see `recover`) are not put in. */
  givesUp(lost: LostUtterance): boolean {
    return recoverable(lost, this.#parts.phrasebook()) === undefined;
  }

  /** Words of which nobody knows what became: a text goes the usual way. */
  recover(lost: LostUtterance): 'queued' | 'given-up' {
    const { id, speechEndedMs } = lost;
    const said = recoverable(lost, this.#parts.phrasebook());
    if (said === undefined) {
      this.#memory = undefined;
      forgetOldest(this.#settled.add(id), FOLLOWED_UTTERANCES);
      this.#report(id, 'dropped', speechEndedMs);
      return 'given-up';
    }
    forgetOldest(this.#followed.set(id, speechEndedMs), FOLLOWED_UTTERANCES);
    // The words were kept for a while: the time that took was not ours to be quick in.
    this.#waited.add(id);
    const intent = lost.cut === true ? 'compose' : this.#intentOf(said);
    this.#enqueueSpoken(said, { id, intent, origin: 'replay', language: undefined });
    return 'queued';
  }

  /** A command, spoken or by key. */
  obey(command: SpokenCommand): void {
    this.#memory = undefined;
    const newLine = (): void => {
      this.#linesDue += 1;
    };
    obeyCommand(command, { ...this.#parts, newLine });
  }

  /** Free speech as it is written, a phrase's text as it stands. New lines said at its end wait for the next text. */
  #enqueueSpoken(
    said: TypedWords,
    entry: {
      readonly id: string;
      readonly intent: PromptIntent;
      readonly origin: PromptOrigin;
      readonly language: string | undefined;
      readonly whileBusy?: WhileBusy;
    },
  ): void {
    const { language, ...prompt } = entry;
    const { write } = this.#parts;
    if (said.kind === 'phrase') {
      const text = filledText(said.text, write(said.transcript, language).body);
      this.enqueue({ ...prompt, text });
      return;
    }
    const { before, body, after } = write(said.text, language);
    if (body === '') this.#settleAsObeyed(entry.id);
    else this.enqueue({ ...prompt, text: body, before });
    this.#linesDue += after.split('\n').length - 1;
  }

  /** Nothing was said but lines. */
  #settleAsObeyed(id: string): void {
    const spokenMs = this.#followed.get(id);
    this.#followed.delete(id);
    forgetOldest(this.#settled.add(id), FOLLOWED_UTTERANCES);
    if (spokenMs !== undefined) this.#report(id, 'obeyed', spokenMs);
  }

  /** A text that somebody else wrote is seen before it is sent. */
  #intentOf(said: TypedWords): PromptIntent {
    if (said.kind === 'phrase' && said.held === true) return 'compose';
    const isSent = said.afterwards === 'send' || said.whileBusy !== undefined;
    return isSent ? 'send' : this.#parts.intent();
  }

  /** Puts a text into the queue, joined to what stands before it: spoken text as prose, other text with a space. */
  enqueue(
    entry: SpokenText & {
      readonly id: string;
      readonly intent: PromptIntent;
      readonly origin: PromptOrigin;
      readonly whileBusy?: WhileBusy;
    },
  ): DeliveryOutput {
    const { delivery, wallMs, apply, onOffered, onRefused } = this.#parts;
    const { id, intent, origin } = entry;
    this.#memory = undefined;
    const text = this.#joined(entry);
    // What stands there may be gone when its turn comes: the person may have sent it just now.
    const alone = isSpoken(origin) ? joinedTo('', entry) : entry.text;
    const joined = alone === text ? { text } : { text, alone };
    const manner = this.#mannerOf(entry);
    const head = this.#parts.head();
    const at = head === undefined ? {} : { head };
    const prompt = { id, ...joined, intent, origin, ...manner, ...at };
    onOffered(prompt);
    const output = delivery.enqueue({ ...prompt, enqueuedMs: wallMs() });
    if (output.refusal === undefined)
      this.#underWay.set(id, { id, text, intent, leaving: intent === 'send' });
    apply(output);
    const fate = output.changes.find((change) => change.id === id);
    // Who wrote a text is answered; who spoke looks at the row.
    if (fate?.state === 'dropped' && fate.why === 'queue-full' && isSpoken(origin))
      onRefused(fate.why);
    return output;
  }

  /** What it does to a working agent; one that can't be told so lets it wait, in so many words. */
  #mannerOf(entry: { readonly whileBusy?: WhileBusy }): Pick<Prompt, 'whileBusy'> {
    const whileBusy = entry.whileBusy ?? this.#parts.whileBusy();
    if (whileBusy === undefined) return {};
    if (!this.#parts.turnRuns() || this.#parts.canBe(whileBusy)) return { whileBusy };
    this.#parts.onRefused('waits-instead');
    return {};
  }

  #joined(entry: SpokenText & { readonly origin: PromptOrigin }): string {
    const { text, origin } = entry;
    const before = this.#before();
    const newLine = before === '' ? '' : '\n'.repeat(this.#linesDue);
    this.#linesDue = 0;
    if (isSpoken(origin)) return newLine + joinedTo(before + newLine, entry);
    const touches = before !== '' && newLine === '' && !/\s$/u.test(before) && !/^\s/u.test(text);
    return `${newLine}${touches ? ' ' : ''}${text}`;
  }

  /** The delivery's word on what it was given. */
  follow(changes: readonly DeliveryChange[]): void {
    if (changes.length > 0) this.#memory = undefined;
    for (const change of changes) {
      this.#track(change);
      const spokenMs = this.#followed.get(change.id);
      if (spokenMs === undefined) continue;
      switch (change.state) {
        case 'composed':
          this.#report(change.id, 'composed', spokenMs);
          break;
        case 'sent':
        case 'unconfirmed':
        case 'dropped':
          this.#report(change.id, change.state, spokenMs);
          this.#followed.delete(change.id);
          this.#waited.delete(change.id);
          break;
        case 'waiting':
          if (change.why !== 'screen-behind' && change.why !== 'settling')
            this.#waited.add(change.id);
          break;
        case 'queued':
        case 'typing':
        case 'sending':
          break;
      }
    }
  }

  #track(change: DeliveryChange): void {
    const prompt = this.#underWay.get(change.id);
    if (prompt === undefined) return;
    switch (change.state) {
      case 'composed':
      case 'sending':
        if (change.state === 'composed' && !isEnterDue(this.#parts.delivery.memory()))
          this.#underWay.delete(change.id);
        else this.#underWay.set(change.id, { ...prompt, leaving: true });
        break;
      case 'sent':
      case 'unconfirmed':
      case 'dropped':
        this.#underWay.delete(change.id);
        break;
      case 'queued':
      case 'waiting':
      case 'typing':
        break;
    }
  }

  #report(utteranceId: string, outcome: Outcome, spokenMs: number): void {
    const latencyMs = this.#parts.nowMs() - spokenMs;
    const waited = this.#waited.has(utteranceId);
    this.#parts.onOutcome({ utteranceId, outcome, latencyMs, waited });
  }

  /** The text that will stand before the next one, as far as it is known. */
  #before(): string {
    let before = composedText(this.#parts.screen());
    for (const prompt of this.#underWay.values())
      before = prompt.leaving ? '' : before + prompt.text;
    return before;
  }
}

/** Written as prose; any other text stands as it is. */
function isSpoken(origin: PromptOrigin): boolean {
  return origin === 'voice' || origin === 'replay';
}

function composedText(screen: ScreenState): string {
  if (screen.kind === 'composer') return textBeforeCursor(screen);
  return screen.kind === 'unknown' || screen.composer === undefined
    ? ''
    : textBeforeCursor(screen.composer);
}

function textBeforeCursor(view: { readonly text: string; readonly cursorOffset?: number }): string {
  return view.cursorOffset === undefined ? view.text : view.text.slice(0, view.cursorOffset);
}
