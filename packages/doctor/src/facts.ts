// What is known of a machine when it is examined: plain values, each with the possibility that it could
// not be asked. Gathering them is the caller's business.

/** An answer, or why there is none. */
export type Asked<Value> =
  | { readonly kind: 'told'; readonly value: Value }
  /** Nothing within the time that the question was given. */
  | { readonly kind: 'late'; readonly afterMs: number }
  /** One line. */
  | { readonly kind: 'failed'; readonly why: string };

/** Everything that is examined. */
export interface Facts {
  readonly system: SystemFacts;
  readonly update: UpdateFacts;
  readonly config: ConfigFacts;
  readonly native: Asked<readonly NativePart[]>;
  readonly microphone: Asked<MicrophoneFacts>;
  readonly recogniser: Asked<RecogniserFacts>;
  readonly voice: Asked<VoiceFacts>;
  readonly folders: Asked<readonly FolderFacts[]>;
  readonly runtime: Asked<RuntimeFacts>;
  readonly host: Asked<HostFacts>;
  readonly keepers: Asked<readonly KeeperFacts[]>;
  /** Absent: no icon is offered on this system. */
  readonly tray?: Asked<TrayFacts>;
  readonly agents: Asked<AgentsFacts>;
  readonly terminal: Asked<TerminalFacts>;
}

export interface SystemFacts {
  /** Of codex-voice. */
  readonly version: string;
  readonly platform: string;
  readonly release: string;
  readonly arch: string;
  /** `ID` and `ID_LIKE` of /etc/os-release, in this order; empty elsewhere. */
  readonly distributions: readonly string[];
  /** Of the Node this runs on, as 24.21.0. */
  readonly node: string;
  readonly oldestNode: string;
  /** Where this terminal is. */
  readonly surroundings: readonly ('ssh' | 'wsl' | 'container')[];
}

/** What is known of newer versions of codex-voice. Nobody is asked for it now. */
export interface UpdateFacts {
  /** `[update] check`. */
  readonly check: 'never' | 'weekly';
  /** The last answer; absent: nobody has looked. `newer`: the version, where it is one. */
  readonly looked?: { readonly daysAgo: number; readonly newer?: string };
}

export type ConfigFacts =
  | { readonly kind: 'absent'; readonly path: string }
  | { readonly kind: 'read'; readonly path: string }
  /** `message` reads `where: what is wrong: how to mend it`. */
  | { readonly kind: 'wrong'; readonly path: string; readonly message: string };

/** A part that is native code or WebAssembly. */
export interface NativePart {
  readonly part: 'sound' | 'speech' | 'terminal' | 'phrases';
  /** As npm has it. */
  readonly packageName: string;
  /** How the program came here; absent: as its sources. */
  readonly installedAs?: 'archive' | 'npm' | 'sources' | 'unknown';
  /** What fetches it, where it is left out until somebody wants it. */
  readonly fetchedBy?: string;
  readonly loading:
    | { readonly kind: 'loads'; readonly ms: number }
    | { readonly kind: 'fails'; readonly why: string };
}

/** As the sound library or an explanation of the machine gives it. */
export interface MicrophoneFault {
  /** `device-busy`, `no-permission`, `no-audio-system`, `no-device` and others. */
  readonly reason: string;
  /** What stands in the way where the machine has no microphone at all: `wsl`, `ssh`, `container` and others. */
  readonly obstacle?: string;
  /** `what is wrong: how to mend it`. */
  readonly detail: string;
}

export interface MicrophoneFacts {
  readonly names: readonly string[];
  /** `[audio] device`. */
  readonly configured?: string;
  /** Programs of sound servers on PATH, running or not. */
  readonly soundServers: readonly string[];
  readonly opening:
    | {
        readonly kind: 'open';
        readonly name: string;
        readonly openMs: number;
        /** Loudest RMS and highest sample while it was listened to, in dBFS. */
        readonly rmsDb: number;
        readonly peakDb: number;
        readonly listenedMs: number;
      }
    | ({ readonly kind: 'unavailable' } & MicrophoneFault);
}

export interface InstalledModelFacts {
  readonly id: string;
  /** Names of files that are not as they were installed; empty and `damaged`: its manifest. */
  readonly state: 'intact' | 'damaged' | 'not-hashed';
  readonly badFiles: readonly string[];
  readonly megabytes: number;
  /** What `models add` is to be given to put it right: an id of the list, or the folder that it came from. */
  readonly addAgain: string;
}

export interface RecogniserFacts {
  readonly language: string;
  /** What would listen first. */
  readonly chosen:
    | { readonly kind: 'model'; readonly name: string }
    | { readonly kind: 'server'; readonly name: string }
    | { readonly kind: 'phrases' }
    /** `what is wrong: how to mend it`. */
    | { readonly kind: 'refused'; readonly message: string };
  readonly installed: readonly InstalledModelFacts[];
  readonly recommended?: { readonly id: string; readonly megabytes: number };
  /** The configured whisper.cpp server, asked. */
  readonly server?: { readonly url: string; readonly starts: boolean } & (
    | { readonly kind: 'answers'; readonly ms: number }
    | { readonly kind: 'silent'; readonly why: string }
  );
  /** The variable of a configured service's key, and whether it is set. */
  readonly key?: { readonly variable: string; readonly isSet: boolean };
}

export interface VoiceFacts {
  /** From its start to its first answer, and from a second question to its answer. */
  readonly startMs: number;
  readonly answerMs: number;
}

export interface FolderFacts {
  readonly name: 'state' | 'config' | 'models' | 'cache';
  readonly path: string;
  readonly writing: /** A file was written there and removed. */
    | { readonly kind: 'written' }
    /** It is not there, and what is above it takes it. */
    | { readonly kind: 'can-be-made' }
    /** `code`: the system's, as EACCES. `at`: the folder, or the one above it, that refused. */
    | {
        readonly kind: 'refused';
        readonly code: string;
        readonly at: string;
        readonly isOurs: boolean;
      };
  /** Absent: the system does not tell. */
  readonly freeMegabytes?: number;
}

/** A file in the runtime folder that is not what it should be. */
export interface OddSocket {
  readonly path: string;
  readonly odd: 'of-another-user' | 'open-to-others' | 'no-socket';
}

export type RuntimeFacts =
  | {
      readonly kind: 'ready';
      readonly path: string;
      readonly sockets: number;
      readonly odd: readonly OddSocket[];
    }
  /** `message` reads `what is wrong: how to mend it`. */
  | {
      readonly kind: 'refused';
      readonly message: string;
      readonly path: string;
      readonly odd: 'of-another-user' | 'open-to-others' | 'in-the-way' | 'not-made';
    };

export type HostFacts =
  | { readonly kind: 'absent' }
  | {
      readonly kind: 'answers';
      readonly pid: number;
      readonly version: string;
      readonly answerMs: number;
      readonly sessions: number;
    }
  /** Something listens at its socket, and is no host that we can speak with. */
  | {
      readonly kind: 'refused';
      readonly code: string;
      readonly message: string;
      readonly socket: string;
    };

export interface KeeperFacts {
  readonly sessionId: string;
  readonly asked:
    | { readonly kind: 'answers'; readonly answerMs: number; readonly agent: string }
    | { readonly kind: 'lost' };
}

/** The tray of the desktop, as its session bus tells. */
export type TrayFacts =
  | { readonly kind: 'tray' | 'no-tray' }
  /** One line. */
  | { readonly kind: 'no-bus'; readonly why: string };

export interface AgentFacts {
  /** The name its makers give it, and its command. */
  readonly name: string;
  readonly command: string;
  readonly path: string;
  readonly install: string;
  readonly version: Asked<string>;
  /** Its newest version that its screen was learnt from; absent: its screen is not known. */
  readonly learntFrom?: string;
  /** What the config file asks for; absent: nothing beside the screen is offered for it. */
  readonly driver?: string;
  /** What `driver` needs and this agent lacks; asked only where it is wanted. */
  readonly lacking?: Asked<readonly string[]>;
}

export interface AgentsFacts {
  readonly found: readonly AgentFacts[];
  /** Of those that were looked for and are not there: command and how to install it. */
  readonly missing: readonly { readonly command: string; readonly install: string }[];
  /** `agent` of the config file, and whether it is a program. */
  readonly configured?: { readonly command: string; readonly isThere: boolean };
}

/** `not-told`: the terminal answered nothing from which it would follow. */
export type Ability = 'yes' | 'no' | 'not-told';

export interface TerminalAbilities {
  readonly kittyKeys: Ability;
  readonly trueColour: Ability;
  readonly synchronizedUpdate: Ability;
  readonly focus: Ability;
  readonly images: readonly ('kitty' | 'sixel' | 'iterm')[] | 'not-told';
}

export type TerminalFacts =
  /** Standard input or output leads elsewhere. */
  | { readonly kind: 'none' }
  | { readonly kind: 'dumb'; readonly term: string }
  | {
      readonly kind: 'asked';
      /** `TERM`. */
      readonly term: string;
      /** What it calls itself, or what it has put into the environment. */
      readonly name?: string;
      readonly columns: number;
      readonly rows: number;
      /** `silent`: nothing was answered in time. */
      readonly answer: 'complete' | 'silent';
      readonly abilities: TerminalAbilities;
      /** How long the answer took. */
      readonly answerMs?: number;
      /** `mode` of the config file wants releases of keys. */
      readonly needsReleases: boolean;
    };
