// What all panels share: the room they are drawn in, what they ask to be done, and how keys reach them.
import type { PanelKey } from '@codex-voice/ansi';
import type { ColourSupport } from '../colour.ts';
import type { GlyphSupport } from '../terminal-support.ts';
import type { Theme, ThemeName } from '../theme.ts';

/** Cells a panel may take, and how the terminal shows things. */
export interface PanelArea {
  readonly columns: number;
  readonly rows: number;
  readonly colour: ColourSupport;
  readonly glyphs: GlyphSupport;
  readonly theme: ThemeName | Theme;
}

export type PanelName =
  | 'help'
  | 'queue'
  | 'approvals'
  | 'sessions'
  | 'settings'
  | 'menu'
  | 'commands'
  | 'debug';

/** A change of the queue, as the wire has it. */
export type PanelQueueEdit =
  | { readonly do: 'remove'; readonly id: string }
  | { readonly do: 'edit'; readonly id: string; readonly text: string }
  | { readonly do: 'move'; readonly id: string; readonly index: number }
  | { readonly do: 'intent'; readonly id: string; readonly intent: 'compose' | 'send' }
  | { readonly do: 'clear' };

/** What a panel wants done; the panel itself changes nothing but what it shows. */
export type PanelEffect =
  | { readonly kind: 'close' }
  | { readonly kind: 'open'; readonly panel: PanelName }
  | { readonly kind: 'queue'; readonly edit: PanelQueueEdit }
  | { readonly kind: 'approval'; readonly id: string; readonly answer: 'approve' | 'deny' }
  /** Of a question's part, by its place from 0; the choices by number from 1. */
  | {
      readonly kind: 'choice';
      readonly id: string;
      readonly part: number;
      readonly numbers: readonly number[];
    }
  | {
      readonly kind: 'session';
      readonly do: 'switch' | 'take' | 'kill';
      readonly sessionId: string;
    }
  | { readonly kind: 'setting'; readonly name: string; readonly value: string }
  /** What is to stay for the sessions to come. */
  | {
      readonly kind: 'keep';
      readonly settings: readonly { readonly name: string; readonly value: string }[];
    }
  /** A command of ours, and the words behind it. */
  | { readonly kind: 'command'; readonly name: string; readonly words: string }
  /** An entry of the menu by its name. */
  | { readonly kind: 'action'; readonly action: string };

/** Said in a panel's last line until the next key. */
export interface PanelNotice {
  readonly text: string;
  readonly severity: 'info' | 'warning' | 'error';
}

/** A question that a letter answers before anything else happens. */
export interface PanelQuestion {
  readonly text: string;
  /** What `y` does; any other answer does nothing. */
  readonly yes: PanelEffect;
}

/** What every panel has beside its own. */
export interface PanelCommon {
  readonly notice: PanelNotice | undefined;
  readonly question: PanelQuestion | undefined;
}

export const QUIET: PanelCommon = { notice: undefined, question: undefined };

export interface PanelStep<State> {
  readonly panel: State;
  readonly effects: readonly PanelEffect[];
}

/** Keys as single commands: names, and typed characters one by one. Pastes are no commands. */
export function commandsOf(key: PanelKey): readonly string[] {
  if (key.kind === 'key') return [key.name];
  return key.origin === 'typed' ? [...key.text] : [];
}

/** Commands that close any panel. */
export function isClosing(command: string): boolean {
  return command === 'Escape' || command === 'q' || command === 'Ctrl-c';
}

/** Asks before something that can't be taken back is done, and answers. */
export function answered<State extends PanelCommon>(
  panel: State,
  question: PanelQuestion,
  command: string,
): PanelStep<State> {
  const settled = { ...panel, ...QUIET };
  return { panel: settled, effects: command === 'y' || command === 'Y' ? [question.yes] : [] };
}
