// What a session's control is built from, and what it is to the screens that show the session.
import type { HostEvent, HostRequest, OwnMicrophone } from '@codex-voice/protocol';
import type { ApprovalStore } from './approval-store.ts';
import type { Clock } from './clock.ts';
import type { FailedPrompt } from './left-behind.ts';
import type { OpenProjectNames } from './project-names.ts';
import type { QueueStore } from './queue-store.ts';
import type { SessionMeter } from './session-meter.ts';
import type { VoiceHub } from './voice-hub.ts';

/** A screen that shows the session's state. */
export interface Hud {
  /** It brings a voice process of its own, which is to be heard, or is being heard already. `none`: it is nobody to listen to. */
  readonly microphone?: OwnMicrophone | undefined;
  send(event: HostEvent): void;
}

export interface HudSeat {
  /** A request of this HUD: `talk` to `say`; another one is refused. */
  request(request: HostRequest): void;
  close(): void;
}

/** A text from elsewhere. */
export type SaidPrompt = Omit<
  Extract<HostRequest, { type: 'say' }>,
  'type' | 'requestId' | 'sessionId'
>;

/** What a control tells of itself while it works. */
export type ControlMeter = Pick<
  SessionMeter,
  'heed' | 'event' | 'outcome' | 'agent' | 'keeper' | 'terminal'
>;

export interface SessionControlParts {
  readonly sessionId: string;
  readonly clock: Clock;
  readonly hub: Pick<VoiceHub, 'join'>;
  readonly store: QueueStore;
  /** Absent: what the agent asks is not kept. */
  readonly approvals?: ApprovalStore;
  /** The commit that the session's folder stands at; absent: nobody can tell. */
  readonly head?: (() => string | undefined) | undefined;
  /** A turn of the agent's has failed, and this prompt with it; absent: nobody keeps it. */
  readonly onTurnFailed?: (prompt: FailedPrompt) => void;
  /** Absent: nothing is measured. */
  readonly meter?: ControlMeter | undefined;
  /** Absent: names of the project are not known here. */
  readonly openProjectNames?: OpenProjectNames | undefined;
}
