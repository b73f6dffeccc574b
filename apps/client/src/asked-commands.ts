// Spoken commands that only a terminal can obey: help, leaving, reading back, and the agent's page keys.
// Several terminals may hear of one; the one that types obeys.
import type { ApprovalEntry, KeeperPeer, SessionEvent } from '@codex-voice/protocol';
import { approvalText } from './hud-approvals.ts';
import type { Action } from './key-actions.ts';
import type { AnswerWords, ApprovalWords } from './words/session-words.ts';

type Asked = Extract<SessionEvent, { type: 'asked' }>['command'];
type Screen = Extract<SessionEvent, { type: 'screen' }>['screen'];

/** As terminals send them without modifiers, in the kitty protocol too. */
const PAGE_KEYS = { 'scroll-up': '\u001b[5~', 'scroll-down': '\u001b[6~' } as const;

export interface AskedCommandsParts {
  readonly role: () => 'holder' | 'viewer';
  /** The agent draws on the alternate screen, which no terminal scrolls by itself. */
  readonly scrollsItself: () => boolean;
  /** Neither a sequence nor a paste of the person's is under way, and no panel has the keys. */
  readonly inputIsFree: () => boolean;
  readonly keeper: Pick<KeeperPeer, 'input'>;
  readonly actions: {
    act(action: Action): void;
    /** A line on our row. */
    say(text: string): void;
  };
  readonly words: AnswerWords;
  readonly approvalWords: ApprovalWords;
}

export class AskedCommands {
  readonly #parts: AskedCommandsParts;
  #composer: string | undefined;
  #question: string | undefined;
  /** What the agent asks by its protocol. */
  #approval: ApprovalEntry | undefined;

  constructor(parts: AskedCommandsParts) {
    this.#parts = parts;
  }

  /** What the session tells its HUDs. */
  session(event: SessionEvent): void {
    if (event.type === 'opened' || event.type === 'screen') {
      this.#composer = composerText(event.screen);
      this.#question = event.screen.kind === 'dialog' ? event.screen.what : undefined;
    }
    if (event.type === 'opened' || event.type === 'approvals') {
      const open = event.type === 'opened' ? event.approvals : event.open;
      this.#approval = open?.find(({ state }) => state === 'open');
    } else if (event.type === 'asked') this.#obey(event.command);
  }

  #obey(command: Asked): void {
    const { role, actions } = this.#parts;
    if (command === 'read-back') {
      this.#readBack();
      return;
    }
    if (role() !== 'holder') return;
    switch (command) {
      case 'help':
      case 'detach':
        actions.act(command);
        return;
      case 'scroll-up':
      case 'scroll-down':
        this.#scroll(PAGE_KEYS[command]);
    }
  }

  #readBack(): void {
    const text = this.#composer?.trim();
    const { actions, words, approvalWords } = this.#parts;
    if (this.#approval !== undefined) actions.say(approvalText(this.#approval, approvalWords));
    else if (this.#question !== undefined) actions.say(this.#question);
    else if (text === undefined) actions.say(words.noComposer);
    else actions.say(text === '' ? words.emptyComposer : words.inComposer(text));
  }

  #scroll(key: string): void {
    const { scrollsItself, inputIsFree, keeper, actions, words } = this.#parts;
    if (!scrollsItself()) actions.say(words.terminalScrolls);
    else if (!inputIsFree()) actions.say(words.inputUnfinished);
    else keeper.input(Buffer.from(key), { atRest: true, insidePaste: false });
  }
}

function composerText(screen: Screen): string | undefined {
  if (screen.kind === 'composer') return screen.text;
  return screen.kind === 'unknown' ? undefined : screen.composer?.text;
}
