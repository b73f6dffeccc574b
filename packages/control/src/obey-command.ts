// What each command does to one session, spoken or by key. Whether something is a command is decided
// before; what only a terminal can do is passed on to it.
import type { ListenMode, SessionEvent } from '@codex-voice/protocol';
import type { Delivery, DeliveryOutput, ScreenState, SpokenAnswer } from '@codex-voice/session';
import type { SpokenCommand } from '@codex-voice/speech';
import type { Refusal } from './told-words.ts';

/** Commands for the terminal that types. */
export type TerminalCommand = Extract<SessionEvent, { type: 'asked' }>['command'];

export interface CommandReceiver {
  readonly delivery: Delivery;
  readonly nowMs: () => number;
  readonly screen: () => ScreenState;
  /** Carries out what the delivery decided. */
  readonly apply: (output: DeliveryOutput) => void;
  readonly listen: () => void;
  readonly stopListening: () => void;
  readonly setMode: (mode: ListenMode) => void;
  /** Nothing is read aloud any more. */
  readonly hush: () => void;
  /** An answer to what the agent asks, where it is known here. */
  readonly answer: (word: SpokenAnswer) => 'heard' | 'nothing-asked';
  /** Ends the agent's turn. */
  readonly interrupt: () => void;
  /** The next text begins a new line. */
  readonly newLine: () => void;
  readonly askTerminal: (command: TerminalCommand) => void;
  /** It could not be obeyed. */
  readonly onRefused: (refusal: Refusal) => void;
}

type ModeCommand = Extract<SpokenCommand, `mode-${string}`>;

const MODES: Readonly<Record<ModeCommand, ListenMode>> = {
  'mode-tap': 'tap',
  'mode-auto': 'auto',
  'mode-hold': 'hold',
  'mode-hybrid': 'hybrid',
  'mode-continuous': 'continuous',
  'mode-wake': 'wake',
};

export function obeyCommand(command: SpokenCommand, receiver: CommandReceiver): void {
  const { delivery, nowMs, apply } = receiver;
  switch (command) {
    case 'send':
      carryOut(delivery.send(nowMs()), receiver);
      return;
    case 'scratch':
      carryOut(delivery.scratch(nowMs()), receiver);
      return;
    case 'clear':
      carryOut(delivery.clear(nowMs()), receiver);
      return;
    case 'cancel':
      apply(delivery.edit({ do: 'clear' }));
      return;
    case 'new-line':
      receiver.newLine();
      return;
    case 'listen':
      receiver.listen();
      return;
    case 'hush':
      receiver.hush();
      return;
    case 'stop':
      receiver.stopListening();
      return;
    case 'mode-tap':
    case 'mode-auto':
    case 'mode-hold':
    case 'mode-hybrid':
    case 'mode-continuous':
    case 'mode-wake':
      receiver.setMode(MODES[command]);
      return;
    case 'approve':
    case 'deny':
    case 'confirm':
      // A dialog that is only seen takes no spoken word: what it asks is not known for sure.
      if (receiver.answer(command) === 'nothing-asked')
        receiver.onRefused(receiver.screen().kind === 'dialog' ? 'answer-by-key' : 'nothing-asked');
      return;
    case 'interrupt':
      receiver.interrupt();
      return;
    case 'scroll-up':
    case 'scroll-down':
      scroll(command, receiver);
      return;
    case 'read-back':
    case 'help':
    case 'detach':
      receiver.askTerminal(command);
  }
}

/** A page key would act on a dialog, and on a program whose screen we can't read. */
function scroll(command: 'scroll-up' | 'scroll-down', receiver: CommandReceiver): void {
  switch (receiver.screen().kind) {
    case 'composer':
    case 'busy':
      receiver.askTerminal(command);
      return;
    case 'dialog':
    case 'unknown':
      receiver.onRefused('no-scrolling-here');
  }
}

function carryOut(output: DeliveryOutput, { apply, onRefused }: CommandReceiver): void {
  if (output.refusal !== undefined) onRefused(output.refusal);
  apply(output);
}
