// What the agent asks, as our row and keys have it: which approval is shown, since when, and its words.
// What an answer comes to is the host's.
import type { ApprovalItem, HudMessage } from '@codex-voice/overlay';
import type { ApprovalEntry, SessionEvent } from '@codex-voice/protocol';
import type { AnswerableHere } from './hud-hints.ts';
import {
  answeringCommand,
  type NextPart,
  nextPart,
  questionLines,
  questionText,
} from './question-lines.ts';
import type { ApprovalWords } from './words/session-words.ts';

/** What has been shown for less than this, in ms, nobody has seen when they pressed the key. */
export const SEEN_AFTER_MS = 500;

type Told = Omit<Extract<SessionEvent, { type: 'approvals' }>, 'type'>;

export class HudApprovals {
  #open: readonly ApprovalEntry[] = [];
  #confirming: string | undefined;
  #shownSinceMs = 0;

  get open(): readonly ApprovalEntry[] {
    return this.#open;
  }

  /** The one that is shown: the oldest that can be answered, or that is asked at all. */
  get shown(): ApprovalEntry | undefined {
    return this.#open.find(({ state }) => state === 'open') ?? this.#open[0];
  }

  /** Whether the keys answer the one that is shown. */
  get approval(): AnswerableHere {
    const { shown } = this;
    if (shown?.state !== 'open') return 'none';
    const choices = nextPart(shown)?.choices.length ?? 0;
    if (choices > 0) return { choices };
    return shown.takes.length > 0 ? 'open' : 'none';
  }

  told({ open, confirming }: Told, nowMs: number): void {
    const before = questionOf(this.shown);
    this.#open = open;
    this.#confirming = confirming;
    if (questionOf(this.shown) !== before) this.#shownSinceMs = nowMs;
  }

  /** The one that a key answers. */
  answerable(nowMs: number): { readonly id: string } | 'nothing-asked' | 'just-asked' {
    const { shown } = this;
    if (shown?.state !== 'open') return 'nothing-asked';
    return nowMs - this.#shownSinceMs < SEEN_AFTER_MS ? 'just-asked' : { id: shown.id };
  }

  /** The question, and the part of it, that a number chooses of. */
  choosable(
    nowMs: number,
  ):
    | { readonly id: string; readonly part: number; readonly takes: 'one' | 'several' }
    | 'nothing-asked'
    | 'just-asked' {
    const asked = this.answerable(nowMs);
    const { shown } = this;
    if (typeof asked === 'string') return asked;
    const next = shown === undefined ? undefined : nextPart(shown);
    if (next === undefined || next.choices.length === 0) return 'nothing-asked';
    return { ...asked, part: next.place, takes: next.several === true ? 'several' : 'one' };
  }

  /**
   * What our row says: what is asked before any notice, for a key answers it. `secondWord`: the words
   * that confirm.
   */
  message(
    words: ApprovalWords,
    {
      secondWord,
      notice,
    }: {
      readonly secondWord: string | undefined;
      readonly notice: HudMessage | undefined;
    },
  ): HudMessage | undefined {
    const { shown } = this;
    if (shown === undefined) return notice;
    const isConfirming = this.#confirming === shown.id && secondWord !== undefined;
    const confirm = isConfirming ? [words.secondWord(secondWord)] : [];
    const also = notice === undefined ? [] : [notice.text];
    const text = [...confirm, approvalText(shown, words), ...also].join(' · ');
    return { text, severity: notice?.severity === 'error' ? 'error' : 'warning' };
  }
}

/** What is shown, as far as a key may answer something else of it. */
function questionOf(entry: ApprovalEntry | undefined): string | undefined {
  return entry === undefined ? undefined : `${entry.id} ${entry.given?.length ?? 0}`;
}

/** What agents put around a line to have it run; the panel shows it, our row has the room for the line. */
const SHELL_AROUND = /^(?:(?:\/usr)?\/bin\/)?(?:ba|da|z)?sh -l?c (?:'([^']+)'|([\w./-]+))$/u;

/**
 * One line: who it is, whether it is risky and why, and the exact text, without the shell around it and with
 * what may be chosen.
 */
export function approvalText(entry: ApprovalEntry, words: ApprovalWords): string {
  const { id, subject, text, cut, risk, state } = entry;
  const why = risk === undefined ? [] : [`${words.risky}: ${words.risk[risk]}`];
  const unheard = state === 'unheard' ? [words.unheard] : [];
  const shown =
    subject === 'patch' ? text.split('\n').join(', ') : (questionText(entry) ?? lineWithin(text));
  const asked = `${words.asks[subject]} ${shown}${cut === true ? ' …' : ''}`;
  return [id, ...why, ...unheard, asked].join(' · ');
}

function lineWithin(text: string): string {
  const [, quoted, bare] = SHELL_AROUND.exec(text) ?? [];
  return quoted ?? bare ?? text;
}

/** One line on what became of it. */
export function settledText({ id, outcome, by }: ApprovalEntry, words: ApprovalWords): string {
  const how = by === undefined ? '' : words.by[by];
  return [id, outcome === undefined ? '' : words.outcome[outcome], how]
    .filter((part) => part !== '')
    .join(' · ');
}

/** A lost one is what nobody wished. */
export function settledMessage(entry: ApprovalEntry, words: ApprovalWords): HudMessage {
  const isLost = entry.outcome === 'lost' || entry.outcome === 'unconfirmed';
  return { text: settledText(entry, words), severity: isLost ? 'warning' : 'info' };
}

/** An agent of ACP has no dialog of its own: what it shows is cut as well. */
const GOES_ON =
  '… it goes on: in the agent’s dialog; over ACP in the session’s events.jsonl, as far as it is kept';

/** As its panel shows it. */
export function approvalItem(entry: ApprovalEntry, words: ApprovalWords): ApprovalItem {
  const { id, subject, text, patch, cut, cwd, reason, risk, takes, state } = entry;
  const command = answeringCommand(entry);
  const notes = [
    ...questionLines(entry),
    ...(command === undefined ? [] : [`from another terminal: ${command}`]),
    ...(cut === true ? [GOES_ON] : []),
    ...(cwd === undefined ? [] : [cwd]),
    ...(reason === undefined ? [] : [reason]),
    ...(state === 'unheard' ? [words.unheard] : []),
  ];
  const why = risk === undefined ? {} : { risk: `${words.risky}: ${words.risk[risk]}` };
  const whole = patch === undefined ? text : patch;
  const next = state === 'open' ? nextPart(entry) : undefined;
  const choose = next === undefined || next.choices.length === 0 ? {} : { choose: choiceOf(next) };
  return { id, asks: words.asks[subject], text: whole, ...why, notes, takes, ...choose };
}

function choiceOf({ place, choices, several }: NextPart): NonNullable<ApprovalItem['choose']> {
  return { part: place, count: choices.length, take: several === true ? 'several' : 'one' };
}
