// The facts of a session that panels show. Whoever holds them keeps them current; what is made of them is
// another's.
import type { CommandItem, HelpSection } from '@codex-voice/overlay';
import type {
  ApprovalEntry,
  ListenManner,
  ListenMode,
  QueueEntry,
  SessionRow,
  SessionSettings,
} from '@codex-voice/protocol';
import type { NoticeOptions } from '../config-schema.ts';
import type { HudSize, Motion } from '../hud-size.ts';
import type { KeyNames } from '../key-names.ts';
import type { SessionWords } from '../words/session-words.ts';

type Phrases = NonNullable<SessionSettings['voice']>['phrasebook']['phrases'];

/** Everything panels show. Whoever holds it keeps it current and tells the panel host of changes. */
export interface PanelFacts {
  readonly keys: KeyNames;
  readonly words: SessionWords;
  readonly voice: 'on' | 'off';
  readonly listening: boolean;
  readonly mode: ListenMode;
  /** How it is listened in this mode. */
  readonly manner: ListenManner;
  readonly intent: 'compose' | 'send';
  readonly hud: HudSize;
  readonly motion: Motion;
  readonly theme: string;
  /** Those to choose from. */
  readonly themes: readonly string[];
  /** What the config file has, by the names of the settings; undefined: nothing is written there. */
  readonly kept?: Readonly<Record<string, string>> | undefined;
  readonly cues: 'on' | 'off';
  readonly aloud: 'on' | 'off';
  /** Undefined: nothing hears of what could be told. */
  readonly notify: NoticeOptions | undefined;
  readonly phrases: Phrases;
  readonly commands: readonly CommandItem[];
  /** The last notices, whole. */
  readonly notices: readonly HelpSection[];
  /** What the debug panel shows. */
  readonly debug: readonly HelpSection[];
  readonly queue: readonly QueueEntry[];
  readonly approvals: readonly ApprovalEntry[];
  readonly sessions: readonly SessionRow[];
  /** Absent in the single tree, which can't be left. */
  readonly sessionId: string | undefined;
  readonly role: 'holder' | 'viewer';
  /** The person's own folder, shown as `~`. */
  readonly home: string | undefined;
  /** Wall clock, in ms since 1970. */
  readonly nowMs: number;
}
