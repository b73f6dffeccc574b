// What a terminal needs of the rest of its session, wherever that runs: a keeper and a host in
// processes of their own, or both in this one.
import type {
  HostEvent,
  HostRequest,
  KeeperConnection,
  KeeperPeer,
  KeeperRequest,
  SessionSettings,
} from '@codex-voice/protocol';

/** What makes a connection this terminal's. */
export type Attach = Extract<KeeperRequest, { type: 'attach' }>;

/** What the keeper's side tells, and that it is gone. */
export interface KeeperListener extends KeeperConnection {
  /** The connection ended without the agent having ended. */
  lost(): void;
}

/** What the host's side tells. */
export interface HostListener {
  event(event: HostEvent): void;
  /** The host is gone for now; it is looked for, or started, again. */
  lost(why: string): void;
}

export interface HostPort {
  /** `away`: there is no host at the moment, and the request is dropped. */
  request(request: HostRequest): 'sent' | 'away';
  /** Leaves. Voice that runs in this process tree ends, in order. */
  close(): Promise<void>;
}

export interface SessionBackend {
  /** How the session is called from elsewhere; absent in the single tree, which nobody else reaches. */
  readonly sessionId?: string;
  /** It runs on another machine: its folder is none of this one's. */
  readonly isElsewhere?: true;
  /** Opens the keeper's side and attaches there; a new session's agent is started with that size. */
  openKeeper(listener: KeeperListener, attach: Attach): KeeperPeer;
  /** Finds or starts the host and opens the session there: after the agent's first words. */
  openHost(listener: HostListener, settings: SessionSettings): HostPort;
  /** Leaves the session. */
  close(): Promise<void>;
}
