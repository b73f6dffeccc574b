// Everything a session says in words of its own, besides what the overlay draws: one table for each
// language, so that a missing sentence is a compile error.
import type { Refusal } from '@codex-voice/control';
import type {
  ApprovalEntry,
  ListenMode,
  SessionRow,
  SessionRung,
  UnavailableReason,
} from '@codex-voice/protocol';
import type { WaitReason } from '@codex-voice/session';

/** What an agent asks, and what became of it. */
export interface ApprovalWords {
  /** Before the command, the paths, the permissions or the question. */
  readonly asks: Readonly<Record<ApprovalEntry['subject'], string>>;
  /** The mark of what is risky, and why it is. */
  readonly risky: string;
  readonly risk: Readonly<Record<NonNullable<ApprovalEntry['risk']>, string>>;
  readonly secondWord: (words: string) => string;
  readonly unheard: string;
  readonly outcome: Readonly<Record<NonNullable<ApprovalEntry['outcome']>, string>>;
  /** Who answered; of `nobody` nothing is said. */
  readonly by: Readonly<Record<NonNullable<ApprovalEntry['by']>, string>>;
}

/** What our row says beside the words that the overlay has. */
export interface RowWords {
  /** Why a prompt waits. */
  readonly wait: Readonly<Record<WaitReason, string>>;
  /** Why there is no microphone. */
  readonly noMicrophone: Readonly<Record<UnavailableReason, string>>;
  readonly hostGone: string;
  /** Whom the one before heard is heard again. */
  readonly hostBack: string;
  /** How prompts reach the agent. */
  readonly rung: Readonly<Record<SessionRung, string>>;
  /** The agent's protocol is away. */
  readonly typesNow: (why: string) => string;
  /** The program rang, or notified with these words. */
  readonly calls: (words: string | undefined) => string;
  readonly recording: {
    readonly on: (file: string) => string;
    readonly off: (file: string) => string;
    /** Nobody asked for it. */
    readonly ended: (why: string) => string;
  };
  /** A shell says that its command failed. */
  readonly commandFailed: (status: number) => string;
  readonly voiceStopped: string;
  readonly voiceStartsAgain: (reason: string | undefined) => string;
  readonly listensElsewhere: (sessionId: string) => string;
  readonly notTakenBack: (why: string) => string;
  readonly notConfirmed: string;
  /** No recogniser could do its work on an utterance. */
  readonly notTranscribed: (why: string) => string;
  /** Somebody else spoke, and is not listened to. */
  readonly otherVoice: string;
  /** What became of its sound. */
  readonly sound: Readonly<Record<'kept' | 'not-kept', string>>;
  /** Shown beside the state of the voice; empty: the mode needs no word. */
  readonly mode: Readonly<Record<ListenMode, string>>;
  /** What keys do, in a word. */
  readonly keys: Readonly<
    Record<
      | 'talk'
      | 'stop'
      | 'keys'
      | 'to-agent'
      | 'whole'
      | 'send'
      | 'scratch'
      | 'auto'
      | 'drop'
      | 'hush'
      | 'row'
      | 'commands'
      | 'approve'
      | 'deny'
      | 'choose'
      | 'interrupt',
      string
    >
  >;
  readonly approval: ApprovalWords;
  /** Around this session is another one, which takes our keys; behind its leader they are ours. */
  readonly insideSession: (leader: string) => string;
  /** What a terminal is, and became. */
  readonly viewing: (size: string, how: string) => string;
  readonly onlyWatches: string;
  readonly typesHere: (keys: string) => string;
  readonly role: Readonly<Record<'took' | 'taken' | 'returned', string>>;
}

/** Answers to what the person asked for. */
export interface AnswerWords {
  /** Why a request or a command could not be obeyed. */
  readonly refusal: Readonly<Record<Refusal, string>>;
  readonly watchesOnly: string;
  readonly anotherTypes: (keys: string) => string;
  readonly voiceOff: string;
  readonly hostStarting: string;
  /** A text waits here until it can be handed over. */
  readonly keptForHost: string;
  readonly nothingToDetach: string;
  readonly noPanels: string;
  /** `keys` show those that there are. */
  readonly noSuchKey: (keys: string) => string;
  /** The terminal does not tell when a key is let go. */
  readonly noReleases: (talk: string) => string;
  readonly noComposer: string;
  readonly emptyComposer: string;
  readonly inComposer: (text: string) => string;
  readonly terminalScrolls: string;
  readonly inputUnfinished: string;
  readonly command: CommandWords;
}

/** Of /replay. */
export interface ReplayWords {
  readonly label: string;
  readonly none: string;
  readonly how: (file: string) => string;
}

/** What is said of commands of ours. */
export interface CommandWords {
  readonly runs: (name: string) => string;
  /** It came with the project; how it comes to be trusted. */
  readonly notTrusted: (name: string) => string;
  /** Where it is from, in two words at most. */
  readonly origin: Readonly<Record<'person' | 'project', string>>;
  readonly needsWords: (name: string) => string;
  /** Of /kb: what it does, and what it puts into the composer. */
  readonly knowledge: { readonly label: string; readonly becomes: (words: string) => string };
  readonly noNote: (words: string) => string;
  /** Of /role. */
  readonly role: { readonly label: string; readonly becomes: (name: string) => string };
  /** Of /note: what it does, and what became of it. */
  readonly note: {
    readonly label: string;
    readonly kept: (text: string) => string;
    readonly unkept: (why: string) => string;
  };
  readonly flush: FlushWords;
  readonly session: SavedWords;
  readonly replay: ReplayWords;
  /** Of /debug. */
  readonly debug: string;
}

/** Of /flush: prompts that no session has any more. */
export interface FlushWords {
  readonly label: string;
  /** Told when a session begins, and when a turn has failed. */
  readonly kept: (count: number) => string;
  readonly turnFailed: (why: string) => string;
  readonly keptNow: (count: number) => string;
  readonly none: string;
  /** What may stand behind it. */
  readonly how: string;
  readonly sent: (names: string) => string;
  readonly dropped: (names: string) => string;
  readonly edited: (names: string) => string;
  /** A session that ends with its terminal. */
  readonly unreached: string;
  /** Said for them, lower case, `|` between several; the English ones are known in every language. */
  readonly verbs: Readonly<Record<'send' | 'drop' | 'edit' | 'all', string>>;
}

/** Of /session: what sessions are, saved under names. */
export interface SavedWords {
  readonly label: string;
  readonly none: string;
  /** What may stand behind it. */
  readonly how: string;
  readonly saved: (name: string) => string;
  readonly replaced: (name: string) => string;
  readonly removed: (name: string) => string;
  /** How one is begun again. */
  readonly load: (name: string) => string;
  /** A session that ends with its terminal. */
  readonly unreached: string;
}

/** Lines for those who hear their terminal. */
export interface LineWords {
  readonly mode: Readonly<Record<ListenMode, string>>;
  /** The microphone is open, and the wake phrase is waited for. */
  readonly awaitsPhrase: string;
  readonly intent: Readonly<Record<'compose' | 'send', string>>;
  /** Reading aloud was switched. */
  readonly aloud: Readonly<Record<'on' | 'off', string>>;
  readonly severity: Readonly<Record<'warning' | 'error', string>>;
  readonly heard: (text: string) => string;
  readonly notUnderstood: string;
  readonly recordingOver: string;
  readonly listening: string;
  readonly notListening: string;
  readonly noMicrophone: (why: string) => string;
  readonly unknownReason: string;
  readonly anotherListens: (sessionId: string) => string;
  readonly waiting: (why: string) => string;
  readonly composed: string;
  readonly sent: string;
  readonly takenBack: string;
  readonly dropped: (text: string) => string;
  readonly agent: Readonly<Record<'dialog' | 'busy' | 'composer', string>>;
  readonly voiceReady: string;
  readonly voiceAgain: string;
  readonly voiceMissing: string;
}

/** How a session ended. */
export interface EndWords {
  readonly elsewhere: (sessionId: string) => string;
  readonly goesOn: (sessionId: string) => string;
  /** So many prompts waited and never reached the agent: `there`, on the session's own machine, they are kept. */
  readonly kept: (count: number, where: 'here' | 'there') => string;
  /** `command` opens the agent's conversation again. */
  readonly again: (command: string) => string;
  /** `folder`: where what is left of it lies. */
  readonly keeperDied: (folder: string | undefined) => string;
}

interface SettingWords {
  readonly label: string;
  readonly hint: string;
}

/** Of notices, in the settings panel. */
export interface NoticeSettingWords {
  /** Of what one is told. */
  readonly on: SettingWords;
  readonly when: SettingWords;
  readonly by: SettingWords;
  /** How much is told. */
  readonly show: SettingWords;
}

/** Of how it is listened, in the settings panel. */
export interface ListeningSettingWords {
  readonly silence: SettingWords;
  readonly sensitivity: SettingWords;
}

/** The settings panel. Values are the words of the config file, in every language. */
export interface SettingsWords {
  /** How long a change is kept. */
  readonly kept: string;
  /** Why something can't be changed there. */
  readonly inConfig: string;
  readonly mode: {
    readonly label: string;
    readonly hints: Readonly<Record<ListenMode, string>>;
  };
  readonly intent: SettingWords;
  readonly listening: ListeningSettingWords;
  readonly hud: SettingWords;
  readonly motion: SettingWords;
  readonly theme: SettingWords;
  /** `hush`: the keys that end it. */
  readonly aloud: { readonly label: string; readonly hint: (hush: string) => string };
  readonly notices: NoticeSettingWords;
  readonly talk: string;
  readonly leader: string;
  readonly letters: string;
  readonly cues: string;
}

/** The icon in a desktop's tray. */
export interface TrayWords {
  /** Of all sessions together, and of one that wants its person or is heard. */
  readonly state: Readonly<Record<'none' | 'idle' | 'busy' | 'listening' | 'asks', string>>;
  readonly row: Readonly<Record<SessionRow['state'], string>>;
  readonly stopListening: string;
  readonly leave: string;
}

/** About the config file, its settings and keys. */
export interface ConfigWords {
  /** Settings, by name, that count here from now on. */
  readonly now: (names: string) => string;
  readonly later: (names: string) => string;
  /** What is wrong with the file, which is left aside. */
  readonly broken: (why: string) => string;
  readonly kept: (file: string, names: string) => string;
  readonly nothingToKeep: string;
  /** A session is not recorded: the folder is as large as it may be. */
  readonly recordingsFull: (mb: number, mostMb: number) => string;
  /** The config file has keys of the first program. */
  readonly firstProgram: (file: string) => string;
  /** One that was found, where the person lets us look. */
  readonly newerVersion: (version: string) => string;
  /** A key of ours that the agent has for something, in its own words. */
  readonly keyTaken: (key: string, theirs: string) => string;
}

/** Of a link to another machine. */
export interface LinkWords {
  /** It broke, and is tried again. */
  readonly lost: (machine: string) => string;
  readonly again: string;
  /** What was asked for can't be asked for now. */
  readonly away: (machine: string) => string;
  /** The host there can't hear this terminal. */
  readonly oldHost: string;
  /** Utterances that the session has not dealt with. */
  readonly underway: (count: number) => string;
  /** The same, where nothing is kept. */
  readonly unsure: (count: number) => string;
  /** A command of ours that the session has heard, and that we carry out for a key alone. */
  readonly notByVoice: (name: string, key: string) => string;
}

export interface SessionWords {
  readonly link: LinkWords;
  readonly config: ConfigWords;
  readonly settings: SettingsWords;
  readonly tray: TrayWords;
  readonly row: RowWords;
  readonly answer: AnswerWords;
  readonly line: LineWords;
  readonly end: EndWords;
}
